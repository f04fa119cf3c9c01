package organising_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"delinli/app/organising"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/export"
	"delinli/models/party"
)

// table reads all rows of an export, each with its cells in one line.
func (n *town) table(a models.Actor, f export.Filter) (rows []string) {
	n.T.Helper()
	x, q := organising.Exporter{Service: n.Service}, export.Query{Filter: f}
	var err error
	if q.Areas, err = x.Covers(a, q); err != nil {
		n.T.Fatal(err)
	}
	for page, err := range x.Pages(n.T.Context(), a, q) {
		if err != nil {
			n.T.Fatal(err)
		}
		for _, row := range page {
			if len(row) != len(x.Head(q)) {
				n.T.Fatalf("%d cells under %d heads", len(row), len(x.Head(q)))
			}
			rows = append(rows, strings.TrimSuffix(fmt.Sprintln(row...), "\n"))
		}
	}
	if count, err := x.Count(n.T.Context(), a, q); err != nil || count != len(rows) {
		n.T.Errorf("%d rows, counted were %d (%v)", len(rows), count, err)
	}
	return rows
}

// TestOrganisationsAreTakenOut: level by level, with what is above, and without what has ended or is of elsewhere.
func TestOrganisationsAreTakenOut(t *testing.T) {
	n := newTown(t)
	branch := n.found(party.Org{Parent: n.committee.ID, Name: "第一党支部", Area: testkit.Grid, Founded: "2022-03-01"})
	group := n.found(party.Org{Parent: branch.ID, Name: "1号楼党小组"})
	n.centre(group.ID, nil)
	n.centre(group.ID, 1)
	over := n.branch("不再有的支部")
	if _, err := n.End(t.Context(), n.staff, over.ID, over.Version); err != nil {
		t.Fatal(err)
	}
	secretary := n.elsewhere
	if _, err := n.Found(t.Context(), secretary, party.Org{Name: "别处党委", Area: testkit.Elsewhere}); err != nil {
		t.Fatal(err)
	}
	place := fmt.Sprint(testkit.Street, " ", testkit.Community)
	want := []string{fmt.Sprintf("社区党委 党委  %s %s   2026-03-10 <nil>", testkit.Community, place),
		fmt.Sprintf("第一党支部 党支部 社区党委 %s %s %s  2022-03-01 <nil>", testkit.Grid, place, testkit.Grid),
		fmt.Sprintf("1号楼党小组 党小组 第一党支部 %s %s %s  2026-03-10 2", testkit.Grid, place, testkit.Grid)}
	if got := n.table(n.staff, nil); !slices.Equal(got, want) {
		t.Errorf("%s\nwant %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	city := n.Person(models.CityStaff, testkit.City)
	for area, want := range map[models.AreaCode]int{"": 4, testkit.Grid: 2, testkit.Elsewhere: 1, testkit.Community + "009": 0} {
		if got := n.table(city, export.Filter{"area": string(area)}); len(got) != want {
			t.Errorf("%s: %d rows, want %d", area, len(got), want)
		}
	}
}

// TestALongTableHoldsEachOrganisationOnce: over its pages, also when the last of a page has ended since.
func TestALongTableHoldsEachOrganisationOnce(t *testing.T) {
	n := newTown(t)
	n.Exec(`INSERT INTO party_orgs (id, kind, parent_id, name, area_code, founded_on) SELECT gen_random_uuid(), 'branch', @up, '支部' || i, @grid, '2022-03-01'
		FROM generate_series(1, 1233) i`, store.Args{"up": n.committee.ID, "grid": string(testkit.Grid)})
	if rows := n.table(n.staff, nil); len(slices.Compact(slices.Sorted(slices.Values(rows)))) != 1_234 {
		t.Errorf("%d rows", len(rows))
	}
	x, all := organising.Exporter{Service: n.Service}, 0
	for page, err := range x.Pages(t.Context(), n.staff, export.Query{Areas: []models.AreaCode{testkit.Community}}) {
		if err != nil {
			t.Fatal(err)
		}
		all += len(page)
		n.Exec(`UPDATE party_orgs SET ended_at = @now WHERE name = @last`, store.Args{"now": n.World.Now(), "last": page[len(page)-1][0]})
	}
	if all != 1_234 {
		t.Errorf("%d rows while some ended", all)
	}
}

// TestWhoTakesNoOrganisationsOut: nobody of elsewhere, and nobody personal data, of which there are none.
func TestWhoTakesNoOrganisationsOut(t *testing.T) {
	n := newTown(t)
	x := organising.Exporter{Service: n.Service}
	here := export.Query{Filter: export.Filter{"area": string(testkit.Community)}}
	for name, a := range map[string]models.Actor{"of elsewhere": n.elsewhere, "a resident": n.Person(models.Resident, testkit.Community), "an auditor": n.Person(models.Auditor, testkit.City),
		"a visitor": {}} {
		if _, err := x.Covers(a, here); models.KindOf(err) != models.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	for field, q := range map[string]export.Query{"personal": {Personal: true}, "filter.area": {Filter: export.Filter{"area": "here"}}, "filter.gap": {Filter: export.Filter{"gap": "x"}}} {
		if _, err := x.Covers(n.staff, q); faultsOf(err)[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
}
