package crowd

import (
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
)

// Person is one row of a person, with the data key and a seat; everybody is a resident too.
type Person struct {
	ID        models.PersonID    `json:"id"`
	Name      secret.Sealed      `json:"name"`
	Phone     secret.Sealed      `json:"phone"`
	Index     secret.Sealed      `json:"phone_index"`
	Address   secret.Sealed      `json:"address"`
	Household models.HouseholdID `json:"household_id"`
	Area      models.AreaCode    `json:"area_code"`
	At        time.Time          `json:"created_at"`
	Wrapped   secret.Sealed      `json:"wrapped"`
	Seat      models.SeatID      `json:"seat"`
	Role      models.Role        `json:"role"`
	Over      models.AreaCode    `json:"over"` // the area of the seat
}

// AddPeople writes people, their keys and seats; a household that they name is made where it is missing.
func AddPeople(tx *store.Tx, people []Person) error { return store.AddRows(tx, peopleSQL, people) }

const peopleSQL = `
	WITH r AS MATERIALIZED (
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, name bytea, phone bytea, phone_index bytea, address bytea, household_id uuid,
			area_code text, created_at timestamptz, wrapped bytea, seat uuid, role text, over text)
	), h AS (
		INSERT INTO households (id, area_code) SELECT DISTINCT ON (household_id) household_id, area_code FROM r WHERE household_id IS NOT NULL
		ON CONFLICT DO NOTHING
	), p AS (
		INSERT INTO persons (id, name, phone, phone_index, address, household_id, area_code, created_at)
		SELECT id, name, phone, phone_index, address, household_id, area_code, created_at FROM r
	), k AS (
		INSERT INTO person_keys (person_id, wrapped) SELECT id, wrapped FROM r
	)
	INSERT INTO seats (id, person_id, role, area_code, from_at) SELECT seat, id, role, over, created_at FROM r
	UNION ALL SELECT gen_random_uuid(), id, 'resident', left(area_code, 6), created_at FROM r WHERE role <> 'resident' `

// AddOrders writes orders; their journals come after them.
func AddOrders(tx *store.Tx, orders []order.Order) error { return store.AddRows(tx, ordersSQL, orders) }

const ordersSQL = `INSERT INTO orders SELECT * FROM json_populate_recordset(CAST(NULL AS orders), CAST(@rows AS json))`

// event is one line of a journal.
type event struct {
	ID      models.EventID  `json:"id"`
	Order   models.OrderID  `json:"order_id"`
	Event   order.Event     `json:"event"`
	From    order.State     `json:"from_state"`
	To      order.State     `json:"to_state"`
	Version int             `json:"version"`
	Actor   models.PersonID `json:"actor_id"`
	At      time.Time       `json:"at"`
	Note    secret.Sealed   `json:"note"`
	Patch   order.Patch     `json:"patch"`
}

const eventsSQL = `
	INSERT INTO order_events (id, order_id, event, from_state, to_state, version, actor_id, at, note, patch)
	SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, order_id uuid, event text, from_state text, to_state text, version integer,
		actor_id uuid, at timestamptz, note bytea, patch jsonb)`

// assignment is one time that somebody had an order.
type assignment struct {
	ID       models.AssignmentID `json:"id"`
	Order    models.OrderID      `json:"order_id"`
	Person   models.PersonID     `json:"person_id"`
	Offered  time.Time           `json:"offered_at"`
	Accepted *time.Time          `json:"accepted_at"`
	Ended    *time.Time          `json:"ended_at"`
	By       order.Event         `json:"ended_by"`
}

const assignmentsSQL = `
	WITH r AS MATERIALIZED (
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, order_id uuid, person_id uuid, offered_at timestamptz,
			accepted_at timestamptz, ended_at timestamptz, ended_by text)
	), a AS (
		INSERT INTO assignments (id, order_id, person_id, offered_at, accepted_at, ended_at, ended_by) SELECT * FROM r
	)
	INSERT INTO assignment_members (assignment_id, person_id) SELECT id, person_id FROM r`

// rating is what a requester said of one finish.
type rating struct {
	Order   models.OrderID  `json:"order_id"`
	Finish  int             `json:"finish"`
	By      models.PersonID `json:"rated_by"`
	Stars   int             `json:"stars"`
	Tags    []string        `json:"tags"`
	Comment secret.Sealed   `json:"comment"`
	At      time.Time       `json:"at"`
}

const ratingsSQL = `
	INSERT INTO ratings (order_id, finish, rated_by, solved, stars, tags, comment, at)
	SELECT order_id, finish, rated_by, true, stars, tags, comment, at FROM json_to_recordset(CAST(@rows AS json)) AS r (order_id uuid,
		finish integer, rated_by uuid, stars integer, tags text[], comment bytea, at timestamptz)`

// call is one call-back.
type call struct {
	Event  models.EventID `json:"event_id"`
	Order  models.OrderID `json:"order_id"`
	Finish int            `json:"finish"`
	At     time.Time      `json:"at"`
	order.CallBackForm
}

const callsSQL = `
	INSERT INTO call_backs (event_id, order_id, finish, valid, contacted, solved, satisfaction, at)
	SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (event_id uuid, order_id uuid, finish integer, valid boolean, contacted boolean, solved boolean,
		satisfaction text, at timestamptz)`

// service is the hours that one finish earned.
type service struct {
	ID      models.EventID  `json:"id"`
	Person  models.PersonID `json:"person_id"`
	Order   models.OrderID  `json:"order_id"`
	Finish  int             `json:"finish"`
	Minutes int             `json:"minutes"`
	Day     string          `json:"day"`
	At      time.Time       `json:"at"`
}

const servicesSQL = `
	INSERT INTO hours (id, person_id, order_id, finish, minutes, day, reason, at)
	SELECT id, person_id, order_id, finish, minutes, day, 'service', at FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, person_id uuid,
		order_id uuid, finish integer, minutes integer, day date, at timestamptz)`

// ask is a two-person act: Decider is nobody while it waits.
type ask struct {
	ID      models.ApprovalID `json:"id"`
	Kind    order.Event       `json:"kind"`
	Order   models.OrderID    `json:"order_id"`
	Body    json.RawMessage   `json:"body"`
	Note    secret.Sealed     `json:"note"`
	Asker   models.PersonID   `json:"asked_by"`
	AskedAt time.Time         `json:"asked_at"`
	Decider models.PersonID   `json:"decided_by"`
	Decided *time.Time        `json:"decided_at"`
	Outcome string            `json:"outcome"`
}

const asksSQL = `
	INSERT INTO approvals (id, kind, order_id, body, note, asked_by, asked_at, decided_by, decided_at, outcome)
	SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, kind text, order_id uuid, body jsonb, note bytea, asked_by uuid,
		asked_at timestamptz, decided_by uuid, decided_at timestamptz, outcome text)`

// ranking is the kept inputs of one choice of the rule engine.
type ranking struct {
	ID     models.EventID  `json:"id"`
	Order  models.OrderID  `json:"order_id"`
	Inputs json.RawMessage `json:"inputs"`
	Chosen models.PersonID `json:"chosen"`
	At     time.Time       `json:"at"`
}

const rankingsSQL = `
	INSERT INTO dispatches (id, order_id, inputs, chosen, at)
	SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, order_id uuid, inputs jsonb, chosen uuid, at timestamptz)`

// batch is what some lives left behind.
type batch struct {
	orders      []order.Order
	events      []event
	assignments []assignment
	ratings     []rating
	calls       []call
	services    []service
	asks        []ask
	rankings    []ranking
}

// write writes the batch; what a crash would lose of it is made anew by whoever wanted it.
func (b *batch) write(tx *store.Tx) error {
	if _, err := tx.Exec(`SET LOCAL synchronous_commit = off`, nil); err != nil {
		return err
	}
	for _, write := range []func() error{
		func() error { return AddOrders(tx, b.orders) },
		func() error { return store.AddRows(tx, eventsSQL, b.events) },
		func() error { return store.AddRows(tx, assignmentsSQL, b.assignments) },
		func() error { return store.AddRows(tx, ratingsSQL, b.ratings) },
		func() error { return store.AddRows(tx, callsSQL, b.calls) },
		func() error { return store.AddRows(tx, servicesSQL, b.services) },
		func() error { return store.AddRows(tx, asksSQL, b.asks) },
		func() error { return store.AddRows(tx, rankingsSQL, b.rankings) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}
