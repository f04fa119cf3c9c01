package postgres

import (
	"context"
	"crypto/sha256"
	"database/sql"
	_ "embed" // grants.sql
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"delinli/migrations"
)

//go:embed grants.sql
var grants string

// undefinedTable is PostgreSQL's code for a table that is not there.
const undefinedTable = "42P01"

// Migrate brings the database to the state that this program knows: our migrations, the job queue's, and the rights of
// the application role. Any number of processes may call it at once: one works, the others wait. It needs the URL of the
// owner and closes its connections when it returns.
func Migrate(ctx context.Context, ownerURL, appRole string) error {
	return migrate(ctx, ownerURL, appRole, migrations.FS)
}

func migrate(ctx context.Context, ownerURL, appRole string, files fs.FS) (err error) {
	pool, err := pgxpool.New(ctx, ownerURL)
	if err != nil {
		return err
	}
	defer pool.Close()
	db := stdlib.OpenDBFromPool(pool)
	defer func() { err = errors.Join(err, db.Close()) }()
	unlock, err := lockMigrations(ctx, db)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := migrateOurs(ctx, db, files); err != nil {
		return err
	}
	if err := migrateJobs(ctx, pool); err != nil {
		return err
	}
	return grant(ctx, pool, appRole)
}

// lockMigrations waits for its turn by asking every second: a session that waited inside PostgreSQL would keep a
// snapshot and so block the CREATE INDEX CONCURRENTLY of the one that works.
func lockMigrations(ctx context.Context, db *sql.DB) (unlock func() error, err error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 3600))
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if err := locker.SessionLock(ctx, conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() error {
		return errors.Join(locker.SessionUnlock(context.WithoutCancel(ctx), conn), conn.Close())
	}, nil
}

func migrateOurs(ctx context.Context, db *sql.DB, files fs.FS) error {
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

func migrateJobs(ctx context.Context, pool *pgxpool.Pool) error {
	migrator, err := jobMigrations(pool)
	if err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

func jobMigrations(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	return rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
}

// grant gives the application role its rights afresh, in one transaction, so that running processes never miss them.
func grant(ctx context.Context, pool *pgxpool.Pool, appRole string) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT set_config('delinli.app_role', $1, true)", appRole); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, grants)
		if e, ok := errors.AsType[*pgconn.PgError](err); ok {
			return fmt.Errorf("rights of role %s: %s %s", appRole, e.Message, e.Hint)
		}
		return err
	})
}

// RoleOf names the role that a database address logs in as; the error does not show the address.
func RoleOf(url string) (string, error) {
	config, err := pgconn.ParseConfig(url)
	if err != nil {
		return "", err
	}
	return config.User, nil
}

// Pending reports whether the database lacks a migration that this program needs; that of an older program may know more.
func Pending(ctx context.Context, p *Pool) (bool, error) {
	ours, err := versions(migrations.FS)
	if err != nil {
		return false, err
	}
	migrator, err := jobMigrations(p.Pgx())
	if err != nil {
		return false, err
	}
	var jobs []int64
	for _, m := range migrator.AllVersions() {
		jobs = append(jobs, int64(m.Version))
	}
	var lacks bool
	err = p.Pgx().QueryRow(ctx, `SELECT
		EXISTS (SELECT unnest($1::bigint[]) EXCEPT SELECT version_id FROM goose_db_version WHERE is_applied) OR
		EXISTS (SELECT unnest($2::bigint[]) EXCEPT SELECT version FROM river_migration WHERE line = 'main')`, ours, jobs).Scan(&lacks)
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == undefinedTable {
		return true, nil
	}
	return lacks, err
}

// versions are the numbers of the migration files.
func versions(files fs.FS) (numbers []int64, err error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if n, err := goose.NumericComponent(name); err == nil {
			numbers = append(numbers, n)
		}
	}
	return numbers, nil
}

// Fingerprint names the state to which Migrate brings a database: it changes with any migration and with the rights.
func Fingerprint() (string, error) {
	hash := sha256.New()
	hash.Write([]byte(grants))
	migrator, err := jobMigrations(nil)
	if err != nil {
		return "", err
	}
	for _, m := range migrator.AllVersions() {
		hash.Write([]byte(m.SQLUp))
	}
	err = fs.WalkDir(migrations.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.FS, path)
		hash.Write([]byte(path))
		hash.Write(text)
		return err
	})
	return hex.EncodeToString(hash.Sum(nil)[:8]), err
}
