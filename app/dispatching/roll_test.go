package dispatching_test

import (
	"context"
	"crypto/rand"
	"errors"
	dice "math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"delinli/app/dispatching"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/dispatch"
)

// newcomer is a service that has read nobody yet.
func (n *town) newcomer() *dispatching.Service {
	return &dispatching.Service{DB: n.World.Store, Now: n.Now, Random: rand.Reader, Menu: n, Rules: n, Orders: n}
}

func (n *town) suggested(s *dispatching.Service) []dispatch.Ranked {
	n.T.Helper()
	ranked, err := s.Suggest(n.T.Context(), n.staff, n.order.ID, 1_000)
	if err != nil {
		n.T.Fatal(err)
	}
	return ranked
}

func names(ranked []dispatch.Ranked, who models.PersonID) bool {
	return slices.ContainsFunc(ranked, func(r dispatch.Ranked) bool { return r.Person == who })
}

// TestRollIsNeverBehind: whatever changes, and in whatever pieces, a service that keeps the roll says what one says that reads it all.
func TestRollIsNeverBehind(t *testing.T) {
	n := newTown(t)
	n.order.Reach = models.City
	n.crowd(300)
	n.suggested(n.Service)
	changes := []string{
		`UPDATE volunteers SET load = load + 1 WHERE load < cap AND rating_count % 7 = @k`,
		`UPDATE volunteers SET load = load - 1 WHERE load > 0 AND rating_count % 5 = @k`,
		`UPDATE volunteers SET rating_sum = rating_sum + 3, rating_count = rating_count + 1 WHERE rating_count % 9 = @k`,
		`UPDATE volunteers SET state = CASE state WHEN 'paused' THEN 'verified' ELSE 'paused' END WHERE right(number, 1) = CAST(CAST(@k AS int) AS text)`,
		`UPDATE volunteers SET areas = ARRAY['370785002'] WHERE number = CAST(CAST(@k AS int) AS text)`,
		`UPDATE persons SET household_id = (SELECT household_id FROM orders LIMIT 1) WHERE id IN (SELECT person_id FROM volunteers WHERE number = CAST(CAST(@k AS int) AS text))`,
		`WITH a AS (UPDATE assignments SET accepted_at = @at WHERE person_id IN (SELECT person_id FROM volunteers WHERE right(number, 1) = CAST(CAST(@k AS int) AS text)) RETURNING person_id)
			UPDATE volunteers SET load = load WHERE person_id IN (SELECT person_id FROM a)`,
	}
	lot := dice.New(dice.NewPCG(1, 2))
	for step := range 40 {
		n.Exec(changes[lot.IntN(len(changes))], store.Args{"k": lot.IntN(7), "at": n.Now()})
		if got, want := n.suggested(n.Service), n.suggested(n.newcomer()); !reflect.DeepEqual(got, want) {
			t.Fatalf("step %d: %d suggested, %d by who reads all", step, len(got), len(want))
		}
	}
}

// TestRollSeesGridsThatMoved: whoever serves a grid that goes into another serves that from then on.
func TestRollSeesGridsThatMoved(t *testing.T) {
	n := newTown(t)
	n.crowd(300)
	other := testkit.Community + "004"
	n.Exec(`INSERT INTO areas (code, parent, name) VALUES (@grid, @up, '第四网格')`, store.Args{"grid": string(other), "up": string(testkit.Community)})
	who := n.Volunteer(testkit.Grid, 3).Person
	n.order.Area, n.order.Reach = other, models.Grid
	if names(n.suggested(n.Service), who) {
		t.Fatal("somebody of another grid is suggested")
	}
	plan := area.Plan{Change: area.Merge, From: testkit.Grid, To: other, Moves: []area.Move{{Old: testkit.Grid, New: other}}}
	if err := n.Store.Write(t.Context(), func(tx *store.Tx) error { return areas.Follow(tx, plan, models.PersonID{}, n.Now()) }); err != nil {
		t.Fatal(err)
	}
	if got, want := n.suggested(n.Service), n.suggested(n.newcomer()); !names(got, who) || !reflect.DeepEqual(got, want) {
		t.Errorf("%d suggested, %d by who reads all", len(got), len(want))
	}
}

// TestRollAndOpenTransactions: what a transaction changes is seen within it at once, and by others once it is committed, also where later
// ones were faster.
func TestRollAndOpenTransactions(t *testing.T) {
	n := newTown(t)
	n.order.Reach = models.City
	n.crowd(300)
	one := n.suggested(n.Service)[0].Person
	fill := func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE volunteers SET load = cap WHERE person_id = @p`, store.Args{"p": one})
		return err
	}
	undo := errors.New("undone")
	err := n.Store.Write(t.Context(), func(tx *store.Tx) error {
		if err := fill(tx); err != nil {
			return err
		}
		if best, err := n.Best(tx, n.order); err != nil || best.Person == one {
			t.Errorf("whoever is full in this transaction is its best: %v", err)
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	if !names(n.suggested(n.Service), one) {
		t.Error("a change that was undone is believed")
	}

	filled, commit, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		done <- n.Store.Write(context.WithoutCancel(t.Context()), func(tx *store.Tx) error {
			err := fill(tx)
			close(filled)
			<-commit
			return err
		})
	}()
	<-filled
	n.Exec(`UPDATE volunteers SET rating_count = rating_count + 1, rating_sum = rating_sum + 5 WHERE person_id <> @p`, store.Args{"p": one})
	if !names(n.suggested(n.Service), one) {
		t.Error("a change is seen before it is committed")
	}
	close(commit)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if names(n.suggested(n.Service), one) {
		t.Error("a change is missed that began before others and ended after them")
	}
}
