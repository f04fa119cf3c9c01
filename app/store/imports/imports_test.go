package imports_test

import (
	"crypto/rand"
	"errors"
	"testing"

	"delinli/app/store"
	"delinli/app/store/imports"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/resident"
)

var errUndo = errors.New("undo")

// TestWhoCameMeanwhileStays: a line whose number somebody has by now is left out, the others of its batch are entered, and the transaction goes on.
func TestWhoCameMeanwhileStays(t *testing.T) {
	w := testkit.NewWorld(t)
	row := func(number string, tags ...resident.Tag) imports.Row {
		return imports.Row{Tags: tags, Row: resident.Row{ID: models.NewID[models.PersonID](rand.Reader), Key: []byte("key"), Name: []byte("name"), NameIdx: []byte("n"),
			IDNumber: []byte(number), IDIndex: []byte(number), Sex: resident.Female, Born: "1960-01-01", Relation: resident.Head, Area: testkit.Grid}}
	}
	how := imports.Entering{By: w.Person(models.CommunityStaff, testkit.Community).Person, Source: resident.Visit, Today: "2026-03-10", Now: w.Now()}
	enter := func(want int, rows ...imports.Row) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			n, err := imports.Enter(tx, rows, how)
			if err != nil || n != want {
				t.Errorf("%d entered of %d, %v; want %d", n, len(rows), err, want)
			}
			return err
		}
	}
	count := func() int {
		return w.Count(`SELECT count(*) FROM persons p JOIN person_keys k ON k.person_id = p.id WHERE p.id_index IS NOT NULL`, nil)
	}
	if err := w.Store.Write(t.Context(), enter(2, row("1", resident.LivingAlone), row("2"))); err != nil || count() != 2 {
		t.Fatalf("%d, %v", count(), err)
	}
	err := w.Store.Write(t.Context(), func(tx *store.Tx) error {
		return errors.Join(enter(1, row("2", resident.LivingAlone), row("3"))(tx), enter(1, row("4"))(tx))
	})
	if err != nil || count() != 4 || w.Count(`SELECT count(*) FROM person_tags`, nil) != 1 {
		t.Errorf("%d, %v", count(), err)
	}
	if err := w.Store.Write(t.Context(), func(tx *store.Tx) error { return errors.Join(enter(1, row("5"))(tx), errUndo) }); !errors.Is(err, errUndo) || count() != 4 {
		t.Errorf("undone: %d, %v", count(), err)
	}
}
