package jobs

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"delinli/app/postgres"
	"delinli/app/store"
	"delinli/app/store/outbox"
)

// server is a PostgreSQL of the test's own, which it may stop.
func server(t *testing.T, dir string) *postgres.Server {
	t.Helper()
	s, err := postgres.Start(t.Context(), postgres.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEverythingGoesOnWhenTheDatabaseComesBack(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "delinli-outage-") // t.TempDir is closed to the server's account
	if err := errors.Join(err, os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	s := server(t, dir)
	t.Cleanup(func() {
		if err := errors.Join(s.Stop(), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	if err := postgres.Migrate(t.Context(), s.OwnerURL(), postgres.AppRole); err != nil {
		t.Fatal(err)
	}
	pool, err := postgres.Open(t.Context(), s.AppURL(), postgres.PoolOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	var done book
	p := newProcess(t, pool, slog.New(slog.DiscardHandler), []Handler{done.handler("test")},
		[]Task{{Name: "tick", Every: 500 * time.Millisecond, Do: func(context.Context) error { done.note("tick"); return nil }}})
	p.start(t)
	p.add(t, "before")
	eventually(t, "everything runs", func() bool { return done.count("before") == 1 && done.count("tick") > 1 })
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(10 * time.Second)
	if p.Health(t.Context()) == nil {
		t.Error("well without a database")
	}
	s = server(t, dir)
	back := time.Now()
	within(t, time.Minute, "a write", func() bool {
		return p.db.Write(t.Context(), func(tx *store.Tx) error { return outbox.Add(tx, outbox.Order, "after", "place", 1) }) == nil
	})
	within(t, time.Minute, "the event is done", func() bool { return done.count("after") >= 1 })
	t.Logf("the event was done %v after the database was back", time.Since(back))
	ticks := done.count("tick")
	within(t, time.Minute, "the timetable goes on", func() bool { return done.count("tick") > ticks+1 })
	t.Logf("the timetable went on %v after the database was back", time.Since(back))
	if err := p.Health(t.Context()); err != nil {
		t.Error(err)
	}
}
