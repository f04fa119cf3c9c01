package ordering_test

import (
	"crypto/rand"
	"slices"
	"testing"

	"delinli/app/dispatching"
	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// town is a world with the verbs of orders in it.
type town struct {
	*testkit.World
	*ordering.Service
	item   ordering.MenuItem
	credit []models.PersonID

	resident, volunteer, staff, secretary, department models.Actor
}

func newTown(t *testing.T) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, resident: w.Person(models.Resident, testkit.City), volunteer: w.Volunteer(testkit.Community, 3),
		staff: w.Person(models.CommunityStaff, testkit.Community), secretary: w.Person(models.CommunitySecretary, testkit.Community),
		department: w.Person(models.DepartmentStaff, testkit.City)}
	n.item = ordering.MenuItem{Item: order.Item{ID: models.NewID[models.ItemID](rand.Reader), Class: calendar.General, Route: dispatch.ToBest}, Name: "陪诊"}
	w.Exec(`INSERT INTO items (id, category, name, position, body) VALUES (@id, 'elders', '陪诊', 1, '{}')`, store.Args{"id": n.item.ID})
	fitness := &dispatching.Service{DB: w.Store, Now: w.Now, Random: rand.Reader, Menu: n, Rules: n}
	n.Service = &ordering.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Now: w.Now, Random: rand.Reader, Settings: n, Menu: n,
		Fitness: fitness, Hours: n, People: n}
	return n
}

func (n *town) Calendar(*store.Tx) (calendar.Calendar, error) {
	return calendar.New(calendar.Shipped()...)
}

func (n *town) Policy(_ *store.Tx, c calendar.Class) (calendar.Policy, error) {
	return calendar.Default(c), nil
}

func (n *town) Item(_ *store.Tx, id models.ItemID) (ordering.MenuItem, error) {
	if id != n.item.ID {
		return ordering.MenuItem{}, models.Missing
	}
	return n.item, nil
}

func (n *town) Asks(*store.Tx, models.ItemID) (dispatching.Asks, error) {
	return dispatching.Asks{}, nil
}

func (n *town) Dispatch(*store.Tx) (dispatch.Rule, error) { return dispatch.DefaultRule(), nil }

func (n *town) Credit(_ *store.Tx, _ order.Order, members []models.PersonID) error {
	n.credit = append(n.credit, members...)
	return nil
}

func (n *town) Someone(_ *store.Tx, _ models.Actor, _ ordering.Person) (models.PersonID, error) {
	return n.Person(models.Resident, testkit.Community).Person, nil
}

// place puts in a wish of the resident.
func (n *town) place(d ordering.Draft) models.OrderID {
	n.T.Helper()
	if d.Kind == "" {
		d.Kind = order.Wish
	}
	if d.Area == "" {
		d.Area = testkit.Grid
	}
	if d.Title == "" {
		d.Title = "想要一副老花镜"
	}
	id, err := n.Place(n.T.Context(), n.resident, d)
	if err != nil {
		n.T.Fatal(err)
	}
	return id
}

// raise raises an event that must go well.
func (n *town) raise(a models.Actor, id models.OrderID, e order.Event, b ordering.Brings) ordering.Moved {
	n.T.Helper()
	m, err := n.Raise(n.T.Context(), a, id, e, b)
	if err != nil {
		n.T.Fatalf("%s: %v", e, err)
	}
	return m
}

// refused raises an event that must fail with the code.
func (n *town) refused(a models.Actor, id models.OrderID, e order.Event, b ordering.Brings, code string) {
	n.T.Helper()
	if _, err := n.Raise(n.T.Context(), a, id, e, b); models.CodeOf(err) != code {
		n.T.Fatalf("%s: %v, want %s", e, err, code)
	}
}

// show reads the order as somebody sees it.
func (n *town) show(a models.Actor, id models.OrderID) ordering.Shown {
	n.T.Helper()
	s, err := n.Show(n.T.Context(), a, id)
	if err != nil {
		n.T.Fatal(err)
	}
	return s
}

// state is where the order stands.
func (n *town) state(id models.OrderID, want order.State) {
	n.T.Helper()
	if s := n.show(n.resident, id); s.State != want {
		n.T.Fatalf("state = %s, want %s", s.State, want)
	}
}

func can(s ordering.Shown, e order.Event) bool { return slices.Contains(s.Can, e) }

func published(title string) ordering.Brings { return ordering.Brings{PublicTitle: title} }

var because = ordering.Brings{Reason: "理由"}
