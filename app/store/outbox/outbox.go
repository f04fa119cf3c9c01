// Package outbox is the SQL of what happened: every write that others must hear of leaves a row in its own transaction. The relay
// makes jobs of the rows, the hub tells the screens.
package outbox

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"delinli/app/store"
)

// The topics. Ref is what a row of the topic names.
const (
	Order      = "order"      // ref: the order; event and version: what happened to it
	Approval   = "approval"   // ref: the approval; event: its kind when it is asked for, then "approved" or "denied"
	Complaint  = "complaint"  // ref: a complaint that was filed in confidence
	Correction = "correction" // ref: a correction that a resident asked for; event: its state
	Leave      = "leave"      // ref: a leave; event: "arranged" or "ended"
	Volunteer  = "volunteer"  // ref: the volunteer; event: what moved them to another state, or Invited
	Notice     = "notice"     // ref: the person who is told; event: the notice
	Session    = "session"    // ref: a session that ended
	Export     = "export"     // ref: an export; event: the state in which it ended
	Person     = "person"     // ref: somebody whose seats or account changed
	Settings   = "settings"   // ref: the area, item, year, class or rule that staff changed; event: which of them it is, "item" or "calendar"
)

// Invited is the event of a volunteer who is asked to join a team.
const Invited = "invited"

// Place is how far a reader has come: rows lie in the order of their transactions, and within one in the order of ids.
type Place struct {
	Xid uint64
	ID  int64
}

// String is the outside form: "xid-id".
func (p Place) String() string {
	return strconv.FormatUint(p.Xid, 10) + "-" + strconv.FormatInt(p.ID, 10)
}

// ParsePlace reads the outside form; ok is false for anything else.
func ParsePlace(s string) (p Place, ok bool) {
	xid, id, found := strings.Cut(s, "-")
	x, badXid := strconv.ParseUint(xid, 10, 64)
	i, badID := strconv.ParseInt(id, 10, 64)
	return Place{x, i}, found && badXid == nil && badID == nil && i >= 0
}

// Before reports whether p lies before q.
func (p Place) Before(q Place) bool { return p.Xid < q.Xid || p.Xid == q.Xid && p.ID < q.ID }

// Row is one thing that happened.
type Row struct {
	Place
	Topic, Ref, Event string
	Version           int
	At                time.Time // by the database's clock
}

// Add leaves a row in the transaction.
func Add(tx *store.Tx, topic, ref, event string, version int) error {
	_, err := tx.Exec(`INSERT INTO outbox (topic, ref, event, version) VALUES (@topic, @ref, @event, @version)`,
		store.Args{"topic": topic, "ref": ref, "event": event, "version": version})
	return err
}

// settledSQL leaves out rows of transactions that run beside one that has not ended: what is read once has no gap that fills later.
const settledSQL = `SELECT CAST(xid AS text), id, topic, ref, event, version, at FROM outbox
	WHERE (xid, id) > (CAST(CAST(@xid AS text) AS xid8), CAST(@id AS bigint)) AND xid < pg_snapshot_xmin(pg_current_snapshot())
	ORDER BY xid, id LIMIT @limit`

func settledArgs(after Place, limit int) store.Args {
	return store.Args{"xid": strconv.FormatUint(after.Xid, 10), "id": after.ID, "limit": limit}
}

// Settled lists the rows after a place that no running transaction can still get in between, oldest first.
func Settled(tx *store.Tx, after Place, limit int) ([]Row, error) {
	return store.Query(tx, settledSQL, settledArgs(after, limit), scan)
}

// Edge is the place after every row that is settled now.
func Edge(tx *store.Tx) (Place, error) {
	return store.One(tx, `SELECT CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text), 0`, nil, scanPlace)
}

// backSQL falls back on the beginning, when no row was removed since, and else on the edge.
const backSQL = `SELECT COALESCE(CAST(older.xid AS text), CASE WHEN EXISTS (SELECT FROM outbox WHERE id = 1) THEN '0'
			ELSE CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) END), COALESCE(older.id, 0)
	FROM (SELECT) AS always LEFT JOIN LATERAL (SELECT xid, id FROM outbox WHERE at < clock_timestamp() - make_interval(secs => @seconds)
		AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid DESC, id DESC LIMIT 1) AS older ON true`

// Back is the place before every row of the last d that is settled now.
func Back(tx *store.Tx, d time.Duration) (Place, error) {
	return store.One(tx, backSQL, store.Args{"seconds": d.Seconds()}, scanPlace)
}

// Kept reports whether every row after the place is still there and they are at most so many.
func Kept(tx *store.Tx, after Place, most int) (bool, error) {
	kept, err := store.One(tx, `
		SELECT EXISTS (SELECT FROM (SELECT xid, id FROM outbox ORDER BY xid, id LIMIT 1) AS first
				WHERE id = 1 OR (xid, id) <= (CAST(CAST(@xid AS text) AS xid8), CAST(@id AS bigint)))
			AND (SELECT count(*) FROM (SELECT FROM outbox WHERE (xid, id) > (CAST(CAST(@xid AS text) AS xid8), CAST(@id AS bigint))
				LIMIT CAST(@limit AS bigint)) AS rest) < @limit`, settledArgs(after, most+1), store.Value[bool])
	return kept, err
}

// Prune removes, of the oldest rows that the relay has taken, at most limit that are from before the moment, and tells how many they were.
func Prune(tx *store.Tx, before time.Time, limit int) (int64, error) {
	return tx.Exec(`DELETE FROM outbox WHERE id IN (SELECT id FROM
			(SELECT o.id, o.at FROM outbox o, relay r WHERE (o.xid, o.id) <= (r.xid, r.id) ORDER BY o.xid, o.id LIMIT @limit) AS oldest
		WHERE at < @before)`, store.Args{"before": before, "limit": limit})
}

// Lag tells how long the oldest row that the relay has not taken has been waiting; zero when there is none.
func Lag(tx *store.Tx) (time.Duration, error) {
	seconds, err := store.One(tx, `SELECT CAST(COALESCE(EXTRACT(epoch FROM clock_timestamp() - min(o.at)), 0) AS float8)
		FROM outbox o, relay r WHERE (o.xid, o.id) > (r.xid, r.id)`, nil, store.Value[float64])
	return time.Duration(seconds * float64(time.Second)), err
}

func scan(r store.Rows, row *Row) error {
	var xid string
	if err := r.Scan(&xid, &row.ID, &row.Topic, &row.Ref, &row.Event, &row.Version, &row.At); err != nil {
		return err
	}
	return row.readXid(xid)
}

func scanPlace(r store.Rows, p *Place) error {
	var xid string
	if err := r.Scan(&xid, &p.ID); err != nil {
		return err
	}
	return p.readXid(xid)
}

func (p *Place) readXid(s string) (err error) {
	if p.Xid, err = strconv.ParseUint(s, 10, 64); err != nil {
		return fmt.Errorf("not a transaction id: %w", err)
	}
	return nil
}
