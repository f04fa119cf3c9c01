package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"delinli/app/postgres"
	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/app/testkit"
	"delinli/models"
)

// process is one of several that share a database.
type process struct {
	*Service
	db *store.DB
}

func newProcess(t *testing.T, pool *postgres.Pool, log *slog.Logger, handlers []Handler, tasks []Task) process {
	t.Helper()
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	hint := NewHint(pool.Pgx())
	db := store.New(pool.Gorm(), hint.Poke)
	s, err := New(Options{Pool: pool.Pgx(), DB: db, Hint: hint, Hub: NewHub(pool.Pgx(), db, log), Handlers: handlers, Tasks: tasks, Log: log,
		rescueAfter: 4 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return process{s, db}
}

func (p process) start(t *testing.T) {
	t.Helper()
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := p.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

// another opens a second pool on the database, as a second process would.
func another(t *testing.T, kit *testkit.DB) *postgres.Pool {
	t.Helper()
	pool, err := postgres.Open(t.Context(), kit.AppURL, postgres.PoolOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func (p process) add(t *testing.T, ref string) {
	t.Helper()
	if err := p.db.Write(t.Context(), func(tx *store.Tx) error { return outbox.Add(tx, outbox.Order, ref, "place", 1) }); err != nil {
		t.Fatal(err)
	}
}

// book counts what was done.
type book struct {
	mu   sync.Mutex
	seen map[string]int
}

func (b *book) handler(name string) Handler {
	return Handler{Name: name, Topic: outbox.Order, Do: func(_ context.Context, r outbox.Row) error {
		b.note(r.Ref)
		return nil
	}}
}

func (b *book) note(s string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.seen == nil {
		b.seen = map[string]int{}
	}
	b.seen[s]++
	return b.seen[s]
}

func (b *book) count(s string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.seen[s]
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	within(t, time.Minute, what, ok)
}

func within(t *testing.T, d time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("not within %v: %s", d, what)
}

func TestACommitMakesOneJobARollbackNone(t *testing.T) {
	var done book
	p := newProcess(t, testkit.Database(t).Pool, nil, []Handler{done.handler("test")}, nil)
	p.start(t)
	failed := errors.New("no")
	err := p.db.Write(t.Context(), func(tx *store.Tx) error {
		return errors.Join(outbox.Add(tx, outbox.Order, "rolled back", "place", 1), failed)
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	p.add(t, "committed")
	eventually(t, "the job is done", func() bool { return done.count("committed") == 1 })
	var jobs int
	if err := p.Pool.QueryRow(t.Context(), "SELECT count(*) FROM river_job WHERE kind = 'event'").Scan(&jobs); err != nil || jobs != 1 {
		t.Errorf("%d jobs, %v, want 1", jobs, err)
	}
	if done.count("rolled back") != 0 {
		t.Error("a job was done for a row that was rolled back")
	}
}

func TestEachHandlerGetsWhatItWants(t *testing.T) {
	var all, some, none book
	kit := testkit.Database(t)
	picky, other := some.handler("picky"), none.handler("other")
	picky.Events, other.Topic = []string{"rate"}, outbox.Session
	p := newProcess(t, kit.Pool, nil, []Handler{all.handler("all"), picky, other}, nil)
	p.start(t)
	p.add(t, "a")
	err := p.db.Write(t.Context(), func(tx *store.Tx) error { return outbox.Add(tx, outbox.Order, "b", "rate", 2) })
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "everything is done", func() bool { return all.count("a") == 1 && all.count("b") == 1 && some.count("b") == 1 })
	if some.count("a") != 0 || none.count("a") != 0 || none.count("b") != 0 {
		t.Errorf("picky did %v, other %v", some.seen, none.seen)
	}
}

func TestTwoProcessesDoEverythingOnce(t *testing.T) {
	const events = 300
	var done book
	kit := testkit.Database(t)
	handlers := []Handler{done.handler("test")}
	one, two := newProcess(t, kit.Pool, nil, handlers, nil), newProcess(t, another(t, kit), nil, handlers, nil)
	one.start(t)
	two.start(t)
	var wg sync.WaitGroup
	for i, p := range []process{one, two, one, two} {
		wg.Go(func() {
			for n := i; n < events; n += 4 {
				p.add(t, fmt.Sprint(n))
			}
		})
	}
	wg.Wait()
	eventually(t, "all are done", func() bool { done.mu.Lock(); defer done.mu.Unlock(); return len(done.seen) == events })
	for ref, times := range done.seen {
		if times != 1 {
			t.Errorf("%s was done %d times", ref, times)
		}
	}
}

func TestAFailedJobIsTriedAgain(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var mu sync.Mutex
	var done book
	h := done.handler("test")
	h.Do = func(_ context.Context, r outbox.Row) error {
		switch done.note(r.Ref) {
		case 1:
			return &pgconn.PgError{Code: "23505", ConstraintName: "c", Message: "13812341234", Detail: "13812341234"}
		case 2:
			panic("13812341234")
		}
		return nil
	}
	p := newProcess(t, testkit.Database(t).Pool, slog.New(slog.NewTextHandler(&locked{&mu, &log}, nil)), []Handler{h}, nil)
	p.start(t)
	p.add(t, "a")
	within(t, time.Minute, "the third try", func() bool { return done.count("a") == 3 })
	mu.Lock()
	defer mu.Unlock()
	var kept string
	if err := p.Pool.QueryRow(t.Context(), "SELECT errors::text FROM river_job WHERE kind = 'event'").Scan(&kept); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"log": log.String(), "queue": kept} {
		if strings.Contains(text, "13812341234") || !strings.Contains(text, "23505") || !strings.Contains(text, "panic: string") {
			t.Errorf("the %s says %s", name, text)
		}
	}
}

// locked writes to a buffer that the test reads.
type locked struct {
	mu *sync.Mutex
	*bytes.Buffer
}

// Write appends.
func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func TestStopLetsRunningJobsFinish(t *testing.T) {
	began, ended := make(chan struct{}), make(chan struct{})
	p := newProcess(t, testkit.Database(t).Pool, nil, []Handler{{Name: "slow", Topic: outbox.Order, Do: func(ctx context.Context, _ outbox.Row) error {
		close(began)
		pause(ctx, 500*time.Millisecond)
		if ctx.Err() == nil {
			close(ended)
		}
		return nil
	}}}, nil)
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.add(t, "a")
	<-began
	if err := p.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	default:
		t.Error("Stop returned before the job had ended")
	}
}

func TestStopAfterNoStartOrAFailedOne(t *testing.T) {
	kit := testkit.Database(t)
	pool := another(t, kit)
	p := newProcess(t, pool, nil, nil, nil)
	if err := p.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	pool.Close()
	if err := p.Start(t.Context()); err == nil {
		t.Error("started without a database")
	}
	if err := p.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTasksRunOnTimeByOneProcess(t *testing.T) {
	t.Parallel()
	var done book
	running := make(chan struct{}, 1)
	tasks := []Task{{Name: "tick", Every: 200 * time.Millisecond, Do: func(ctx context.Context) error {
		select {
		case running <- struct{}{}:
		default:
			return errors.New("two rounds at once")
		}
		pause(ctx, 300*time.Millisecond)
		<-running
		done.note("tick")
		return nil
	}}}
	var mu sync.Mutex
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&locked{&mu, &log}, &slog.HandlerOptions{Level: slog.LevelError}))
	kit := testkit.Database(t)
	one, two := newProcess(t, kit.Pool, logger, nil, tasks), newProcess(t, another(t, kit), logger, nil, tasks)
	if err := one.Health(t.Context()); models.CodeOf(err) != "jobs.no_leader" {
		t.Errorf("before the start: %v", err)
	}
	one.start(t)
	two.start(t)
	eventually(t, "five rounds", func() bool { return done.count("tick") >= 5 })
	a, errA := one.Leader(t.Context())
	b, errB := two.Leader(t.Context())
	if a == b || errA != nil || errB != nil || one.Health(t.Context()) != nil {
		t.Errorf("leaders: %v, %v; health: %v", a, b, one.Health(t.Context()))
	}
	mu.Lock()
	defer mu.Unlock()
	if log.Len() > 0 {
		t.Error(log.String())
	}
}

func TestAFailedRoundIsNotRepeatedButFollowed(t *testing.T) {
	var done book
	kit := testkit.Database(t)
	p := newProcess(t, kit.Pool, nil, nil, []Task{{Name: "tick", Every: 200 * time.Millisecond, Do: func(context.Context) error {
		done.note("tick")
		return errors.New("the disk is full")
	}}})
	p.start(t)
	eventually(t, "more rounds", func() bool { return done.count("tick") >= 3 })
	if g := p.Gauges(); g["delinli_jobs_failed"] != 0 || g["delinli_jobs_retrying"] != 0 {
		t.Errorf("failed rounds pile up: %v", g)
	}
}

func TestGauges(t *testing.T) {
	kit := testkit.Database(t)
	p := newProcess(t, kit.Pool, nil, nil, nil)
	p.add(t, "a")
	time.Sleep(50 * time.Millisecond)
	if before := p.Gauges(); before["delinli_outbox_lag_seconds"] < 0.05 || before["delinli_jobs_leader"] != 0 {
		t.Fatal(before)
	}
	p.start(t)
	eventually(t, "the outbox is relayed", func() bool {
		after := p.Gauges()
		return len(after) == 5 && after["delinli_outbox_lag_seconds"] == 0 && after["delinli_jobs_leader"] == 1 && after["delinli_jobs_waiting"] == 0
	})
}

func TestReasonsHoldNoValues(t *testing.T) {
	for want, err := range map[string]error{
		"":                     nil,
		"order.moved_on":       fmt.Errorf("raise: %w", models.Fault(models.Conflict, "order.moved_on")),
		"SQLSTATE 23505 c":     &models.Error{Code: "internal", Err: &pgconn.PgError{Code: "23505", ConstraintName: "c", Message: "13812341234"}},
		"the disk is full":     errors.New("the disk is full"),
		"internal: read fails": &models.Error{Code: "internal", Err: errors.New("read fails")},
	} {
		if got := reason(err); got != want {
			t.Errorf("reason = %q, want %q", got, want)
		}
	}
}
