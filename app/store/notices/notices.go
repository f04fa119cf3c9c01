// Package notices is the SQL of what people are told: who stands near to what happened, the inbox, and what goes out beside it.
package notices

import (
	_ "embed"
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/notice"
	"delinli/models/order"
)

//go:embed tell.sql
var tellSQL string

// Entry is one notice to one person, with the channels by which it goes out too.
type Entry struct {
	ID       models.NoticeID  `json:"id"`
	Person   models.PersonID  `json:"person_id"`
	Kind     notice.Kind      `json:"kind"`
	Channels []notice.Channel `json:"channels"`
	After    time.Time        `json:"after_at"` // nothing goes out before
}

// Cause is what the notices come from: whoever was told of it before is not told again.
type Cause struct {
	Key    string
	Order  models.OrderID // zero: about no order
	Params notice.Params
	At     time.Time
}

// Tell writes notices with what goes out for them, and tells the screens. It counts those that are new.
func Tell(tx *store.Tx, c Cause, entries []Entry) (int64, error) {
	return tx.Exec(tellSQL, store.Args{"entries": store.AsJSON(entries), "cause": c.Key, "order": c.Order,
		"params": store.AsJSON(c.Params), "at": c.At})
}

// List reads one page of an inbox, newest first.
func List(tx *store.Tx, who models.PersonID, unread bool, page store.Page) ([]notice.Notice, string, error) {
	after, err := page.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, `SELECT n.id, n.kind, n.order_id, n.params, n.at, n.read_at, COALESCE(o.number, ''),
			COALESCE(o.visibility, ''), COALESCE(o.state, ''), COALESCE(o.public_title, '')
		FROM notices n LEFT JOIN orders o ON o.id = n.order_id
		WHERE n.person_id = @person AND (n.at, n.id) < (@at, CAST(@id AS uuid)) AND (n.read_at IS NULL OR NOT @unread)
		ORDER BY n.at DESC, n.id DESC LIMIT @limit`,
		store.Args{"person": who, "at": after.At, "id": after.ID, "unread": unread, "limit": page.Limit + 1}, scanNotice)
	shown, next := store.Next(page, found, func(n notice.Notice) store.Key { return store.Key{At: n.At, ID: n.ID.String()} })
	return shown, next, err
}

// scanNotice leaves the title out while the wall does not show the order.
func scanNotice(r store.Rows, n *notice.Notice) error {
	var params []byte
	var o order.Order
	if err := r.Scan(&n.ID, &n.Kind, &n.Order, &params, &n.At, &n.ReadAt, &n.Number, &o.Visibility, &o.State, &o.PublicTitle); err != nil {
		return err
	}
	if o.OnWall() {
		n.Title = o.PublicTitle
	}
	return json.Unmarshal(params, &n.Params)
}

// Unread counts what the person has not read.
func Unread(tx *store.Tx, who models.PersonID) (int, error) {
	return store.One(tx, `SELECT count(*) FROM notices WHERE person_id = @person AND read_at IS NULL`, store.Args{"person": who},
		store.Value[int])
}

// Read marks notices of the person as read: those of ids, or all.
func Read(tx *store.Tx, who models.PersonID, ids []models.NoticeID, all bool, now time.Time) error {
	_, err := tx.Exec(`UPDATE notices SET read_at = @now
		WHERE person_id = @person AND read_at IS NULL AND (@all OR id = ANY(CAST(@ids AS uuid[])))`,
		store.Args{"person": who, "ids": store.Array(ids), "all": all, "now": now})
	return err
}

// Preferences reads how the person wants to be told.
func Preferences(tx *store.Tx, who models.PersonID) (notice.Preferences, error) {
	p, err := store.One(tx, `SELECT preferences FROM persons WHERE id = @person`, store.Args{"person": who}, scanPreferences)
	return p, store.Missing(err)
}

// Prefer writes it.
func Prefer(tx *store.Tx, who models.PersonID, p notice.Preferences) error {
	_, err := tx.Exec(`UPDATE persons SET preferences = CAST(@preferences AS jsonb) WHERE id = @person AND erased_at IS NULL`,
		store.Args{"person": who, "preferences": store.AsJSON(p)})
	return err
}

func scanPreferences(r store.Rows, p *notice.Preferences) error {
	var raw []byte
	if err := r.Scan(&raw); err != nil {
		return err
	}
	return readPreferences(raw, p)
}

// readPreferences lets the usual stand where nothing was chosen.
func readPreferences(raw []byte, p *notice.Preferences) error {
	*p = notice.Default()
	return json.Unmarshal(raw, p)
}
