package area_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

// square is a boundary of about a kilometre around the middle of the town.
func square() geo.Polygon {
	return geo.Polygon{{{Lat: 36.38, Lng: 119.75}, {Lat: 36.38, Lng: 119.76}, {Lat: 36.39, Lng: 119.76}, {Lat: 36.39, Lng: 119.75}, {Lat: 36.38, Lng: 119.75}}}
}

func grid(change ...func(*area.Area)) area.Area {
	a := area.Area{Code: "370785001005003", Name: "第三网格", Centre: &geo.Point{Lat: 36.385, Lng: 119.755}, Boundary: square()}
	for _, f := range change {
		f(&a)
	}
	return a
}

func TestCheck(t *testing.T) {
	code := func(c models.AreaCode) func(*area.Area) { return func(a *area.Area) { a.Code = c } }
	name := func(n string) func(*area.Area) { return func(a *area.Area) { a.Name = n } }
	centre := func(lat, lng float64) func(*area.Area) {
		return func(a *area.Area) { a.Centre = &geo.Point{Lat: lat, Lng: lng} }
	}
	for _, tt := range []struct {
		name string
		area area.Area
		want map[string]string
	}{
		{"whole", grid(), nil},
		{"city", grid(code("370785")), nil},
		{"building", grid(code("37078500100500300012")), nil},
		{"neither centre nor boundary", area.Area{Code: "370785001", Name: "朝阳街道"}, nil},
		{"longest name", grid(name(strings.Repeat("区", 60))), nil},
		{"centre on the corner", grid(centre(36.38, 119.75)), nil},
		{"no code", grid(code("")), map[string]string{"code": "area.bad_code"}},
		{"letters", grid(code("37078A")), map[string]string{"code": "area.bad_code"}},
		{"a length of no level", grid(code("3707850010050030001")), map[string]string{"code": "area.bad_code"}},
		{"the street itself", grid(code("370785001000")), map[string]string{"code": "area.bad_code"}},
		{"building nought", grid(code("37078500100500300000")), map[string]string{"code": "area.bad_code"}},
		{"blank name", grid(name(" \t")), map[string]string{"name": "area.bad_name"}},
		{"long name", grid(name(strings.Repeat("区", 61))), map[string]string{"name": "area.bad_name"}},
		{"centre off the Earth", grid(centre(136.38, 119.75)), map[string]string{"centre": "area.bad_centre"}},
		{"centre across the road", grid(centre(36.40, 119.755)), map[string]string{"centre": "area.centre_outside"}},
		{"centre west of it", grid(centre(36.385, 119.74)), map[string]string{"centre": "area.centre_outside"}},
		{"open boundary", grid(func(a *area.Area) { a.Boundary[0] = a.Boundary[0][:4] }), map[string]string{"boundary": "geo.bad_polygon"}},
		{"no ring", grid(func(a *area.Area) { a.Boundary = geo.Polygon{} }), map[string]string{"boundary": "geo.bad_polygon"}},
		{"too fine", grid(func(a *area.Area) { a.Boundary = fine(5001) }), map[string]string{"boundary": "area.boundary_too_fine"}},
		{"just coarse enough", grid(func(a *area.Area) { a.Boundary, a.Centre = fine(5000), nil }), nil},
		{"all at once", area.Area{Centre: &geo.Point{Lat: 91}},
			map[string]string{"code": "area.bad_code", "name": "area.bad_name", "centre": "area.bad_centre"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.area.Check()
			var got map[string]string
			if e, ok := errors.AsType[*models.Error](err); ok {
				got = e.Fields
			}
			if (err == nil) != (tt.want == nil) || !maps.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// fine is a closed boundary of n points.
func fine(n int) geo.Polygon {
	ring := make([]geo.Point, n)
	for i := range n {
		ring[i] = geo.Point{Lat: 36 + float64(i%(n-1))/1e5, Lng: 119}
	}
	return geo.Polygon{ring}
}

func TestTheCentreOfABentAreaMayLieOutsideOfIt(t *testing.T) {
	a := grid(func(a *area.Area) {
		ell := []geo.Point{{Lat: 36.38, Lng: 119.75}, {Lat: 36.38, Lng: 119.76}, {Lat: 36.381, Lng: 119.76}, {Lat: 36.381, Lng: 119.751},
			{Lat: 36.39, Lng: 119.751}, {Lat: 36.39, Lng: 119.75}, {Lat: 36.38, Lng: 119.75}}
		a.Boundary = geo.Polygon{ell}
	})
	if a.Boundary.Contains(*a.Centre) {
		t.Fatal("the area does not bend")
	}
	if err := a.Check(); err != nil {
		t.Error(err)
	}
}

func TestRights(t *testing.T) {
	for _, tt := range []struct {
		role      models.Role
		over      models.AreaCode
		code      models.AreaCode
		add, edit bool
	}{
		{models.CityStaff, "370785", "370785001", true, true},
		{models.CityStaff, "370785", "37078500100500300001", true, true},
		{models.SystemAdmin, "370785", "370785001005", true, true},
		{models.CityStaff, "370785", "370786", false, false},
		{models.CommunitySecretary, "370785001005", "370785001005003", false, true},
		{models.CommunitySecretary, "370785001005", "37078500100500300001", false, true},
		{models.CommunitySecretary, "370785001005", "370785001005", false, false},
		{models.CommunitySecretary, "370785001005", "370785001006003", false, false},
		{models.CommunityStaff, "370785001005", "370785001005003", false, false},
		{models.StreetStaff, "370785001", "370785001005003", false, false},
		{models.SecurityAdmin, "370785", "370785001", false, false},
		{models.Auditor, "370785", "370785001", false, false},
		{models.Resident, "370785001005003", "370785001005003", false, false},
	} {
		a := models.Actor{Seats: []models.Seat{{Role: tt.role, Area: tt.over}}}
		if add, edit := area.MayAdd(a, tt.code) == nil, area.MayEdit(a, tt.code) == nil; add != tt.add || edit != tt.edit {
			t.Errorf("%s over %s on %s: add %v, edit %v", tt.role, tt.over, tt.code, add, edit)
		}
	}
	if area.MayAdd(models.SystemActor, "370785") != nil || area.MayEdit(models.SystemActor, "370785") != nil {
		t.Error("the program itself may not")
	}
	if err := area.MayEdit(models.Actor{}, "370785"); !errors.Is(err, models.Denied) {
		t.Errorf("a visitor: %v", err)
	}
}

func TestTheCentreLiesInTheBoxOfTheBoundary(t *testing.T) {
	corner := rapid.Custom(func(t *rapid.T) geo.Point {
		return geo.Point{Lat: rapid.Float64Range(-89, 89).Draw(t, "lat"), Lng: rapid.Float64Range(-179, 179).Draw(t, "lng")}
	})
	rapid.Check(t, func(t *rapid.T) {
		corners := rapid.SliceOfN(corner, 3, 20).Draw(t, "corners")
		a := area.Area{Code: "370785001", Name: "x", Boundary: geo.Polygon{append(corners, corners[0])}}
		check := func(lat, lng float64) error { a.Centre = &geo.Point{Lat: lat, Lng: lng}; return a.Check() }
		north, east := corners[0].Lat, corners[0].Lng
		for _, p := range corners {
			north, east = max(north, p.Lat), max(east, p.Lng)
			if err := check((p.Lat+corners[0].Lat)/2, (p.Lng+corners[0].Lng)/2); err != nil {
				t.Fatalf("the middle of two corners is refused: %v", err)
			}
		}
		if check(north+0.5, corners[0].Lng) == nil || check(corners[0].Lat, east+0.5) == nil {
			t.Fatal("a centre outside of the box is taken")
		}
	})
}

func TestHotlines(t *testing.T) {
	for line, want := range map[string]string{"": "", "110": "", "0536-555-0101": "", "+86 536 555 0101": "", "1 2": "area.bad_hotline", "---": "area.bad_hotline",
		"   ": "area.bad_hotline", "12345x": "area.bad_hotline", "１２３": "area.bad_hotline", "0536-555-0101-000-0000": "area.bad_hotline"} {
		err, _ := area.Area{Code: "370785001005", Name: "社区", Hotline: line}.Check().(*models.Error)
		if got := faultOf(err, "hotline"); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
	for code, want := range map[models.AreaCode]string{"370785": "", "370785001": "", "370785001005003": "area.hotline_too_low", "37078500100500300007": "area.hotline_too_low"} {
		err, _ := area.Area{Code: code, Name: "某处", Hotline: "12345"}.Check().(*models.Error)
		if got := faultOf(err, "hotline"); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

func faultOf(err *models.Error, field string) string {
	if err == nil {
		return ""
	}
	return err.Fields[field]
}

func TestLevelsHaveCodesOfTheirLength(t *testing.T) {
	code := models.AreaCode("37078500100500300007")
	for level := models.City; level != models.Building; level = level.Below() {
		if at := code.At(level); len(at) != level.Digits() || at.Level() != level || code.At(level.Below()).Parent() != at {
			t.Errorf("%s: %s of %d digits, above %s", level, at, level.Digits(), level.Below())
		}
	}
	if models.Building.Below() != models.Building || models.AreaLevel("").Digits() != 0 {
		t.Error("there is something below a building")
	}
}
