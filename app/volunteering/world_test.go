package volunteering_test

import (
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"delinli/app/dispatching"
	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
	"delinli/models/volunteer"
)

// town is a world with the verbs of volunteers and of the orders that they serve.
type town struct {
	*testkit.World
	*volunteering.Service
	orders                            *ordering.Service
	resident, staff, secretary, other models.Actor
}

func newTown(t *testing.T) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, resident: w.Person(models.Resident, testkit.City), staff: w.Person(models.CommunityStaff, testkit.Community),
		secretary: w.Person(models.CommunitySecretary, testkit.Community), other: w.Person(models.CommunityStaff, testkit.Elsewhere)}
	n.Service = &volunteering.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader}
	fitness := &dispatching.Service{DB: w.Store, Now: w.Now, Random: rand.Reader, Menu: n, Rules: n}
	n.orders = &ordering.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Now: w.Now, Random: rand.Reader, Settings: n, Menu: n,
		Fitness: fitness, Hours: n.Service, People: n}
	return n
}

// Now is the world's clock.
func (n *town) Now() time.Time { return n.World.Now() }

func (n *town) Calendar(*store.Tx) (calendar.Calendar, error) {
	return calendar.New(calendar.Shipped()...)
}

func (n *town) Policy(_ *store.Tx, c calendar.Class) (calendar.Policy, error) {
	return calendar.Default(c), nil
}

func (n *town) Item(*store.Tx, models.ItemID) (ordering.MenuItem, error) {
	return ordering.MenuItem{}, models.Missing
}

func (n *town) Asks(*store.Tx, models.ItemID) (dispatching.Asks, error) {
	return dispatching.Asks{}, nil
}

func (n *town) Dispatch(*store.Tx) (dispatch.Rule, error) { return dispatch.DefaultRule(), nil }

func (n *town) Someone(*store.Tx, models.Actor, ordering.Person) (models.PersonID, error) {
	return models.PersonID{}, models.Missing
}

// form is an application for an area.
func form(area models.AreaCode, skills ...string) volunteering.Form {
	return volunteering.Form{Form: volunteer.Form{Skills: append([]string{}, skills...), Areas: []models.AreaCode{area}}}
}

// because is a form with nothing but a reason.
var because = volunteering.Form{Note: "理由"}

// applied is somebody who has applied for the community.
func (n *town) applied() (models.Actor, volunteering.Shown) {
	n.T.Helper()
	a := n.Person(models.Resident, testkit.City)
	v, err := n.Apply(n.T.Context(), a, form(testkit.Community, "hairdressing"))
	if err != nil {
		n.T.Fatal(err)
	}
	return a, v
}

// must raises an event that must go well.
func (n *town) must(a models.Actor, id models.PersonID, e volunteer.Event, f volunteering.Form) volunteering.Shown {
	n.T.Helper()
	v, err := n.Raise(n.T.Context(), a, id, e, f)
	if err != nil {
		n.T.Fatalf("%s: %v", e, err)
	}
	return v
}

// refused raises an event that must fail with the code.
func (n *town) refused(a models.Actor, id models.PersonID, e volunteer.Event, f volunteering.Form, code string) {
	n.T.Helper()
	if _, err := n.Raise(n.T.Context(), a, id, e, f); models.CodeOf(err) != code {
		n.T.Fatalf("%s: %v, want %s", e, err, code)
	}
}

// seats lists the areas of somebody's live volunteer's seats.
func (n *town) seats(p models.PersonID) (areas []models.AreaCode) {
	n.T.Helper()
	held, err := people.Seats(n.Store.Read(n.T.Context()), p, n.Now())
	if err != nil {
		n.T.Fatal(err)
	}
	for _, s := range held {
		if s.Role == models.Volunteer {
			areas = append(areas, s.Area)
		}
	}
	return areas
}

// all runs fn for 0 to n-1 at once.
func all(n int, fn func(i int)) {
	var start, done sync.WaitGroup
	start.Add(1)
	for i := range n {
		done.Go(func() { start.Wait(); fn(i) })
	}
	start.Done()
	done.Wait()
}

// pooled is a wish in the pool.
func (n *town) pooled() models.OrderID {
	n.T.Helper()
	id, err := n.orders.Place(n.T.Context(), n.resident, ordering.Draft{Kind: order.Wish, Area: testkit.Grid, Title: "想要一副老花镜"})
	if err != nil {
		n.T.Fatal(err)
	}
	n.move(n.staff, id, order.Publish, ordering.Brings{PublicTitle: "卡"})
	return id
}

// move raises an event of an order that must go well.
func (n *town) move(a models.Actor, id models.OrderID, e order.Event, b ordering.Brings) {
	n.T.Helper()
	if _, err := n.orders.Raise(n.T.Context(), a, id, e, b); err != nil {
		n.T.Fatalf("%s: %v", e, err)
	}
}

// barred raises an event of an order that must fail with the code.
func (n *town) barred(a models.Actor, id models.OrderID, e order.Event, b ordering.Brings, code string) {
	n.T.Helper()
	if _, err := n.orders.Raise(n.T.Context(), a, id, e, b); models.CodeOf(err) != code {
		n.T.Fatalf("%s: %v, want %s", e, err, code)
	}
}

// serve lets somebody who has the order serve it for so long.
func (n *town) serve(a models.Actor, id models.OrderID, long time.Duration) {
	n.T.Helper()
	shown, err := n.orders.Show(n.T.Context(), n.resident, id)
	if err != nil {
		n.T.Fatal(err)
	}
	n.move(a, id, order.SignIn, ordering.Brings{Code: shown.SignInCode})
	n.Pass(long)
	n.move(a, id, order.Finish, ordering.Brings{Result: "好了"})
}
