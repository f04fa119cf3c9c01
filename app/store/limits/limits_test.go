package limits_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"delinli/app/store"
	"delinli/app/store/limits"
	"delinli/app/testkit"
	"delinli/models"
)

var (
	noon  = time.Date(2024, 8, 15, 4, 0, 0, 0, time.UTC)
	three = limits.Limit{Name: "test.three", Most: 3, Window: time.Minute}
)

func open(t *testing.T) *store.DB {
	t.Helper()
	return store.New(testkit.Database(t).Pool.Gorm(), func() {})
}

func take(ctx context.Context, db *store.DB, subject string, at time.Time) error {
	return db.Alone(ctx, func(tx *store.Tx) error { return limits.Take(tx, three, subject, at) })
}

func TestTake(t *testing.T) {
	db := open(t)
	for _, c := range []struct {
		subject string
		after   time.Duration
		retry   time.Duration // zero: it passes
	}{
		{"a", 0, 0},
		{"a", 30 * time.Second, 0},
		{"b", 30 * time.Second, 0},
		{"a", 59 * time.Second, 0},
		{"a", 59 * time.Second, time.Second},
		{"a", 59500 * time.Millisecond, 500 * time.Millisecond},
		{"a", time.Minute, 0}, // the window began at the first time, and ends a minute later
		{"b", time.Minute, 0},
		{"a", 61 * time.Second, 0},
		{"a", 62 * time.Second, 0},
		{"a", 63 * time.Second, 57 * time.Second},
	} {
		err := take(t.Context(), db, c.subject, noon.Add(c.after))
		e, _ := errors.AsType[*models.Error](err)
		if (err == nil) != (c.retry == 0) || e != nil && (e.Kind != models.TooMany || e.Retry != c.retry) {
			t.Errorf("%s after %v: %+v, want retry after %v", c.subject, c.after, e, c.retry)
		}
	}
}

func TestTakeInParallel(t *testing.T) {
	db := open(t)
	var passed atomic.Int32
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			err := take(t.Context(), db, "a", noon)
			if err == nil {
				passed.Add(1)
			} else if models.KindOf(err) != models.TooMany {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if passed.Load() != 3 {
		t.Errorf("%d passed, want 3", passed.Load())
	}
}

func TestGiveBackAndForget(t *testing.T) {
	db := open(t)
	tx := db.Read(t.Context())
	for range 3 {
		if err := limits.Take(tx, three, "a", noon); err != nil {
			t.Fatal(err)
		}
	}
	if err := limits.GiveBack(tx, three, "a"); err != nil {
		t.Fatal(err)
	}
	if err := limits.Take(tx, three, "a", noon); err != nil {
		t.Errorf("after one was given back: %v", err)
	}
	if err := limits.Take(tx, three, "a", noon); models.KindOf(err) != models.TooMany {
		t.Errorf("only one was given back: %v", err)
	}
	if err := limits.Forget(tx, "a"); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := limits.Take(tx, three, "a", noon); err != nil {
			t.Errorf("after the subject was forgotten: %v", err)
		}
	}
}
