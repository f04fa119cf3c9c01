package area_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

func station(change ...func(*area.Facility)) area.Facility {
	f := area.Facility{Kind: area.Station, Name: "康成社区党群服务驿站", Area: "370785001005003", Place: geo.Point{Lat: 36.385, Lng: 119.755}, Opened: "2025-05-01"}
	for _, c := range change {
		c(&f)
	}
	return f
}

func TestCheckOfAFacility(t *testing.T) {
	for name, tt := range map[string]struct {
		facility area.Facility
		want     map[string]string
	}{
		"whole":         {station(), nil},
		"longest name":  {station(func(f *area.Facility) { f.Name = strings.Repeat("站", 60) }), nil},
		"long name":     {station(func(f *area.Facility) { f.Name = strings.Repeat("站", 61) }), map[string]string{"name": "area.bad_name"}},
		"unknown kind":  {station(func(f *area.Facility) { f.Kind = "shop" }), map[string]string{"kind": "field.choice"}},
		"off the Earth": {station(func(f *area.Facility) { f.Place.Lng = 181 }), map[string]string{"place": "area.bad_centre"}},
		"a phone":       {station(func(f *area.Facility) { f.Name = "驿站 13800138000" }), map[string]string{"name": "facility.personal"}},
		"a door":        {station(func(f *area.Facility) { f.Name = "3号楼2单元501听事角" }), map[string]string{"name": "facility.personal"}},
		"of old":        {station(func(f *area.Facility) { f.Opened = "1949-10-01" }), nil},
		"before then":   {station(func(f *area.Facility) { f.Opened = "1949-09-30" }), map[string]string{"opened_on": "facility.opened_early"}},
		"announced":     {station(func(f *area.Facility) { f.Opened = "2027-03-10" }), nil},
		"too far":       {station(func(f *area.Facility) { f.Opened = "2027-03-11" }), map[string]string{"opened_on": "facility.opened_late"}},
		"in no time":    {station(func(f *area.Facility) { f.Opened = "9999-12-31" }), map[string]string{"opened_on": "facility.opened_late"}},
		"no such day":   {station(func(f *area.Facility) { f.Opened = "2025-02-30" }), map[string]string{"opened_on": "field.format"}},
		"nothing":       {area.Facility{}, map[string]string{"kind": "field.choice", "name": "area.bad_name", "opened_on": "field.format"}},
	} {
		var got map[string]string
		if e, ok := errors.AsType[*models.Error](tt.facility.Check("2026-03-10")); ok {
			got = e.Fields
		}
		if !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	for _, kind := range area.FacilityKinds {
		if err := station(func(f *area.Facility) { f.Kind = kind }).Check("2026-03-10"); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestAFacilityStandsInItsArea(t *testing.T) {
	across := station(func(f *area.Facility) { f.Place = geo.Point{Lat: 36.395, Lng: 119.755} })
	if station().Outside(grid()) || !across.Outside(grid()) {
		t.Error("the boundary does not count")
	}
	if across.Outside(grid(func(a *area.Area) { a.Boundary = nil })) {
		t.Error("outside of what is not drawn")
	}
}

func TestWhoKeepsFacilities(t *testing.T) {
	const there = models.AreaCode("370785001005003")
	for _, role := range models.Roles {
		want := map[models.Role]bool{models.CommunityStaff: true, models.CommunitySecretary: true, models.StreetStaff: true, models.CityStaff: true}[role]
		here := models.Actor{Seats: []models.Seat{{Role: role, Area: "370785001005"}}}
		elsewhere := models.Actor{Seats: []models.Seat{{Role: role, Area: "370785001006"}}}
		if got := area.MayKeepFacility(here, there) == nil; got != want {
			t.Errorf("%s: %v", role, got)
		}
		if !errors.Is(area.MayKeepFacility(elsewhere, there), models.Denied) {
			t.Errorf("%s of elsewhere may", role)
		}
	}
	if area.MayKeepFacility(models.SystemActor, there) != nil {
		t.Error("the program itself may not")
	}
}
