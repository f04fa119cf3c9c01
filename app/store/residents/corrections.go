package residents

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Held is a tag of somebody with whom it is known from, and since when.
type Held struct {
	Tag    resident.Tag
	Source resident.Source
	Since  calendar.Date
}

// TagsOf lists the tags of somebody that count now.
func TagsOf(tx *store.Tx, id models.PersonID) ([]Held, error) {
	return store.Query(tx, `SELECT tag, source, CAST(since AS text) FROM person_tags WHERE person_id = @id AND ended_at IS NULL ORDER BY tag`,
		store.Args{"id": id}, func(r store.Rows, h *Held) error { return r.Scan(&h.Tag, &h.Source, &h.Since) })
}

// CorrectionPlace is where a text of a correction is sealed for.
func CorrectionPlace(c resident.Correction, column string) secret.Place {
	return secret.Place{Person: c.Person, Table: "corrections", Column: column, Row: c.ID.String()}
}

// AddCorrection writes a new one. Another of the same field that waits is a Conflict.
func AddCorrection(tx *store.Tx, c resident.Correction) error {
	_, err := tx.Exec(`INSERT INTO corrections (id, person_id, asked_by, field, value, reason, state, at)
		VALUES (@id, @person, @by, @field, @value, @reason, @state, @at)`,
		store.Args{"id": c.ID, "person": c.Person, "by": c.AskedBy, "field": string(c.Field), "value": c.Value, "reason": c.Reason, "state": string(c.State), "at": c.At})
	return err
}

const (
	correctionColumns = `SELECT c.id, c.person_id, c.asked_by, c.field, c.value, c.reason, c.state, c.answer, c.at, c.decided_by, c.decided_at`

	correction = correctionColumns + ` FROM corrections c JOIN persons p ON p.id = c.person_id AND p.registered_at IS NOT NULL AND p.erased_at IS NULL`
)

// CorrectionOf reads one of somebody who is in the register.
func CorrectionOf(tx *store.Tx, id models.CorrectionID) (resident.Correction, error) {
	c, err := store.One(tx, correction+` WHERE c.id = @id`, store.Args{"id": id}, scanCorrection)
	return c, store.Missing(err)
}

const newestFirst = ` AND (c.at, c.id) < (@at, CAST(@after AS uuid)) ORDER BY c.at DESC, c.id DESC LIMIT @limit`

// CorrectionsBy lists what somebody asked for, the newest first.
func CorrectionsBy(tx *store.Tx, who models.PersonID, p store.Page) ([]resident.Correction, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, correction+` WHERE c.asked_by = @who`+newestFirst,
		store.Args{"who": who, "at": after.At, "after": after.ID, "limit": p.Limit + 1}, scanCorrection)
	rows, next := store.Next(p, found, placeOf)
	return rows, next, err
}

// Corrections lists those of the areas in a state, the newest first.
func Corrections(tx *store.Tx, s store.Scope, state resident.CorrectionState, p store.Page) ([]resident.Correction, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, correction+` WHERE p.area_code ^@ ANY (CAST(@areas AS text[])) AND c.state = @state`+newestFirst,
		store.Args{"areas": store.Array(s.Areas), "state": string(state), "at": after.At, "after": after.ID, "limit": p.Limit + 1}, scanCorrection)
	rows, next := store.Next(p, found, placeOf)
	return rows, next, err
}

func placeOf(c resident.Correction) store.Key { return store.Key{At: c.At, ID: c.ID.String()} }

// Decide writes how a correction that waits was decided; decided is false when somebody else was quicker.
func Decide(tx *store.Tx, c resident.Correction, by models.PersonID, at time.Time) (decided bool, err error) {
	n, err := tx.Exec(`UPDATE corrections SET state = @state, answer = @answer, decided_by = @by, decided_at = @at WHERE id = @id AND state = 'asked'`,
		store.Args{"id": c.ID, "state": string(c.State), "answer": c.Answer, "by": by, "at": at})
	return n == 1, err
}

func scanCorrection(r store.Rows, c *resident.Correction) error {
	return r.Scan(&c.ID, &c.Person, &c.AskedBy, &c.Field, &c.Value, &c.Reason, &c.State, &c.Answer, &c.At, &c.DecidedBy, &c.DecidedAt)
}
