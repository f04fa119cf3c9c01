// Package approvals is the SQL of two-person acts: the first person leaves a request, another one decides.
package approvals

import (
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
)

// Request is an act that waits for its second person.
type Request struct {
	ID      models.ApprovalID
	Event   order.Event
	Order   models.OrderID
	AskedBy models.PersonID
	AskedAt time.Time
	Note    secret.Sealed // the reason, sealed under the requester's key
	Body    Body
}

// Body is what the act brings beside its reason.
type Body struct {
	Event models.EventID `json:"event"`
	Until *time.Time     `json:"until,omitempty"`
}

// Ask leaves the request of a change that asks; a second one of the same kind is refused (approvals_pending).
func Ask(tx *store.Tx, id models.ApprovalID, c order.Change, now time.Time) error {
	in := c.Input()
	_, err := tx.Exec(`
		WITH a AS (
			INSERT INTO approvals (id, kind, order_id, body, note, asked_by, asked_at)
			VALUES (@id, @kind, @order, CAST(@body AS jsonb), @note, @by, @now) RETURNING id
		)
		INSERT INTO outbox (topic, ref, event) SELECT 'approval', CAST(id AS text), @kind FROM a`,
		store.Args{"id": id, "kind": string(c.Event()), "order": c.Next().ID, "body": store.AsJSON(Body{in.Event, in.Until}),
			"note": in.Note, "by": c.Actor().Person, "now": now})
	if err != nil {
		return err
	}
	return audits.Log(tx, audits.Line{At: now, Actor: c.Actor(), Action: "approval.ask", Subject: "approval", SubjectID: id.String(),
		Detail: map[string]any{"kind": c.Event(), "order": c.Next().ID}})
}

// Take reads and locks a pending request about an order; a decided one is *not found*.
func Take(tx *store.Tx, id models.ApprovalID) (Request, error) {
	r, err := store.One(tx, `
		SELECT id, kind, order_id, asked_by, asked_at, note, body FROM approvals
		WHERE id = @id AND outcome = '' AND order_id IS NOT NULL FOR UPDATE`, store.Args{"id": id}, scan)
	return r, store.Missing(err)
}

// Pending lists the requests that wait, of one order.
func Pending(tx *store.Tx, id models.OrderID) ([]Request, error) {
	return store.Query(tx, `
		SELECT id, kind, order_id, asked_by, asked_at, note, body FROM approvals
		WHERE order_id = @order AND outcome = '' ORDER BY asked_at`, store.Args{"order": id}, scan)
}

// Waiting gives one page of the requests that wait, of orders within a scope, the newest first.
func Waiting(tx *store.Tx, s store.Scope, page store.Page) ([]Request, string, error) {
	after, err := page.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, `
		SELECT a.id, a.kind, a.order_id, a.asked_by, a.asked_at, a.note, a.body FROM approvals a JOIN orders o ON o.id = a.order_id
		WHERE a.outcome = '' AND (a.asked_at, a.id) < (@at, CAST(@id AS uuid))
			AND EXISTS (SELECT 1 FROM unnest(CAST(@areas AS text[])) area WHERE starts_with(o.area_code, area))
		ORDER BY a.asked_at DESC, a.id DESC LIMIT @limit`,
		store.Args{"areas": store.Array(s.Areas), "at": after.At, "id": after.ID, "limit": page.Limit + 1}, scan)
	if err != nil {
		return nil, "", err
	}
	found, next := store.Next(page, found, func(q Request) store.Key { return store.Key{At: q.AskedAt, ID: q.ID.String()} })
	return found, next, nil
}

func scan(r store.Rows, q *Request) error {
	var body []byte
	if err := r.Scan(&q.ID, &q.Event, &q.Order, &q.AskedBy, &q.AskedAt, &q.Note, &body); err != nil {
		return err
	}
	return json.Unmarshal(body, &q.Body)
}

// Close writes what the second person decided; the database refuses the first one.
func Close(tx *store.Tx, id models.ApprovalID, a models.Actor, approved bool, now time.Time) error {
	outcome := "denied"
	if approved {
		outcome = "approved"
	}
	_, err := tx.Exec(`
		WITH a AS (
			UPDATE approvals SET decided_by = @by, decided_at = @now, outcome = @outcome WHERE id = @id AND outcome = '' RETURNING id
		)
		INSERT INTO outbox (topic, ref, event) SELECT 'approval', CAST(id AS text), @outcome FROM a`,
		store.Args{"id": id, "by": a.Person, "now": now, "outcome": outcome})
	if err != nil {
		return err
	}
	return audits.Log(tx, audits.Line{At: now, Actor: a, Action: "approval." + outcome, Subject: "approval", SubjectID: id.String()})
}

// Void ends the requests of an order that has moved to where they make no sense.
func Void(tx *store.Tx, id models.OrderID, now time.Time) error {
	_, err := tx.Exec(`UPDATE approvals SET outcome = 'void', decided_at = @now WHERE order_id = @order AND outcome = ''`,
		store.Args{"order": id, "now": now})
	return err
}
