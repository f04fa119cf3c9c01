package export_test

import (
	"errors"
	"slices"
	"testing"

	"delinli/models"
	"delinli/models/export"
)

// TestPagesEndWithTheirKeys: each page is read once, from the key of the one before, and again from the first when the table is read again.
func TestPagesEndWithTheirKeys(t *testing.T) {
	var froms []int
	pages := export.Pages(func(from int) ([]export.Row, int, error) {
		froms = append(froms, from)
		return []export.Row{{from}}, (from + 1) % 3, nil
	})
	for range 2 {
		for rows, err := range pages {
			if err != nil || len(rows) != 1 {
				t.Fatal(rows, err)
			}
		}
	}
	if !slices.Equal(froms, []int{0, 1, 2, 0, 1, 2}) {
		t.Errorf("read from %v", froms)
	}
}

func TestPagesEndWhereNobodyReadsOn(t *testing.T) {
	broken, read := errors.New("broken"), 0
	for what, c := range map[string]struct {
		err  error
		stop bool
	}{"an error": {broken, false}, "a reader who stops": {nil, true}} {
		read = 0
		for _, err := range export.Pages(func(int) ([]export.Row, int, error) { read++; return nil, read, c.err }) {
			if !errors.Is(err, c.err) {
				t.Error(err)
			}
			if c.stop {
				break
			}
		}
		if read != 1 {
			t.Errorf("%s: %d pages were read", what, read)
		}
	}
}

// TestATableWithoutPersonalData takes an area, and nothing else.
func TestATableWithoutPersonalData(t *testing.T) {
	if area, err := (export.Query{Filter: export.Filter{"area": string(street)}}).AreaAlone(); err != nil || area != street {
		t.Errorf("%s, %v", area, err)
	}
	for field, q := range map[string]export.Query{"personal": {Personal: true}, "filter.area": {Filter: export.Filter{"area": "here"}},
		"filter.gap": {Filter: export.Filter{"gap": "no_chief"}}} {
		_, err := q.AreaAlone()
		if e, ok := errors.AsType[*models.Error](err); !ok || e.Kind != models.Invalid || e.Fields[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestPlacesAreCalledByTheirNames(t *testing.T) {
	names := map[models.AreaCode]string{street: "街道", community: "社区", community + "003": "三网格"}
	for code, want := range map[models.AreaCode]export.Row{community + "00300001": {"街道", "社区", "三网格"}, community: {"街道", "社区", ""}, elsewhere: {"", "", ""}} {
		if got := export.PlaceOf(code, names); !slices.Equal(got, want) || len(got) != len(export.PlaceHead) {
			t.Errorf("%s: %v", code, got)
		}
	}
}
