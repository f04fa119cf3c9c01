package main

import (
	"maps"
	"sync"
	"testing"
)

// but is a body with one field changed.
func but(body js, field string, value any) js {
	changed := maps.Clone(body)
	changed[field] = value
	return changed
}

// gridTeamsOf: staff see which grids lack whom and appoint; the workers of a grid see their own; nobody sees elsewhere.
func gridTeamsOf(t *testing.T, n *town) {
	desk, worker := n.as(t, "周敏"), n.as(t, "沈丽")
	var list struct {
		Items []struct {
			Area string `json:"area_code"`
			Gaps []string
		}
		Whole struct {
			Grids, Chiefs int
			FullTime      int `json:"full_time"`
			Gaps          map[string]int
		}
	}
	desk.get("/grid-teams?gap=no_chief").Want(200).Into(&list)
	if len(list.Items) != 1 || list.Items[0].Area != "370785001001002" || list.Whole.Grids != 2 || list.Whole.Gaps["no_full_time"] != 1 {
		t.Errorf("%+v", list)
	}
	var stock struct{ Figures map[string]int }
	desk.get("/figures/standing").Want(200).Into(&stock)
	if stock.Figures["grid_chiefs"] != list.Whole.Chiefs || stock.Figures["full_time_grid_workers"] != list.Whole.FullTime || list.Whole.Chiefs != 1 {
		t.Errorf("what stands is %v, the teams have %+v", stock.Figures, list.Whole)
	}
	worker.get("/areas/370785001001001/team").Want(200)
	for _, path := range []string{"/areas/370785001001002/team", "/areas/370785001002001/team", "/grid-teams?area=370785001002"} {
		worker.get(path).refused(t, 404, "not_found")
	}
	n.as(t, "冯军").get("/areas/370785001001001/team").refused(t, 404, "not_found")
}

// appointments: what is wrong is named by its field, of several chiefs at once one is appointed, and a post ends by whoever saw its last version.
func appointments(t *testing.T, n *town) {
	desk, uncle := n.as(t, "周敏"), n.person(t, "李建国")
	good := js{"area_code": "370785001001002", "kind": "chief", "person_id": uncle, "origin": "residents"}
	for field, bad := range map[string][2]any{"area_code": {"370785001002001", "unknown"}, "kind": {"boss", "field.choice"}, "person_id": {n.person(t, "王桂兰"), "unknown"},
		"origin": {"abroad", "field.choice"}, "from_on": {"soon", "field.format"}, "until_on": {"2020-01-01", "post.backwards"}, "reason": {"x", "field.unknown"}} {
		desk.post("/posts", but(good, field, bad[0])).faulty(t, field, bad[1].(string))
	}
	n.as(t, "沈丽").post("/posts", good).refused(t, 403, "forbidden")
	var all sync.WaitGroup
	won := make(chan string, 4)
	for range cap(won) {
		all.Go(func() {
			if r := desk.post("/posts", good); r.Status == 201 {
				won <- r.text("id")
			}
		})
	}
	if all.Wait(); len(won) != 1 {
		t.Fatalf("%d chiefs of one grid", len(won))
	}
	path := "/posts/" + <-won
	desk.post(path+"/end", js{"version": 2}).refused(t, 409, "conflict")
	desk.post(path+"/end", js{"version": 1, "until_on": "2020-01-01"}).faulty(t, "until_on", "post.backwards")
	n.as(t, "冯军").post(path+"/end", js{"version": 1}).refused(t, 404, "not_found")
	desk.post(path+"/end", js{"version": 1}).Want(200)
	desk.get(path).Want(200)
	desk.get("/posts/x").faulty(t, "id", "field.format")
}
