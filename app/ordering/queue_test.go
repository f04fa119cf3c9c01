package ordering_test

import (
	"slices"
	"testing"
	"time"

	"delinli/app/ordering"
	"delinli/app/store/orders"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/order"
)

// muddle leaves orders of many fates on the desk, some of them late.
func (n *town) muddle() (ids []models.OrderID) {
	public := func() models.OrderID {
		id := n.place(ordering.Draft{Area: testkit.Grid})
		n.raise(n.staff, id, order.Publish, published("一副老花镜"))
		return id
	}
	late := n.place(ordering.Draft{})
	held, back := public(), public()
	for _, id := range []models.OrderID{held, back} {
		n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	}
	n.raise(n.volunteer, back, order.Return, because)
	refused := n.place(ordering.Draft{})
	n.raise(n.staff, refused, order.Reject, because)
	n.Pass(30 * time.Hour)
	n.raise(n.resident, refused, order.Appeal, because)
	return []models.OrderID{late, held, back, refused, public(), n.place(ordering.Draft{}), n.place(ordering.Draft{Kind: order.Request})}
}

// TestQueuesAsStored: what the database finds in each queue, and counts there, is what the rule says of each order.
func TestQueuesAsStored(t *testing.T) {
	n := newTown(t)
	ids := n.muddle()
	rows, err := orders.GetAll(n.Store.Read(t.Context()), ids)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := n.Counts(t.Context(), n.staff, "")
	if err != nil {
		t.Fatal(err)
	}
	filled := 0
	for _, q := range order.Queues {
		want := map[models.OrderID]bool{}
		for _, o := range rows {
			if o.Lies(q, n.World.Now()) {
				want[o.ID] = true
			}
		}
		got := n.pages(ordering.Query{Queue: q})
		for _, s := range got {
			if !want[s.ID] {
				t.Errorf("%s: %s in %s does not belong there", q, s.ID, s.State)
			}
		}
		if len(got) != len(want) || counts.Queues[q] != len(want) {
			t.Errorf("%s: %d found, %d counted, want %d", q, len(got), counts.Queues[q], len(want))
		}
		if !slices.IsSortedFunc(got, func(a, b ordering.Shown) int { return a.NextDue.Compare(*b.NextDue) }) {
			t.Errorf("%s does not begin with what is due first", q)
		}
		filled += min(1, len(want))
	}
	if filled < 4 {
		t.Errorf("only %d queues have anything in them", filled)
	}
	if counts.States[order.Accepted] != 1 || counts.States[order.Rejected] != 0 {
		t.Errorf("states: %v", counts.States)
	}
}

// pages reads the whole list of the desk, two at a time.
func (n *town) pages(q ordering.Query) (all []ordering.Shown) {
	n.T.Helper()
	for cursor := ""; ; {
		found, next, err := n.List(n.T.Context(), n.staff, ordering.Desk, q, ordering.Page{Limit: 2, Cursor: cursor})
		if err != nil {
			n.T.Fatal(err)
		}
		if all = append(all, found...); next == "" {
			return all
		}
		cursor = next
	}
}

func TestDeskIsNarrowed(t *testing.T) {
	n := newTown(t)
	before := n.World.Now()
	n.muddle()
	elsewhere := n.Person(models.CommunityStaff, testkit.Elsewhere)
	for _, tt := range []struct {
		name string
		q    ordering.Query
		want int
	}{
		{"all", ordering.Query{}, 7},
		{"of a requester", ordering.Query{Requester: n.resident.Person}, 7},
		{"of another requester", ordering.Query{Requester: n.volunteer.Person}, 0},
		{"held by", ordering.Query{Assignee: n.volunteer.Person}, 1},
		{"placed on the first day", ordering.Query{From: before, To: before.Add(time.Hour)}, 4},
		{"placed since", ordering.Query{From: before.Add(time.Hour)}, 3},
		{"of an item", ordering.Query{Item: n.item.ID}, 0},
		{"late ones of a kind", ordering.Query{Queue: order.Overdue, Kind: order.Request}, 0},
	} {
		if got := n.pages(tt.q); len(got) != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, len(got), tt.want)
		}
	}
	c, err := n.Counts(t.Context(), elsewhere, "")
	if err != nil || len(c.Queues)+len(c.States)+len(c.Lamps) != 0 {
		t.Errorf("staff of another community count %v (%v)", c, err)
	}
	if c, err = n.Counts(t.Context(), n.staff, testkit.Elsewhere); err != nil || len(c.States) != 0 {
		t.Errorf("outside of one's area one counts %v (%v)", c, err)
	}
}

func TestQueuesAreForStaff(t *testing.T) {
	n := newTown(t)
	for name, ask := range map[string]func() error{
		"a resident's queue": func() error {
			_, _, err := n.List(t.Context(), n.resident, ordering.Mine, ordering.Query{Queue: order.Todo}, ordering.Page{Limit: 5})
			return err
		},
		"a department's history of somebody": func() error {
			_, _, err := n.List(t.Context(), n.department, ordering.Desk, ordering.Query{Requester: n.resident.Person}, ordering.Page{Limit: 5})
			return err
		},
		"a span that ends before it begins": func() error {
			_, _, err := n.List(t.Context(), n.staff, ordering.Desk, ordering.Query{From: n.World.Now(), To: n.World.Now().Add(-time.Hour)}, ordering.Page{Limit: 5})
			return err
		},
	} {
		if err := ask(); models.KindOf(err) != models.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
