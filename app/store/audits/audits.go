// Package audits is the SQL of the audit: its lines, their chain, and what auditors and residents read of them.
package audits

import (
	_ "embed"
	"errors"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/audit"
)

//go:embed log.sql
var logSQL string

// Line is one act or look. It is kept for good, so it holds ids, codes and ciphertext, never words of anybody.
type Line struct {
	At        time.Time
	Actor     models.Actor    // who, by which session; the zero Actor and the program itself leave no id
	Action    string          // a code: "order.claim", "look.phone", "seat.grant"
	Subject   string          // a code: "order", "person", "seat"
	SubjectID string          // the id of the subject
	Person    models.PersonID // whose data it was about; zero for nobody's
	Reason    audit.Reason    // a code or empty
	Detail    map[string]any  // states, ids, numbers, secret.Sealed
}

// errNoCode does not repeat what it refuses.
var errNoCode = errors.New("an audit line holds something else than a code")

// Log writes the lines, within the transaction of what they tell. It fails when action, subject or reason is not a code.
func Log(tx *store.Tx, lines ...Line) error {
	if len(lines) == 0 {
		return nil
	}
	rows := make([]row, len(lines))
	for i, l := range lines {
		if !audit.IsCode(l.Action) || !audit.IsCode(l.Subject) || l.Reason != "" && !audit.IsCode(string(l.Reason)) {
			return errNoCode
		}
		rows[i] = row{l.At, l.Actor.Person, l.Actor.Session, l.Action, l.Subject, l.SubjectID, l.Person, l.Reason, l.Detail}
	}
	_, err := tx.Exec(logSQL, store.Args{"lines": store.AsJSON(rows)})
	return err
}

// row is a line under the names of its columns.
type row struct {
	At        time.Time        `json:"at"`
	Actor     models.PersonID  `json:"actor_id"`
	Session   models.SessionID `json:"session_id"`
	Action    string           `json:"action"`
	Subject   string           `json:"subject"`
	SubjectID string           `json:"subject_id"`
	Person    models.PersonID  `json:"person_id"`
	Reason    audit.Reason     `json:"reason"`
	Detail    map[string]any   `json:"detail"`
}
