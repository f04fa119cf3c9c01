package orders

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
)

// Filter narrows a list; empty fields do not.
type Filter struct {
	State     order.State
	Kind      order.Kind
	Item      models.ItemID
	Area      models.AreaCode
	Lamp      string      // green, amber or red
	Pile      *order.Pile // of the desk: only what is owed so
	Due       bool        // a pile that begins with what is due first
	Assignee  models.PersonID
	Requester models.PersonID // of the desk
	From, To  time.Time       // placed from and before
	Bigrams   []string
	Tokens    [][]byte
	Now       time.Time
}

// Mine lists what the person placed or is helped by.
func Mine(tx *store.Tx, person models.PersonID, f Filter, p store.Page) ([]order.Order, string, error) {
	return list(tx, mineSQL, store.Args{"actor": person}, f, p)
}

// Tasks lists what the person or a team of theirs holds or held.
func Tasks(tx *store.Tx, person models.PersonID, f Filter, p store.Page) ([]order.Order, string, error) {
	return list(tx, tasksSQL, store.Args{"actor": person}, f, p)
}

// PoolOf lists the public orders that may be claimed now within reach of the volunteer's areas.
func PoolOf(tx *store.Tx, areas []models.AreaCode, f Filter, p store.Page) ([]order.Order, string, error) {
	return list(tx, poolSQL.of(f), store.Args{"areas": store.Array(areas)}, f, p)
}

// Around lists the public cards of the areas of a scope that were not taken back.
func Around(tx *store.Tx, s store.Scope, f Filter, p store.Page) ([]order.Order, string, error) {
	return list(tx, aroundSQL.of(f), store.Args{"areas": store.Array(s.Areas)}, f, p)
}

// Referred lists what lies with the departments that the actor acts for.
func Referred(tx *store.Tx, a models.Actor, f Filter, p store.Page) ([]order.Order, string, error) {
	var areas, units []string
	for _, s := range a.Seats {
		if s.Role == models.DepartmentStaff {
			areas, units = append(areas, string(s.Area)), append(units, s.Unit)
		}
	}
	return list(tx, referredSQL.of(f), store.Args{"areas": store.Array(areas), "units": store.Array(units)}, f, p)
}

// Wall lists the public cards.
func Wall(tx *store.Tx, f Filter, p store.Page) ([]order.Order, string, error) {
	return list(tx, wallSQL.of(f), store.Args{}, f, p)
}

// HeldBy lists the orders that the person, or a team that they lead, has now.
func HeldBy(tx *store.Tx, person models.PersonID) ([]models.OrderID, error) {
	return store.Query(tx, `SELECT g.order_id FROM assignments g LEFT JOIN teams t ON t.id = g.team_id
		WHERE g.ended_at IS NULL AND @person IN (g.person_id, t.leader_id)`,
		store.Args{"person": person}, store.Value[models.OrderID])
}

func list(tx *store.Tx, query string, args store.Args, f Filter, p store.Page) ([]order.Order, string, error) {
	start, err := f.start(p)
	if err != nil {
		return nil, "", err
	}
	args["item"], args["assignee"], args["from"], args["to"] = f.Item, f.Assignee, f.From, f.before()
	args["state"], args["kind"], args["area"], args["lamp"] = string(f.State), string(f.Kind), string(f.Area), f.Lamp
	args["bigrams"], args["tokens"], args["now"] = store.Array(f.Bigrams), store.Array(f.Tokens), f.Now
	args["at"], args["id"], args["limit"] = start.At, start.ID, p.Limit+1
	rows, err := store.Query(tx, query, args, scanCard)
	if err != nil {
		return nil, "", err
	}
	rows, next := store.Next(p, rows, f.key)
	return rows, next, nil
}

// start is the key after which a page begins.
func (f Filter) start(p store.Page) (store.Key, error) {
	if f.Due {
		return p.From(f.Pile.After)
	}
	return p.Before(f.before())
}

func (f Filter) key(o order.Order) store.Key {
	if f.Due {
		return store.Key{At: *o.NextDue, ID: o.ID.String()}
	}
	return store.Key{At: o.PlacedAt, ID: o.ID.String()}
}

// before is the moment before which orders were placed that are asked for.
func (f Filter) before() time.Time {
	if f.To.IsZero() {
		return store.Forever
	}
	return f.To
}

// Seated reports whether the person has a live seat of the role.
func Seated(tx *store.Tx, person models.PersonID, role models.Role, now time.Time) (bool, error) {
	return store.One(tx, `
		SELECT EXISTS (SELECT 1 FROM seats WHERE person_id = @person AND role = @role AND ended_at IS NULL AND from_at <= @now
			AND COALESCE(until_at, 'infinity') > @now)
			AND NOT EXISTS (SELECT 1 FROM accounts WHERE person_id = @person AND disabled_at IS NOT NULL)`,
		store.Args{"person": person, "role": string(role), "now": now}, store.Value[bool])
}

// Provisional lists open orders whose moments were counted over a year without a table.
func Provisional(tx *store.Tx) ([]models.OrderID, error) {
	return store.Query(tx, `
		SELECT id FROM orders WHERE wake_at IS NOT NULL AND 'true' IN (limit_clock->>'provisional', clock->>'provisional') ORDER BY wake_at`,
		nil, store.Value[models.OrderID])
}
