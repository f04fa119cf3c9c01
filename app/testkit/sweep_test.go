package testkit

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TestSweep stands beside a test binary that lives and one that was killed: only what the killed one left may go.
func TestSweep(t *testing.T) {
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	living := c.key + "living"
	neighbour, err := pgx.Connect(t.Context(), c.server.OwnerURL())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := neighbour.Exec(t.Context(), "SELECT pg_advisory_lock_shared(hashtext($1))", living); err != nil {
		t.Fatal(err)
	}
	used, dead, template := "test_"+living+"_1", "test_"+c.key+"dead_1", "template_"+c.key+"old"
	for _, name := range []string{used, dead, template} {
		if err := c.run(t.Context(), "CREATE DATABASE %s", name); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.run(t.Context(), "ALTER DATABASE %s IS_TEMPLATE true", template); err != nil && !strings.Contains(err.Error(), "does not exist") {
		t.Fatal(err)
	}
	for range 100 { // another test binary may be sweeping the same databases right now
		if err := c.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !c.there(t, dead) && !c.there(t, template) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	for name, want := range map[string]bool{used: true, dead: false, template: false, c.template: true} {
		if got := c.there(t, name); got != want {
			t.Errorf("%s is there: %v; want %v", name, got, want)
		}
	}
	if err := neighbour.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestNobodyWaits: another test binary that uses the template keeps none from beginning.
func TestNobodyWaits(t *testing.T) {
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	admin, err := pgx.Connect(t.Context(), c.server.OwnerURL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = admin.Close(context.Background()) }()
	next := &cluster{server: c.server, admin: admin, key: c.key + "next", template: c.template}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	if err := next.prepare(ctx, strings.TrimPrefix(c.template, "template_")); err != nil {
		t.Fatal(err)
	}
}

func (c *cluster) there(t *testing.T, name string) (there bool) {
	t.Helper()
	if err := c.admin.QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil {
		t.Fatal(err)
	}
	return there
}
