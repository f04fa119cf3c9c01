package cataloguing_test

import (
	"errors"
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

var here = geo.Point{Lat: 36.385, Lng: 119.755}

func station(name string, code models.AreaCode, at geo.Point) area.Facility {
	return area.Facility{Kind: area.Station, Name: name, Area: code, Place: at, Opened: "2025-05-01"}
}

// opened puts one on the map.
func (h house) opened(f area.Facility) area.Facility {
	h.t.Helper()
	f, err := h.OpenFacility(h.t.Context(), h.city, f)
	h.must(err)
	return f
}

func (h house) found(w cataloguing.Sought) (names []string) {
	h.t.Helper()
	list, _, err := h.Facilities(h.t.Context(), w, whole)
	h.must(err)
	for _, f := range list {
		names = append(names, f.Name)
	}
	return names
}

func TestAFacilityOpensChangesAndEnds(t *testing.T) {
	h := newHouse(t)
	f, err := h.OpenFacility(t.Context(), h.secretary, station("驿站", testkit.Grid, here))
	h.must(err)
	edit := f
	edit.Name, edit.Kind = "议事亭", area.Pavilion
	edited, err := h.EditFacility(t.Context(), h.street, edit)
	h.must(err)
	if got, err := h.Facility(t.Context(), f.ID); err != nil || !reflect.DeepEqual(got, edited) || got.Version != 2 || got.Name != "议事亭" || got.Ended != nil {
		t.Errorf("read %+v, %v; want %+v", got, err, edited)
	}
	ended, err := h.EndFacility(t.Context(), h.secretary, f.ID, 2)
	h.must(err)
	if got, err := h.Facility(t.Context(), f.ID); err != nil || got.Version != 3 || ended.Ended == nil || !got.Ended.Equal(testkit.Noon) {
		t.Errorf("ended: %+v, %v", got, err)
	}
	if got := h.found(cataloguing.Sought{}); len(got) != 0 {
		t.Errorf("%v is still there", got)
	}
	if n := h.left(cataloguing.Facility, f.ID.String()); n != [3]int{3, 3, 3} {
		t.Errorf("%v revisions, audit lines and rows of the outbox", n)
	}
	if n := h.Count(`SELECT count(*) FROM audit WHERE action IN ('facility.add', 'facility.edit', 'facility.end')`, nil); n != 3 {
		t.Errorf("%d lines by their names", n)
	}
	edit.Version = 3
	if _, err := h.EditFacility(t.Context(), h.city, edit); !errors.Is(err, revisions.ErrMovedOn) {
		t.Errorf("what has ended was changed: %v", err)
	}
}

func TestTheNearestFacilityComesFirst(t *testing.T) {
	h := newHouse(t)
	away := func(lat, lng float64) geo.Point { return geo.Point{Lat: here.Lat + lat, Lng: here.Lng + lng} }
	h.opened(station("北", testkit.Grid, away(0.010, 0))) // 1112 m
	h.opened(station("东", testkit.Elsewhere, away(0, 0.011)))
	pavilion := station("亭", testkit.Grid, away(0.001, 0))
	pavilion.Kind = area.Pavilion
	h.opened(pavilion)
	for _, tt := range []struct {
		sought cataloguing.Sought
		want   []string
	}{
		{cataloguing.Sought{Near: &here}, []string{"亭", "东", "北"}}, // a degree of longitude is the narrower one
		{cataloguing.Sought{Near: &here, Kind: area.Station}, []string{"东", "北"}},
		{cataloguing.Sought{Near: &here, Area: testkit.Community}, []string{"亭", "北"}},
		{cataloguing.Sought{Area: testkit.Elsewhere}, []string{"东"}},
		{cataloguing.Sought{Kind: area.Square}, nil},
	} {
		if got := h.found(tt.sought); !slices.Equal(got, tt.want) {
			t.Errorf("%+v: %v, want %v", tt.sought, got, tt.want)
		}
	}
	near, next, err := h.Facilities(t.Context(), cataloguing.Sought{Near: &here}, store.Page{Limit: 2})
	h.must(err)
	if len(near) != 2 || next != "" || *near[0].Metres < 110 || *near[0].Metres > 112 || *near[1].Metres < 980 || *near[1].Metres > 990 {
		t.Errorf("near %+v, then %q", near, next)
	}
	_, _, err = h.Facilities(t.Context(), cataloguing.Sought{Near: &here}, store.Page{Limit: 2, Cursor: near[1].ID.String()})
	wantFields(t, err, map[string]string{"cursor": "unreadable"})
}

func TestFacilitiesArePaged(t *testing.T) {
	h := newHouse(t)
	for _, name := range []string{"一", "二", "三", "四", "五"} {
		h.opened(station(name, testkit.Grid, here))
	}
	var names []string
	page := store.Page{Limit: 2}
	for range 3 {
		list, next, err := h.Facilities(t.Context(), cataloguing.Sought{Area: testkit.City}, page)
		h.must(err)
		for _, f := range list {
			if names = append(names, f.Name); f.Metres != nil {
				t.Errorf("%s is %f m from nowhere", f.Name, *f.Metres)
			}
		}
		page.Cursor = next
	}
	if len(names) != 5 || len(slices.Compact(slices.Sorted(slices.Values(names)))) != 5 || page.Cursor != "" {
		t.Errorf("%v, then %q", names, page.Cursor)
	}
	_, _, err := h.Facilities(t.Context(), cataloguing.Sought{}, store.Page{Limit: 2, Cursor: "x"})
	wantFields(t, err, map[string]string{"cursor": "unreadable"})
}

func TestBadFacilitiesChangeNothing(t *testing.T) {
	h := newHouse(t)
	open := func(a models.Actor, f area.Facility) error { _, err := h.OpenFacility(t.Context(), a, f); return err }
	drawnGrid := drawn(testkit.Grid, "网格")
	drawnGrid.Version = 1
	_, err := h.EditArea(t.Context(), h.city, drawnGrid)
	h.must(err)
	f := h.opened(station("驿站", testkit.Grid, here))
	wantFields(t, open(h.city, area.Facility{Kind: "shop", Name: "店", Opened: "2025-05-01"}), map[string]string{"kind": "field.choice"})
	wantFields(t, open(h.city, station("驿站", testkit.Community+"099", here)), map[string]string{"area_code": "unknown"})
	wantFields(t, open(h.city, station("驿站", testkit.Grid, geo.Point{Lat: 36.4, Lng: 119.755})), map[string]string{"place": "facility.outside"})
	wantFields(t, open(h.secretary, station("驿站", testkit.Elsewhere, here)), map[string]string{"area_code": "outside_your_seats"})
	moved := f
	moved.Area = testkit.Elsewhere
	_, err = h.EditFacility(t.Context(), h.secretary, moved)
	wantFields(t, err, map[string]string{"area_code": "outside_your_seats"})
	f.Version = 7
	if _, err := h.EditFacility(t.Context(), h.city, f); !errors.Is(err, revisions.ErrMovedOn) {
		t.Errorf("another version: %v", err)
	}
	if _, err := h.EndFacility(t.Context(), h.city, models.FacilityID{}, 1); !errors.Is(err, models.Missing) {
		t.Errorf("one that is not there: %v", err)
	}
	if n := h.Count(`SELECT count(*) FROM facilities WHERE version = 1`, nil); n != 1 {
		t.Errorf("%d facilities", n)
	}
	if n := h.left(cataloguing.Facility, f.ID.String()); n != [3]int{1, 1, 1} {
		t.Errorf("%v was left", n)
	}
}

func TestWhoMayChangeFacilities(t *testing.T) {
	h := newHouse(t)
	f := h.opened(station("驿站", testkit.Grid, here))
	want := []string{"city", "secretary", "street"}
	edit := h.may(func(a models.Actor) error { _, err := h.EditFacility(t.Context(), a, f); return err })
	end := h.may(func(a models.Actor) error { _, err := h.EndFacility(t.Context(), a, f.ID, 99); return err })
	if !slices.Equal(edit, want) || !slices.Equal(end, want) {
		t.Errorf("%v may edit, %v may end", edit, end)
	}
}

func TestOfManyEditorsOfAFacilityOneWins(t *testing.T) {
	h := newHouse(t)
	f := h.opened(station("驿站", testkit.Grid, here))
	race(t, func(n int) error {
		if n%2 == 0 {
			_, err := h.EndFacility(t.Context(), h.city, f.ID, 1)
			return err
		}
		edit := f
		edit.Name = string(rune('甲' + n))
		_, err := h.EditFacility(t.Context(), h.city, edit)
		return err
	})
	if got := h.versions(cataloguing.Facility, f.ID.String(), 100); !slices.Equal(got, []int{2, 1}) {
		t.Errorf("versions %v", got)
	}
}
