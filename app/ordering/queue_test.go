package ordering_test

import (
	"crypto/rand"
	"maps"
	mathrand "math/rand/v2"
	"slices"
	"testing"
	"time"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/order"
	"delinli/models/secret"
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

// scatter copies an order into many, at random: states, moments, returns and grids that no order has had time to come to here.
func (n *town) scatter(of models.OrderID, many int) (ids []models.OrderID) {
	chance := mathrand.New(mathrand.NewPCG(1, 2))
	now := n.World.Now()
	p, err := people.Get(n.Store.Read(n.T.Context()), n.resident.Person)
	if err != nil {
		n.T.Fatal(err)
	}
	for i := range many {
		id := models.NewID[models.OrderID](rand.Reader)
		title, err := n.World.Vault.Seal(p.Key, secret.Place{Person: p.ID, Table: "orders", Column: "title", Row: id.String()}, "复制")
		if err != nil {
			n.T.Fatal(err)
		}
		s := order.States[chance.IntN(len(order.States))]
		moment := now.Add(time.Duration(chance.IntN(49)-24) * time.Hour)
		row := map[string]any{"id": id, "number": id, "title": title, "state": s, "returns": chance.IntN(2), "placed_at": now.Add(-time.Duration(i%7) * time.Hour),
			"area_code": []models.AreaCode{testkit.Grid, testkit.Community}[chance.IntN(2)], "next_due": nil, "due_at": moment, "amber_at": moment.Add(-20 * time.Hour)}
		if slices.Contains(order.Owed, s) && (s != order.Done || chance.IntN(2) == 0) {
			row["next_due"] = moment.Add(time.Duration(chance.IntN(3)-1) * time.Hour)
		}
		if slices.Contains(order.Held, s) {
			row["assignee_id"] = n.volunteer.Person
		}
		n.Exec(`INSERT INTO orders SELECT r.* FROM orders o, jsonb_populate_record(o, CAST(@row AS jsonb)) r WHERE o.id = @of`,
			store.Args{"row": store.AsJSON(row), "of": of})
		ids = append(ids, id)
	}
	return ids
}

// TestQueuesAsStored: what the database finds in each queue, in either order and within any state, and counts there, is what the rule says of
// each order, read by staff of the community and, over other ways, of the city.
func TestQueuesAsStored(t *testing.T) {
	n := newTown(t)
	ids := n.muddle()
	ids = append(ids, n.scatter(ids[0], 150)...)
	rows, err := orders.GetAll(n.Store.Read(t.Context()), ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []models.Actor{n.staff, n.Person(models.CityStaff, testkit.City)} {
		counts, err := n.Counts(t.Context(), who, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range append([]order.Queue{""}, order.Queues...) {
			pile := q.Pile(n.World.Now())
			all := held(rows, pile)
			if q != "" && (counts.Queues[q] != all || all < 3) {
				t.Errorf("%s: %d counted, want %d", q, counts.Queues[q], all)
			}
			for _, s := range append([]order.State{""}, order.Owed...) {
				want := pile
				if s != "" {
					want = pile.Of(s)
				}
				n.reads(who, ordering.Query{Queue: q, State: s, Sort: ordering.Due}, want, held(rows, want))
				if q != "" {
					n.reads(who, ordering.Query{Queue: q, State: s, Sort: ordering.Newest}, want, held(rows, want))
				}
			}
		}
		n.counted(counts, rows)
	}
}

func held(rows []order.Order, p order.Pile) (n int) {
	for _, o := range rows {
		if p.Holds(o) {
			n++
		}
	}
	return n
}

// reads reads a list and checks that it is the pile, in the order that was asked for.
func (n *town) reads(who models.Actor, q ordering.Query, pile order.Pile, want int) {
	n.T.Helper()
	got := n.pages(who, q)
	seen := map[models.OrderID]bool{}
	for _, s := range got {
		seen[s.ID] = true
		if !pile.Holds(s.Order) {
			n.T.Errorf("%+v: %s due %v does not belong there", q, s.State, s.NextDue)
		}
	}
	if len(got) != want || len(seen) != want {
		n.T.Errorf("%+v: %d found, of them %d others, want %d", q, len(got), len(seen), want)
	}
	if !slices.IsSortedFunc(got, func(a, b ordering.Shown) int {
		if q.Sort == ordering.Due {
			return a.NextDue.Compare(*b.NextDue)
		}
		return b.PlacedAt.Compare(a.PlacedAt)
	}) {
		n.T.Errorf("%+v is not in order", q)
	}
}

// counted checks states and lamps, both of what is owed.
func (n *town) counted(c ordering.Counts, rows []order.Order) {
	n.T.Helper()
	states, lamps := map[order.State]int{}, map[calendar.Lamp]int{}
	for _, o := range rows {
		if o.NextDue != nil {
			states[o.State]++
			lamps[o.Lamp(n.World.Now())]++
		}
	}
	if !maps.Equal(c.States, states) || !maps.Equal(c.Lamps, lamps) {
		n.T.Errorf("counted %v %v, want %v %v", c.States, c.Lamps, states, lamps)
	}
}

// pages reads the whole list of somebody's desk, a few at a time.
func (n *town) pages(who models.Actor, q ordering.Query) (all []ordering.Shown) {
	n.T.Helper()
	for cursor := ""; ; {
		found, next, err := n.List(n.T.Context(), who, ordering.Desk, q, ordering.Page{Limit: 7, Cursor: cursor})
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
	n.Succeed(testkit.Community+"009", testkit.Grid)
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
		{"of its grid", ordering.Query{Area: testkit.Grid}, 7},
		{"of the code that its grid had", ordering.Query{Area: testkit.Community + "009"}, 7},
		{"of an item", ordering.Query{Item: n.item.ID}, 0},
		{"of another kind, late", ordering.Query{Queue: order.Overdue, Kind: order.Request}, 0},
	} {
		if got := n.pages(n.staff, tt.q); len(got) != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, len(got), tt.want)
		}
	}
	c, err := n.Counts(t.Context(), elsewhere, "")
	if err != nil || c.Queues[order.Todo]+len(c.States)+c.Lamps[calendar.Red] != 0 {
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
		"what a department must do first": func() error {
			_, _, err := n.List(t.Context(), n.department, ordering.Desk, ordering.Query{Sort: ordering.Due}, ordering.Page{Limit: 5})
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
