package volunteers

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/volunteer"
)

// Service is one credit of hours: what a member served until one finish of an order.
type Service struct {
	ID      models.EventID
	Person  models.PersonID
	Order   models.OrderID
	Finish  int
	Minutes int
	Flagged bool // the same pair of requester and volunteer met too often
	At      time.Time
}

// Credit books the minutes of one member for one finish; a second time is Conflict "hours.credited_before".
func Credit(tx *store.Tx, c Service) error {
	_, err := tx.Exec(`
		INSERT INTO hours (id, person_id, order_id, finish, minutes, day, reason, flagged, at)
		VALUES (CAST(@id AS uuid), @person, @order, @finish, @minutes, CAST(@day AS date), 'service', @flagged, @at)`,
		store.Args{"id": c.ID.String(), "person": c.Person, "order": c.Order, "finish": c.Finish, "minutes": c.Minutes, "day": dayOf(c.At),
			"flagged": c.Flagged, "at": c.At})
	return err
}

func dayOf(at time.Time) string { return at.In(models.Local).Format(time.DateOnly) }

// Day tells how many minutes a volunteer has on the local day of at; it keeps others from writing hours of the same volunteer until the
// transaction ends.
func Day(tx *store.Tx, p models.PersonID, at time.Time) (minutes int, err error) {
	if _, err := tx.Exec(`SELECT FROM volunteers WHERE person_id = @person FOR NO KEY UPDATE`, store.Args{"person": p}); err != nil {
		return 0, err
	}
	return store.One(tx, `SELECT COALESCE(sum(minutes), 0) FROM hours WHERE person_id = @person AND day = CAST(@day AS date)`,
		store.Args{"person": p, "day": dayOf(at)}, store.Value[int])
}

// Met tells how often a volunteer served the requester since.
func Met(tx *store.Tx, p, requester models.PersonID, since time.Time) (int, error) {
	return store.One(tx, `SELECT count(*) FROM hours h JOIN orders o ON o.id = h.order_id
		WHERE h.person_id = @person AND h.reason = 'service' AND h.at >= @since AND o.requester_id = @requester`,
		store.Args{"person": p, "since": since, "requester": requester}, store.Value[int])
}

// Entry is one line of the ledger.
type Entry struct {
	ID         models.EventID
	Order      models.OrderID    // zero for a correction
	Correction models.ApprovalID // zero for a service
	Minutes    int
	Day        time.Time // local midnight
	Flagged    bool
	At         time.Time
}

// Hours gives one page of somebody's ledger, the newest first.
func Hours(tx *store.Tx, p models.PersonID, page store.Page) ([]Entry, string, error) {
	after, err := page.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, `
		SELECT id, order_id, approval_id, minutes, to_char(day, 'YYYY-MM-DD'), flagged, at FROM hours
		WHERE person_id = @person AND (at, id) < (@at, CAST(@id AS uuid)) ORDER BY at DESC, id DESC LIMIT @limit`,
		store.Args{"person": p, "at": after.At, "id": after.ID, "limit": page.Limit + 1},
		func(r store.Rows, e *Entry) (err error) {
			var day string
			if err := r.Scan(&e.ID, &e.Order, &e.Correction, &e.Minutes, &day, &e.Flagged, &e.At); err != nil {
				return err
			}
			e.Day, err = time.ParseInLocation(time.DateOnly, day, models.Local)
			return err
		})
	if err != nil {
		return nil, "", err
	}
	found, next := store.Next(page, found, func(e Entry) store.Key { return store.Key{At: e.At, ID: e.ID.String()} })
	return found, next, nil
}

// Month is what somebody has of one month, as "2026-03".
type Month struct {
	Month   string
	Minutes int
}

// Months sums somebody's ledger by month, the newest first.
func Months(tx *store.Tx, p models.PersonID) ([]Month, error) {
	return store.Query(tx, `SELECT to_char(day, 'YYYY-MM'), sum(minutes) FROM hours WHERE person_id = @person GROUP BY 1 ORDER BY 1 DESC`,
		store.Args{"person": p}, func(r store.Rows, m *Month) error { return r.Scan(&m.Month, &m.Minutes) })
}

// AskCorrection leaves a correction that waits for its second person.
func AskCorrection(tx *store.Tx, c volunteer.Correction) error {
	_, err := tx.Exec(`
		WITH a AS (
			INSERT INTO approvals (id, kind, subject, body, note, asked_by, asked_at)
			VALUES (@id, 'hours', @person, CAST(@body AS jsonb), @note, @by, @at) RETURNING id
		)
		INSERT INTO outbox (topic, ref, event) SELECT 'approval', CAST(id AS text), 'hours' FROM a`,
		store.Args{"id": c.ID, "person": c.Person, "body": store.AsJSON(map[string]any{"minutes": c.Minutes, "day": dayOf(c.Day)}),
			"note": c.Reason, "by": c.AskedBy, "at": c.AskedAt})
	return err
}

const correctionRow = `SELECT id, subject, CAST(body->>'minutes' AS int), body->>'day', note, asked_by, asked_at, decided_by, decided_at, outcome
	FROM approvals`

// Correction reads one, whoever asks, and keeps others from deciding it until the transaction ends.
func Correction(tx *store.Tx, id models.ApprovalID) (volunteer.Correction, error) {
	c, err := store.One(tx, correctionRow+` WHERE id = @id AND kind = 'hours' FOR UPDATE`, store.Args{"id": id}, scanCorrection)
	return c, store.Missing(err)
}

// Corrections gives one page of those that wait, about volunteers of the scope, the newest first.
func Corrections(tx *store.Tx, s store.Scope, page store.Page) ([]volunteer.Correction, string, error) {
	after, err := page.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, correctionRow+`
		WHERE kind = 'hours' AND outcome = '' AND (asked_at, id) < (@at, CAST(@after AS uuid)) AND subject IN (
			SELECT v.person_id FROM volunteers v, unnest(v.areas) AS area, unnest(CAST(@scope AS text[])) AS scope WHERE starts_with(area, scope))
		ORDER BY asked_at DESC, id DESC LIMIT @limit`,
		store.Args{"scope": store.Array(s.Areas), "at": after.At, "after": after.ID, "limit": page.Limit + 1}, scanCorrection)
	if err != nil {
		return nil, "", err
	}
	found, next := store.Next(page, found, func(c volunteer.Correction) store.Key { return store.Key{At: c.AskedAt, ID: c.ID.String()} })
	return found, next, nil
}

func scanCorrection(r store.Rows, c *volunteer.Correction) (err error) {
	var day string
	if err := r.Scan(&c.ID, &c.Person, &c.Minutes, &day, &c.Reason, &c.AskedBy, &c.AskedAt, &c.DecidedBy, &c.DecidedAt, &c.Outcome); err != nil {
		return err
	}
	c.Day, err = time.ParseInLocation(time.DateOnly, day, models.Local)
	return err
}

// Correct books an approved correction; a second time is Conflict "hours.decided_before".
func Correct(tx *store.Tx, id models.EventID, c volunteer.Correction, now time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO hours (id, person_id, minutes, day, reason, approval_id, at)
		VALUES (CAST(@id AS uuid), @person, @minutes, CAST(@day AS date), 'correction', @approval, @at)`,
		store.Args{"id": id.String(), "person": c.Person, "minutes": c.Minutes, "day": dayOf(c.Day), "approval": c.ID, "at": now})
	return err
}
