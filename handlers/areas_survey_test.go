package handlers_test

import (
	"net/http"
	"testing"

	"delinli/app/testkit"
)

// TestGridsAreSurveyed: staff are told what lies over another, beyond the community or in no grid; those of elsewhere nothing.
func TestGridsAreSurveyed(t *testing.T) {
	c := newCatalogue(t)
	box := func(west, east float64) object {
		return object{"type": "Polygon", "coordinates": [][][]float64{{{west, 36.38}, {east, 36.38}, {east, 36.39}, {west, 36.39}, {west, 36.38}}}}
	}
	draw := func(code string, boundary object) {
		t.Helper()
		version := int(c.get("", "/areas/"+code)["version"].(float64))
		c.ask("city_staff", "PUT", "/areas/"+code, object{"name": code, "version": version, "boundary": boundary}).Want(http.StatusOK)
	}
	community, grid := string(testkit.Community), string(testkit.Grid)
	other := community + "009"
	c.ask("city_staff", "POST", "/areas", object{"code": other, "name": "第九网格"}).Want(http.StatusCreated)
	draw(community, box(119.75, 119.77))
	draw(grid, box(119.75, 119.762))
	var seen struct {
		Undrawn, Crossing []string
		Overlaps          []struct {
			A, B   string
			Metres float64 `json:"square_metres"`
		}
		Outside []struct{ Code string }
		Gaps    struct {
			Metres float64 `json:"square_metres"`
		}
	}
	survey := func(who string) {
		t.Helper()
		c.ask(who, "GET", "/areas/"+community+"/survey", nil).Want(http.StatusOK).Into(&seen)
	}
	survey("community_secretary")
	if len(seen.Undrawn) != 1 || seen.Undrawn[0] != other || seen.Gaps.Metres != 0 {
		t.Errorf("one is not drawn: %+v", seen)
	}
	draw(other, box(119.761, 119.7705))
	survey("city_staff")
	if len(seen.Undrawn) != 0 || len(seen.Overlaps) != 1 || seen.Overlaps[0].A != grid || seen.Overlaps[0].B != other || seen.Overlaps[0].Metres < 90_000 ||
		len(seen.Outside) != 1 || seen.Outside[0].Code != other || seen.Gaps.Metres != 0 {
		t.Errorf("over each other and beyond: %+v", seen)
	}
	draw(other, box(119.763, 119.77))
	survey("city_staff")
	if len(seen.Overlaps)+len(seen.Outside) != 0 || seen.Gaps.Metres < 90_000 {
		t.Errorf("a gap: %+v", seen)
	}
	c.ask("community_secretary", "GET", "/areas/"+string(testkit.Elsewhere)+"/survey", nil).Want(http.StatusNotFound)
	c.ask("city_staff", "GET", "/areas/370785099/survey", nil).Want(http.StatusNotFound)
	c.ask("resident", "GET", "/areas/"+community+"/survey", nil).Want(http.StatusForbidden)
}
