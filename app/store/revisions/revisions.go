// Package revisions is the SQL of what staff changed: every state of an area, an item or a setting, with who made it so.
package revisions

import (
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/models"
)

// ErrMovedOn is what those are told whose version is no longer the present one.
var ErrMovedOn = models.Fault(models.Conflict, "conflict")

// Revision is one state of a subject.
type Revision struct {
	Version int
	Body    map[string]any
	By      models.PersonID // zero: the program
	At      time.Time
}

// Add keeps the state that a subject has from now on, in the transaction that makes it so.
func Add(tx *store.Tx, subject, key string, version int, body any, by models.PersonID, at time.Time) error {
	_, err := tx.Exec(`INSERT INTO revisions (subject, key, version, body, changed_by, at)
		VALUES (@subject, @key, @version, CAST(@body AS jsonb), @by, @at)`,
		store.Args{"subject": subject, "key": key, "version": version, "body": store.AsJSON(body), "by": by, "at": at})
	return err
}

// List lists the states of a subject that came before a version, the newest first.
func List(tx *store.Tx, subject, key string, before, limit int) ([]Revision, error) {
	return store.Query(tx, `SELECT version, body, changed_by, at FROM revisions
		WHERE subject = @subject AND key = @key AND version < @before ORDER BY version DESC LIMIT @limit`,
		store.Args{"subject": subject, "key": key, "before": before, "limit": limit}, scan)
}

func scan(r store.Rows, v *Revision) error {
	var body []byte
	if err := r.Scan(&v.Version, &body, &v.By, &v.At); err != nil {
		return err
	}
	return json.Unmarshal(body, &v.Body)
}
