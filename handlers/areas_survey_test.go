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
		Undrawn  []string
		Overlaps []struct {
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

// TestDraftsAreSurveyed: what the survey would tell with other boundaries is told, and nothing of it stays.
func TestDraftsAreSurveyed(t *testing.T) {
	c := newCatalogue(t)
	ring := func(at ...float64) object {
		ring := [][]float64{}
		for i := 0; i < len(at); i += 2 {
			ring = append(ring, []float64{119.75 + at[i]/100, 36.38 + at[i+1]/100})
		}
		return object{"type": "Polygon", "coordinates": [][][]float64{append(ring, ring[0])}}
	}
	community, grid := string(testkit.Community), string(testkit.Grid)
	path := "/areas/" + community + "/survey/try"
	drafts := []object{{"code": community, "boundary": ring(0, 0, 2, 0, 2, 1, 0, 1)}, {"code": grid, "boundary": ring(0, 0, 1, 0, 1, 1, 0, 1)},
		{"code": community + "008", "boundary": ring(1, 0, 2, 1, 2, 0, 1, 1)}}
	var seen struct {
		Undrawn  []string
		Crossing []struct {
			Code string
			At   []struct{ Lat, Lng float64 }
		}
		Gaps struct {
			Metres float64 `json:"square_metres"`
		}
	}
	c.ask("community_secretary", "POST", path, object{"drafts": drafts}).Want(http.StatusOK).Into(&seen)
	if len(seen.Crossing) != 1 || seen.Crossing[0].Code != community+"008" || len(seen.Crossing[0].At) != 1 || seen.Gaps.Metres != 0 || len(seen.Undrawn) != 0 {
		t.Errorf("a bow: %+v", seen)
	}
	c.ask("city_staff", "POST", path, object{"drafts": drafts[:2]}).Want(http.StatusOK).Into(&seen)
	if seen.Gaps.Metres < 900_000 {
		t.Errorf("half is not drawn: %+v", seen)
	}
	c.ask("city_staff", "POST", path, object{"drafts": []object{drafts[0], {"code": grid}}}).Want(http.StatusOK).Into(&seen)
	if len(seen.Undrawn) != 1 {
		t.Errorf("a boundary that is taken away: %+v", seen)
	}
	if a := c.get("", "/areas/"+grid); a["boundary"] != nil || a["version"] != 1.0 {
		t.Errorf("something stayed: %v", a)
	}
	for name, tt := range map[string]struct {
		drafts any
		field  string
	}{
		"none": {nil, "drafts"}, "of elsewhere": {[]object{{"code": string(testkit.Elsewhere)}}, "drafts[0].code"}, "not a code": {[]object{{"code": "x"}}, "drafts[0].code"},
		"open": {[]object{{"code": grid, "boundary": object{"type": "Polygon", "coordinates": [][][]float64{{{1, 1}, {2, 1}, {2, 2}, {1, 2}}}}}}, "drafts[0].boundary"},
	} {
		if got := refused(c.ask("city_staff", "POST", path, object{"drafts": tt.drafts})); got[tt.field] == "" {
			t.Errorf("%s: %v", name, got)
		}
	}
	c.ask("community_secretary", "POST", "/areas/"+string(testkit.Elsewhere)+"/survey/try", object{"drafts": []object{}}).Want(http.StatusNotFound)
	c.ask("resident", "POST", path, object{"drafts": drafts}).Want(http.StatusForbidden)
}

// TestAGridIsCutThroughItsDoor: who may split a grid is told its halves; a line that parts nothing is at fault by its field.
func TestAGridIsCutThroughItsDoor(t *testing.T) {
	c := newCatalogue(t)
	grid := "/areas/" + string(testkit.Grid)
	square := object{"type": "Polygon", "coordinates": [][][]float64{{{119.75, 36.38}, {119.76, 36.38}, {119.76, 36.39}, {119.75, 36.39}, {119.75, 36.38}}}}
	c.ask("city_staff", "PUT", grid, object{"name": "网格", "version": 1, "boundary": square}).Want(http.StatusOK)
	var cut struct{ Parts []struct{ Boundary object } }
	c.ask("city_staff", "POST", grid+"/cut", object{"line": [][]float64{{119.755, 36.37}, {119.755, 36.4}}}).Want(http.StatusOK).Into(&cut)
	if len(cut.Parts) != 2 || cut.Parts[0].Boundary["type"] != "Polygon" {
		t.Errorf("%+v", cut)
	}
	for name, line := range map[string]any{"none": nil, "a point": [][]float64{{119.755, 36.37}}, "past it": [][]float64{{119.7, 36.37}, {119.7, 36.4}}, "no position": [][]float64{{119.755}, {119.755, 36.4}}} {
		if got := refused(c.ask("city_staff", "POST", grid+"/cut", object{"line": line})); len(got) != 1 {
			t.Errorf("%s: %v", name, got)
		}
	}
	c.ask("community_secretary", "POST", grid+"/cut", object{"line": [][]float64{{0, 0}, {1, 1}}}).Want(http.StatusForbidden)
	c.ask("city_staff", "POST", "/areas/"+string(testkit.Community)+"/cut", object{"line": [][]float64{{0, 0}, {1, 1}}}).Want(http.StatusNotFound)
}
