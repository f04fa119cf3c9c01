package enrolling_test

import (
	"context"
	"testing"
	"time"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
)

// holds lists the seats that somebody has now, beside that of a resident.
func (w *world) holds(who models.Actor) (roles []models.Role) {
	w.Helper()
	seats, err := people.Seats(w.town.Store.Read(w.Context()), who.Person, w.Now())
	w.must(err)
	for _, s := range seats {
		roles = append(roles, s.Role)
	}
	return roles
}

// TestTakeLeave: a deputy holds the seats of whoever is away from the first day to the last, and everybody else is refused.
func TestTakeLeave(t *testing.T) {
	w := newWorld(t)
	clerk, secretary := w.town.Person(models.CommunityStaff, community), w.town.Person(models.CommunitySecretary, community)
	above, stranger := w.town.Person(models.StreetStaff, street), w.town.Person(models.CommunityStaff, elsewhere)
	tomorrow, later := w.Now().Add(24*time.Hour), w.Now().Add(72*time.Hour)
	leave := func(who, deputy models.Actor) person.Leave {
		return person.Leave{Person: who.Person, Deputy: deputy.Person, From: tomorrow, Until: later}
	}
	for _, c := range []struct {
		name string
		a    models.Actor
		l    person.Leave
		code string
	}{
		{"to oneself", clerk, leave(clerk, clerk), "input.invalid"},
		{"to a stranger of another street", clerk, leave(clerk, stranger), "leave.nothing_to_lend"},
		{"to nobody", clerk, person.Leave{Deputy: models.NewID[models.PersonID](zeros{}), From: tomorrow, Until: later}, "input.invalid"},
		{"for a year", clerk, person.Leave{Deputy: secretary.Person, From: tomorrow, Until: w.Now().AddDate(1, 0, 0)}, "input.invalid"},
		{"for a colleague", clerk, leave(secretary, above), "forbidden"},
		{"of an administrator", w.town.Person(models.SecurityAdmin, city), leave(w.town.Person(models.SystemAdmin, city), above), "leave.nothing_to_lend"},
		{"to the secretary", clerk, person.Leave{Deputy: secretary.Person, From: tomorrow, Until: later}, ""},
		{"twice", clerk, leave(clerk, above), "leave.one_before"},
		{"of the secretary, to oneself", above, leave(secretary, above), "seat.own"},
	} {
		_, err := w.TakeLeave(t.Context(), c.a, c.l)
		w.wantCode(c.name, err, c.code)
	}
	for _, step := range []struct {
		wait time.Duration
		want int
	}{{0, 1}, {25 * time.Hour, 2}, {72 * time.Hour, 1}} {
		w.pass(step.wait)
		if got := w.holds(secretary); len(got) != step.want {
			t.Errorf("after %v the secretary holds %v", step.wait, got)
		}
	}
	if w.audited("leave.arrange", clerk.Person) != 1 {
		t.Error("no line tells of it")
	}
	if _, err := w.TakeLeave(t.Context(), clerk, person.Leave{Deputy: secretary.Person, From: w.Now(), Until: w.Now().Add(time.Hour)}); err != nil {
		t.Errorf("once the leave is over: %v", err)
	}
}

// TestLeaveEnds: before its time, and with the seat that was lent.
func TestLeaveEnds(t *testing.T) {
	w := newWorld(t)
	admin := w.town.Person(models.SecurityAdmin, city)
	clerk, secretary := w.town.Person(models.CommunityStaff, community), w.town.Person(models.CommunitySecretary, community)
	take := func() person.Leave {
		l, err := w.TakeLeave(t.Context(), clerk, person.Leave{Deputy: secretary.Person, Until: w.Now().Add(48 * time.Hour)})
		w.must(err)
		return l
	}
	l := take()
	for name, a := range map[string]models.Actor{"the deputy": secretary, "staff of elsewhere": w.town.Person(models.CommunityStaff, elsewhere)} {
		if err := w.EndLeave(t.Context(), a, l.ID); models.KindOf(err) != models.NotFound {
			t.Errorf("%s ends it: %v", name, err)
		}
	}
	for name, a := range map[string]models.Actor{"who is away": clerk, "the deputy": secretary, "security": admin} {
		if found, err := w.Leaves(t.Context(), a); err != nil || len(found) != 1 {
			t.Errorf("%s sees %v (%v)", name, found, err)
		}
	}
	w.must(w.EndLeave(t.Context(), clerk, l.ID))
	if got := w.holds(secretary); len(got) != 1 {
		t.Errorf("after the end the secretary holds %v", got)
	}
	w.pass(time.Minute)
	take()
	seats, err := people.Seats(w.town.Store.Read(t.Context()), clerk.Person, w.Now())
	w.must(err)
	w.must(w.EndSeat(t.Context(), admin, seats[0].ID))
	if got := w.holds(secretary); len(got) != 1 {
		t.Errorf("the seat has ended, and the secretary holds %v", got)
	}
}

// TestOneLeaveInARace: of several who arrange a leave at once, one succeeds.
func TestOneLeaveInARace(t *testing.T) {
	w := newWorld(t)
	clerk, secretary := w.town.Person(models.CommunityStaff, community), w.town.Person(models.CommunitySecretary, community)
	won := w.race(6, func() error {
		_, err := w.TakeLeave(context.Background(), clerk, person.Leave{Deputy: secretary.Person, Until: w.Now().Add(time.Hour)})
		return err
	})
	if got := w.holds(secretary); won != 1 || len(got) != 2 {
		t.Errorf("%d leaves, and the secretary holds %v", won, got)
	}
}

// TestALentSeatEndsWithItsOriginal, without waiting for whoever sweeps.
func TestALentSeatEndsWithItsOriginal(t *testing.T) {
	w := newWorld(t)
	clerk, secretary := w.town.Person(models.CommunityStaff, community), w.town.Person(models.CommunitySecretary, community)
	w.exec(`UPDATE seats SET until_at = @until WHERE person_id = @id`, store.Args{"until": w.Now().Add(time.Hour), "id": clerk.Person})
	_, err := w.TakeLeave(t.Context(), clerk, person.Leave{Deputy: secretary.Person, Until: w.Now().Add(48 * time.Hour)})
	w.must(err)
	if got := w.holds(secretary); len(got) != 2 {
		t.Errorf("the secretary holds %v", got)
	}
	w.pass(time.Hour)
	if got := w.holds(secretary); len(got) != 1 {
		t.Errorf("after the clerk's time is over the secretary holds %v", got)
	}
}
