package orders

import (
	_ "embed"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
)

//go:embed export.sql
var exportSQL string

// Particulars are what a table of orders names beside the order: places, the item, people, and how it was rated. Names, phone and address are
// sealed under the keys beside them.
type Particulars struct {
	Street, Community, Grid string
	Item                    string
	Name, Phone, Address    secret.Sealed     // of the requester and the order
	Key, OwnerKey           secret.WrappedKey // of the requester, and of the order's texts
	Server                  models.PersonID   // who served, for a team its leader
	ServerName              secret.Sealed
	ServerKey               secret.WrappedKey
	Team                    string
	Accepted, Finished      *time.Time
	Stars                   *int
}

// ParticularsOf reads them for several orders.
func ParticularsOf(tx *store.Tx, ids []models.OrderID) (map[models.OrderID]Particulars, error) {
	type row struct {
		id models.OrderID
		Particulars
	}
	found, err := store.Query(tx, exportSQL, store.Args{"ids": store.Array(ids)}, func(r store.Rows, p *row) error {
		return r.Scan(&p.id, &p.Street, &p.Community, &p.Grid, &p.Item, &p.Name, &p.Phone, &p.Address, &p.Key, &p.OwnerKey, &p.Server, &p.ServerName, &p.ServerKey,
			&p.Team, &p.Accepted, &p.Finished, &p.Stars)
	})
	all := make(map[models.OrderID]Particulars, len(found))
	for _, p := range found {
		all[p.id] = p.Particulars
	}
	return all, err
}

// DeskSize counts what Desk lists.
func DeskSize(tx *store.Tx, s store.Scope, f Filter) (int, error) {
	if s = s.Within(f.Area); len(s.Areas) == 0 {
		return 0, nil
	}
	args := pileArgs(f.Pile)
	if f.Pile == nil {
		args["states"] = store.Array(order.States)
	}
	args["areas"], args["requester"], args["piled"] = store.Array(s.Areas), f.Requester, f.Pile != nil
	args["item"], args["assignee"], args["from"], args["to"] = f.Item, f.Assignee, f.From, f.before()
	args["state"], args["kind"], args["area"], args["lamp"] = string(f.State), string(f.Kind), string(f.Area), f.Lamp
	args["bigrams"], args["tokens"], args["now"] = store.Array(f.Bigrams), store.Array(f.Tokens), f.Now
	return store.One(tx, sizeSQL, args, store.Value[int])
}

const sizeSQL = `SELECT count(*) FROM orders o WHERE ` + narrowed + inAreas + ` AND CASE WHEN placed_at >= @from AND placed_at < @to
	AND COALESCE(requester_id = CAST(@requester AS uuid), CAST(@requester AS uuid) IS NULL) AND state = ANY (CAST(@states AS text[]))
	AND (NOT @piled OR next_due IS NOT NULL AND next_due > @after AND next_due <= @until AND (returns > 0) >= @returned) THEN true ELSE false END`
