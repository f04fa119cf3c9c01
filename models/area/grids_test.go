package area_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/area"
)

const (
	first  models.AreaCode = "370785001005001"
	second models.AreaCode = "370785001005002"
)

// codes are those of a community of two grids with three buildings and one; the third grid and a building of the second have ended.
func codes() area.Codes {
	c := area.Codes{There: map[models.AreaCode]bool{"370785001005": true, first: true, second: true}, Ended: map[models.AreaCode]bool{"370785001005003": true, second + "00002": true}}
	for _, b := range []models.AreaCode{first + "00001", first + "00002", first + "00003", second + "00001"} {
		c.There[b] = true
	}
	return c
}

func TestPlans(t *testing.T) {
	c := codes()
	for name, tt := range map[string]struct {
		plan func() (area.Plan, error)
		want []area.Move
	}{
		"split": {func() (area.Plan, error) {
			return c.Split(first, area.Area{Code: "370785001005004", Name: "第四网格"}, []models.AreaCode{first + "00003", first + "00001", first + "00003"})
		}, []area.Move{{Old: first + "00001", New: "37078500100500400001"}, {Old: first + "00003", New: "37078500100500400003"}}},
		"merge": {func() (area.Plan, error) { return c.Merge(first, second) },
			[]area.Move{{Old: first, New: second}, {Old: first + "00001", New: second + "00003"}, {Old: first + "00002", New: second + "00004"}, {Old: first + "00003", New: second + "00005"}}},
		"merge into fewer": {func() (area.Plan, error) { return c.Merge(second, first) }, []area.Move{{Old: second, New: first}, {Old: second + "00001", New: first + "00004"}}},
		"renumber": {func() (area.Plan, error) { return c.Renumber(second, "370785001005999") },
			[]area.Move{{Old: second, New: "370785001005999"}, {Old: second + "00001", New: "37078500100599900001"}}},
	} {
		p, err := tt.plan()
		if err != nil || !slices.Equal(p.Moves, tt.want) {
			t.Errorf("%s: %v, %v; want %v", name, p.Moves, err, tt.want)
		}
	}
	if len(c.There) != 7 {
		t.Error("planning gave codes away")
	}
}

func TestRefusedPlans(t *testing.T) {
	c := codes()
	one := []models.AreaCode{first + "00001"}
	split := func(to models.AreaCode, b ...models.AreaCode) error {
		_, err := c.Split(first, area.Area{Code: to, Name: "第四网格"}, b)
		return err
	}
	nameless := func() error { _, err := c.Split(first, area.Area{Code: "370785001005004"}, nil); return err }
	merge := func(into models.AreaCode) error { _, err := c.Merge(first, into); return err }
	renumber := func(to models.AreaCode) error { _, err := c.Renumber(first, to); return err }
	for name, tt := range map[string]struct {
		err  error
		want map[string]string
	}{
		"split: malformed":          {split("37078500100500", one...), map[string]string{"code": "area.bad_code"}},
		"split: nought":             {split("370785001005000", one...), map[string]string{"code": "area.bad_code"}},
		"split: a building's code":  {split(first+"00009", one...), map[string]string{"code": "area.bad_code"}},
		"split: another community":  {split("370785001006001", one...), map[string]string{"code": "area.other_community"}},
		"split: taken":              {split(second, one...), map[string]string{"code": "taken"}},
		"split: itself":             {split(first, one...), map[string]string{"code": "taken"}},
		"split: used before":        {split("370785001005003", one...), map[string]string{"code": "area.used_before"}},
		"split: nothing":            {split("370785001005004"), map[string]string{"buildings": "area.nothing_to_move"}},
		"split: another's building": {split("370785001005004", second+"00001"), map[string]string{"buildings": "area.not_of_grid"}},
		"split: no building":        {split("370785001005004", first), map[string]string{"buildings": "area.not_of_grid"}},
		"split: all":                {split("370785001005004", c.Buildings(first)...), map[string]string{"buildings": "area.nothing_stays"}},
		"split: all at once":        {split(second), map[string]string{"code": "taken", "buildings": "area.nothing_to_move"}},
		"split: without a name":     {nameless(), map[string]string{"name": "area.bad_name", "buildings": "area.nothing_to_move"}},
		"merge: malformed":          {merge("370785001005"), map[string]string{"into": "area.bad_code"}},
		"merge: into itself":        {merge(first), map[string]string{"into": "area.into_itself"}},
		"merge: another community":  {merge("370785001006001"), map[string]string{"into": "area.other_community"}},
		"merge: not there":          {merge("370785001005004"), map[string]string{"into": "unknown"}},
		"merge: ended":              {merge("370785001005003"), map[string]string{"into": "unknown"}},
		"renumber: its own":         {renumber(first), map[string]string{"code": "taken"}},
		"renumber: used before":     {renumber("370785001005003"), map[string]string{"code": "area.used_before"}},
	} {
		e, ok := errors.AsType[*models.Error](tt.err)
		if !ok || e.Kind != models.Invalid || !maps.Equal(e.Fields, tt.want) {
			t.Errorf("%s: %v, want %v", name, tt.err, tt.want)
		}
	}
}

func TestAFullGridTakesNoMore(t *testing.T) {
	c := codes()
	for n := 1; n <= 99999; n++ {
		c.There[models.AreaCode(fmt.Sprintf("%s%05d", second, n))] = true
	}
	if _, err := c.Merge(first, second); models.CodeOf(err) != "input.invalid" {
		t.Errorf("into a full grid: %v", err)
	}
}

func TestFreeCodes(t *testing.T) {
	c := codes()
	c.There["370785001005999"] = true
	for code, want := range map[models.AreaCode]models.AreaCode{first: "370785001005004", "370785001005999": "370785001005004", "370785001005007": "370785001005007",
		second + "00001": second + "00003", second + "99999": second + "99999", "x": ""} {
		if got := c.Free(code); got != want {
			t.Errorf("after %s: %s, want %s", code, got, want)
		}
	}
}

// TestPlansKeepCodesApart: whatever is planned, each place that moves gets a code of its own in the other grid that nobody has or had.
func TestPlansKeepCodesApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := area.Codes{There: map[models.AreaCode]bool{first: true, second: true}, Ended: map[models.AreaCode]bool{}}
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 12), 1, 20).Draw(t, "there") {
			c.There[rapid.SampledFrom([]models.AreaCode{first, second}).Draw(t, "grid")+models.AreaCode(fmt.Sprintf("%05d", n))] = true
		}
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 12), 0, 9).Draw(t, "ended") {
			c.Ended[second+models.AreaCode(fmt.Sprintf("%05d", n))] = true
		}
		p, err := c.Merge(first, second)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[models.AreaCode]bool{}
		for _, m := range p.Moves[1:] {
			if seen[m.New] || c.There[m.New] || c.Ended[m.New] || !m.Old.Within(first) || !m.New.Within(second) {
				t.Fatalf("%s to %s", m.Old, m.New)
			}
			seen[m.New] = true
		}
		if len(seen) != len(c.Buildings(first)) {
			t.Fatalf("%d of %d buildings move", len(seen), len(c.Buildings(first)))
		}
	})
}

func TestWarnings(t *testing.T) {
	for dwellings, want := range map[int]string{0: "grid.too_few_dwellings", 299: "grid.too_few_dwellings", 300: "", 500: "", 501: "grid.too_many_dwellings"} {
		got := area.Part{Code: first, Dwellings: dwellings, Drawn: true}.Warnings()
		if (len(got) == 1) != (want != "") || len(got) == 1 && got[0] != (area.Warning{Area: first, Code: want}) {
			t.Errorf("%d dwellings: %v", dwellings, got)
		}
	}
	if got := (area.Part{Code: first, Dwellings: 400}).Warnings(); len(got) != 1 || got[0].Code != "grid.no_boundary" {
		t.Errorf("not drawn: %v", got)
	}
}
