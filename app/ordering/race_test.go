package ordering_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/order"
)

// all runs fn for 0 to n-1 at once.
func all(n int, fn func(i int)) {
	var start, done sync.WaitGroup
	start.Add(1)
	for i := range n {
		done.Go(func() { start.Wait(); fn(i) })
	}
	start.Done()
	done.Wait()
}

// TestOneClaimWins: of 32 who claim at once one gets the order, with one event and one assignment.
func TestOneClaimWins(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{})
	n.raise(n.staff, id, order.Publish, published("卡"))
	racers := make([]models.Actor, 32)
	for i := range racers {
		racers[i] = n.Volunteer(testkit.Community, 3)
	}
	var won, lost atomic.Int32
	all(len(racers), func(i int) {
		switch _, err := n.Raise(context.Background(), racers[i], id, order.Claim, ordering.Brings{}); {
		case err == nil:
			won.Add(1)
		case models.KindOf(err) == models.Conflict, models.KindOf(err) == models.NotFound:
			lost.Add(1)
		default:
			t.Errorf("a racer met %v", err)
		}
	})
	if won.Load() != 1 || lost.Load() != 31 {
		t.Fatalf("%d won, %d lost", won.Load(), lost.Load())
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM order_events WHERE event = 'claim'`:   1,
		`SELECT count(*) FROM assignments WHERE ended_at IS NULL`:   1,
		`SELECT sum(load) FROM volunteers`:                          1,
		`SELECT count(*) FROM audit WHERE action = 'order.claim'`:   1,
		`SELECT count(*) FROM outbox WHERE event = 'claim'`:         1,
		`SELECT count(*) FROM assignments WHERE ended_by = 'claim'`: 0,
	} {
		if got := n.Count(query, nil); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
}

// TestCapHolds: one volunteer who claims 32 orders at once under a cap of three gets three.
func TestCapHolds(t *testing.T) {
	n := newTown(t)
	ids := make([]models.OrderID, 32)
	for i := range ids {
		ids[i] = n.place(ordering.Draft{})
		n.raise(n.staff, ids[i], order.Publish, published("卡"))
	}
	var won atomic.Int32
	all(len(ids), func(i int) {
		_, err := n.Raise(context.Background(), n.volunteer, ids[i], order.Claim, ordering.Brings{})
		if err == nil {
			won.Add(1)
		} else if models.CodeOf(err) != "ineligible.at_cap" {
			t.Errorf("claim %d: %v", i, err)
		}
	})
	if won.Load() != 3 {
		t.Fatalf("%d claims under a cap of 3", won.Load())
	}
	if got := n.Count(`SELECT load FROM volunteers WHERE person_id = @id`, store.Args{"id": n.volunteer.Person}); got != 3 {
		t.Fatalf("load = %d", got)
	}
}

// TestReplayGivesRows: after a busy day the journal of every order, replayed, is its row; search tokens, which erasing must reach, are in no
// journal.
func TestReplayGivesRows(t *testing.T) {
	n := newTown(t)
	n.Pass(123 * time.Nanosecond)
	busyDay(n)
	rows := n.Count(`SELECT count(*) FROM orders`, nil)
	same := n.Count(`
		WITH last AS (SELECT DISTINCT ON (e.order_id, k.key) e.order_id, k.key, k.value
			FROM order_events e, jsonb_each(e.patch) k ORDER BY e.order_id, k.key, e.seq DESC),
		replayed AS (SELECT order_id, jsonb_object_agg(key, value) AS row FROM last GROUP BY order_id)
		SELECT count(*) FROM orders o JOIN replayed r ON r.order_id = o.id
		WHERE to_jsonb(o) - 'search_tokens' = to_jsonb(jsonb_populate_record(CAST(NULL AS orders), r.row)) - 'search_tokens'`, nil)
	if rows == 0 || same != rows {
		t.Fatalf("%d of %d rows are what their journals say", same, rows)
	}
}
