package postgres

import (
	"cmp"
	"context"
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
	MaxConns  int32         // connections at most; 20
	Statement time.Duration // after which the server ends a statement; 30 s
	Idle      time.Duration // after which the server ends a session that sleeps inside a transaction; 60 s
	Connect   time.Duration // to open one connection; 3 s
}

// Pool is the one set of connections of the running program, under GORM and bare. Its sessions count time in UTC.
type Pool struct {
	pgx  *pgxpool.Pool
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
	config.MaxConns = o.MaxConns
	config.ConnConfig.ConnectTimeout = o.Connect
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.ConnConfig.RuntimeParams["application_name"] = "delinli"
	config.ConnConfig.RuntimeParams["statement_timeout"] = milliseconds(o.Statement)
	config.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = milliseconds(o.Idle)
	config.AfterConnect = timesInUTC
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	// GORM keeps no idle connections of its own: they would be taken from the bare half of the pool.
	db, err := gorm.Open(gormpg.New(gormpg.Config{Conn: stdlib.OpenDBFromPool(pool)}), &gorm.Config{
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard,
	})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("gorm: %w", err)
	}
	return &Pool{pool, db}, nil
}

func (o PoolOptions) withDefaults() PoolOptions {
	return PoolOptions{
		MaxConns:  cmp.Or(o.MaxConns, 20),
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

// Gorm is the pool under GORM; for the store alone.
func (p *Pool) Gorm() *gorm.DB { return p.gorm }

// Pgx is the pool itself, for batches, COPY, LISTEN and the job queue.
func (p *Pool) Pgx() *pgxpool.Pool { return p.pgx }

// Ping asks the server for an answer.
func (p *Pool) Ping(ctx context.Context) error { return p.pgx.Ping(ctx) }

// Guard refuses a role that could change what is append-only, as the owner and superusers can: the program must not run as one.
func (p *Pool) Guard(ctx context.Context) error {
	var role string
	var free bool
	err := p.pgx.QueryRow(ctx, `SELECT current_user, EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace
		AND obj_description(oid, 'pg_class') LIKE 'append-only%' AND has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE'))`).Scan(&role, &free)
	if err != nil {
		return err
	}
	if free {
		return fmt.Errorf("the role %s may change the audit: name the application role in DATABASE_URL and the owner in DATABASE_OWNER_URL", role)
	}
	return nil
}

// Close waits until every connection is given back and closes them.
func (p *Pool) Close() { p.pgx.Close() }
