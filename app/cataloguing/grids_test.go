package cataloguing_test

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/app/cataloguing"
	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/app/store/revisions"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
	"delinli/models/order"
)

const fifth models.AreaCode = "370785001005005"

func houses(grid models.AreaCode, numbers ...string) (all []models.AreaCode) {
	for _, n := range numbers {
		all = append(all, grid+models.AreaCode(n))
	}
	return all
}

// sizes of a part: buildings, dwellings, households, residents.
func sizes(p area.Part) [4]int { return [4]int{p.Buildings, p.Dwellings, p.Households, p.Residents} }

func TestAGridIsSplit(t *testing.T) {
	h := settled(t)
	clerk := h.furnish(testkit.Grid)
	out, err := h.SplitGrid(t.Context(), h.city, h.regroup(testkit.Grid), area.Area{Code: fifth, Name: "第五网格"}, nil, houses(testkit.Grid, "00001", "00003"))
	h.must(err)
	if len(out.Parts) != 2 || out.Parts[0].Code != testkit.Grid || sizes(out.Parts[0]) != [4]int{1, 3, 3, 6} || out.Parts[1].Code != fifth || sizes(out.Parts[1]) != [4]int{2, 6, 6, 12} {
		t.Errorf("parts %+v", out.Parts)
	}
	if out.PostsEnded+out.SeatsEnded != 0 {
		t.Errorf("%d posts and %d seats ended", out.PostsEnded, out.SeatsEnded)
	}
	for _, code := range houses(testkit.Grid, "00001", "00003") {
		if where := h.named(code); len(where) > 0 {
			t.Errorf("%s is still named by %v", code, where)
		}
	}
	if n := h.Count(`SELECT count(*) FROM orders o JOIN households h ON h.id = o.household_id WHERE left(o.area_code, 15) = left(h.area_code, 15) AND h.area_code ^@ @to`,
		store.Args{"to": string(fifth)}); n != 6 {
		t.Errorf("%d orders went along", n)
	}
	if n := h.Count(`SELECT count(*) FROM complaints c JOIN orders o ON o.id = c.order_id WHERE left(o.area_code, 15) <> left(c.area_code, 15)`, nil); n != 0 {
		t.Errorf("%d complaints did not", n)
	}
	serves, err := store.One(h.Store.Read(t.Context()), `SELECT array_to_string(areas, ' ') FROM volunteers WHERE person_id = @id`, store.Args{"id": clerk.Person}, store.Value[string])
	if want := strings.Join([]string{string(testkit.Grid), string(fifth), string(fifth) + "00001"}, " "); err != nil || serves != want {
		t.Errorf("the volunteer serves %s, want %s (%v)", serves, want, err)
	}
	if a, err := h.Area(t.Context(), fifth); err != nil || a.Version != 1 || a.Boundary != nil || a.Name != "第五网格" || h.version(testkit.Grid) != 2 {
		t.Errorf("the new grid: %+v, %v", a, err)
	}
	h.replayed()
}

// replayed wants the journal of every order to lead to its row.
func (h house) replayed() {
	h.t.Helper()
	tx := h.Store.Read(h.t.Context())
	all, err := store.Query(tx, `SELECT id FROM orders`, nil, store.Value[models.OrderID])
	h.must(err)
	moved := 0
	for _, id := range all {
		patches, err := orders.Journal(tx, id)
		h.must(err)
		told, err := order.Replay(patches)
		h.must(err)
		row, err := orders.Get(tx, id)
		h.must(err)
		if told.Area != row.Area || told.Version != row.Version {
			h.t.Errorf("the journal tells of %s, version %d, the row of %s, version %d", told.Area, told.Version, row.Area, row.Version)
		}
		moved += row.Version - 1
	}
	if moved == 0 {
		h.t.Error("no order moved")
	}
}

func TestAGridIsMerged(t *testing.T) {
	h := settled(t)
	clerk := h.furnish(testkit.Grid)
	h.Exec(`INSERT INTO seats (id, person_id, role, area_code, from_at) VALUES (gen_random_uuid(), @id, 'volunteer', @next, @at)`,
		store.Args{"id": clerk.Person, "next": string(fourth), "at": h.World.Now()})
	out, err := h.MergeGrid(t.Context(), h.system, h.regroup(testkit.Grid), fourth)
	h.must(err)
	if len(out.Parts) != 1 || out.Parts[0].Code != fourth || sizes(out.Parts[0]) != [4]int{4, 12, 12, 24} || out.PostsEnded != 2 || out.SeatsEnded != 1 {
		t.Errorf("%+v", out)
	}
	for _, m := range out.Moves {
		if where := h.named(m.Old); len(where) > 0 {
			t.Errorf("%s is still named by %v", m.Old, where)
		}
	}
	posts, err := store.Query(h.Store.Read(t.Context()), `SELECT kind || ' ' || grid || ' ' || until_on FROM grid_posts ORDER BY kind`, nil, store.Value[string])
	if want := []string{"chief 370785001005004 2026-03-10", "liaison 370785001005004 2026-05-01", "part_time 370785001005004 2025-12-31"}; err != nil || !slices.Equal(posts, want) {
		t.Errorf("posts %v, want %v (%v)", posts, want, err)
	}
	seats, err := store.Query(h.Store.Read(t.Context()), `SELECT role || ' ' || area_code FROM seats WHERE person_id = @id AND ended_at IS NULL ORDER BY 1`,
		store.Args{"id": clerk.Person}, store.Value[string])
	if want := []string{"steward 37078500100500400002", "volunteer 370785001005004"}; err != nil || !slices.Equal(seats, want) {
		t.Errorf("seats %v, want %v (%v)", seats, want, err)
	}
	if n := h.Count(`SELECT count(*) FROM outbox WHERE topic = 'person' AND event = 'seat_ended' AND ref = @id`, store.Args{"id": clerk.Person.String()}); n != 1 {
		t.Errorf("%d words of ended seats", n)
	}
	h.replayed()
}

func TestAGridIsRenumbered(t *testing.T) {
	h := settled(t)
	h.furnish(testkit.Grid)
	_, err := h.EditArea(t.Context(), h.city, seen(drawn(testkit.Grid, "第三网格")))
	h.must(err)
	was, err := h.Area(t.Context(), testkit.Grid)
	h.must(err)
	out, err := h.RenumberGrid(t.Context(), h.city, h.regroup(testkit.Grid), fifth)
	h.must(err)
	if len(out.Parts) != 1 || sizes(out.Parts[0]) != [4]int{3, 9, 9, 18} || !out.Parts[0].Drawn {
		t.Errorf("%+v", out.Parts)
	}
	for _, m := range out.Moves {
		if where := h.named(m.Old); len(where) > 0 {
			t.Errorf("%s is still named by %v", m.Old, where)
		}
	}
	found, err := h.Area(t.Context(), testkit.Grid)
	if was.Code, was.Version, was.Asked = fifth, 1, testkit.Grid; err != nil || !reflect.DeepEqual(found, was) {
		t.Errorf("by its old code %+v, %v; want %+v", found, err, was)
	}
	if n := h.Count(`SELECT count(*) FROM grid_posts WHERE until_on IS NULL`, nil); n != 2 {
		t.Errorf("%d posts go on", n)
	}
	below, _, err := h.Areas(t.Context(), testkit.Grid, false, whole)
	if err != nil || len(below) != 3 || below[0].Code != fifth+"00001" {
		t.Errorf("below the old code: %+v, %v", below, err)
	}
	if n := h.left(cataloguing.Area, string(fifth)); n != [3]int{1, 1, 1} {
		t.Errorf("%v revisions, audit lines and rows of the outbox", n)
	}
	h.replayed()
}

func TestBoundariesOfMergedGrids(t *testing.T) {
	box := func(west, east float64) geo.Polygon {
		return geo.Polygon{{{Lat: 36.38, Lng: west}, {Lat: 36.38, Lng: east}, {Lat: 36.39, Lng: east}, {Lat: 36.39, Lng: west}, {Lat: 36.38, Lng: west}}}
	}
	for name, tt := range map[string]struct {
		mine, other geo.Polygon
		one         bool
	}{"side by side": {box(119.75, 119.76), box(119.76, 119.77), true}, "apart": {box(119.75, 119.76), box(119.77, 119.78), false},
		"one is not drawn": {nil, box(119.76, 119.77), false}, "the other is not drawn": {box(119.75, 119.76), nil, false}} {
		h := settled(t)
		for code, b := range map[models.AreaCode]geo.Polygon{testkit.Grid: tt.mine, fourth: tt.other} {
			_, err := h.EditArea(t.Context(), h.city, area.Area{Code: code, Name: "网格", Boundary: b, Version: 1})
			h.must(err)
		}
		out, err := h.MergeGrid(t.Context(), h.city, h.regroup(testkit.Grid), fourth)
		h.must(err)
		a, err := h.Area(t.Context(), fourth)
		h.must(err)
		warned := slices.Contains(out.Warnings, area.Warning{Area: fourth, Code: "grid.no_boundary"})
		if (a.Boundary != nil) != tt.one || warned == tt.one {
			t.Errorf("%s: %v, warned %v", name, a.Boundary, warned)
		}
		if tt.one && !(a.Boundary.Contains(geo.Point{Lat: 36.385, Lng: 119.755}) && a.Boundary.Contains(geo.Point{Lat: 36.385, Lng: 119.765})) {
			t.Errorf("%s: %v has not both", name, a.Boundary)
		}
	}
}

func TestADryChangeIsUndone(t *testing.T) {
	h := settled(t)
	before := h.Count(`SELECT count(*) FROM audit`, nil) + h.Count(`SELECT count(*) FROM revisions`, nil) + h.Count(`SELECT count(*) FROM outbox`, nil)
	r := h.regroup(testkit.Grid)
	r.Dry = true
	out, err := h.SplitGrid(t.Context(), h.city, r, area.Area{Code: fifth, Name: "第五网格"}, nil, houses(testkit.Grid, "00001"))
	h.must(err)
	if len(out.Parts) != 2 || sizes(out.Parts[1]) != [4]int{1, 3, 3, 6} || len(out.Warnings) != 4 {
		t.Errorf("%+v", out)
	}
	if n := h.Count(`SELECT count(*) FROM audit`, nil) + h.Count(`SELECT count(*) FROM revisions`, nil) + h.Count(`SELECT count(*) FROM outbox`, nil); n != before ||
		h.version(testkit.Grid) != 1 {
		t.Errorf("%d lines were left", n-before)
	}
	if _, err := h.Area(t.Context(), fifth); !errors.Is(err, models.Missing) {
		t.Errorf("the new grid: %v", err)
	}
}

// TestTheSizeOfAGridIsWarnedOf: 300 to 500 dwellings are what a grid should have.
func TestTheSizeOfAGridIsWarnedOf(t *testing.T) {
	for dwellings, want := range map[int]string{299: "grid.too_few_dwellings", 300: "", 500: "", 501: "grid.too_many_dwellings"} {
		h := newHouse(t)
		h.build(testkit.Grid, 2, dwellings)
		out, err := h.SplitGrid(t.Context(), h.city, h.regroup(testkit.Grid), area.Area{Code: fifth, Name: "第五网格"}, nil, houses(testkit.Grid, "00002"))
		h.must(err)
		for _, code := range []models.AreaCode{testkit.Grid, fifth} {
			got := map[string]bool{}
			for _, w := range out.Warnings {
				if w.Area == code {
					got[w.Code] = true
				}
			}
			wanted := map[string]bool{"grid.no_boundary": true}
			if want != "" {
				wanted[want] = true
			}
			if !maps.Equal(got, wanted) {
				t.Errorf("%d dwellings: %s has %v, want %v", dwellings, code, got, wanted)
			}
		}
	}
}

func TestWhoMayRegroup(t *testing.T) {
	h := settled(t)
	r := cataloguing.Regroup{Grid: testkit.Grid, Version: 9}
	for name, act := range map[string]func(models.Actor) error{
		"split": func(a models.Actor) error {
			_, err := h.SplitGrid(t.Context(), a, r, area.Area{}, nil, nil)
			return err
		},
		"merge":    func(a models.Actor) error { _, err := h.MergeGrid(t.Context(), a, r, ""); return err },
		"renumber": func(a models.Actor) error { _, err := h.RenumberGrid(t.Context(), a, r, ""); return err },
		"show":     func(a models.Actor) error { _, err := h.Grid(t.Context(), a, testkit.Grid); return err },
	} {
		if got := h.may(act); !slices.Equal(got, []string{"city", "system"}) {
			t.Errorf("%s: %v", name, got)
		}
	}
	changes := h.may(func(a models.Actor) error { _, _, err := h.Changes(t.Context(), a, testkit.Grid, whole); return err })
	if !slices.Equal(changes, []string{"auditor", "city", "secretary", "street", "system"}) {
		t.Errorf("changes: %v", changes)
	}
	for _, code := range []models.AreaCode{testkit.Community, testkit.Grid + "00001", "370785001005099"} {
		if _, err := h.RenumberGrid(t.Context(), h.city, cataloguing.Regroup{Grid: code, Version: 1}, fifth); !errors.Is(err, models.Missing) {
			t.Errorf("%s is no grid: %v", code, err)
		}
		if _, err := h.Grid(t.Context(), h.city, code); !errors.Is(err, models.Missing) {
			t.Errorf("%s is no grid to show: %v", code, err)
		}
	}
}

func TestOfManySplitsAtOnceOneWins(t *testing.T) {
	h := settled(t)
	race(t, func(n int) error {
		_, err := h.SplitGrid(t.Context(), h.city, cataloguing.Regroup{Grid: testkit.Grid, Version: 1},
			area.Area{Code: models.AreaCode("37078500100501" + string(rune('0'+n))), Name: "新网格"}, nil, houses(testkit.Grid, "00001"))
		return err
	})
	if n := h.Count(`SELECT count(*) FROM areas WHERE parent = @community`, store.Args{"community": string(testkit.Community)}); n != 3 {
		t.Errorf("%d grids", n)
	}
}

func TestOfManyMergesAtOnceOneWins(t *testing.T) {
	h := settled(t)
	race(t, func(int) error {
		_, err := h.MergeGrid(t.Context(), h.city, cataloguing.Regroup{Grid: testkit.Grid, Version: 1}, fourth)
		return err
	})
	if _, err := h.MergeGrid(t.Context(), h.city, cataloguing.Regroup{Grid: testkit.Grid, Version: 1}, fourth); !errors.Is(err, revisions.ErrMovedOn) {
		t.Errorf("a grid that ended: %v", err)
	}
}

// TestWhatIsWrittenMeanwhileGoesAlong: a change of grids waits for whoever writes a row that names an old code.
func TestWhatIsWrittenMeanwhileGoesAlong(t *testing.T) {
	h := settled(t)
	written, merged, r := make(chan struct{}), make(chan error), h.regroup(testkit.Grid)
	err := h.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO households (id, area_code) SELECT gen_random_uuid(), code FROM areas WHERE parent = @grid`, store.Args{"grid": string(testkit.Grid)})
		go func() {
			close(written)
			_, err := h.MergeGrid(t.Context(), h.city, r, fourth)
			merged <- err
		}()
		<-written
		select {
		case err := <-merged:
			t.Errorf("merged, though somebody writes: %v", err)
		case <-time.After(100 * time.Millisecond):
		}
		return err
	})
	h.must(err)
	h.must(<-merged)
	if n := h.Count(`SELECT count(*) FROM households WHERE area_code ^@ @grid`, store.Args{"grid": string(fourth)}); n != 15 {
		t.Errorf("%d households, want 12 with a dwelling and 3 without", n)
	}
}

func TestAGridIsShown(t *testing.T) {
	h := settled(t)
	g, err := h.Grid(t.Context(), h.city, testkit.Grid)
	h.must(err)
	if sizes(g.Part) != [4]int{3, 9, 9, 18} || g.Free != fifth || g.Version != 1 || len(g.Buildings) != 3 || sizes(g.Buildings[1]) != [4]int{0, 3, 3, 6} ||
		len(g.Neighbours) != 1 || g.Neighbours[0].Code != fourth || sizes(g.Neighbours[0]) != [4]int{1, 3, 3, 6} {
		t.Errorf("%+v", g)
	}
}

func TestChangesAreRemembered(t *testing.T) {
	h := settled(t)
	split := func() {
		_, err := h.SplitGrid(t.Context(), h.city, h.regroup(testkit.Grid), area.Area{Code: fifth, Name: "第五网格"}, nil, houses(testkit.Grid, "00001"))
		h.must(err)
	}
	renumber := func() {
		_, err := h.RenumberGrid(t.Context(), h.system, h.regroup(fifth), "370785001005006")
		h.must(err)
	}
	merge := func() { _, err := h.MergeGrid(t.Context(), h.city, h.regroup("370785001005006"), fourth); h.must(err) }
	for _, change := range []func(){split, renumber, merge} {
		h.Pass(1)
		h.Pass(1e9)
		change()
	}
	for code, want := range map[models.AreaCode]string{testkit.Community: "merge renumber split", fourth: "merge renumber split", testkit.Grid: "split", fifth: "renumber split",
		"37078500100500400002": "merge renumber split"} {
		var got []string
		page := store.Page{Limit: 1}
		for range 9 {
			found, cursor, err := h.Changes(t.Context(), h.auditor, code, page)
			h.must(err)
			for _, c := range found {
				got = append(got, string(c.Change))
			}
			if page.Cursor = cursor; cursor == "" {
				break
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", code, got, want)
		}
	}
	found, _, err := h.Changes(t.Context(), h.city, fourth, whole)
	h.must(err)
	if c := found[1]; c.From != fifth || c.FromName != "第五网格" || c.ToName != "第五网格" || c.Buildings != 1 || c.By != h.system.Person {
		t.Errorf("%+v", c)
	}
	_, _, err = h.Changes(t.Context(), h.city, fourth, store.Page{Limit: 1, Cursor: "x"})
	wantFields(t, err, map[string]string{"cursor": "unreadable"})
	_, err = h.AddArea(t.Context(), h.city, area.Area{Code: fifth, Name: "再用"})
	wantFields(t, err, map[string]string{"code": "area.used_before"})
}

// TestAGridThatIsSplitOffStaysWithinItsCommunity: the boundary that is given for it is held as that of any new area.
func TestAGridThatIsSplitOffStaysWithinItsCommunity(t *testing.T) {
	h := settled(t)
	_, err := h.EditArea(t.Context(), h.city, func() area.Area { a := drawn(testkit.Community, "社区"); a.Version = 1; return a }())
	h.must(err)
	far := drawn(fifth, "第五网格")
	for i := range far.Boundary[0] {
		far.Boundary[0][i].Lng++
	}
	far.Centre = nil
	_, err = h.SplitGrid(t.Context(), h.city, h.regroup(testkit.Grid), far, nil, houses(testkit.Grid, "00001"))
	wantFields(t, err, map[string]string{"boundary": "area.boundary_beyond"})
	if h.version(testkit.Grid) != 1 {
		t.Error("something was left")
	}
}

// box is a rectangle in hundredths of a degree from the south-west of the community.
func box(west, south, east, north float64) geo.Polygon {
	at := func(x, y float64) geo.Point { return geo.Point{Lat: 36.38 + y/100, Lng: 119.75 + x/100} }
	return geo.Polygon{{at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)}}
}

// TestAGridIsCut: a line tells the two halves with their buildings; a split that gives both halves out leaves nothing over another.
func TestAGridIsCut(t *testing.T) {
	h := settled(t)
	_, err := h.EditArea(t.Context(), h.city, seen(area.Area{Code: testkit.Community, Name: "社区", Boundary: box(0, 0, 4, 4)}))
	h.must(err)
	_, err = h.EditArea(t.Context(), h.city, seen(area.Area{Code: testkit.Grid, Name: "网格", Boundary: box(0, 0, 4, 4), Centre: &geo.Point{Lat: 36.385, Lng: 119.78}}))
	h.must(err)
	for i, code := range houses(testkit.Grid, "00001", "00002") {
		_, err = h.EditArea(t.Context(), h.city, seen(area.Area{Code: code, Name: "楼", Centre: &geo.Point{Lat: 36.39, Lng: 119.755 + float64(i)*0.001}}))
		h.must(err)
	}
	down := []geo.Point{{Lat: 36.43, Lng: 119.77}, {Lat: 36.37, Lng: 119.77}}
	halves, err := h.Cut(t.Context(), h.city, testkit.Grid, down)
	h.must(err)
	if len(halves) != 2 || !slices.Equal(halves[0].Buildings, houses(testkit.Grid, "00001", "00002")) || halves[1].Buildings != nil ||
		!halves[0].Boundary.Contains(geo.Point{Lat: 36.39, Lng: 119.76}) {
		t.Fatalf("%+v", halves)
	}
	n := area.Area{Code: fifth, Name: "第五网格", Boundary: halves[1].Boundary}
	out := box(4, 0, 8, 4)
	_, err = h.SplitGrid(t.Context(), h.city, h.regroup(testkit.Grid), n, out, houses(testkit.Grid, "00003"))
	wantFields(t, err, map[string]string{"keeps": "area.boundary_beyond"})
	_, err = h.SplitGrid(t.Context(), h.city, h.regroup(testkit.Grid), n, geo.Polygon{{out[0][0], out[0][2], out[0][1], out[0][3], out[0][0]}}, houses(testkit.Grid, "00003"))
	wantFields(t, err, map[string]string{"keeps": "area.boundary_crosses"})
	_, err = h.SplitGrid(t.Context(), h.city, h.regroup(testkit.Grid), n, halves[0].Boundary, houses(testkit.Grid, "00003"))
	h.must(err)
	kept, err := h.Area(t.Context(), testkit.Grid)
	if err != nil || kept.Centre != nil || !reflect.DeepEqual(kept.Boundary, halves[0].Boundary) {
		t.Errorf("the grid kept %+v (%v)", kept, err)
	}
	s, err := h.Survey(t.Context(), h.city, testkit.Community)
	if err != nil || len(s.Overlaps)+len(s.Outside)+len(s.Crossing) > 0 || len(s.Undrawn) != 1 {
		t.Errorf("afterwards %+v (%v)", s, err)
	}
	_, err = h.Cut(t.Context(), h.city, testkit.Grid, down)
	wantFields(t, err, map[string]string{"line": "area.line_parts_nothing"})
	_, err = h.Cut(t.Context(), h.city, fourth, down)
	wantFields(t, err, map[string]string{"line": "area.line_parts_nothing"})
}
