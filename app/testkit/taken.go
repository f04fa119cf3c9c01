package testkit

import (
	"context"
	"iter"
	"testing"

	"delinli/models"
	"delinli/models/export"
)

// Table is what can be taken out.
type Table interface {
	Covers(a models.Actor, q export.Query) ([]models.AreaCode, error)
	Head(q export.Query) []string
	Count(ctx context.Context, a models.Actor, q export.Query) (int, error)
	Pages(ctx context.Context, a models.Actor, q export.Query) iter.Seq2[[]export.Row, error]
}

// TakenOut reads all rows of a table under their heads, page by page, of the areas of the query or of what it covers. It fails the test for a row
// that has more or fewer cells than the head, and for a count that is not that of the rows.
func TakenOut(t testing.TB, x Table, a models.Actor, q export.Query) (pages [][]map[string]any) {
	t.Helper()
	if q.Areas == nil {
		areas, err := x.Covers(a, q)
		if err != nil {
			t.Fatal(err)
		}
		q.Areas = areas
	}
	head, rows := x.Head(q), 0
	for found, err := range x.Pages(t.Context(), a, q) {
		if err != nil {
			t.Fatal(err)
		}
		page := make([]map[string]any, len(found))
		for i, row := range found {
			if len(row) != len(head) {
				t.Fatalf("%d cells under %d heads", len(row), len(head))
			}
			page[i] = map[string]any{}
			for k, cell := range row {
				page[i][head[k]] = cell
			}
		}
		pages, rows = append(pages, page), rows+len(found)
	}
	if count, err := x.Count(t.Context(), a, q); err != nil || count != rows {
		t.Errorf("%d rows, counted were %d (%v)", rows, count, err)
	}
	return pages
}

// Zeros is chance that always draws the same.
type Zeros struct{}

// Read leaves b as it is.
func (Zeros) Read(b []byte) (int, error) { return len(b), nil }
