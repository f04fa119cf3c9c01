package main

import "testing"

// oldCodes: whoever wrote down the code of a grid before it was changed reaches, with what is sent and asked under it, the grid that its place is now; a grid
// that was split keeps its own; a code whose place went apart since is at fault by its field.
func oldCodes(t *testing.T, n *town) {
	city, granny := n.as(t, "褚磊"), n.as(t, "张秀英")
	const community = "370785001002"
	const first, second, third, fourth = community + "011", community + "012", community + "013", community + "014"
	for code, name := range map[string]string{first: "旧网格", second: "邻网格"} {
		city.post("/areas", js{"code": code, "name": name}).Want(201)
		for _, house := range []string{"00001", "00002"} {
			city.post("/areas", js{"code": code + house, "name": "楼"}).Want(201)
		}
	}
	landed := func(sent, want string) {
		t.Helper()
		o := granny.place(js{"area_code": sent, "title": "旧代码"})
		if v := city.show(o.ID); v.Area != want {
			t.Errorf("an order under %s landed in %s, want %s", sent, v.Area, want)
		}
		granny.act(o.ID, "cancel", js{"reason": "试一试"})
	}
	city.post("/areas/"+first+"/split", js{"version": 1, "code": third, "name": "新网格", "buildings": []string{first + "00002"}}).Want(200)
	landed(first, first)
	landed(first+"00002", third+"00002")
	city.post("/areas/"+first+"/renumber", js{"version": 2, "code": fourth}).Want(200)
	landed(first, fourth)
	var found struct {
		Items []struct {
			Area string `json:"area_code"`
		}
	}
	city.get("/orders?view=desk&area=" + first).Want(200).Into(&found)
	if len(found.Items) != 2 || found.Items[0].Area != fourth {
		t.Errorf("asked under the old code: %+v", found)
	}
	city.post("/facilities", js{"kind": "station", "name": "驿站", "area_code": first, "place": js{"lat": 36.38, "lng": 119.77}, "opened_on": "2024-01-01"}).Want(201)
	city.post("/areas/"+fourth+"/merge", js{"version": 1, "into": second}).Want(200)
	landed(first, second)
	city.post("/areas", js{"code": first, "name": "再用"}).faulty(t, "code", "area.used_before")
	var g struct {
		Version int
		Houses  []struct{ Code string }
	}
	city.get("/areas/" + second + "/grid").Want(200).Into(&g)
	apart := g.Houses[len(g.Houses)-1].Code // it came with the merge
	city.post("/areas/"+second+"/split", js{"version": g.Version, "code": community + "015", "name": "再分", "buildings": []string{apart}}).Want(200)
	granny.post("/orders", js{"kind": "wish", "area_code": fourth, "title": "旧代码", "detail": ""}).faulty(t, "area_code", "area.split_since")
	city.get("/orders?view=desk&area="+fourth).faulty(t, "area", "area.split_since")
	landed(second, second)
}
