// Package settings is the SQL of what administrators may change and the program reads.
package settings

import (
	"encoding/json"

	"delinli/app/store"
	"delinli/app/store/revisions"
)

// The kinds. Name is what a setting of the kind goes by.
const (
	Calendar = "calendar" // name: the year
	Policy   = "policy"   // name: the time-limit class
	Dispatch = "dispatch" // name: Rule
	Weights  = "weights"  // name: Rates
	Template = "template" // name: the kind of notice
	City     = "city"     // name: Clock
)

// Rule is the name of the only setting of dispatch, Rates that of the only weights, Clock that of a simulated city's clock.
const (
	Rule  = "rule"
	Rates = "rates"
	Clock = "clock"
)

// Setting is one of them as it is stored.
type Setting struct {
	Kind, Name string
	Body       json.RawMessage
	Version    int // counts the edits, from 1
}

// All reads every setting in one statement, by kind and name.
func All(tx *store.Tx) ([]Setting, error) {
	return store.Query(tx, `SELECT kind, name, body, version FROM settings ORDER BY kind, name`, nil,
		func(r store.Rows, s *Setting) error {
			var body []byte
			err := r.Scan(&s.Kind, &s.Name, &body, &s.Version)
			s.Body = body
			return err
		})
}

// Add writes a setting that is not there yet, as version 1; added is false for one that is.
func Add(tx *store.Tx, kind, name string, body any) (added bool, err error) {
	n, err := tx.Exec(`INSERT INTO settings (kind, name, body) VALUES (@kind, @name, CAST(@body AS jsonb)) ON CONFLICT DO NOTHING`,
		store.Args{"kind": kind, "name": name, "body": store.AsJSON(body)})
	return n == 1, err
}

// Put writes a setting over the version before, where 1 is the first. When that is no longer the present one, it fails with
// revisions.ErrMovedOn.
func Put(tx *store.Tx, kind, name string, body any, version int) error {
	done, err := put(tx, kind, name, body, version)
	if err == nil && !done {
		return revisions.ErrMovedOn
	}
	return err
}

func put(tx *store.Tx, kind, name string, body any, version int) (done bool, err error) {
	if version == 1 {
		return Add(tx, kind, name, body)
	}
	n, err := tx.Exec(`UPDATE settings SET body = CAST(@body AS jsonb), version = @version
		WHERE kind = @kind AND name = @name AND version = @version - 1`,
		store.Args{"kind": kind, "name": name, "body": store.AsJSON(body), "version": version})
	return n == 1, err
}
