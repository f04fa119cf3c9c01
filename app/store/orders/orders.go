// Package orders is the SQL of orders: one statement writes row, event, audit line and outbox row together.
package orders

import (
	_ "embed"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
)

//go:embed insert.sql
var insertSQL string

//go:embed commit.sql
var commitSQL string

//go:embed note.sql
var noteSQL string

// errMovedOn is what the loser of a race is told.
var errMovedOn = models.Fault(models.Conflict, "order.moved_on")

// Commit writes a change with its event, audit line and outbox row, or nothing: of several who saw the same version, one wins and the others
// are told that the order moved on.
func Commit(tx *store.Tx, c order.Change) error {
	patch, err := c.Patch()
	if err != nil {
		return err
	}
	was, next, in, actor := c.Was(), c.Next(), c.Input(), c.Actor()
	args := store.Args{
		"id": next.ID, "from_state": string(was.State), "to_state": string(next.State), "was": was.Version, "version": next.Version,
		"patch": store.AsJSON(patch), "event_id": in.Event, "event": string(c.Event()), "actor": actor.Person,
		"session": actor.Session, "at": next.MovedAt, "note": in.Note, "requester": next.Requester,
		"detail": store.AsJSON(detail(c)),
	}
	_, err = store.One(tx, statement(c.Event()), args, store.Value[models.OrderID])
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return errMovedOn
	}
	return err
}

func statement(e order.Event) string {
	switch {
	case e == order.Place:
		return insertSQL
	case slices.Contains(order.Beside, e):
		return noteSQL
	}
	return commitSQL
}

// detail is what the audit line tells beside the event: states, never texts.
func detail(c order.Change) map[string]any {
	return map[string]any{"from": c.Was().State, "to": c.Next().State, "version": c.Next().Version}
}

// Get reads an order, whoever asks; the verb decides what is shown. No row is *not found*.
func Get(tx *store.Tx, id models.OrderID) (order.Order, error) {
	o, err := store.One(tx, `SELECT to_jsonb(o) - 'search_tokens' - 'public_bigrams' FROM orders o WHERE id = @id`, store.Args{"id": id},
		store.JSON[order.Order])
	return o, store.Missing(err)
}

// GetAll reads several orders at once; who is not there stays away.
func GetAll(tx *store.Tx, ids []models.OrderID) ([]order.Order, error) {
	return store.Query(tx, `SELECT to_jsonb(o) - 'search_tokens' - 'public_bigrams' FROM orders o WHERE id = ANY (CAST(@ids AS uuid[]))`,
		store.Args{"ids": store.Array(ids)}, store.JSON[order.Order])
}

// Journal reads the patches of an order, oldest first.
func Journal(tx *store.Tx, id models.OrderID) ([]order.Patch, error) {
	return store.Query(tx, `SELECT patch FROM order_events WHERE order_id = @id ORDER BY seq`, store.Args{"id": id}, store.JSON[order.Patch])
}

// NextNumber draws the running part of an order number; it never repeats.
func NextNumber(tx *store.Tx) (int64, error) {
	return store.One(tx, `SELECT nextval('order_numbers')`, nil, store.Value[int64])
}

// Due lists, oldest first, the orders that the clock must look at.
func Due(tx *store.Tx, now time.Time, limit int) ([]models.OrderID, error) {
	return store.Query(tx, `SELECT id FROM orders WHERE wake_at <= @now ORDER BY wake_at, id LIMIT @limit`,
		store.Args{"now": now, "limit": limit}, store.Value[models.OrderID])
}
