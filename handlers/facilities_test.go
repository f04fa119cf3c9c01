package handlers_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"delinli/app/testkit"
	"delinli/handlers"
)

var pavilion = object{"kind": "pavilion", "name": "德邻议事亭", "area_code": string(testkit.Grid), "place": object{"lat": 36.385, "lng": 119.755}, "opened_on": "2025-05-01"}

func TestFacilitiesAtTheDoor(t *testing.T) {
	c := newCatalogue(t)
	keyed := c.With("Idempotency-Key", "pavilion").As("community_staff")
	made := keyed.Do("POST", handlers.Base+"/facilities", pavilion).Want(http.StatusCreated)
	again := keyed.Do("POST", handlers.Base+"/facilities", pavilion).Want(http.StatusCreated)
	if string(made.Body) != string(again.Body) {
		t.Errorf("made %s, again %s", made.Body, again.Body)
	}
	var f struct{ ID string }
	made.Into(&f)
	for query, want := range map[string]int{"": 1, "?near=36.385,119.755&kind=pavilion": 1, "?kind=station": 0, "?area=" + string(testkit.Elsewhere): 0} {
		if got := c.get("", "/facilities"+query)["items"].([]any); len(got) != want {
			t.Errorf("%q: %v", query, got)
		}
	}
	nearest := c.get("", "/facilities?near=36.386,119.755")["items"].([]any)[0].(object)
	if nearest["metres"] != 111.0 || nearest["id"] != f.ID {
		t.Errorf("nearest %v", nearest)
	}
	edit := with(pavilion, object{"name": "德邻广场", "version": 1})
	c.ask("street_staff", "PUT", "/facilities/"+f.ID, edit).Want(http.StatusOK)
	c.ask("street_staff", "PUT", "/facilities/"+f.ID, edit).Want(http.StatusConflict)
	c.ask("city_staff", "POST", "/facilities/"+f.ID+"/end", object{"version": 2}).Want(http.StatusOK)
	if shown := c.get("", "/facilities/"+f.ID); shown["ended_at"] == nil || shown["name"] != "德邻广场" {
		t.Errorf("shown %v", shown)
	}
	if got := names(c.get("auditor", "/facilities/"+f.ID+"/history"), "version"); !slices.Equal(got, []string{"3", "2", "1"}) {
		t.Errorf("history %v", got)
	}
	c.ask("", "GET", "/facilities/"+absent, nil).Want(http.StatusNotFound)
}

func TestBadFacilities(t *testing.T) {
	c := newCatalogue(t)
	for name, tt := range map[string]struct {
		change object
		want   map[string]string
	}{
		"no kind":     {object{"kind": nil}, map[string]string{"kind": "field.required"}},
		"a shop":      {object{"kind": "shop"}, map[string]string{"kind": "field.choice"}},
		"blank name":  {object{"name": " "}, map[string]string{"name": "field.required"}},
		"nowhere":     {object{"place": nil}, map[string]string{"place": "field.required"}},
		"far north":   {object{"place": object{"lat": 91, "lng": 119.755}}, map[string]string{"place.lat": "field.too_large"}},
		"a phone":     {object{"name": "驿站 13800138000"}, map[string]string{"name": "facility.personal"}},
		"in no time":  {object{"opened_on": "9999-12-31"}, map[string]string{"opened_on": "facility.opened_late"}},
		"no such day": {object{"opened_on": "2025-02-30"}, map[string]string{"opened_on": "field.format"}},
		"elsewhere":   {object{"area_code": string(testkit.Elsewhere)}, map[string]string{"area_code": "outside_your_seats"}},
		"surplus":     {object{"ended_at": "2025-05-01T00:00:00Z"}, map[string]string{"ended_at": "field.unknown"}},
	} {
		if got := refused(c.ask("community_staff", "POST", "/facilities", with(pavilion, tt.change))); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	for query, want := range map[string]map[string]string{"near=36.385": {"near": "field.format"}, "near=NaN,1": {"near": "field.format"}, "near=91,1": {"near": "field.format"},
		"near=1,2,3": {"near": "field.format"}, "kind=shop": {"kind": "field.choice"}, "cursor=x": {"cursor": "unreadable"}, "area=7": {"area": "field.area_code"}} {
		if got := refused(c.ask("", "GET", "/facilities?"+query, nil)); !maps.Equal(got, want) {
			t.Errorf("%s: %v", query, got)
		}
	}
}
