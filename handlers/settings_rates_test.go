package handlers_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"
)

func TestStaffWeighTheRates(t *testing.T) {
	c := newCatalogue(t)
	rates := c.get("auditor", "/settings/rates")
	if rates["version"] != 1.0 || rates["response"] != 0.1 || rates["basically"] != 0.9 {
		t.Errorf("%v", rates)
	}
	for _, tt := range []struct {
		change object
		want   map[string]string
	}{
		{object{"response": 1.1}, map[string]string{"response": "field.too_large"}}, {object{"response": 0.3}, map[string]string{"satisfaction": "figures.weights_not_whole"}},
		{object{"basically": "much"}, map[string]string{"basically": "field.type"}}, {object{"stars": 5}, map[string]string{"stars": "field.unknown"}},
	} {
		if got := refused(c.ask("city_staff", "PUT", "/settings/rates", with(rates, tt.change))); !maps.Equal(got, tt.want) {
			t.Errorf("%v: %v", tt.change, got)
		}
	}
	changed := with(rates, object{"resolution": 0.6, "satisfaction": 0.3})
	c.ask("city_staff", "PUT", "/settings/rates", changed).Want(http.StatusOK)
	c.ask("city_staff", "PUT", "/settings/rates", changed).Want(http.StatusConflict)
	history := c.get("auditor", "/settings/rates/history")
	if rates = c.get("auditor", "/settings/rates"); rates["version"] != 2.0 || rates["resolution"] != 0.6 || !slices.Equal(names(history, "version"), []string{"2", "1"}) {
		t.Errorf("%v, %v", rates, history)
	}
}
