package volunteering_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/order"
	"delinli/models/volunteer"
)

// TestFromApplicationToService: a resident applies, staff verify, the seat follows, and an order can be claimed.
func TestFromApplicationToService(t *testing.T) {
	n := newTown(t)
	a, v := n.applied()
	if v.State != volunteer.Applied || v.Version != 1 || v.Cap != volunteer.DefaultCap || v.Number != volunteer.Number(n.Now(), 1) {
		t.Fatalf("%+v", v)
	}
	if got := n.seats(a.Person); got != nil {
		t.Fatalf("seats before verification: %v", got)
	}
	n.refused(n.other, a.Person, volunteer.Verify, volunteering.Form{Version: 1}, "not_found")
	n.refused(n.staff, a.Person, volunteer.Verify, volunteering.Form{Version: 7}, "volunteer.moved_on")
	f := volunteering.Form{Form: volunteer.Form{Cap: new(1), Party: new(true)}, Version: 1}
	if v = n.must(n.staff, a.Person, volunteer.Verify, f); v.State != volunteer.Verified || !v.Party || v.Cap != 1 {
		t.Fatalf("%+v", v)
	}
	if got := n.seats(a.Person); !slices.Equal(got, []models.AreaCode{testkit.Community}) {
		t.Fatalf("seats: %v", got)
	}
	a.Seats = append(a.Seats, models.Seat{Role: models.Volunteer, Area: testkit.Community})
	n.move(a, n.pooled(), order.Claim, ordering.Brings{})
	n.refused(a, a.Person, volunteer.Edit, form(testkit.Street), "volunteer.holds_orders")
}

func TestApplying(t *testing.T) {
	n := newTown(t)
	noPhone := n.Person(models.Resident, testkit.City)
	noPhone.Phone = false
	fresh := n.Person(models.Resident, testkit.City)
	again, _ := n.applied()
	for name, tt := range map[string]struct {
		a    models.Actor
		f    volunteering.Form
		code string
	}{
		"no phone":       {noPhone, form(testkit.Community), "order.phone_not_verified"},
		"no areas":       {fresh, volunteering.Form{}, "input.invalid"},
		"an area of air": {fresh, form("370785999"), "input.invalid"},
		"unknown skill":  {fresh, form(testkit.Community, "magic"), "input.invalid"},
		"twice":          {again, form(testkit.Community), "flow.no_such_step"},
	} {
		if _, err := n.Apply(t.Context(), tt.a, tt.f); models.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
	if got := n.Count(`SELECT count(*) FROM volunteers`, nil); got != 1 {
		t.Errorf("%d volunteers", got)
	}
}

// TestRefusal: who is refused reads why, under their own key, and may apply again.
func TestRefusal(t *testing.T) {
	n := newTown(t)
	a, _ := n.applied()
	n.refused(n.staff, a.Person, volunteer.Refuse, volunteering.Form{}, "input.invalid")
	n.must(n.staff, a.Person, volunteer.Refuse, volunteering.Form{Note: "资料不全"})
	v, err := n.Show(t.Context(), a, a.Person)
	if err != nil || v.State != volunteer.Refused || v.Note != "资料不全" {
		t.Fatalf("%+v (%v)", v, err)
	}
	if clear := n.Count(`SELECT count(*) FROM volunteers WHERE position(convert_to('资料', 'UTF8') IN note) > 0`, nil); clear != 0 {
		t.Fatal("the reason lies in the clear")
	}
	n.Pass(1)
	if v, err = n.Apply(t.Context(), a, form(testkit.Community)); err != nil || v.State != volunteer.Applied || v.Note != "" || v.Version != 3 {
		t.Fatalf("%+v (%v)", v, err)
	}
}

// TestSeatsFollow every step of somebody who serves in two communities.
func TestSeatsFollow(t *testing.T) {
	n := newTown(t)
	city := n.Person(models.CityStaff, testkit.City)
	a := n.Person(models.Resident, testkit.City)
	both := []models.AreaCode{testkit.Community, testkit.Elsewhere}
	if _, err := n.Apply(t.Context(), a, volunteering.Form{Form: volunteer.Form{Areas: both}}); err != nil {
		t.Fatal(err)
	}
	n.refused(n.staff, a.Person, volunteer.Verify, volunteering.Form{}, "input.invalid")
	want := func(step string, areas ...models.AreaCode) {
		t.Helper()
		if got := n.seats(a.Person); !slices.Equal(got, areas) {
			t.Fatalf("after %s: %v, want %v", step, got, areas)
		}
	}
	n.must(city, a.Person, volunteer.Verify, volunteering.Form{})
	want("verify", both...)
	n.must(a, a.Person, volunteer.Pause, volunteering.Form{})
	want("pause")
	n.must(a, a.Person, volunteer.Resume, volunteering.Form{})
	want("resume", both...)
	n.must(a, a.Person, volunteer.Edit, form(testkit.Elsewhere))
	want("an edit that leaves one", testkit.Elsewhere)
	n.must(n.other, a.Person, volunteer.Pause, because)
	n.refused(a, a.Person, volunteer.Resume, volunteering.Form{}, "flow.not_yours")
	n.must(n.other, a.Person, volunteer.Resume, volunteering.Form{})
	n.must(n.other, a.Person, volunteer.End, because)
	want("the end")
	if given := n.Count(`SELECT count(*) FROM outbox WHERE topic = 'person' AND ref = @p AND event = 'seat_ended'`,
		store.Args{"p": a.Person.String()}); given != 5 {
		t.Errorf("%d seats were told to end", given)
	}
	if moved := n.Count(`SELECT count(*) FROM outbox WHERE topic = 'volunteer' AND ref = @p`, store.Args{"p": a.Person.String()}); moved != 7 {
		t.Errorf("%d moves to another state were told", moved)
	}
	if lines := n.Count(`SELECT count(*) FROM audit WHERE subject = 'volunteer' AND person_id = @p`, store.Args{"p": a.Person}); lines != 8 {
		t.Errorf("%d audit lines", lines)
	}
}

// TestAvailabilityCountsAtOnce: a calendar that does not fit keeps somebody from an order with wanted times.
func TestAvailabilityCountsAtOnce(t *testing.T) {
	n := newTown(t)
	a, _ := n.applied()
	n.must(n.staff, a.Person, volunteer.Verify, volunteering.Form{})
	away := &dispatch.Availability{Away: []dispatch.Window{{From: n.Now(), To: n.Now().AddDate(0, 0, 7)}}}
	v := n.must(a, a.Person, volunteer.Edit, volunteering.Form{Form: volunteer.Form{Availability: away}})
	if v.State != volunteer.Verified || len(v.Availability.Away) != 1 {
		t.Fatalf("%+v", v)
	}
	v, err := n.Show(t.Context(), a, a.Person)
	if err != nil || !v.Availability.Away[0].To.Equal(away.Away[0].To) || !slices.Equal(v.Skills, []string{"hairdressing"}) {
		t.Fatalf("%+v (%v)", v, err)
	}
}

// TestOneVerificationWins: of two staff who decide on the same version at once one does, and there is one seat.
func TestOneVerificationWins(t *testing.T) {
	n := newTown(t)
	a, v := n.applied()
	deciders := []models.Actor{n.staff, n.secretary}
	var won, lost atomic.Int32
	all(8, func(i int) {
		f := volunteering.Form{Form: volunteer.Form{Cap: new(i + 1)}, Version: v.Version}
		switch _, err := n.Raise(context.Background(), deciders[i%2], a.Person, volunteer.Verify, f); models.CodeOf(err) {
		case "volunteer.moved_on":
			lost.Add(1)
		default:
			if err != nil {
				t.Errorf("a racer met %v", err)
			}
			won.Add(1)
		}
	})
	if won.Load() != 1 || lost.Load() != 7 || len(n.seats(a.Person)) != 1 {
		t.Fatalf("%d won, %d lost, seats %v", won.Load(), lost.Load(), n.seats(a.Person))
	}
}

// TestOneApplicationWins: who applies eight times at once has one number.
func TestOneApplicationWins(t *testing.T) {
	n := newTown(t)
	a := n.Person(models.Resident, testkit.City)
	var won atomic.Int32
	all(8, func(int) {
		if _, err := n.Apply(context.Background(), a, form(testkit.Community)); err == nil {
			won.Add(1)
		} else if models.KindOf(err) != models.Conflict {
			t.Errorf("a racer met %v", err)
		}
	})
	if got := n.Count(`SELECT count(*) FROM volunteers`, nil); won.Load() != 1 || got != 1 {
		t.Fatalf("%d won, %d rows", won.Load(), got)
	}
}

// TestList: staff page through those of their area, in one state or all, without gaps; others see nobody.
func TestList(t *testing.T) {
	n := newTown(t)
	for range 5 {
		n.applied()
		n.Pass(1e9)
	}
	verified, _ := n.applied()
	n.must(n.staff, verified.Person, volunteer.Verify, volunteering.Form{})
	seen, cursor := map[models.PersonID]bool{}, ""
	for {
		found, next, err := n.List(t.Context(), n.secretary, "", volunteering.Page{Limit: 4, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range found {
			seen[v.Person] = true
		}
		if cursor = next; next == "" {
			break
		}
	}
	if len(seen) != 6 {
		t.Fatalf("paged through %d volunteers", len(seen))
	}
	for _, tt := range []struct {
		a     models.Actor
		state volunteer.State
		want  int
	}{{n.staff, volunteer.Applied, 5}, {n.staff, volunteer.Verified, 1}, {n.other, "", 0}, {n.resident, "", 0}} {
		if found, _, err := n.List(t.Context(), tt.a, tt.state, volunteering.Page{Limit: 20}); err != nil || len(found) != tt.want {
			t.Errorf("%q: %d (%v), want %d", tt.state, len(found), err, tt.want)
		}
	}
	if _, _, err := n.List(t.Context(), n.staff, "", volunteering.Page{Limit: 2, Cursor: "x"}); models.KindOf(err) != models.Invalid {
		t.Errorf("a bad cursor: %v", err)
	}
	if _, err := n.Show(t.Context(), n.other, verified.Person); models.KindOf(err) != models.NotFound {
		t.Errorf("staff elsewhere see %v", err)
	}
}
