package reporting_test

import (
	"crypto/rand"
	mathrand "math/rand/v2"
	"testing"
	"time"

	"delinli/app/cataloguing"
	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/report"
)

// town is a world with figures, and people of every level who ask for them.
type town struct {
	*testkit.World
	*reporting.Service
	city, street, staff, elsewhere models.Actor
	resident                       models.Actor
	items                          []models.ItemID
	servers                        []models.PersonID
	team                           models.TeamID
}

func newTown(t testing.TB) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, city: w.Person(models.CityStaff, testkit.City), street: w.Person(models.StreetStaff, testkit.Street),
		staff: w.Person(models.CommunityStaff, testkit.Community), elsewhere: w.Person(models.CommunityStaff, testkit.Elsewhere),
		resident: w.Person(models.Resident, testkit.Grid)}
	settings := &cataloguing.Service{DB: w.Store, Now: w.Now, Random: rand.Reader}
	people := &volunteering.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader}
	n.Service = &reporting.Service{DB: w.Store, Now: w.Now, Weights: settings, People: people}
	for _, name := range []string{"陪诊", "理发", "修水管"} {
		id := models.NewID[models.ItemID](rand.Reader)
		w.Exec(`INSERT INTO items (id, category, name, position, body) VALUES (@id, 'elders', @name, 1, '{}')`, store.Args{"id": id, "name": name})
		n.items = append(n.items, id)
	}
	for range 3 {
		n.servers = append(n.servers, w.Volunteer(testkit.City, 3).Person)
	}
	n.team = models.NewID[models.TeamID](rand.Reader)
	w.Exec(`INSERT INTO teams (id, name, leader_id, area_code) VALUES (@id, '清风队', @leader, @area)`,
		store.Args{"id": n.team, "leader": n.servers[2], "area": string(testkit.City)})
	return n
}

// Now is the world's clock.
func (n *town) Now() time.Time { return n.World.Now() }

// row is an order as the tables have it; zero fields are an open wish of the grid that was placed now and is due in a week.
type row struct {
	area      models.AreaCode
	state     string
	item      models.ItemID
	household models.HouseholdID
	person    models.PersonID
	team      models.TeamID
	placed    time.Time
	due       time.Time
	stopped   *time.Time
	ended     *time.Time
	finishes  int
	noAnswer  bool
}

var held = map[string]bool{"offered": true, "accepted": true, "in_service": true, "suspended": true}

// batch is rows on their way into the tables.
type batch struct{ orders, events, answers, approvals []map[string]any }

// put writes them, each kind at once.
func (n *town) put(b batch) {
	n.T.Helper()
	n.Exec(`INSERT INTO orders SELECT * FROM jsonb_populate_recordset(CAST(NULL AS orders), CAST(@rows AS jsonb))`, store.Args{"rows": listed(b.orders)})
	n.Exec(`INSERT INTO order_events (id, order_id, event, from_state, to_state, version, at, patch)
		SELECT id, order_id, event, '', '', row_number() OVER (), at, '{}' FROM jsonb_populate_recordset(CAST(NULL AS order_events), CAST(@rows AS jsonb))`,
		store.Args{"rows": listed(b.events)})
	n.know()
	n.Exec(`INSERT INTO call_backs SELECT * FROM jsonb_populate_recordset(CAST(NULL AS call_backs), CAST(@rows AS jsonb))`,
		store.Args{"rows": listed(b.answers)})
	n.Exec(`INSERT INTO approvals SELECT * FROM jsonb_populate_recordset(CAST(NULL AS approvals), CAST(@rows AS jsonb))`,
		store.Args{"rows": listed(b.approvals)})
}

// know lets orders know what their journals tell, as the verbs do.
func (n *town) know() {
	n.T.Helper()
	n.Exec(`UPDATE orders o SET accepted_at = (SELECT min(at) FROM order_events e WHERE e.order_id = o.id AND event IN ('claim', 'accept')),
		finished_at = (SELECT max(at) FROM order_events e WHERE e.order_id = o.id AND event = 'finish')`, nil)
}

func listed(rows []map[string]any) any { return store.AsJSON(append([]map[string]any{}, rows...)) }

// order is an order as the tables have it.
func (b *batch) order(n *town, r row) models.OrderID {
	if r.area == "" {
		r.area = testkit.Grid
	}
	if r.state == "" {
		r.state = "placed"
	}
	if held[r.state] && r.person.IsZero() && r.team.IsZero() {
		r.person = n.servers[0]
	}
	if r.placed.IsZero() {
		r.placed = n.Now()
	}
	if r.due.IsZero() {
		r.due = r.placed.AddDate(0, 0, 7)
	}
	id := models.NewID[models.OrderID](rand.Reader)
	columns := map[string]any{"id": id, "number": id, "kind": "wish", "class": "general", "visibility": "private", "version": 1, "priority": 0, "reachable": true,
		"title": `\x00`, "search_tokens": []int{}, "public_title": "", "public_text": "", "public_bigrams": []int{}, "public_pictures": false,
		"slots": 1, "route": "wait", "reach": "", "referred_to": "", "hand_backs": 0, "served": 0, "public_reason": "", "appeals": 0, "urges": 0,
		"extended": false, "card": "", "escalated": "", "clock": row{}, "limit_clock": row{}, "returns": 0, "area_code": r.area, "state": r.state,
		"item_id": r.item, "household_id": r.household, "requester_id": n.resident.Person, "placed_by": n.resident.Person, "assignee_id": r.person,
		"team_id": r.team, "placed_at": r.placed, "moved_at": r.placed, "due_at": r.due, "amber_at": r.due, "stopped_at": r.stopped,
		"ended_at": r.ended, "finishes": r.finishes, "no_answer": r.noAnswer}
	if r.state == "pool" {
		columns["visibility"] = "public"
	}
	if r.ended == nil && r.state != "done" {
		columns["next_due"] = r.due
	}
	b.orders = append(b.orders, columns)
	return id
}

func (n *town) order(r row) models.OrderID {
	n.T.Helper()
	var b batch
	id := b.order(n, r)
	n.put(b)
	return id
}

// event writes a line of an order's journal.
func (b *batch) event(o models.OrderID, event string, at time.Time) models.EventID {
	id := models.NewID[models.EventID](rand.Reader)
	b.events = append(b.events, map[string]any{"id": id, "order_id": o, "event": event, "at": at})
	return id
}

func (n *town) event(o models.OrderID, event string, at time.Time) {
	n.T.Helper()
	n.Exec(`INSERT INTO order_events (id, order_id, event, from_state, to_state, version, at, patch)
		SELECT gen_random_uuid(), @order, @event, '', '', 1 + count(*), @at, '{}' FROM order_events`, store.Args{"order": o, "event": event, "at": at})
	n.know()
}

// answer is what a call-back found.
type answer struct {
	valid, contacted, solved bool
	satisfaction             string
	finish                   int             // there is one answer about each
	by                       models.PersonID // whose service it was about
	at                       time.Time
}

func (b *batch) callBack(o models.OrderID, a answer) {
	b.answers = append(b.answers, map[string]any{"event_id": b.event(o, "call_back", a.at), "order_id": o, "finish": a.finish, "served_by": a.by, "valid": a.valid,
		"contacted": a.contacted, "solved": a.solved, "satisfaction": a.satisfaction, "at": a.at})
}

func (n *town) callBack(o models.OrderID, a answer) {
	n.T.Helper()
	if a.at.IsZero() {
		a.at = n.Now()
	}
	var b batch
	b.callBack(o, a)
	n.put(b)
}

// approve lets an order hang with the word of a second person, or refuses it.
func (b *batch) approve(n *town, o models.OrderID, outcome string) {
	b.approvals = append(b.approvals, map[string]any{"id": o, "kind": "suspend", "order_id": o, "body": row{}, "asked_by": n.resident.Person,
		"asked_at": n.Now(), "decided_by": n.staff.Person, "decided_at": n.Now(), "outcome": outcome})
}

func (n *town) approve(o models.OrderID, outcome string) {
	n.T.Helper()
	var b batch
	b.approve(n, o, outcome)
	n.put(b)
}

// serve credits somebody's service.
func (n *town) serve(o models.OrderID, by models.PersonID, minutes int) {
	n.T.Helper()
	n.Exec(`INSERT INTO hours (id, person_id, order_id, finish, minutes, day, reason, at) VALUES (gen_random_uuid(), @by, @order, 1, @minutes, CAST(CAST(@at AS timestamptz) AS date), 'service', @at)`,
		store.Args{"order": o, "by": by, "minutes": minutes, "at": n.Now()})
}

// states in which an order may stand, those of the denominators more often.
var states = []string{"placed", "need_info", "pool", "accepted", "in_service", "suspended", "suspended", "referred", "done", "done", "appealed", "rated",
	"rated", "rated", "closed", "closed", "rejected", "merged", "cancelled", "unfulfillable"}

var places = []models.AreaCode{testkit.Grid, testkit.Grid, testkit.Community, testkit.Street, testkit.Elsewhere, testkit.City}

func pick[T any](r *mathrand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// scatter fills the town with orders of the last fourteen months, and with what happened to them.
func (n *town) scatter(r *mathrand.Rand, orders int) {
	n.T.Helper()
	var b batch
	ago := func(days int) time.Time { return n.Now().Add(-time.Duration(r.IntN(days*24*60)) * time.Minute) }
	for range orders {
		o := row{area: pick(r, places...), state: pick(r, states...), placed: ago(420), item: pick(r, append(n.items, models.ItemID{})...)}
		o.due = o.placed.Add(time.Duration(r.IntN(14*24)) * time.Hour)
		stop := pick(r, o.due, o.due.Add(-time.Minute), o.due.Add(time.Minute), o.placed.Add(time.Hour))
		switch o.state {
		case "need_info", "suspended", "done", "appealed":
			o.stopped = &stop
		case "rated", "closed", "rejected", "merged", "cancelled", "unfulfillable":
			o.stopped, o.ended = &stop, new(stop.Add(time.Hour))
		}
		if pick(r, true, true, false) || held[o.state] {
			o.person = pick(r, n.servers...)
		} else if pick(r, true, false) {
			o.team = n.team
		}
		finished := o.state == "done" || o.state == "rated" || (o.state == "appealed" || o.state == "closed") && pick(r, true, true, false)
		if finished {
			o.finishes = 1
		}
		o.noAnswer = o.state == "closed" && pick(r, true, false)
		id := b.order(n, o)
		if o.state == "suspended" {
			b.approve(n, id, pick(r, "approved", "denied"))
		}
		b.journal(n, r, id, o)
	}
	n.put(b)
}

// journal adds acceptances, finishes and call-backs.
func (b *batch) journal(n *town, r *mathrand.Rand, id models.OrderID, o row) {
	later := func() time.Time { return o.placed.Add(time.Duration(1+r.IntN(20_000)) * time.Minute) }
	for range r.IntN(3) {
		b.event(id, pick(r, "claim", "accept"), later())
	}
	for range o.finishes * (1 + r.IntN(2)) {
		b.event(id, "finish", later())
	}
	for i := range r.IntN(3) {
		b.callBack(id, answer{finish: i, valid: pick(r, true, true, false), contacted: pick(r, true, false), solved: pick(r, true, false),
			satisfaction: pick(r, "", "satisfied", "basically", "unsatisfied"), by: pick(r, append(n.servers, models.PersonID{})...), at: later()})
	}
}

// all is the whole time in which anything happened.
var all = reporting.Question{From: "2020-01-01", To: "2026-12-31"}

func (n *town) rates(a models.Actor, q reporting.Question) reporting.Table {
	n.T.Helper()
	found, err := n.Rates(n.T.Context(), a, q)
	if err != nil {
		n.T.Fatal(err)
	}
	return found
}

// by is all figures, divided.
func by(d report.Dimension) reporting.Question {
	q := all
	q.By = d
	return q
}

// named gives somebody a name.
func (n *town) named(id models.PersonID, name string) {
	n.T.Helper()
	p, err := people.Get(n.Store.Read(n.T.Context()), id)
	if err != nil {
		n.T.Fatal(err)
	}
	sealed, err := n.Vault.Seal(p.Key, people.Place(id, "name"), name)
	if err != nil {
		n.T.Fatal(err)
	}
	n.Exec(`UPDATE persons SET name = @name WHERE id = @id`, store.Args{"name": sealed, "id": id})
}
