package ordering_test

import (
	"testing"
	"time"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/order"
)

// busyDay sends orders down many ways.
func busyDay(n *town) {
	yes := true
	served := n.served()
	n.raise(n.resident, served, order.Rate, ordering.Brings{Solved: &yes, Stars: 4})
	n.raise(n.resident, served, order.Appeal, because)
	n.raise(n.secretary, served, order.Grant, because)
	disputed := n.served()
	n.raise(n.resident, disputed, order.Dispute, because)
	n.raise(n.secretary, disputed, order.Refuse, because)
	referred := n.place(ordering.Draft{Kind: order.Request})
	n.raise(n.staff, referred, order.Refer, ordering.Brings{Unit: "民政局", Reason: "归他们管"})
	n.raise(n.department, referred, order.HandBack, because)
	n.raise(n.staff, referred, order.Ask, because)
	n.raise(n.resident, referred, order.Answer, because)
	n.raise(n.resident, referred, order.Comment, because)
	n.raise(n.resident, referred, order.Urge, ordering.Brings{})
	merged := n.place(ordering.Draft{})
	n.raise(n.staff, merged, order.Merge, ordering.Brings{Target: referred, Reason: "同一件事"})
	n.raise(n.resident, n.place(ordering.Draft{}), order.Cancel, ordering.Brings{})
	n.raise(n.staff, n.place(ordering.Draft{}), order.Reject, because)
}

// served is an order whose service is finished.
func (n *town) served() models.OrderID {
	n.T.Helper()
	id := n.claimed()
	n.raise(n.volunteer, id, order.SignIn, ordering.Brings{Code: n.show(n.resident, id).SignInCode})
	n.raise(n.volunteer, id, order.Finish, ordering.Brings{Result: "好了"})
	return id
}

func (n *town) claimed() models.OrderID {
	n.T.Helper()
	id := n.place(ordering.Draft{})
	n.raise(n.staff, id, order.Publish, published("卡"))
	n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	return id
}

// TestEngineOffers: an item whose route is an offer goes to the best candidate, after a decline to the next, then to the pool.
func TestEngineOffers(t *testing.T) {
	n := newTown(t)
	second := n.Volunteer(testkit.Community, 3)
	id := n.place(ordering.Draft{Kind: order.Menu, Item: n.item.ID, Visibility: order.Public})
	n.raise(n.staff, id, order.Publish, published("陪诊"))
	n.state(id, order.Offered)
	first := n.volunteer
	if n.show(n.staff, id).Assignee == second.Person {
		first, second = second, first
	}
	n.refused(second, id, order.Accept, ordering.Brings{}, "flow.not_yours")
	n.raise(first, id, order.Decline, because)
	if s := n.show(n.staff, id); s.State != order.Offered || s.Assignee != second.Person {
		t.Fatalf("after the decline: %s, %v", s.State, s.Assignee)
	}
	n.Pass(2 * time.Hour)
	n.tick(1)
	n.state(id, order.Pool)
	n.refused(first, id, order.Decline, because, "flow.no_such_step")
	if got := n.Count(`SELECT count(*) FROM dispatches`, nil); got != 2 {
		t.Fatalf("%d dispatches were kept", got)
	}
}

func (n *town) tick(want int) {
	n.T.Helper()
	moved, err := n.Tick(n.T.Context())
	if err != nil || moved != want {
		n.T.Fatalf("the clock moved %d orders (%v), want %d", moved, err, want)
	}
}

// TestNobodyTriages: an order that nobody looks at tells the community, then the street, then the city, and stays where it is.
func TestNobodyTriages(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{Kind: order.Request})
	n.tick(0)
	for _, level := range []models.AreaLevel{models.Community, models.Street, models.City} {
		n.Pass(4 * 24 * time.Hour)
		n.tick(1)
		n.tick(0)
		if s := n.show(n.resident, id); s.State != order.Placed || s.Escalated != level {
			t.Fatalf("%s, told %q, want %q", s.State, s.Escalated, level)
		}
	}
	n.Pass(1000 * time.Hour)
	n.tick(0)
}

// TestPoolWidens: a wish that nobody takes is shown to the street and then to the city; then staff are told.
func TestPoolWidens(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{})
	n.raise(n.staff, id, order.Publish, published("卡"))
	for _, reach := range []models.AreaLevel{models.Street, models.City} {
		n.Pass(24 * time.Hour)
		n.tick(1)
		if s := n.show(n.staff, id); s.Reach != reach {
			t.Fatalf("reach = %s, want %s", s.Reach, reach)
		}
	}
	n.Pass(24 * time.Hour)
	n.tick(1)
	if s := n.show(n.staff, id); s.State != order.Pool || s.Escalated != models.Community {
		t.Fatalf("%s, told %q", s.State, s.Escalated)
	}
}

// TestNoShow: who accepts and does not come loses the order, which goes back to the pool with a higher priority.
func TestNoShow(t *testing.T) {
	n := newTown(t)
	id := n.claimed()
	n.Pass(5 * 24 * time.Hour)
	n.tick(1)
	if s := n.show(n.staff, id); s.State != order.Pool || s.Priority != 1 || !s.Assignee.IsZero() {
		t.Fatalf("%s, priority %d", s.State, s.Priority)
	}
	if got := n.Count(`SELECT load FROM volunteers WHERE person_id = @id`, store.Args{"id": n.volunteer.Person}); got != 0 {
		t.Fatalf("load = %d", got)
	}
}

// TestLapse: a window that passes without an answer closes the order as unanswered; an appeal is still possible for 15 days.
func TestLapse(t *testing.T) {
	n := newTown(t)
	id := n.served()
	n.Pass(12 * 24 * time.Hour)
	n.tick(1)
	if s := n.show(n.resident, id); s.State != order.Closed || !s.NoAnswer || !can(s, order.Appeal) {
		t.Fatalf("%s, no answer %v, may %v", s.State, s.NoAnswer, s.Can)
	}
	n.Pass(16 * 24 * time.Hour)
	n.refused(n.resident, id, order.Appeal, because, "order.appeal_too_late")
}

// TestRelease: whose seat ends gives back what they held.
func TestRelease(t *testing.T) {
	n := newTown(t)
	id := n.claimed()
	if err := n.Release(t.Context(), n.volunteer.Person); err != nil {
		t.Fatal(err)
	}
	n.state(id, order.Pool)
}

// TestLists: each list shows what is for its reader, and pages without gaps.
func TestLists(t *testing.T) {
	n := newTown(t)
	for range 5 {
		n.place(ordering.Draft{Title: "理发"})
	}
	pool := n.place(ordering.Draft{Title: "修水管"})
	n.raise(n.staff, pool, order.Publish, published("水管漏水"))
	seen, cursor := 0, ""
	for {
		items, next, err := n.List(t.Context(), n.staff, ordering.Desk, ordering.Query{}, store.Page{Limit: 4, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		seen += len(items)
		if cursor = next; next == "" {
			break
		}
	}
	if seen != 6 {
		t.Fatalf("the desk pages through %d orders", seen)
	}
	for _, tt := range []struct {
		name string
		a    models.Actor
		v    ordering.View
		q    ordering.Query
		want int
	}{
		{"mine", n.resident, ordering.Mine, ordering.Query{}, 6},
		{"mine by text", n.resident, ordering.Mine, ordering.Query{Text: "理发"}, 5},
		{"pool", n.volunteer, ordering.Pool, ordering.Query{}, 1},
		{"pool by text", n.volunteer, ordering.Pool, ordering.Query{Text: "漏水"}, 1},
		{"pool by another text", n.volunteer, ordering.Pool, ordering.Query{Text: "理发"}, 0},
		{"pool elsewhere", n.Volunteer(testkit.Elsewhere, 3), ordering.Pool, ordering.Query{}, 0},
		{"tasks", n.volunteer, ordering.Tasks, ordering.Query{}, 0},
		{"desk by state", n.staff, ordering.Desk, ordering.Query{State: order.Placed}, 5},
		{"desk by lamp", n.staff, ordering.Desk, ordering.Query{Lamp: "red"}, 0},
		{"desk elsewhere", n.Person(models.CommunityStaff, testkit.Elsewhere), ordering.Desk, ordering.Query{}, 0},
		{"desk of the street", n.Person(models.StreetStaff, testkit.Street), ordering.Desk, ordering.Query{}, 6},
		{"a resident's desk", n.resident, ordering.Desk, ordering.Query{}, 0},
	} {
		items, _, err := n.List(t.Context(), tt.a, tt.v, tt.q, store.Page{Limit: 20})
		if err != nil || len(items) != tt.want {
			t.Errorf("%s: %d orders (%v), want %d", tt.name, len(items), err, tt.want)
		}
	}
}

// TestListsShowLamps: a list shows the lamp that the order itself shows.
func TestListsShowLamps(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{})
	for _, lamp := range []calendar.Lamp{calendar.Green, calendar.Amber, calendar.Red} {
		for n.show(n.staff, id).Lamp(n.World.Now()) != lamp {
			n.Pass(24 * time.Hour)
		}
		items, _, err := n.List(t.Context(), n.staff, ordering.Desk, ordering.Query{Lamp: string(lamp)}, store.Page{Limit: 20})
		if err != nil || len(items) != 1 || items[0].Lamp(n.World.Now()) != lamp {
			t.Fatalf("the list of %s lamps: %d orders (%v)", lamp, len(items), err)
		}
	}
}

// TestSimilar finds the household's own and public cards, and nobody else's private matters.
func TestSimilar(t *testing.T) {
	n := newTown(t)
	n.place(ordering.Draft{Kind: order.Request, Title: "厨房水管漏水"})
	public := n.place(ordering.Draft{Title: "楼道灯坏了"})
	n.raise(n.staff, public, order.Publish, published("楼道灯坏了"))
	other := n.Person(models.Resident, testkit.City)
	for _, tt := range []struct {
		a     models.Actor
		title string
		want  int
	}{{n.resident, "水管漏水", 1}, {other, "水管漏水", 0}, {other, "楼道灯坏了", 1}, {other, "想学书法", 0}} {
		if found, err := n.Similar(t.Context(), tt.a, testkit.Grid, tt.title, ""); err != nil || len(found) != tt.want {
			t.Errorf("%s: %v (%v), want %d", tt.title, found, err, tt.want)
		}
	}
}
