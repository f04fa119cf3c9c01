package ordering_test

import (
	"testing"
	"time"

	"delinli/app/ordering"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/order"
)

// TestLoop plays the main job: place, publish, claim, sign in, finish, rate.
func TestLoop(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{Detail: "左眼花得厉害", Address: &order.Address{Detail: "3号楼2单元501"}})
	if s := n.show(n.resident, id); s.Title != "想要一副老花镜" || s.Contact.Address.Detail != "3号楼2单元501" || !can(s, order.Cancel) {
		t.Fatalf("the resident sees %+v", s)
	}
	n.raise(n.staff, id, order.Publish, published("一位老人想要一副老花镜"))
	if s := n.show(n.volunteer, id); s.Title != "" || s.Contact != nil || !can(s, order.Claim) {
		t.Fatalf("before the claim the volunteer sees %q, %v and may %v", s.Title, s.Contact, s.Can)
	}
	n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	if s := n.show(n.volunteer, id); s.Contact == nil || s.SignInCode != "" {
		t.Fatalf("the volunteer sees contact %v and code %q", s.Contact, s.SignInCode)
	}
	code := n.show(n.resident, id).SignInCode
	if mine, theirs := n.show(n.resident, id).Counter, n.show(n.volunteer, id).Counter; len(mine) != 4 || mine != theirs {
		t.Fatalf("the counter-code is %q for the requester and %q for the visitor", mine, theirs)
	}
	n.refused(n.volunteer, id, order.SignIn, ordering.Brings{Code: wrong(code)}, "input.invalid")
	n.raise(n.volunteer, id, order.SignIn, ordering.Brings{Code: code})
	n.Pass(time.Hour)
	n.raise(n.volunteer, id, order.Finish, ordering.Brings{Result: "已送到"})
	if s := n.show(n.volunteer, id); s.Contact != nil || s.Title != "" {
		t.Fatal("after the service the volunteer still sees the resident")
	}
	yes := true
	n.raise(n.resident, id, order.Rate, ordering.Brings{Solved: &yes, Stars: 5, Tags: []string{"准时"}, Comment: "谢谢"})
	s := n.show(n.resident, id)
	if s.State != order.Rated || s.Rating == nil || s.Rating.Stars != 5 || len(s.Timeline) != 6 || s.Timeline[2].By != "volunteer" {
		t.Fatalf("at the end: %s %v %v", s.State, s.Rating, s.Timeline)
	}
	if len(n.credit) != 1 || n.credit[0] != n.volunteer.Person {
		t.Fatalf("hours were credited to %v", n.credit)
	}
}

func wrong(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

// TestInvisibleIsNotFound: what somebody may not see is not there for them.
func TestInvisibleIsNotFound(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{Kind: order.Request})
	for _, a := range []models.Actor{n.volunteer, n.Person(models.Resident, testkit.City), n.Person(models.CommunityStaff, testkit.Elsewhere),
		n.Person(models.Auditor, testkit.City), n.department, {}} {
		if _, err := n.Show(t.Context(), a, id); models.KindOf(err) != models.NotFound {
			t.Errorf("%v: %v", a.Seats, err)
		}
		n.refused(a, id, order.Publish, published("卡"), "not_found")
	}
}

// TestBlockedCodes: five wrong codes shut the way by code, and each is counted though the request failed.
func TestBlockedCodes(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{})
	n.raise(n.staff, id, order.Publish, published("卡"))
	n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	code := n.show(n.resident, id).SignInCode
	for range ordering.MaxTries {
		n.refused(n.volunteer, id, order.SignIn, ordering.Brings{Code: wrong(code)}, "input.invalid")
	}
	n.refused(n.volunteer, id, order.SignIn, ordering.Brings{Code: code}, "input.invalid")
	n.raise(n.staff, id, order.SignIn, because)
	n.state(id, order.InService)
}

// TestTwoPeople: giving up takes a second person, who is not the first.
func TestTwoPeople(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{})
	m := n.raise(n.secretary, id, order.GiveUp, because)
	n.state(id, order.Placed)
	if _, err := n.Decide(t.Context(), n.secretary, m.Approval, true); models.KindOf(err) != models.Forbidden {
		t.Fatalf("one person alone: %v", err)
	}
	n.refused(n.staff, id, order.GiveUp, because, "approval.pending")
	if _, err := n.Decide(t.Context(), n.Person(models.StreetStaff, testkit.Street), m.Approval, true); err != nil {
		t.Fatal(err)
	}
	if s := n.show(n.resident, id); s.State != order.Unfulfillable || s.PublicReason != "理由" {
		t.Fatalf("%s %q", s.State, s.PublicReason)
	}
}

// TestSlots: a wish for three becomes three orders when it is published.
func TestSlots(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{Slots: 3})
	n.raise(n.staff, id, order.Publish, published("三位老人想理发"))
	if got := n.Count(`SELECT count(*) FROM orders WHERE state = 'pool'`, nil); got != 3 {
		t.Fatalf("%d orders in the pool", got)
	}
}
