package handlers_test

import (
	"maps"
	"net/http"
	"testing"

	"delinli/app/testkit"
)

// regrouped is the reply to a change of grids.
type regrouped struct {
	Change   string
	Dry      bool
	From, To string
	Grids    []struct {
		Code                 string
		Buildings, Dwellings int
	}
	Moved []struct{ Old, New string }
	Warns []struct {
		Area string `json:"area_code"`
		Code string
	} `json:"warnings"`
}

// withGrids has a second grid beside the first, and two buildings in it.
func withGrids(t *testing.T) (c catalogue, community, grid, other string) {
	t.Helper()
	c = newCatalogue(t)
	community, grid, other = string(testkit.Community), string(testkit.Grid), string(testkit.Community)+"009"
	for code, name := range map[string]string{other: "第九网格", grid + "00001": "1号楼", grid + "00002": "2号楼"} {
		c.ask("city_staff", "POST", "/areas", object{"code": code, "name": name}).Want(http.StatusCreated)
	}
	return c, community, grid, other
}

func TestGridsAreChangedThroughTheirDoors(t *testing.T) {
	c, community, grid, other := withGrids(t)
	var g struct {
		Version    int
		Free       string `json:"free_code"`
		Houses     []struct{ Code, Name string }
		Neighbours []struct{ Code string }
	}
	c.ask("city_staff", "GET", "/areas/"+grid+"/grid", nil).Want(http.StatusOK).Into(&g)
	if g.Version != 1 || g.Free != community+"004" || len(g.Houses) != 2 || g.Houses[0].Name != "1号楼" || len(g.Neighbours) != 1 || g.Neighbours[0].Code != other {
		t.Errorf("%+v", g)
	}
	split := object{"version": 1, "code": g.Free, "name": "第四网格", "buildings": []string{grid + "00002"}, "dry": true}
	var tried, done regrouped
	c.ask("city_staff", "POST", "/areas/"+grid+"/split", split).Want(http.StatusOK).Into(&tried)
	c.ask("city_staff", "GET", "/areas/"+g.Free, nil).Want(http.StatusNotFound)
	split["dry"] = false
	c.ask("city_staff", "POST", "/areas/"+grid+"/split", split).Want(http.StatusOK).Into(&done)
	if !tried.Dry || done.Dry || done.Change != "split" || len(done.Grids) != 2 || done.Grids[1].Code != g.Free || done.Grids[1].Buildings != 1 ||
		len(done.Moved) != 1 || done.Moved[0].New != g.Free+"00002" || len(done.Warns) != 4 || len(tried.Warns) != 4 {
		t.Errorf("tried %+v, done %+v", tried, done)
	}
	c.ask("city_staff", "POST", "/areas/"+grid+"/split", split).Want(http.StatusConflict)
	c.ask("system_admin", "POST", "/areas/"+g.Free+"/renumber", object{"version": 1, "code": community + "007"}).Want(http.StatusOK)
	c.ask("city_staff", "POST", "/areas/"+community+"007/merge", object{"version": 1, "into": other}).Want(http.StatusOK)
	for _, code := range []string{g.Free, community + "007"} {
		if a := c.get("", "/areas/"+code); a["code"] != other || a["moved_from"] != code {
			t.Errorf("%s leads to %v", code, a)
		}
	}
	if a := c.get("", "/areas/"+other); a["moved_from"] != nil {
		t.Errorf("its own code: %v", a)
	}
	var past struct {
		Items []struct {
			Change, From, To string
			By               string `json:"changed_by"`
			FromName         string `json:"from_name"`
		}
	}
	c.ask("auditor", "GET", "/areas/"+community+"/changes", nil).Want(http.StatusOK).Into(&past)
	if len(past.Items) != 3 || past.Items[0].Change+past.Items[1].Change+past.Items[2].Change != "mergerenumbersplit" || past.Items[0].By == "" {
		t.Errorf("%+v", past)
	}
	c.ask("resident", "GET", "/areas/"+community+"/changes", nil).Want(http.StatusForbidden)
	c.ask("city_staff", "GET", "/areas/370785099/changes", nil).Want(http.StatusNotFound)
}

func TestBadChangesOfGridsAreToldByField(t *testing.T) {
	c, community, grid, other := withGrids(t)
	one := []string{grid + "00001"}
	for name, tt := range map[string]struct {
		path string
		body object
		want map[string]string
	}{
		"nothing given":      {"/split", object{}, map[string]string{"version": "field.required", "code": "field.required", "name": "field.required"}},
		"not a code":         {"/split", object{"code": "x", "buildings": one}, map[string]string{"code": "field.area_code"}},
		"not codes":          {"/split", object{"buildings": []string{"x"}}, map[string]string{"buildings[0]": "field.area_code"}},
		"another community":  {"/split", object{"code": "370785001006001", "buildings": one}, map[string]string{"code": "area.other_community"}},
		"taken":              {"/split", object{"code": other, "buildings": one}, map[string]string{"code": "taken"}},
		"no grid's":          {"/split", object{"code": grid + "00009", "buildings": one}, map[string]string{"code": "area.bad_code"}},
		"nothing to move":    {"/split", object{}, map[string]string{"buildings": "area.nothing_to_move"}},
		"everything":         {"/split", object{"buildings": []string{grid + "00001", grid + "00002"}}, map[string]string{"buildings": "area.nothing_stays"}},
		"another's building": {"/split", object{"buildings": []string{other + "00001"}}, map[string]string{"buildings": "area.not_of_grid"}},
		"blank":              {"/split", object{"name": "　", "buildings": one}, map[string]string{"name": "field.required"}},
		"a bow": {"/split", object{"buildings": one, "boundary": object{"type": "Polygon", "coordinates": [][][]float64{{{119.75, 36.38}, {119.76, 36.39}, {119.76, 36.38}, {119.75, 36.39}, {119.75, 36.38}}}}},
			map[string]string{"boundary": "area.boundary_crosses"}},
		"into itself":      {"/merge", object{"into": grid}, map[string]string{"into": "area.into_itself"}},
		"into a street":    {"/merge", object{"into": "370785001"}, map[string]string{"into": "area.bad_code"}},
		"into nothing":     {"/merge", object{"into": community + "099"}, map[string]string{"into": "unknown"}},
		"its own number":   {"/renumber", object{"code": grid}, map[string]string{"code": "taken"}},
		"an unknown field": {"/renumber", object{"code": community + "008", "name": "x"}, map[string]string{"name": "field.unknown"}},
	} {
		t.Run(name, func(t *testing.T) {
			body := object{"version": 1}
			if tt.path == "/split" {
				body["code"], body["name"] = community+"004", "第四网格"
			}
			for field, value := range tt.body {
				body[field] = value
			}
			if name == "nothing given" {
				body = object{}
			}
			if got := refused(c.ask("city_staff", "POST", "/areas/"+grid+tt.path, body)); !maps.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
	c.ask("community_secretary", "POST", "/areas/"+grid+"/merge", object{"version": 1, "into": other}).Want(http.StatusForbidden)
	c.ask("city_staff", "POST", "/areas/"+community+"/merge", object{"version": 1, "into": other}).Want(http.StatusNotFound)
	c.ask("city_staff", "POST", "/areas/"+grid+"/merge", object{"version": 5, "into": other}).Want(http.StatusConflict)
}
