package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

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
	under := sure(db.Pool.Gorm().DB()).Stats().MaxOpenConnections
	if bare := db.Pool.Pgx().Config().MaxConns; under != 16 || bare != 8 {
		t.Errorf("%d connections under GORM and %d bare; want 16 and 8", under, bare)
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
	pool, err := postgres.Open(t.Context(), db.AppURL, postgres.PoolOptions{Bare: 1, Statement: 50 * time.Millisecond})
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

// TestNeitherHalfWaitsForTheOther: all connections of one are held, and the other has its own; those under GORM stay open for who comes next.
func TestNeitherHalfWaitsForTheOther(t *testing.T) {
	db := testkit.Database(t)
	pool, err := postgres.Open(t.Context(), db.AppURL, postgres.PoolOptions{Conns: 1, Bare: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	const whose = "SELECT pg_backend_pid()"
	under, bare := pool.Gorm().WithContext(ctx).Begin(), sure(pool.Pgx().Begin(ctx))
	var first, other, again int
	if err := errors.Join(under.Raw(whose).Scan(&first).Error, bare.QueryRow(ctx, whose).Scan(&other), under.Commit().Error, bare.Rollback(ctx),
		pool.Gorm().WithContext(ctx).Raw(whose).Scan(&again).Error); err != nil {
		t.Fatal(err)
	}
	if first == other || first != again {
		t.Errorf("sessions %d under GORM, %d bare, %d under GORM again; want two, the first one kept", first, other, again)
	}
}

// TestConnectionsThatDied: those that stayed open while their server's end went away are left for new ones, and no statement fails by it.
func TestConnectionsThatDied(t *testing.T) {
	db := testkit.Database(t)
	pool, err := postgres.Open(t.Context(), db.AppURL, postgres.PoolOptions{Conns: 4})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	held := []*gorm.DB{}
	for range 4 {
		held = append(held, pool.Gorm().Begin())
	}
	for _, tx := range held {
		if err := tx.Commit().Error; err != nil {
			t.Fatal(err)
		}
	}
	const end = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
	owner := sure(postgres.Open(t.Context(), db.OwnerURL, postgres.PoolOptions{}))
	defer owner.Close()
	var ended, one int
	if err := owner.Gorm().Raw(end).Scan(&ended).Error; err != nil || ended < 4 {
		t.Fatalf("%d ended, %v", ended, err)
	}
	for range 8 {
		if err := pool.Gorm().WithContext(t.Context()).Raw("SELECT 1").Scan(&one).Error; err != nil {
			t.Error(err)
		}
	}
}

func sure[T any](t T, err error) T {
	if err != nil {
		panic(err)
	}
	return t
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
