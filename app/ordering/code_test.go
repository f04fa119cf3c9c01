package ordering_test

import (
	"slices"
	"testing"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/order"
)

// accepted is an order that a member of staff took over the phone for somebody, and a volunteer claimed.
func (n *town) accepted(placer models.Actor, helps models.PersonID) models.OrderID {
	n.T.Helper()
	id, err := n.Place(n.T.Context(), placer, ordering.Draft{Kind: order.Wish, Area: testkit.Grid, Title: "想要一副老花镜", OnBehalf: &ordering.Person{ID: helps}})
	if err != nil {
		n.T.Fatal(err)
	}
	n.raise(n.secretary, id, order.Publish, published("一副老花镜"))
	n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	return id
}

// TestAPhoneTakenAwayHelpsNobody: staff who remove the phone of whoever they placed an order for still rate nothing for them and take no code;
// who gets a phone later rates for themselves.
func TestAPhoneTakenAwayHelpsNobody(t *testing.T) {
	n := newTown(t)
	granny, other := n.Person(models.Resident, testkit.Grid), n.Person(models.CommunityStaff, testkit.Community)
	phone := func(index any) {
		n.Exec(`UPDATE persons SET phone_index = @index WHERE id = @id`, store.Args{"index": index, "id": granny.Person})
	}
	for name, tt := range map[string]struct{ before, after any }{"taken away": {granny.Person.Bytes(), nil}, "given": {nil, granny.Person.Bytes()}} {
		phone(tt.before)
		id := n.accepted(n.staff, granny.Person)
		phone(tt.after)
		if _, err := n.TakeCode(t.Context(), other, id, because); models.CodeOf(err) != "flow.not_yours" {
			t.Errorf("%s: the code is taken: %v", name, err)
		}
		n.raise(n.secretary, id, order.SignIn, because)
		n.raise(n.volunteer, id, order.Finish, ordering.Brings{Result: "好了"})
		n.refused(other, id, order.Rate, ordering.Brings{Solved: new(true), Stars: 5}, "flow.not_yours")
		n.raise(granny, id, order.Rate, ordering.Brings{Solved: new(true), Stars: 5})
	}
}

// TestWhoPlacedLearnsNothing: whoever placed an order for somebody of elsewhere, whom a phone named, does not find out through it who they are;
// whoever may look them up anyway does, and so do colleagues who run the order.
func TestWhoPlacedLearnsNothing(t *testing.T) {
	n := newTown(t)
	granny := n.Person(models.Resident, testkit.Grid)
	id := n.accepted(n.staff, granny.Person)
	for _, tt := range []struct {
		lives  models.AreaCode
		placer string
	}{{testkit.Elsewhere, "forbidden"}, {testkit.City, "forbidden"}, {testkit.Grid, ""}} {
		n.Exec(`UPDATE persons SET area_code = @area WHERE id = @id`, store.Args{"area": string(tt.lives), "id": granny.Person})
		for a, want := range map[*models.Actor]string{&n.staff: tt.placer, &n.secretary: "", &n.department: "forbidden"} {
			if _, err := n.Reach(t.Context(), *a, id, audit.Serve); err == nil && want != "" || err != nil && models.CodeOf(err) != want {
				t.Errorf("who lives in %s is shown to %v: %v", tt.lives, a.Seats, err)
			}
		}
	}
}

// TestCodeForWhoHasNoPhone: staff who run the order take the code, with a reason that stands in the journal, and it lets the volunteer in; whoever
// placed the order does not, and whoever took it is no stranger who could rate.
func TestCodeForWhoHasNoPhone(t *testing.T) {
	n := newTown(t)
	granny, placer := n.Person(models.Resident, testkit.Grid), n.Person(models.CommunityStaff, testkit.Community)
	n.Exec(`UPDATE persons SET phone_index = NULL WHERE id = @id`, store.Args{"id": granny.Person})
	id := n.accepted(placer, granny.Person)
	for name, tt := range map[string]struct {
		a    models.Actor
		b    ordering.Brings
		code string
	}{
		"whoever placed it":  {placer, because, "flow.not_yours"},
		"the volunteer":      {n.volunteer, because, "flow.not_yours"},
		"staff of elsewhere": {n.Person(models.CommunityStaff, testkit.Elsewhere), because, "flow.not_yours"},
		"without a reason":   {n.staff, ordering.Brings{}, "input.invalid"},
	} {
		if code, err := n.TakeCode(t.Context(), tt.a, id, tt.b); code != "" || models.CodeOf(err) != tt.code {
			t.Errorf("%s: %q (%v), want %s", name, code, err, tt.code)
		}
	}
	if s := n.show(n.staff, id); !can(s, order.TakeCode) || s.SignInCode != "" || can(n.show(placer, id), order.TakeCode) {
		t.Errorf("staff can %v and see %q", s.Can, s.SignInCode)
	}
	before := n.show(n.staff, id).Version
	code, err := n.TakeCode(t.Context(), n.staff, id, ordering.Brings{Reason: "打印上门单"})
	if err != nil || len(code) != 6 {
		t.Fatalf("%q (%v)", code, err)
	}
	s := n.show(n.secretary, id)
	last := s.Timeline[len(s.Timeline)-1]
	if last.Event != order.TakeCode || last.Note != "打印上门单" || s.Version != before {
		t.Errorf("the timeline ends with %+v, version %d after %d", last, s.Version, before)
	}
	if lines := n.Count(`SELECT count(*) FROM audit WHERE action = 'order.sign_in_code' AND actor_id = @a AND person_id = @p`,
		store.Args{"a": n.staff.Person, "p": granny.Person}); lines != 1 {
		t.Errorf("%d lines of it", lines)
	}
	n.raise(n.volunteer, id, order.SignIn, ordering.Brings{Code: code})
	n.raise(n.volunteer, id, order.Finish, ordering.Brings{Result: "送到了"})
	yes := true
	n.refused(n.staff, id, order.Rate, ordering.Brings{Solved: &yes, Stars: 5}, "flow.not_yours")
	n.raise(n.Person(models.StreetStaff, testkit.Street), id, order.Rate, ordering.Brings{Solved: &yes, Stars: 5})
}

// TestCodeOfWhoHasAPhone: nobody takes the code of a requester who sees it, nor one of an order that nobody accepted.
func TestCodeOfWhoHasAPhone(t *testing.T) {
	n := newTown(t)
	granny := n.Person(models.Resident, testkit.Grid)
	id := n.accepted(n.Person(models.CommunityStaff, testkit.Community), granny.Person)
	if code, err := n.TakeCode(t.Context(), n.staff, id, because); code != "" || models.CodeOf(err) != "flow.not_yours" {
		t.Errorf("with a phone: %q (%v)", code, err)
	}
	n.Exec(`UPDATE persons SET phone_index = NULL WHERE id = @id`, store.Args{"id": granny.Person})
	n.raise(n.volunteer, id, order.Return, because)
	if slices.Contains(order.Held, n.show(n.staff, id).State) {
		t.Fatal("it is held still")
	}
	if code, err := n.TakeCode(t.Context(), n.staff, id, because); code != "" || models.CodeOf(err) != "flow.no_such_step" {
		t.Errorf("of an order in the pool: %q (%v)", code, err)
	}
}
