package area_test

import (
	"errors"
	"maps"
	"testing"

	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

func fields(err error) map[string]string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields
	}
	return nil
}

func TestDwellings(t *testing.T) {
	const building = "37078500100500300007"
	for _, c := range []struct {
		d    area.Dwelling
		want map[string]string
	}{
		{area.Dwelling{Building: building, Unit: 1, Door: "101"}, nil},
		{area.Dwelling{Building: building, Unit: area.MaxUnits, Door: "12-A"}, nil},
		{area.Dwelling{Building: "370785001005003", Unit: 0, Door: ""}, map[string]string{"building": "area.bad_code", "unit": "dwelling.bad_unit", "door": "dwelling.bad_door"}},
		{area.Dwelling{Building: building, Unit: area.MaxUnits + 1, Door: "一零一"}, map[string]string{"unit": "dwelling.bad_unit", "door": "dwelling.bad_door"}},
		{area.Dwelling{Building: building, Unit: 1, Door: "123456789"}, map[string]string{"door": "dwelling.bad_door"}},
	} {
		if got := fields(c.d.Check()); !maps.Equal(got, c.want) {
			t.Errorf("%+v: %v", c.d, got)
		}
	}
}

func TestFacilities(t *testing.T) {
	good := area.Facility{Kind: area.Station, Name: "党群服务驿站", Area: "370785001005003", Place: geo.Point{Lat: 36.3, Lng: 119.7}, Opened: "2024-01-01"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	bad := area.Facility{Name: " ", Area: "37", Place: geo.Point{Lat: 99}, Opened: "soon"}
	want := map[string]string{"name": "area.bad_name", "area_code": "area.bad_code", "place": "area.bad_centre", "opened_on": "field.format"}
	if got := fields(bad.Check()); !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestOddSize(t *testing.T) {
	for dwellings, want := range map[int]bool{0: true, 299: true, 300: false, 350: false, 500: false, 501: true} {
		if got := area.OddSize(dwellings); got != want {
			t.Errorf("%d dwellings: %v", dwellings, got)
		}
	}
}
