package demo_test

import (
	"crypto/rand"
	"sync/atomic"
	"testing"

	"delinli/app/keeping"
	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/calendar"
	"delinli/models/order"
)

// faults count what must not be in a town.
var faults = map[string]string{
	"the clock is behind":             `SELECT count(*) FROM orders WHERE wake_at < @now`,
	"held without an assignment":      `SELECT count(*) FROM orders o WHERE (state IN ('offered', 'accepted', 'in_service', 'suspended')) <> EXISTS (SELECT 1 FROM assignments g WHERE g.order_id = o.id AND g.ended_at IS NULL)`,
	"a load that is not there":        `SELECT count(*) FROM volunteers v WHERE load <> (SELECT count(*) FROM assignments g WHERE g.person_id = v.person_id AND g.accepted_at IS NOT NULL AND g.ended_at IS NULL)`,
	"rated without a rating":          `SELECT count(*) FROM orders o WHERE state = 'rated' AND NOT EXISTS (SELECT 1 FROM ratings r WHERE r.order_id = o.id AND r.finish = o.finishes)`,
	"stars without ratings":           `SELECT count(*) FROM volunteers WHERE rating_sum NOT BETWEEN rating_count AND 5 * rating_count`,
	"a call-back without its event":   `SELECT count(*) FROM call_backs c WHERE NOT EXISTS (SELECT 1 FROM order_events e WHERE e.id = c.event_id AND e.event = 'call_back')`,
	"a story that goes back in time":  `SELECT count(*) FROM order_events e JOIN order_events f ON f.order_id = e.order_id AND f.seq < e.seq AND f.at > e.at`,
	"something that is yet to happen": `SELECT count(*) FROM order_events WHERE at > @now`,
	"times unlike the journal's":      `SELECT count(*) FROM orders o CROSS JOIN LATERAL (SELECT min(at) FILTER (WHERE event IN ('claim', 'accept')) AS accepted, max(at) FILTER (WHERE event = 'finish') AS finished FROM order_events e WHERE e.order_id = o.id) j WHERE (o.accepted_at, o.finished_at) IS DISTINCT FROM (j.accepted, j.finished)`,
}

// TestCrowd: a crowd lives by the rules. Its journals lead to its rows, the clock has nothing to catch up with, whoever has an order has an
// assignment and room for it, and staff open its titles. A second crowd does not come.
func TestCrowd(t *testing.T) {
	w, town := newTown(t)
	if _, _, err := town.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	var told atomic.Int64 // several at once tell
	come := func() {
		if err := town.Crowd(t.Context(), 3_000, w.Vault, w.Keys, func(int) { told.Add(1) }); err != nil {
			t.Fatal(err)
		}
	}
	come()
	for name, query := range faults {
		if n := w.Count(query+` AND @now = @now`, store.Args{"now": w.Now()}); n > 0 {
			t.Errorf("%s: %d", name, n)
		}
	}
	if states := w.Count(`SELECT count(DISTINCT state) FROM orders WHERE number > ''`, nil); states < 13 {
		t.Errorf("only %d states", states)
	}
	k := &keeping.Service{DB: w.Store, Vault: w.Vault, Signer: w.Keys, Now: w.Now, Random: rand.Reader, Dir: t.TempDir()}
	report, err := k.Verify(t.Context(), func(audit.Report) {})
	if err != nil || !report.Sound() || report.Orders < 3_000 {
		t.Errorf("verified: %+v (%v)", report, err)
	}
	staff := w.Person(models.CityStaff, testkit.City)
	found, _, err := town.Ordering.List(t.Context(), staff, ordering.Desk, ordering.Query{Queue: order.Todo}, ordering.Page{Limit: 50})
	if err != nil || len(found) < 10 {
		t.Fatalf("%d to do (%v)", len(found), err)
	}
	for _, s := range found {
		if s.Title == "" {
			t.Errorf("%s has no title that opens", s.Number)
		}
	}
	if counts, err := town.Ordering.Counts(t.Context(), staff, ""); err != nil || counts.Lamps[calendar.Green] <= counts.Lamps[calendar.Red] {
		t.Errorf("the town is late: %v (%v)", counts.Lamps, err)
	}
	before := w.Count(`SELECT count(*) FROM orders`, nil)
	if come(); told.Load() == 0 || w.Count(`SELECT count(*) FROM orders`, nil) != before {
		t.Error("the crowd came a second time")
	}
}
