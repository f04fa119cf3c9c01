package audits

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
)

// Filter narrows a search; what is zero asks for nothing.
type Filter struct {
	Actor     models.PersonID
	Person    models.PersonID // with every record that was merged into theirs
	Action    string          // an action, or all below one when it ends with a dot: "look."
	Subject   string
	SubjectID string
	From, To  time.Time // from From on, before To
	Others    bool      // leaves out what Person did themself
}

// Found is a line with the seats that its actor held at the time.
type Found struct {
	ID int64
	Line
	Seats []models.Seat
}

const searchSQL = `SELECT a.id, a.at, a.actor_id, a.session_id, a.action, a.subject, a.subject_id, a.person_id, a.reason, a.detail,
		(SELECT COALESCE(jsonb_agg(jsonb_build_object('role', s.role, 'area_code', s.area_code) ORDER BY s.role, s.area_code), '[]') FROM seats s
			WHERE s.person_id = a.actor_id AND s.from_at <= a.at AND COALESCE(LEAST(s.ended_at, s.until_at), 'infinity') > a.at)
	FROM audit a
	WHERE (a.at, a.id) < (@at, CAST(@id AS bigint)) AND a.at >= @from AND a.at < @to
		AND (CAST(@actor AS uuid) IS NULL OR a.actor_id = @actor) AND (CAST(@person AS uuid) IS NULL OR a.person_id = ANY (CAST(@selves AS uuid[])))
		AND (NOT @others OR a.actor_id IS DISTINCT FROM CAST(@person AS uuid))
		AND (@action = '' OR a.action = @action OR @action LIKE '%.' AND starts_with(a.action, @action))
		AND (@subject = '' OR a.subject = @subject) AND (@subject_id = '' OR a.subject_id = @subject_id)
	ORDER BY a.at DESC, a.id DESC LIMIT @limit`

// Search gives one page of lines, newest first.
func Search(tx *store.Tx, f Filter, page store.Page) ([]Found, string, error) {
	after, err := page.After()
	if err != nil {
		return nil, "", err
	}
	id, err := lineID(after.ID)
	if err != nil {
		return nil, "", err
	}
	selves, err := people.Selves(tx, f.Person)
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, searchSQL, store.Args{"at": after.At, "id": id, "from": f.From, "to": f.To, "actor": f.Actor, "person": f.Person,
		"selves": store.Array(selves), "others": f.Others, "action": f.Action, "subject": f.Subject, "subject_id": f.SubjectID, "limit": page.Limit + 1}, scanFound)
	if err != nil {
		return nil, "", err
	}
	found, next := store.Next(page, found, func(l Found) store.Key { return store.Key{At: l.At, ID: cursorID(l.ID)} })
	return found, next, nil
}

// cursorID writes the number of a line in the form that cursors have for ids; lineID reads it, up to the last of all cursors.
func cursorID(id int64) string { return fmt.Sprintf("00000000-0000-0000-0000-%012x", id) }

func lineID(cursor string) (int64, error) {
	id, err := strconv.ParseInt(cursor[len(cursor)-12:], 16, 64)
	if err != nil {
		return 0, models.BadField("cursor", "unreadable")
	}
	return id, nil
}

func scanFound(r store.Rows, l *Found) error {
	var detail, seats []byte
	if err := r.Scan(&l.ID, &l.At, &l.Actor.Person, &l.Actor.Session, &l.Action, &l.Subject, &l.SubjectID, &l.Person, &l.Reason, &detail,
		&seats); err != nil {
		return err
	}
	if err := json.Unmarshal(detail, &l.Detail); err != nil {
		return err
	}
	return json.Unmarshal(seats, &l.Seats)
}

// Verified tells when a verification last went over everything and how many faults it found; the zero time: never.
func Verified(tx *store.Tx) (at time.Time, faults int64, err error) {
	type walk struct {
		at     time.Time
		faults int64
	}
	found, err := store.Query(tx, `SELECT at, CAST(detail ->> 'faults' AS bigint) FROM audit
		WHERE subject = @subject AND subject_id = @id AND action = @action ORDER BY at DESC, id DESC LIMIT 1`,
		store.Args{"subject": audit.Subject, "id": audit.Chain, "action": audit.Verified},
		func(r store.Rows, w *walk) error { return r.Scan(&w.at, &w.faults) })
	if err != nil || len(found) == 0 {
		return at, 0, err
	}
	return found[0].at, found[0].faults, nil
}
