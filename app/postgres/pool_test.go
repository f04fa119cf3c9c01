package postgres_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"delinli/app/postgres"
	"delinli/app/testkit"
)

func TestPoolSettings(t *testing.T) {
	db := testkit.Database(t)
	settings := map[string]string{"timezone": "UTC", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "1min", "application_name": "delinli"}
	for name, want := range settings {
		var bare, under string
		if err := db.Pool.Pgx().QueryRow(t.Context(), "SELECT current_setting($1)", name).Scan(&bare); err != nil {
			t.Fatal(err)
		}
		if err := db.Pool.Gorm().WithContext(t.Context()).Raw("SELECT current_setting(?)", name).Scan(&under).Error; err != nil {
			t.Fatal(err)
		}
		if bare != want || under != want {
			t.Errorf("%s is %s bare and %s under GORM; want %s", name, bare, under, want)
		}
	}
	if n := db.Pool.Pgx().Config().MaxConns; n != 20 {
		t.Errorf("%d connections; want 20", n)
	}
}

func TestTimesArriveInUTC(t *testing.T) {
	db := testkit.Database(t)
	var bare, under time.Time
	if err := db.Pool.Pgx().QueryRow(t.Context(), "SELECT timestamptz '2026-11-22 08:00+08'").Scan(&bare); err != nil {
		t.Fatal(err)
	}
	if err := db.Pool.Gorm().Raw("SELECT timestamptz '2026-11-22 08:00+08'").Row().Scan(&under); err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{bare, under} {
		if !at.Equal(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)) || at.Location() != time.UTC {
			t.Errorf("%v; want midnight in UTC", at)
		}
	}
}

func TestStatementTimeout(t *testing.T) {
	db := testkit.Database(t)
	pool, err := postgres.Open(t.Context(), db.AppURL, postgres.PoolOptions{MaxConns: 1, Statement: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Pgx().Exec(t.Context(), "SELECT pg_sleep(5)"); err == nil || !strings.Contains(err.Error(), "statement timeout") {
		t.Errorf("%v; want the statement ended", err)
	}
	if err := pool.Ping(t.Context()); err != nil {
		t.Errorf("%v; want the one connection to go on", err)
	}
}

// TestOnePoolUnderBoth takes the only connection in turns: GORM must not keep it.
func TestTheProgramDoesNotRunAsTheOwner(t *testing.T) {
	db := testkit.Database(t)
	if err := db.Pool.Guard(t.Context()); err != nil {
		t.Errorf("the application role is refused: %v", err)
	}
	owner, err := postgres.Open(t.Context(), db.OwnerURL, postgres.PoolOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	if err := owner.Guard(t.Context()); err == nil || !strings.Contains(err.Error(), "DATABASE_OWNER_URL") {
		t.Errorf("%v; want the owner refused, and told what to do", err)
	}
}

func TestOnePoolUnderBoth(t *testing.T) {
	db := testkit.Database(t)
	pool, err := postgres.Open(t.Context(), db.AppURL, postgres.PoolOptions{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for range 5 {
		var n int
		if err := pool.Gorm().WithContext(ctx).Raw("SELECT 1").Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		if err := pool.Pgx().QueryRow(ctx, "SELECT 1").Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAPoolWaitsForItsServer(t *testing.T) {
	pool, err := postgres.Open(t.Context(), "postgres://app:pw@127.0.0.1:1/nothing", postgres.PoolOptions{})
	if err != nil {
		t.Fatalf("%v; want a pool although the server is away", err)
	}
	defer pool.Close()
	if err := pool.Ping(t.Context()); err == nil {
		t.Error("nobody answered")
	}
	if _, err := postgres.Open(t.Context(), "postgres://app:canary@host:port/x", postgres.PoolOptions{}); err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("%v; want an error without the password", err)
	}
}
