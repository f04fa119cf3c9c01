package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/app/testkit"
)

func open(t *testing.T) (*testkit.DB, *store.DB) {
	kit := testkit.Database(t)
	return kit, store.New(kit.Pool.Gorm(), func() {})
}

func add(t *testing.T, db *store.DB, refs ...string) {
	t.Helper()
	for _, ref := range refs {
		if err := db.Write(t.Context(), func(tx *store.Tx) error { return outbox.Add(tx, outbox.Order, ref, "place", 1) }); err != nil {
			t.Fatal(err)
		}
	}
}

// settled waits until n rows are settled: transactions of other databases on the server hold the edge back too.
func settled(t *testing.T, db *store.DB, after outbox.Place, n int) []outbox.Row {
	t.Helper()
	for range 12_000 {
		rows, err := outbox.Settled(db.Read(t.Context()), after, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) >= n {
			return rows
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%d rows have not settled", n)
	return nil
}

func refs(rows []outbox.Row) string {
	s := ""
	for _, r := range rows {
		s += r.Ref
	}
	return s
}

func TestARolledBackTransactionLeavesNoRow(t *testing.T) {
	_, db := open(t)
	failed := errors.New("no")
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		return errors.Join(outbox.Add(tx, outbox.Order, "lost", "place", 1), failed)
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	add(t, db, "kept")
	if rows := settled(t, db, outbox.Place{}, 1); refs(rows) != "kept" {
		t.Errorf("rows: %v", rows)
	}
}

func TestRowsWaitForTransactionsThatBeganBefore(t *testing.T) {
	kit, db := open(t)
	slow, err := kit.Pool.Pgx().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := slow.Exec(t.Context(), "INSERT INTO outbox (topic, ref) VALUES ('order', 'a')"); err != nil {
		t.Fatal(err)
	}
	add(t, db, "b")
	if rows, err := outbox.Settled(db.Read(t.Context()), outbox.Place{}, 10); err != nil || len(rows) != 0 {
		t.Fatalf("read %v, %v beside a transaction that may still put rows before them", rows, err)
	}
	if err := slow.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if rows := settled(t, db, outbox.Place{}, 2); refs(rows) != "ab" {
		t.Errorf("rows: %v", rows)
	}
}

func TestSettledGoesOnFromAPlace(t *testing.T) {
	_, db := open(t)
	edge, err := outbox.Edge(db.Read(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	add(t, db, "a", "b", "c")
	all := settled(t, db, edge, 3)
	if refs(all) != "abc" {
		t.Fatalf("after the edge: %v", all)
	}
	rest := settled(t, db, all[0].Place, 2)
	if refs(rest) != "bc" || rest[0].Event != "place" || rest[0].Version != 1 || rest[0].Topic != outbox.Order {
		t.Errorf("after %s: %+v", all[0].Place, rest)
	}
}

func relay(t *testing.T, kit *testkit.DB, take func(pgx.Tx, []outbox.Row) error) (int, error) {
	t.Helper()
	return outbox.Relay(t.Context(), kit.Pool.Pgx(), 2, take)
}

func TestRelayTakesEachRowOnce(t *testing.T) {
	kit, db := open(t)
	add(t, db, "a", "b", "c")
	settled(t, db, outbox.Place{}, 3)
	seen := ""
	for _, want := range []int{2, 1, 0} {
		n, err := relay(t, kit, func(_ pgx.Tx, rows []outbox.Row) error { seen += refs(rows); return nil })
		if err != nil || n != want {
			t.Fatalf("took %d, %v, want %d", n, err, want)
		}
	}
	if seen != "abc" {
		t.Errorf("took %s", seen)
	}
}

func TestAFailedRelayLeavesItsPlace(t *testing.T) {
	kit, db := open(t)
	add(t, db, "a")
	settled(t, db, outbox.Place{}, 1)
	failed := errors.New("no")
	if n, err := relay(t, kit, func(pgx.Tx, []outbox.Row) error { return failed }); n != 0 || !errors.Is(err, failed) {
		t.Fatalf("%d, %v", n, err)
	}
	if n, err := relay(t, kit, func(pgx.Tx, []outbox.Row) error { return nil }); n != 1 || err != nil {
		t.Errorf("took %d, %v after a failure, want the same row", n, err)
	}
}

func TestOnlyOneRelaysAtATime(t *testing.T) {
	kit, db := open(t)
	add(t, db, "a", "b", "c", "d", "e", "f")
	settled(t, db, outbox.Place{}, 6)
	var mu sync.Mutex
	seen := map[string]int{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				_, err := relay(t, kit, func(_ pgx.Tx, rows []outbox.Row) error {
					mu.Lock()
					defer mu.Unlock()
					for _, r := range rows {
						seen[r.Ref]++
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if fmt.Sprint(seen) != "map[a:1 b:1 c:1 d:1 e:1 f:1]" {
		t.Errorf("taken: %v", seen)
	}
}

func TestKeptAndPrune(t *testing.T) {
	kit, db := open(t)
	add(t, db, "a", "b", "c")
	rows := settled(t, db, outbox.Place{}, 3)
	now := rows[2].At.Add(time.Hour)
	kept := func(p outbox.Place) bool {
		t.Helper()
		ok, err := outbox.Kept(db.Read(t.Context()), p, 3)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	prune := func() int64 {
		t.Helper()
		var n int64
		err := db.Write(t.Context(), func(tx *store.Tx) (err error) { n, err = outbox.Prune(tx, now, 10); return err })
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := prune(); n != 0 || !kept(outbox.Place{}) {
		t.Fatalf("pruned %d rows that the relay has not taken", n)
	}
	if near, err := outbox.Kept(db.Read(t.Context()), outbox.Place{}, 2); near || err != nil {
		t.Errorf("three rows are no more than two: %v, %v", near, err)
	}
	if _, err := relay(t, kit, func(pgx.Tx, []outbox.Row) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if n := prune(); n != 2 || kept(rows[0].Place) || !kept(rows[2].Place) {
		t.Errorf("pruned %d; after the first row all are kept: %v, after the last: %v", n, kept(rows[0].Place), kept(rows[2].Place))
	}
}

func TestLag(t *testing.T) {
	kit, db := open(t)
	lag := func() time.Duration {
		t.Helper()
		d, err := outbox.Lag(db.Read(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if lag() != 0 {
		t.Errorf("an empty outbox lags by %v", lag())
	}
	add(t, db, "a")
	time.Sleep(20 * time.Millisecond)
	if d := lag(); d < 20*time.Millisecond || d > time.Minute {
		t.Errorf("lag = %v", d)
	}
	settled(t, db, outbox.Place{}, 1)
	if _, err := relay(t, kit, func(pgx.Tx, []outbox.Row) error { return nil }); err != nil || lag() != 0 {
		t.Errorf("after the relay: %v, %v", lag(), err)
	}
}

func TestHintReachesListeners(t *testing.T) {
	kit, _ := open(t)
	conn, err := pgx.Connect(t.Context(), kit.AppURL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), "LISTEN "+outbox.Channel); err != nil {
		t.Fatal(err)
	}
	if err := outbox.Hint(t.Context(), kit.Pool.Pgx()); err != nil {
		t.Fatal(err)
	}
	if n, err := conn.WaitForNotification(t.Context()); err != nil || n.Channel != outbox.Channel {
		t.Errorf("%v, %v", n, err)
	}
}

func TestPlaceHasAnOutsideForm(t *testing.T) {
	place := rapid.Custom(func(t *rapid.T) outbox.Place {
		return outbox.Place{Xid: rapid.Uint64().Draw(t, "xid"), ID: rapid.Int64Min(0).Draw(t, "id")}
	})
	rapid.Check(t, func(t *rapid.T) {
		p, q := place.Draw(t, "p"), place.Draw(t, "q")
		if back, ok := outbox.ParsePlace(p.String()); !ok || back != p {
			t.Fatalf("%v came back as %v, %v", p, back, ok)
		}
		if p.Before(q) == q.Before(p) && p != q {
			t.Fatalf("%v and %v are not in order", p, q)
		}
	})
	for _, s := range []string{"", "-", "1", "1-", "-1", "a-1", "1-x", "1--1", "1-1-1"} {
		if p, ok := outbox.ParsePlace(s); ok {
			t.Errorf("%q was read as %v", s, p)
		}
	}
}
