package store_test

import (
	"strings"
	"testing"

	"delinli/app/store"
	"delinli/app/testkit"
)

// An argument counts wherever it is named and may be left unnamed; a name that nothing is given for is told of before anything runs.
func TestArguments(t *testing.T) {
	db := store.New(testkit.Database(t).Pool.Gorm(), func() {})
	tx := db.Read(t.Context())
	got, err := store.One(tx, `SELECT CAST(@a AS text) || @b || @a`, store.Args{"a": "x", "b": "y", "c": "z"}, store.Value[string])
	if err != nil || got != "xyx" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := store.One(tx, `SELECT CAST(@a AS text)`, store.Args{"b": "y"}, store.Value[string]); err == nil || !strings.Contains(err.Error(), "@a") {
		t.Errorf("without its argument: %v", err)
	}
	if _, err := tx.Exec(`SELECT @a`, nil); err == nil || !strings.Contains(err.Error(), "@a") {
		t.Errorf("without any: %v", err)
	}
}
