package postgres

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	gormpg "gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// PoolOptions bound what one process asks of the server; a zero field takes its default.
type PoolOptions struct {
	Conns     int           // connections under GORM at most; 16
	Bare      int32         // connections beside it at most; 8
	Statement time.Duration // after which the server ends a statement; 30 s
	Idle      time.Duration // after which the server ends a session that sleeps inside a transaction; 60 s
	Connect   time.Duration // to open one connection; 3 s
}

// Pool is all connections of the running program: those under GORM, and bare ones beside them. Neither waits for the other's. Its sessions count
// time in UTC.
type Pool struct {
	bare *pgxpool.Pool
	sql  *sql.DB
	gorm *gorm.DB
}

// Open makes the pool; it opens connections when they are needed, so that a server that is away fails a request and
// not the program. The error tells of a URL that cannot be read.
func Open(ctx context.Context, url string, o PoolOptions) (*Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	o = o.withDefaults()
	config.MaxConns = o.Bare
	config.ConnConfig.ConnectTimeout = o.Connect
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.ConnConfig.RuntimeParams["application_name"] = "delinli"
	config.ConnConfig.RuntimeParams["statement_timeout"] = milliseconds(o.Statement)
	config.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = milliseconds(o.Idle)
	config.AfterConnect = timesInUTC
	bare, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	p := &Pool{bare: bare, sql: kept(config, o.Conns)}
	p.gorm, err = gorm.Open(gormpg.New(gormpg.Config{Conn: p.sql}), &gorm.Config{
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard,
	})
	if err != nil {
		p.Close()
		return nil, fmt.Errorf("gorm: %w", err)
	}
	return p, nil
}

// kept are connections that stay open between requests, as long as those of the bare pool do: to take each from there and give it back would
// cost a list one part in thirty (docs/decisions/0015-what-a-list-costs.md).
func kept(config *pgxpool.Config, most int) *sql.DB {
	db := stdlib.OpenDB(*config.ConnConfig, stdlib.OptionAfterConnect(timesInUTC))
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	db.SetConnMaxLifetime(config.MaxConnLifetime)
	db.SetConnMaxIdleTime(config.MaxConnIdleTime)
	return db
}

func (o PoolOptions) withDefaults() PoolOptions {
	return PoolOptions{
		Conns:     cmp.Or(o.Conns, 16),
		Bare:      cmp.Or(o.Bare, 8),
		Statement: cmp.Or(o.Statement, 30*time.Second),
		Idle:      cmp.Or(o.Idle, time.Minute),
		Connect:   cmp.Or(o.Connect, 3*time.Second),
	}
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// timesInUTC makes a timestamptz arrive as the same moment in UTC, and not in the zone of the machine.
func timesInUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}})
	return nil
}

// Gorm is for the store alone.
func (p *Pool) Gorm() *gorm.DB { return p.gorm }

// Pgx are the bare connections, for batches, COPY, LISTEN and the job queue.
func (p *Pool) Pgx() *pgxpool.Pool { return p.bare }

// Ping asks the server for an answer.
func (p *Pool) Ping(ctx context.Context) error { return p.bare.Ping(ctx) }

// Guard refuses a role that could change what is append-only, as the owner and superusers can: the program must not run as one.
func (p *Pool) Guard(ctx context.Context) error {
	var role string
	var free bool
	err := p.bare.QueryRow(ctx, `SELECT current_user, EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace
		AND obj_description(oid, 'pg_class') LIKE 'append-only%' AND has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE'))`).Scan(&role, &free)
	if err != nil {
		return err
	}
	if free {
		return fmt.Errorf("the role %s may change the audit: name the application role in DATABASE_URL and the owner in DATABASE_OWNER_URL", role)
	}
	return nil
}

// Close waits until every connection is given back and closes them. That a server is no longer there to hear it is no fault.
func (p *Pool) Close() {
	_ = p.sql.Close()
	p.bare.Close()
}
