package volunteering_test

import (
	"context"
	"crypto/rand"
	"sync/atomic"
	"testing"
	"time"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/volunteer"
)

// served is an order that the volunteer served for so long.
func (n *town) served(a models.Actor, long time.Duration) models.OrderID {
	n.T.Helper()
	id := n.pooled()
	n.move(a, id, order.Claim, ordering.Brings{})
	n.serve(a, id, long)
	return id
}

// TestDayCap: a day credits eight hours and no more; the next day begins anew.
func TestDayCap(t *testing.T) {
	n := newTown(t)
	a := n.Volunteer(testkit.Community, 3)
	n.served(a, 5*time.Hour)
	n.served(a, 4*time.Hour)
	if got := n.minutes(a); got != 480 {
		t.Fatalf("%d minutes in a day", got)
	}
	n.Pass(12 * time.Hour)
	n.served(a, time.Hour)
	if got := n.minutes(a); got != 540 {
		t.Fatalf("%d minutes in two days", got)
	}
}

// TestSamePair: from the fourth service within 30 days on the hours of a pair are flagged; staff see it.
func TestSamePair(t *testing.T) {
	n := newTown(t)
	a := n.Volunteer(testkit.Community, 3)
	for range 4 {
		n.served(a, time.Hour)
	}
	l, err := n.Hours(t.Context(), n.staff, a.Person, volunteering.Page{Limit: 10})
	if err != nil || len(l.Entries) != 4 || !l.Entries[0].Flagged || l.Entries[1].Flagged {
		t.Fatalf("%+v (%v)", l, err)
	}
	n.Pass(40 * 24 * time.Hour)
	n.served(a, time.Hour)
	if got := n.Count(`SELECT count(*) FROM hours WHERE flagged`, nil); got != 1 {
		t.Errorf("%d flagged", got)
	}
}

// TestCreditedOnce: eight who credit the same finish at once write one line, and the ledger cannot be changed.
func TestCreditedOnce(t *testing.T) {
	n := newTown(t)
	a := n.Volunteer(testkit.Community, 3)
	from, to := n.Now(), n.Now().Add(time.Hour)
	id := n.pooled()
	o := order.Order{ID: id, Requester: n.resident.Person, Finishes: 1, SignedInAt: &from, SignedOutAt: &to}
	var won, lost atomic.Int32
	all(8, func(int) {
		err := n.Store.Write(context.Background(), func(tx *store.Tx) error { return n.Credit(tx, o, []models.PersonID{a.Person}) })
		switch models.CodeOf(err) {
		case "hours.credited_before":
			lost.Add(1)
		default:
			if err != nil {
				t.Errorf("a racer met %v", err)
			}
			won.Add(1)
		}
	})
	if won.Load() != 1 || lost.Load() != 7 || n.minutes(a) != 60 {
		t.Fatalf("%d won, %d lost, %d minutes", won.Load(), lost.Load(), n.minutes(a))
	}
	for _, act := range []string{`UPDATE hours SET minutes = 0`, `DELETE FROM hours`} {
		if _, err := n.Store.Read(t.Context()).Exec(act, nil); err == nil {
			t.Errorf("%s: the ledger can be changed", act)
		}
	}
}

// TestCapUnderRace: two orders of five hours that finish at once credit eight hours together.
func TestCapUnderRace(t *testing.T) {
	n := newTown(t)
	a := n.Volunteer(testkit.Community, 3)
	from, to := n.Now(), n.Now().Add(5*time.Hour)
	orders := []models.OrderID{n.pooled(), n.pooled()}
	all(2, func(i int) {
		o := order.Order{ID: orders[i], Requester: n.resident.Person, Finishes: 1, SignedInAt: &from, SignedOutAt: &to}
		if err := n.Store.Write(context.Background(), func(tx *store.Tx) error { return n.Credit(tx, o, []models.PersonID{a.Person}) }); err != nil {
			t.Error(err)
		}
	})
	if got := n.minutes(a); got != 480 {
		t.Fatalf("%d minutes", got)
	}
}

// correcting is minutes for today.
func (n *town) correcting(p models.PersonID, minutes int) volunteering.Correcting {
	y, m, d := n.Now().In(models.Local).Date()
	return volunteering.Correcting{Person: p, Minutes: minutes, Day: time.Date(y, m, d, 0, 0, 0, 0, models.Local), Reason: "忘记签退"}
}

// TestTwoPeopleCorrect: what one asks another decides, once; who asked, the volunteer and staff elsewhere do not.
func TestTwoPeopleCorrect(t *testing.T) {
	n := newTown(t)
	a := n.Volunteer(testkit.Community, 3)
	n.served(a, time.Hour)
	c, err := n.AskCorrection(t.Context(), n.staff, n.correcting(a.Person, -30))
	if err != nil {
		t.Fatal(err)
	}
	own := a
	own.Seats = []models.Seat{{Role: models.CommunitySecretary, Area: testkit.Community}}
	for name, tt := range map[string]struct {
		a    models.Actor
		code string
	}{"who asked": {n.staff, "forbidden"}, "the volunteer": {own, "forbidden"}, "staff elsewhere": {n.other, "not_found"}} {
		if _, err := n.DecideCorrection(t.Context(), tt.a, c.ID, true); models.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
	waiting, _, err := n.Corrections(t.Context(), n.secretary, volunteering.Page{Limit: 5})
	if err != nil || len(waiting) != 1 || waiting[0].Why != "忘记签退" || !waiting[0].MayDecide {
		t.Fatalf("%+v (%v)", waiting, err)
	}
	done, err := n.DecideCorrection(t.Context(), n.secretary, c.ID, true)
	if err != nil || done.Outcome != volunteer.Approved || done.DecidedBy != n.secretary.Person || n.minutes(a) != 30 {
		t.Fatalf("%+v (%v), %d minutes", done, err, n.minutes(a))
	}
	if _, err := n.DecideCorrection(t.Context(), n.Person(models.StreetStaff, testkit.Street), c.ID, false); models.CodeOf(err) != "hours.decided_before" {
		t.Errorf("a second decision: %v", err)
	}
	if waiting, _, err = n.Corrections(t.Context(), n.secretary, volunteering.Page{Limit: 5}); err != nil || len(waiting) != 0 {
		t.Errorf("still waiting: %v (%v)", waiting, err)
	}
	if clear := n.Count(`SELECT count(*) FROM approvals WHERE position(convert_to('签退', 'UTF8') IN note) > 0`, nil); clear != 0 {
		t.Error("the reason lies in the clear")
	}
}

// TestCorrectionsAddUp: what was right when it was asked may be wrong when it is decided; guards are asked anew.
func TestCorrectionsAddUp(t *testing.T) {
	n := newTown(t)
	a := n.Volunteer(testkit.Community, 3)
	n.served(a, time.Hour)
	var asked []models.ApprovalID
	for range 2 {
		c, err := n.AskCorrection(t.Context(), n.staff, n.correcting(a.Person, -40))
		if err != nil {
			t.Fatal(err)
		}
		asked = append(asked, c.ID)
	}
	if _, err := n.DecideCorrection(t.Context(), n.secretary, asked[0], true); err != nil {
		t.Fatal(err)
	}
	if _, err := n.DecideCorrection(t.Context(), n.secretary, asked[1], true); models.CodeOf(err) != "input.invalid" {
		t.Errorf("below nothing: %v", err)
	}
	if c, err := n.DecideCorrection(t.Context(), n.secretary, asked[1], false); err != nil || c.Outcome != volunteer.Denied || n.minutes(a) != 20 {
		t.Errorf("%+v (%v)", c, err)
	}
	for name, tt := range map[string]struct {
		a    models.Actor
		in   volunteering.Correcting
		code string
	}{
		"no reason":       {n.staff, volunteering.Correcting{Person: a.Person, Minutes: 5}, "input.invalid"},
		"nobody":          {n.staff, n.correcting(models.NewID[models.PersonID](rand.Reader), 5), "input.invalid"},
		"no volunteer":    {n.staff, n.correcting(n.resident.Person, 5), "input.invalid"},
		"staff elsewhere": {n.other, n.correcting(a.Person, 5), "input.invalid"},
		"too much":        {n.staff, n.correcting(a.Person, 470), "input.invalid"},
		"oneself":         {a, n.correcting(a.Person, 5), "forbidden"},
	} {
		if _, err := n.AskCorrection(t.Context(), tt.a, tt.in); models.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
}

// TestOneDecisionWins: of eight who approve at once one does.
func TestOneDecisionWins(t *testing.T) {
	n := newTown(t)
	a := n.Volunteer(testkit.Community, 3)
	c, err := n.AskCorrection(t.Context(), n.staff, n.correcting(a.Person, 60))
	if err != nil {
		t.Fatal(err)
	}
	street := n.Person(models.StreetStaff, testkit.Street)
	var won atomic.Int32
	all(8, func(i int) {
		who := []models.Actor{n.secretary, street}[i%2]
		if _, err := n.DecideCorrection(context.Background(), who, c.ID, true); err == nil {
			won.Add(1)
		} else if models.CodeOf(err) != "hours.decided_before" {
			t.Errorf("a racer met %v", err)
		}
	})
	if won.Load() != 1 || n.minutes(a) != 60 {
		t.Fatalf("%d won, %d minutes", won.Load(), n.minutes(a))
	}
}

// TestLedger: sum, stars, months and pages; neighbours see nothing.
func TestLedger(t *testing.T) {
	n := newTown(t)
	a := n.Volunteer(testkit.Community, 3)
	for range 13 {
		n.Exec(`WITH a AS (INSERT INTO approvals (id, kind, subject, body, asked_by, asked_at) VALUES (gen_random_uuid(), 'hours', @p, '{}', @by, @at) RETURNING id)
			INSERT INTO hours (id, person_id, minutes, day, reason, approval_id, at)
			SELECT gen_random_uuid(), @p, 480, CAST(@day AS date), 'correction', id, @at FROM a`,
			store.Args{"p": a.Person, "by": n.staff.Person, "at": n.Now(), "day": n.Now().In(models.Local).Format(time.DateOnly)})
		n.Pass(3 * 24 * time.Hour)
	}
	l, err := n.Hours(t.Context(), a, a.Person, volunteering.Page{Limit: 10})
	if err != nil || l.Minutes != 13*480 || l.Stars != 1 || len(l.Months) != 2 || l.Months[0].Month != "2026-04" || len(l.Entries) != 10 {
		t.Fatalf("%+v (%v)", l, err)
	}
	rest, err := n.Hours(t.Context(), a, a.Person, volunteering.Page{Limit: 10, Cursor: l.Next})
	if err != nil || len(rest.Entries) != 3 || rest.Next != "" {
		t.Fatalf("%+v (%v)", rest, err)
	}
	for _, who := range []models.Actor{n.other, n.resident, n.Volunteer(testkit.Community, 3)} {
		if _, err := n.Hours(t.Context(), who, a.Person, volunteering.Page{Limit: 10}); models.KindOf(err) != models.NotFound {
			t.Errorf("%v", err)
		}
	}
}
