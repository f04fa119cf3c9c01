package cataloguing_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/app/cataloguing"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/reports"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/report"
)

// TestWhateverBecomesOfGridsEverythingIsCountedOnce: after any splits, merges and renumberings every dwelling, household, resident and order of a community
// lies in one of its grids, the figures of the grids add up to what they were, and every code that ever was leads to an area that is there.
func TestWhateverBecomesOfGridsEverythingIsCountedOnce(t *testing.T) {
	h := newHouse(t)
	n := 100
	rapid.Check(t, func(r *rapid.T) {
		n++
		l := life{house: h, community: models.AreaCode(fmt.Sprintf("%s%03d", testkit.Street, n)), ever: map[models.AreaCode]bool{}}
		l.settle(r)
		before := l.figures(r)
		for range rapid.IntRange(1, 5).Draw(r, "changes") {
			l.change(r)
			if after := l.figures(r); !maps.Equal(before, after) {
				r.Fatalf("was %v, is %v", before, after)
			}
			l.resolve(r)
		}
	})
}

// life is a community as its grids change; ever are the codes that it had.
type life struct {
	house
	community models.AreaCode
	ever      map[models.AreaCode]bool
}

func (l life) settle(r *rapid.T) {
	for _, code := range []models.AreaCode{l.community, l.community + "001", l.community + "002"} {
		if _, err := l.AddArea(l.t.Context(), l.city, area.Area{Code: code, Name: string(code)}); err != nil {
			r.Fatal(err)
		}
	}
	l.build(l.community+"001", rapid.IntRange(1, 3).Draw(r, "houses"), 1)
	l.build(l.community+"002", 1, 2)
}

// codes are the codes of the community now.
func (l life) codes(r *rapid.T) area.Codes {
	codes, err := areas.CodesOf(l.Store.Read(l.t.Context()), l.community)
	if err != nil {
		r.Fatal(err)
	}
	return codes
}

// change makes a change that is drawn, which may be one that is refused.
func (l life) change(r *rapid.T) {
	codes := l.codes(r)
	maps.Copy(l.ever, codes.There)
	grids := slices.Sorted(func(yield func(models.AreaCode) bool) {
		for code := range codes.There {
			if code.Level() == models.Grid && !yield(code) {
				return
			}
		}
	})
	grid := rapid.SampledFrom(grids).Draw(r, "grid")
	g := cataloguing.Regroup{Grid: grid, Version: l.version(grid), Dry: rapid.IntRange(0, 4).Draw(r, "dry") == 0}
	to := l.community + models.AreaCode(fmt.Sprintf("%03d", rapid.IntRange(1, 6).Draw(r, "to")))
	var err error
	switch rapid.SampledFrom([]area.Change{area.Split, area.Merge, area.Renumber}).Draw(r, "change") {
	case area.Split:
		some := rapid.SliceOfDistinct(rapid.SampledFrom(append(codes.Buildings(grid), grid+"99999")), rapid.ID[models.AreaCode]).Draw(r, "buildings")
		_, err = l.SplitGrid(l.t.Context(), l.city, g, area.Area{Code: to, Name: "新网格"}, nil, some)
	case area.Merge:
		_, err = l.MergeGrid(l.t.Context(), l.city, g, to)
	case area.Renumber:
		_, err = l.RenumberGrid(l.t.Context(), l.city, g, to)
	}
	if err != nil && models.KindOf(err) != models.Invalid {
		r.Fatalf("%s to %s: %v", grid, to, err)
	}
}

// figures sums what the grids of the community have, with the orders that lie where their households do.
func (l life) figures(r *rapid.T) map[string]int64 {
	sum := map[string]int64{}
	for _, source := range []report.Source{report.Places, report.Homes, report.Register} {
		parts, err := reports.Standings(l.Store.Read(l.t.Context()), source, store.Scope{Areas: []models.AreaCode{l.community}}, models.Grid, "2026-03-10")
		if err != nil {
			r.Fatal(err)
		}
		for code, tally := range parts {
			if source != report.Places && !l.codes(r).There[models.AreaCode(code)] {
				r.Fatalf("%v in %s, which is not there", tally, code)
			}
			for _, name := range []report.Name{report.Buildings, report.Dwelled, report.Occupied, report.Residents} {
				sum[string(name)] += tally[name]
			}
		}
	}
	sum["orders"] = int64(l.Count(`SELECT count(*) FROM orders o JOIN households h ON h.id = o.household_id JOIN dwellings d ON d.id = h.dwelling_id
		WHERE o.area_code ^@ @community AND left(d.building, 15) = left(h.area_code, 15) AND left(h.area_code, 15) = left(o.area_code, 15)`,
		store.Args{"community": string(l.community)}))
	return sum
}

// resolve follows every code.
func (l life) resolve(r *rapid.T) {
	there := l.codes(r).There
	for code := range l.ever {
		present, err := areas.Present(l.Store.Read(l.t.Context()), code)
		if err != nil || !there[present] {
			r.Fatalf("%s leads to %s: %v", code, present, err)
		}
		if found, err := l.Area(l.t.Context(), code); err != nil || found.Code != present {
			r.Fatalf("%s is shown as %s: %v", code, found.Code, err)
		}
	}
}
