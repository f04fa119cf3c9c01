package cataloguing_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"delinli/app/cataloguing"
	"delinli/app/store"
	"delinli/app/store/revisions"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

const building = testkit.Grid + "00007"

func drawn(code models.AreaCode, name string) area.Area {
	return area.Area{Code: code, Name: name, Centre: &geo.Point{Lat: 36.385, Lng: 119.755}, Boundary: geo.Polygon{{{Lat: 36.38, Lng: 119.75},
		{Lat: 36.38, Lng: 119.76}, {Lat: 36.39, Lng: 119.76}, {Lat: 36.39, Lng: 119.75}, {Lat: 36.38, Lng: 119.75}}}}
}

func TestAnAreaIsAddedAndEdited(t *testing.T) {
	h := newHouse(t)
	added, err := h.AddArea(t.Context(), h.city, drawn(building, "7 号楼"))
	h.must(err)
	edit := area.Area{Code: building, Name: "七号楼", Version: added.Version}
	edited, err := h.EditArea(t.Context(), h.secretary, edit)
	h.must(err)
	if added.Version != 1 || edited.Version != 2 {
		t.Errorf("versions %d, %d", added.Version, edited.Version)
	}
	if got, err := h.Area(t.Context(), building); err != nil || !reflect.DeepEqual(got, edited) {
		t.Errorf("read %+v, %v; want %+v", got, err, edited)
	}
	found, _, err := h.History(t.Context(), h.street, cataloguing.Area, string(building), whole)
	h.must(err)
	if len(found) != 2 || found[0].By != h.secretary.Person || found[0].Body["name"] != "七号楼" || found[0].Body["boundary"] != nil ||
		found[1].By != h.city.Person || found[1].Body["name"] != "7 号楼" || found[1].Body["boundary"] == nil || !found[1].At.Equal(testkit.Noon) {
		t.Errorf("history %+v", found)
	}
	if n := h.left(cataloguing.Area, string(building)); n != [3]int{2, 2, 2} {
		t.Errorf("%v revisions, audit lines and rows of the outbox", n)
	}
}

func TestBoundariesComeBackAsTheyWere(t *testing.T) {
	h := newHouse(t)
	want, err := h.AddArea(t.Context(), h.system, drawn("370785003", "密水街道"))
	h.must(err)
	if got, err := h.Area(t.Context(), want.Code); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, %v", got, err)
	}
	for _, boundary := range []bool{true, false} {
		found, _, err := h.Areas(t.Context(), testkit.City, boundary, whole)
		h.must(err)
		if last := found[len(found)-1]; last.Code != want.Code || (last.Boundary != nil) != boundary || *last.Centre != *want.Centre {
			t.Errorf("boundary %v: %+v", boundary, last)
		}
	}
}

func TestAreasArePaged(t *testing.T) {
	h := newHouse(t)
	for _, code := range []models.AreaCode{"370785003", "370785100", "370785101"} {
		_, err := h.AddArea(t.Context(), h.city, area.Area{Code: code, Name: string(code)})
		h.must(err)
	}
	var codes []models.AreaCode
	page := store.Page{Limit: 2}
	for range 3 {
		found, next, err := h.Areas(t.Context(), testkit.City, false, page)
		h.must(err)
		for _, a := range found {
			codes = append(codes, a.Code)
		}
		page.Cursor = next
	}
	if want := []models.AreaCode{"370785001", "370785002", "370785003", "370785100", "370785101"}; !slices.Equal(codes, want) || page.Cursor != "" {
		t.Errorf("codes %v, then %q", codes, page.Cursor)
	}
	roots, _, err := h.Areas(t.Context(), "", false, whole)
	if err != nil || len(roots) != 1 || roots[0].Code != testkit.City {
		t.Errorf("roots %+v, %v", roots, err)
	}
	if found, _, err := h.Areas(t.Context(), "370999", false, whole); err != nil || len(found) != 0 {
		t.Errorf("below nothing: %v, %v", found, err)
	}
	_, _, err = h.Areas(t.Context(), testkit.City, false, store.Page{Limit: 2, Cursor: "x"})
	wantFields(t, err, map[string]string{"cursor": "unreadable"})
}

func TestBadAreasChangeNothing(t *testing.T) {
	h := newHouse(t)
	add := func(a area.Area) error { _, err := h.AddArea(t.Context(), h.city, a); return err }
	edit := func(a area.Area) error { _, err := h.EditArea(t.Context(), h.city, a); return err }
	wantFields(t, add(area.Area{Code: testkit.Grid, Name: "again"}), map[string]string{"code": "taken"})
	wantFields(t, add(area.Area{Code: "370785009001", Name: "nowhere"}), map[string]string{"code": "area.nothing_above"})
	wantFields(t, add(area.Area{Code: "370785000"}), map[string]string{"code": "area.bad_code", "name": "area.bad_name"})
	wantFields(t, edit(area.Area{Code: testkit.Grid, Version: 1}), map[string]string{"name": "area.bad_name"})
	if err := edit(area.Area{Code: testkit.Grid + "00099", Name: "x", Version: 1}); !errors.Is(err, models.Missing) {
		t.Errorf("an area that is not there: %v", err)
	}
	if err := edit(area.Area{Code: testkit.Grid, Name: "x", Version: 7}); !errors.Is(err, revisions.ErrMovedOn) {
		t.Errorf("another version: %v", err)
	}
	if n := h.Count(`SELECT count(*) FROM revisions`, nil) + h.Count(`SELECT count(*) FROM audit`, nil); n != 0 {
		t.Errorf("%d lines were left", n)
	}
}

func TestWhoMayChangeAreas(t *testing.T) {
	h := newHouse(t)
	add := h.may(func(a models.Actor) error { _, err := h.AddArea(t.Context(), a, area.Area{Code: building}); return err })
	grid := h.may(func(a models.Actor) error {
		_, err := h.EditArea(t.Context(), a, area.Area{Code: testkit.Grid})
		return err
	})
	community := h.may(func(a models.Actor) error {
		_, err := h.EditArea(t.Context(), a, area.Area{Code: testkit.Community})
		return err
	})
	history := h.may(func(a models.Actor) error {
		_, _, err := h.History(t.Context(), a, cataloguing.Area, string(testkit.Grid), whole)
		return err
	})
	for _, tt := range []struct{ what, got, want []string }{
		{[]string{"add"}, add, []string{"city", "system"}},
		{[]string{"grid"}, grid, []string{"city", "secretary", "system"}},
		{[]string{"community"}, community, []string{"city", "system"}},
		{[]string{"history"}, history, []string{"auditor", "city", "secretary", "street", "system"}},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%v: %v, want %v", tt.what, tt.got, tt.want)
		}
	}
}

func TestOfManyEditorsOfAnAreaOneWins(t *testing.T) {
	h := newHouse(t)
	race(t, func(n int) error {
		_, err := h.EditArea(t.Context(), h.city, area.Area{Code: testkit.Grid, Name: string(rune('甲' + n)), Version: 1})
		return err
	})
	if got := h.versions(cataloguing.Area, string(testkit.Grid), 100); !slices.Equal(got, []int{2}) {
		t.Errorf("versions %v", got)
	}
}

func TestAHotlineIsInherited(t *testing.T) {
	h := newHouse(t)
	number := func(code models.AreaCode) area.Line {
		t.Helper()
		a, err := h.Area(t.Context(), code)
		h.must(err)
		return a.Line
	}
	set := func(code models.AreaCode, version int, line string) {
		t.Helper()
		_, err := h.EditArea(t.Context(), h.city, area.Area{Code: code, Name: "某处", Hotline: line, Version: version})
		h.must(err)
	}
	if got := number(testkit.Grid); got != (area.Line{}) {
		t.Fatalf("before anybody has one: %v", got)
	}
	set(testkit.City, 1, "0536 12345")
	set(testkit.Community, 1, "0536-555-0101")
	for code, want := range map[models.AreaCode]area.Line{testkit.City: {Number: "0536 12345", Of: testkit.City}, testkit.Street: {Number: "0536 12345", Of: testkit.City},
		testkit.Elsewhere: {Number: "0536 12345", Of: testkit.City}, testkit.Community: {Number: "0536-555-0101", Of: testkit.Community},
		testkit.Grid: {Number: "0536-555-0101", Of: testkit.Community}} {
		if got := number(code); got != want {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
	set(testkit.Community, 2, "")
	below, _, err := h.Areas(t.Context(), testkit.Community, false, whole)
	h.must(err)
	if len(below) != 1 || below[0].Line.Of != testkit.City || below[0].Hotline != "" {
		t.Errorf("taken away: %+v", below)
	}
	found, _, err := h.History(t.Context(), h.street, cataloguing.Area, string(testkit.Community), whole)
	h.must(err)
	if len(found) != 2 || found[0].Body["hotline"] != "" || found[1].Body["hotline"] != "0536-555-0101" {
		t.Errorf("history %+v", found)
	}
}

// TestTheAreaAtAPoint is the finest one around it, not one whose box alone holds it, and never one behind a hole.
func TestTheAreaAtAPoint(t *testing.T) {
	h := newHouse(t)
	street := drawn("370785003", "密水街道")
	street.Boundary = geo.Polygon{{{Lat: 36.30, Lng: 119.70}, {Lat: 36.30, Lng: 119.80}, {Lat: 36.40, Lng: 119.80}, {Lat: 36.30, Lng: 119.70}},
		{{Lat: 36.31, Lng: 119.77}, {Lat: 36.31, Lng: 119.78}, {Lat: 36.32, Lng: 119.78}, {Lat: 36.31, Lng: 119.77}}}
	street.Centre = nil
	community := drawn("370785003001", "社区")
	for i := range community.Boundary[0] {
		community.Boundary[0][i].Lng += 0.04
	}
	community.Centre = nil
	for _, a := range []area.Area{street, community} {
		_, err := h.AddArea(t.Context(), h.system, a)
		h.must(err)
	}
	for p, want := range map[geo.Point]models.AreaCode{
		{Lat: 36.385, Lng: 119.795}: "370785003001", {Lat: 36.305, Lng: 119.75}: "370785003", {Lat: 36.39, Lng: 119.71}: "",
		{Lat: 36.313, Lng: 119.777}: "", {Lat: 36.5, Lng: 119.75}: "", {Lat: -36.385, Lng: -119.755}: "",
	} {
		a, err := h.AreaAt(t.Context(), p)
		if a.Code != want || (err == nil) != (want != "") || want == "" && models.CodeOf(err) != "area.none_here" {
			t.Errorf("%v: %q (%v), want %q", p, a.Code, err, want)
		}
	}
}

// TestNoAreaTakesInWhatIsNotItsOwn: a boundary stays within the nearest area above that is drawn, but for what two maps differ by.
func TestNoAreaTakesInWhatIsNotItsOwn(t *testing.T) {
	h := newHouse(t)
	street, err := h.AddArea(t.Context(), h.system, drawn("370785003", "密水街道"))
	h.must(err)
	east := func(code models.AreaCode, degrees float64) area.Area {
		a := drawn(code, "新网格")
		for i := range a.Boundary[0] {
			a.Boundary[0][i].Lng += degrees
		}
		a.Centre = nil
		return a
	}
	community, err := h.AddArea(t.Context(), h.system, area.Area{Code: street.Code + "001", Name: "没有画出的社区"})
	h.must(err)
	for degrees, want := range map[float64]string{0: "", 0.0005: "", 0.005: "area.boundary_beyond", 20: "area.boundary_beyond"} {
		code := community.Code + models.AreaCode(fmt.Sprintf("%03d", 1+int(degrees*10_000)%900))
		_, err := h.AddArea(t.Context(), h.system, east(code, degrees))
		if e, _ := errors.AsType[*models.Error](err); want == "" && err != nil || want != "" && (e == nil || e.Fields["boundary"] != want) {
			t.Errorf("%f degrees east: %v", degrees, err)
		}
	}
	world := east(community.Code+"001", 0)
	world.Version, world.Boundary = 1, geo.Polygon{{{Lat: -80, Lng: -170}, {Lat: -80, Lng: 170}, {Lat: 80, Lng: 170}, {Lat: 80, Lng: -170}, {Lat: -80, Lng: -170}}}
	if _, err := h.EditArea(t.Context(), h.system, world); models.KindOf(err) != models.Invalid {
		t.Errorf("the whole world: %v", err)
	}
}
