// Package testkit is what tests of all packages share: databases, a world to act in, a held clock, golden files.
package testkit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"delinli/app/postgres"
)

// DB is a migrated, empty database that one test has for itself.
type DB struct {
	OwnerURL string         // may do everything, as the migrations do
	AppURL   string         // has the rights of the running program
	Pool     *postgres.Pool // logged in as the application role
}

// Database makes a database for the test, by copying a migrated template, and drops it when the test ends. It needs
// nothing but PostgreSQL's server programs: all tests share one throw-away server, which starts by itself.
func Database(t testing.TB) *DB {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	name, err := c.clone()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.drop(name); err != nil {
			t.Error(err)
		}
	})
	db := &DB{OwnerURL: within(c.server.OwnerURL(), name), AppURL: within(c.server.AppURL(), name)}
	if db.Pool, err = postgres.Open(context.Background(), db.AppURL, postgres.PoolOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Pool.Close)
	return db
}

// cluster is the shared server as one test binary sees it. Databases are named kind_key and kind_key_number; whoever
// uses those of a key holds its advisory lock in the session of admin, so that what a killed test left can be told
// from what is in use.
type cluster struct {
	server   *postgres.Server
	key      string // of the databases of this process
	template string

	mu    sync.Mutex // guards admin and count
	admin *pgx.Conn
	count int
}

var shared = sync.OnceValues(func() (*cluster, error) {
	ctx := context.Background()
	server, err := postgres.Scratch(ctx)
	if err != nil {
		return nil, err
	}
	state, err := postgres.Fingerprint()
	if err != nil {
		return nil, err
	}
	admin, err := pgx.Connect(ctx, server.OwnerURL())
	if err != nil {
		return nil, err
	}
	c := &cluster{server: server, admin: admin, key: strings.ToLower(rand.Text()[:10]), template: "template_" + state}
	if _, err := admin.Exec(ctx, "SELECT pg_advisory_lock_shared(hashtext($1))", c.key); err != nil {
		return nil, err
	}
	return c, c.prepare(ctx, state)
})

// prepare makes the template when it is not there, and removes what nobody uses any more. Whoever uses the template shares the lock of its state, so
// that test binaries wait for each other only while it is made.
func (c *cluster) prepare(ctx context.Context, state string) error {
	for {
		if _, err := c.admin.Exec(ctx, "SELECT pg_advisory_lock_shared(hashtext($1))", state); err != nil {
			return err
		}
		if made, err := c.made(ctx); err != nil {
			return err
		} else if made {
			return c.sweep(ctx)
		}
		if _, err := c.admin.Exec(ctx, "SELECT pg_advisory_unlock_shared(hashtext($1)), pg_advisory_lock(hashtext($1))", state); err != nil {
			return err
		}
		if err := c.makeTemplate(ctx); err != nil {
			return err
		}
		if _, err := c.admin.Exec(ctx, "SELECT pg_advisory_unlock(hashtext($1))", state); err != nil {
			return err
		}
	}
}

func (c *cluster) made(ctx context.Context) (made bool, err error) {
	err = c.admin.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)", c.template).Scan(&made)
	return made, err
}

// makeTemplate migrates an empty database; only a finished one is marked as a template.
func (c *cluster) makeTemplate(ctx context.Context) error {
	if made, err := c.made(ctx); err != nil || made {
		return err
	}
	if err := c.run(ctx, "DROP DATABASE IF EXISTS %s WITH (FORCE)", c.template); err != nil {
		return err
	}
	if err := c.run(ctx, "CREATE DATABASE %s", c.template); err != nil {
		return err
	}
	if err := postgres.Migrate(ctx, within(c.server.OwnerURL(), c.template), postgres.AppRole); err != nil {
		return err
	}
	return c.run(ctx, "ALTER DATABASE %s IS_TEMPLATE true", c.template)
}

// sweep drops databases and templates whose users are gone, however they ended.
func (c *cluster) sweep(ctx context.Context) error {
	rows, err := c.admin.Query(ctx, `SELECT datname, split_part(datname, '_', 2) FROM pg_database
		WHERE (datname LIKE 'test\_%' OR datname LIKE 'template\_%') AND datname <> $1`, c.template)
	if err != nil {
		return err
	}
	stale, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Name, Key string }])
	if err != nil {
		return err
	}
	for _, s := range stale {
		if err := c.dropUnused(ctx, s.Name, s.Key); err != nil {
			return err
		}
	}
	return nil
}

func (c *cluster) dropUnused(ctx context.Context, name, key string) (err error) {
	var unused bool
	if err := c.admin.QueryRow(ctx, "SELECT pg_try_advisory_lock(hashtext($1))", key).Scan(&unused); err != nil || !unused {
		return err
	}
	defer func() {
		if _, e := c.admin.Exec(ctx, "SELECT pg_advisory_unlock(hashtext($1))", key); err == nil {
			err = e
		}
	}()
	var template bool
	err = c.admin.QueryRow(ctx, "SELECT datistemplate FROM pg_database WHERE datname = $1", name).Scan(&template)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // another test binary was faster
	}
	if err == nil && template {
		err = c.run(ctx, "ALTER DATABASE %s IS_TEMPLATE false", name)
	}
	if err == nil {
		err = c.run(ctx, "DROP DATABASE %s WITH (FORCE)", name)
	}
	return err
}

func (c *cluster) clone() (name string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	name = fmt.Sprintf("test_%s_%d", c.key, c.count)
	return name, c.run(context.Background(), "CREATE DATABASE %s TEMPLATE %s", name, c.template)
}

func (c *cluster) drop(name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.run(context.Background(), "DROP DATABASE %s WITH (FORCE)", name)
}

// run executes a statement about databases; PostgreSQL takes their names as text alone.
func (c *cluster) run(ctx context.Context, statement string, names ...any) error {
	for i, name := range names {
		names[i] = pgx.Identifier{name.(string)}.Sanitize()
	}
	_, err := c.admin.Exec(ctx, fmt.Sprintf(statement, names...))
	return err
}

// within is the URL of another database of the same server.
func within(server, database string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(err) // the server makes its URLs itself
	}
	u.Path = "/" + database
	return u.String()
}
