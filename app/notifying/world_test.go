package notifying_test

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"context"

	"delinli/app/channel"
	"delinli/app/dispatching"
	"delinli/app/notifying"
	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/notice"
	"delinli/models/order"
)

// town is a world with the verbs of orders and of notices in it.
type town struct {
	*testkit.World
	*notifying.Service
	orders *ordering.Service
	item   ordering.MenuItem
	sms    *gateway
	seen   int64 // the last row of the outbox that was told
	names  map[models.PersonID]string

	resident, volunteer, staff, secretary, street, city, department models.Actor
}

func newTown(t *testing.T) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, sms: &gateway{}, names: map[models.PersonID]string{}}
	for _, p := range []struct {
		actor *models.Actor
		name  string
		role  models.Role
		area  models.AreaCode
	}{{&n.resident, "resident", models.Resident, testkit.City}, {&n.staff, "staff", models.CommunityStaff, testkit.Community},
		{&n.secretary, "secretary", models.CommunitySecretary, testkit.Community}, {&n.street, "street", models.StreetStaff, testkit.Street},
		{&n.city, "city", models.CityStaff, testkit.City}, {&n.department, "department", models.DepartmentStaff, testkit.City}} {
		*p.actor = n.called(p.name, w.Person(p.role, p.area))
	}
	n.volunteer = n.called("volunteer", w.Volunteer(testkit.Community, 3))
	n.item = ordering.MenuItem{Item: order.Item{ID: models.NewID[models.ItemID](rand.Reader), Class: calendar.General, Route: dispatch.ToStaff}, Name: "陪诊"}
	w.Exec(`INSERT INTO items (id, category, name, position, body) VALUES (@id, 'elders', '陪诊', 1, '{}')`, store.Args{"id": n.item.ID})
	fitness := &dispatching.Service{DB: w.Store, Now: w.Now, Random: rand.Reader, Menu: n, Rules: n}
	n.orders = &ordering.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Now: w.Now, Random: rand.Reader, Settings: n, Menu: n,
		Fitness: fitness, Hours: n, People: n}
	n.Service = &notifying.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler), SMS: n.sms}
	return n
}

// Now is the clock of the town.
func (n *town) Now() time.Time { return n.World.Now() }

// Calendar, Policy, Item, Asks, Dispatch, Credit and Someone are what the verbs of orders need of others.
func (n *town) Calendar(*store.Tx) (calendar.Calendar, error) {
	return calendar.New(calendar.Shipped()...)
}

func (n *town) Policy(_ *store.Tx, c calendar.Class) (calendar.Policy, error) {
	return calendar.Default(c), nil
}

func (n *town) Item(*store.Tx, models.ItemID) (ordering.MenuItem, error) { return n.item, nil }

func (n *town) Asks(*store.Tx, models.ItemID) (dispatching.Asks, error) {
	return dispatching.Asks{}, nil
}

func (n *town) Dispatch(*store.Tx) (dispatch.Rule, error) { return dispatch.DefaultRule(), nil }

func (n *town) Credit(*store.Tx, order.Order, []models.PersonID) error { return nil }

func (n *town) Someone(*store.Tx, models.Actor, ordering.Person) (models.PersonID, error) {
	return n.called("neighbour", n.Person(models.Resident, testkit.Community)).Person, nil
}

// called gives the actor a name for the test and a phone.
func (n *town) called(name string, a models.Actor) models.Actor {
	n.T.Helper()
	n.names[a.Person] = name
	tx := n.World.Store.Read(n.T.Context())
	key, err := people.Key(tx, a.Person)
	n.ok(err)
	sealed, err := n.World.Vault.Seal(key, people.Place(a.Person, "phone"), "13812341234")
	n.ok(err)
	n.Exec(`UPDATE persons SET phone = @phone WHERE id = @id`, store.Args{"phone": sealed, "id": a.Person})
	return a
}

func (n *town) ok(err error) {
	n.T.Helper()
	if err != nil {
		n.T.Fatal(err)
	}
}

// gateway keeps what was sent, and answers with err.
type gateway struct {
	mu   sync.Mutex
	sent []channel.Message
	err  error
}

// Name is SMS.
func (*gateway) Name() notice.Channel { return notice.SMS }

// Send keeps the message.
func (g *gateway) Send(_ context.Context, m channel.Message) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.err == nil {
		g.sent = append(g.sent, m)
	}
	return g.err
}

// place puts in an order of the resident.
func (n *town) place(kind order.Kind) models.OrderID {
	n.T.Helper()
	d := ordering.Draft{Kind: kind, Area: testkit.Grid, Title: "想要一副老花镜"}
	if kind == order.Menu {
		d.Item = n.item.ID
	}
	id, err := n.orders.Place(n.T.Context(), n.resident, d)
	n.ok(err)
	return id
}

// raise raises an event that must go well, a second after what was before.
func (n *town) raise(a models.Actor, id models.OrderID, e order.Event, b ordering.Brings) ordering.Moved {
	n.T.Helper()
	n.Pass(time.Second)
	m, err := n.orders.Raise(n.T.Context(), a, id, e, b)
	if err != nil {
		n.T.Fatalf("%s: %v", e, err)
	}
	return m
}

var because = ordering.Brings{Reason: "理由"}

// rows are what the outbox got since the last call.
func (n *town) rows() []outbox.Row {
	n.T.Helper()
	rows, err := store.Query(n.World.Store.Read(n.T.Context()), `SELECT CAST(CAST(xid AS text) AS bigint), id, topic, ref, event, version, at FROM outbox
		WHERE id > @seen ORDER BY id`, store.Args{"seen": n.seen}, func(r store.Rows, row *outbox.Row) error {
		return r.Scan(&row.Xid, &row.ID, &row.Topic, &row.Ref, &row.Event, &row.Version, &row.At)
	})
	n.ok(err)
	if len(rows) > 0 {
		n.seen = rows[len(rows)-1].ID
	}
	return rows
}

// told handles what has happened since the last call, twice, and lists who was told what: "name kind".
func (n *town) told() string {
	n.T.Helper()
	before := n.Count(`SELECT count(*) FROM notices`, nil)
	for _, row := range n.rows() {
		for range 2 {
			n.ok(n.Happened(n.T.Context(), row))
		}
	}
	return n.newest(n.Count(`SELECT count(*) FROM notices`, nil) - before)
}

func (n *town) newest(count int) string {
	n.T.Helper()
	type line struct {
		who  models.PersonID
		kind string
	}
	found, err := store.Query(n.World.Store.Read(n.T.Context()), `SELECT person_id, kind FROM notices ORDER BY id DESC LIMIT @count`,
		store.Args{"count": count}, func(r store.Rows, l *line) error { return r.Scan(&l.who, &l.kind) })
	n.ok(err)
	var all []string
	for _, l := range found {
		all = append(all, fmt.Sprint(n.names[l.who], " ", strings.TrimPrefix(l.kind, "order.")))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// expect says who must have been told what since the last call.
func (n *town) expect(what, want string) {
	n.T.Helper()
	if got := n.told(); got != want {
		n.T.Errorf("%s: told %q, want %q", what, got, want)
	}
}
