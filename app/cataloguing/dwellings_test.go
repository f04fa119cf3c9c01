package cataloguing_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"delinli/app/cataloguing"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/export"
)

const tower = testkit.Grid + "00001"

// built has a tower of 2 units and some doors on each, in a compound, and a house of elsewhere with one.
func built(t *testing.T, doors int) house {
	h := newHouse(t)
	h.Exec(`INSERT INTO compounds (id, name, area_code) VALUES ('0198c0de-0000-7000-8000-000000000001', '幸福小区', @area)`, store.Args{"area": string(testkit.Community)})
	far := testkit.Elsewhere + "001"
	h.Exec(`INSERT INTO areas (code, parent, name) VALUES (@grid, @up, '别处网格')`, store.Args{"grid": string(far), "up": string(testkit.Elsewhere)})
	for code, compound := range map[models.AreaCode]any{tower: "0198c0de-0000-7000-8000-000000000001", far + "00001": nil} {
		h.Exec(`INSERT INTO areas (code, parent, name) VALUES (@code, @up, '1号楼')`, store.Args{"code": string(code), "up": string(code.Parent())})
		h.Exec(`INSERT INTO buildings (code, compound_id, units, floors) VALUES (@code, CAST(@compound AS uuid), 2, 30)`, store.Args{"code": string(code), "compound": compound})
	}
	h.Exec(`INSERT INTO dwellings (id, building, unit, door) SELECT gen_random_uuid(), @tower, 1 + d % 2, CAST(100 + d AS text) FROM generate_series(1, @n) d
		UNION ALL SELECT gen_random_uuid(), @far, 1, '101'`, store.Args{"tower": string(tower), "far": string(far) + "00001", "n": doors})
	return h
}

// doors reads all rows of an export under their heads.
func (h house) doors(a models.Actor, f export.Filter) (rows []map[string]any, pages int) {
	h.t.Helper()
	all := testkit.TakenOut(h.t, cataloguing.Exporter{Service: h.Service}, a, export.Query{Filter: f})
	return slices.Concat(all...), len(all)
}

// TestDwellingsAreTakenOut: with where they are, and how many households live there; of elsewhere there is none.
func TestDwellingsAreTakenOut(t *testing.T) {
	h := built(t, 4)
	h.Exec(`INSERT INTO households (id, area_code, dwelling_id) SELECT gen_random_uuid(), @grid, id FROM dwellings WHERE door = '101' AND building = @tower`,
		store.Args{"grid": string(testkit.Grid), "tower": string(tower)})
	h.Exec(`UPDATE areas SET name = '三网格' WHERE code = @grid`, store.Args{"grid": string(testkit.Grid)})
	rows, _ := h.doors(h.secretary, nil)
	var said []string
	for _, r := range rows {
		said = append(said, fmt.Sprint(r["单元"], "-", r["房号"], "=", r["住户数"]))
	}
	if want := []string{"1-102=0", "1-104=0", "2-101=1", "2-103=0"}; !slices.Equal(said, want) {
		t.Errorf("%v, want %v", said, want)
	}
	got, want := rows[0], map[string]any{"网格编码": string(testkit.Grid), "街道": string(testkit.Street), "社区": string(testkit.Community), "网格名称": "三网格", "小区": "幸福小区",
		"楼栋编码": string(tower), "楼栋": "1号楼", "楼层数": 30}
	for head, cell := range want {
		if got[head] != cell {
			t.Errorf("%s: %v, want %v", head, got[head], cell)
		}
	}
	for name, c := range map[string]struct {
		who    models.Actor
		filter export.Filter
		want   int
	}{
		"the city": {h.city, nil, 5}, "a grid": {h.city, export.Filter{"area": string(testkit.Grid)}, 4}, "the tower": {h.street, export.Filter{"area": string(tower)}, 4},
		"elsewhere": {h.city, export.Filter{"area": string(testkit.Elsewhere)}, 1}, "nothing": {h.city, export.Filter{"area": string(testkit.Community) + "009"}, 0},
	} {
		if rows, _ := h.doors(c.who, c.filter); len(rows) != c.want {
			t.Errorf("%s: %d rows, want %d", name, len(rows), c.want)
		}
	}
}

// TestTwoSeatsGiveEachDoorOnce, also where one lies within the other.
func TestTwoSeatsGiveEachDoorOnce(t *testing.T) {
	h := built(t, 4)
	both := h.secretary
	both.Seats = append(slices.Clone(both.Seats), models.Seat{Role: models.StreetStaff, Area: testkit.Street}, models.Seat{Role: models.CityStaff, Area: testkit.City})
	if rows, _ := h.doors(both, nil); len(rows) != 5 {
		t.Errorf("%d rows", len(rows))
	}
}

// TestALongTableHoldsEachDoorOnce: over its pages, door by door as they are numbered.
func TestALongTableHoldsEachDoorOnce(t *testing.T) {
	h := built(t, 2_500)
	rows, pages := h.doors(h.city, nil)
	seen, last := map[string]bool{}, 0
	for _, r := range rows[:2_500] {
		seen[fmt.Sprint(r["楼栋编码"], r["单元"], r["房号"])] = true
		var door int
		_, err := fmt.Sscan(r["房号"].(string), &door)
		h.must(err)
		if door < last && r["单元"] == 1 {
			t.Fatalf("%d after %d", door, last)
		}
		last = door
	}
	if len(seen) != 2_500 || pages != 3 {
		t.Errorf("%d doors on %d pages", len(seen), pages)
	}
	exact := built(t, 999)
	if rows, pages := exact.doors(exact.city, nil); len(rows) != 1_000 || pages > 2 {
		t.Errorf("%d rows on %d pages", len(rows), pages)
	}
}

// TestWhoTakesNoDwellingsOut: nobody of elsewhere, nobody with other roles, and nobody what is not there.
func TestWhoTakesNoDwellingsOut(t *testing.T) {
	h := newHouse(t)
	x := cataloguing.Exporter{Service: h.Service}
	far := export.Query{Filter: export.Filter{"area": string(testkit.Elsewhere)}}
	for name, a := range map[string]models.Actor{"secretary": h.secretary, "system": h.system, "auditor": h.auditor, "resident": h.resident, "worker": h.Person(models.GridWorker, testkit.Elsewhere),
		"visitor": {}} {
		if _, err := x.Covers(a, far); models.KindOf(err) != models.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := x.Covers(h.city, export.Query{Filter: export.Filter{"area": "here", "colour": "red"}})
	wantFields(t, err, map[string]string{"filter.area": "field.format", "filter.colour": "field.unknown"})
	_, err = x.Covers(h.city, export.Query{Personal: true})
	wantFields(t, err, map[string]string{"personal": "export.nothing_personal"})
	ended, stop := context.WithCancel(t.Context())
	stop()
	for _, err := range x.Pages(ended, h.city, export.Query{Areas: []models.AreaCode{testkit.City}}) {
		if err == nil || errors.Is(err, models.Missing) {
			t.Errorf("after its end: %v", err)
		}
	}
}
