package main

import (
	"maps"
	"slices"
	"sync"
	"testing"
)

// but is a body with one field changed.
func but(body js, field string, value any) js {
	changed := maps.Clone(body)
	changed[field] = value
	return changed
}

func (c caller) put(path string, body any) reply {
	c.t.Helper()
	return reply{c.Do("PUT", "/api/v1"+path, body)}
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

// fundsOf: staff book what a branch is given and spends; nobody of elsewhere sees it, and what is wrong is named by its field.
func fundsOf(t *testing.T, n *town) {
	desk, far := n.as(t, "郑强"), n.as(t, "冯军")
	var list struct {
		Items []struct {
			ID, Name               string
			Income, Spent, Balance int
		}
		Branches, Services struct{ Income, Spent int }
	}
	desk.get("/funds").Want(200).Into(&list)
	var stock struct{ Figures map[string]int }
	desk.get("/figures/standing").Want(200).Into(&stock)
	f := stock.Figures
	if len(list.Items) != 2 || list.Branches.Spent != f["branch_funds_spent"] || list.Services.Income != f["service_funds"] || list.Services.Spent != f["service_funds_spent"] || f["branch_funds"] != 200_000 {
		t.Fatalf("%+v, what stands is %v", list, f)
	}
	path := "/funds/" + list.Items[1].ID
	good := js{"amount": -100, "purpose": "学习资料", "voucher": "支-100"}
	for field, bad := range map[string][2]any{"amount": {-200_000, "fund.overdrawn"}, "purpose": {"", "field.required"}, "voucher": {"收-001", "fund.voucher_taken"}, "year": {2026, "field.unknown"}} {
		desk.post(path+"/entries", but(good, field, bad[0])).faulty(t, field, bad[1].(string))
	}
	for _, amount := range []any{0, 1.5, "100", 1e20, 10_000_000_001} {
		if r := desk.post(path+"/entries", but(good, "amount", amount)); r.Status != 422 {
			t.Errorf("%v fen: %d %s", amount, r.Status, r.Body)
		}
	}
	desk.post(path+"/entries", good).Want(200)
	var book struct {
		Items []struct{ ID, Voucher string }
	}
	desk.get(path + "/entries").Want(200).Into(&book)
	undo := path + "/entries/" + book.Items[0].ID + "/undo"
	for _, try := range []reply{far.get(path), far.get(path + "/entries"), far.post(path+"/entries", good), far.post(undo, js{"purpose": "冲正", "voucher": "冲-1"}), far.get("/funds?area=370785001001")} {
		try.refused(t, 404, "not_found")
	}
	desk.post(undo, js{"purpose": "记错了", "voucher": "支-100"}).faulty(t, "voucher", "fund.voucher_taken")
	desk.post(undo, js{"purpose": "记错了", "voucher": "冲-100"}).Want(200)
	desk.post(undo, js{"purpose": "记错了", "voucher": "冲-101"}).refused(t, 409, "fund.undone_before")
	desk.post("/funds", js{"area_code": "370785001001", "year": 1900}).faulty(t, "year", "fund.year_early")
	desk.post("/funds", js{"area_code": "370785001001", "year": 2100}).faulty(t, "year", "fund.year_late")
	desk.post("/funds", js{"area_code": "370785001001"}).faulty(t, "year", "field.required")
	desk.post("/funds", js{"year": 2026}).faulty(t, "area_code", "fund.one_owner")
	desk.post("/funds", js{"area_code": "370785001001", "year": 2025}).Want(201)
	desk.post("/funds", js{"area_code": "370785001001", "year": 2025}).faulty(t, "year", "fund.opened_before")
}

// partyOrgsOf: the tree opens level by level, and its counts are what stands.
func partyOrgsOf(t *testing.T, n *town) {
	desk, far := n.as(t, "周敏"), n.as(t, "冯军")
	type org struct {
		ID, Kind, Name            string
		Branches, Groups, Centres int
	}
	below := func(query string) []org {
		var list struct{ Items []org }
		desk.get("/party/orgs" + query).Want(200).Into(&list)
		return list.Items
	}
	committee := below("")[0]
	var stock struct{ Figures map[string]int }
	desk.get("/figures/standing").Want(200).Into(&stock)
	if f := stock.Figures; committee.Branches != f["branches"] || committee.Groups != f["building_groups"] || committee.Centres != f["centre_households"] || committee.Centres != 2 {
		t.Errorf("%+v, what stands is %v", committee, f)
	}
	branch := below("?parent=" + committee.ID)[0]
	group := below("?parent=" + branch.ID)
	if branch.Kind != "branch" || len(group) != 2 || group[0].Kind != "group" {
		t.Fatalf("%+v %+v", branch, group)
	}
	path := "/party/orgs/" + branch.ID
	for _, try := range []reply{far.get(path), far.get(path + "/centres"), far.get("/party/orgs?parent=" + branch.ID), far.put(path, js{"version": 1, "name": "名"}), far.post(path+"/end", js{"version": 1})} {
		try.refused(t, 404, "not_found")
	}
	desk.post(path+"/end", js{"version": 1}).refused(t, 409, "party.has_below")
	made := desk.post("/party/orgs", js{"parent_id": branch.ID, "name": "5号楼党小组"}).Want(201).text("id")
	desk.put("/party/orgs/"+made, js{"version": 1, "name": "六号楼党小组"}).Want(200)
	desk.put("/party/orgs/"+made, js{"version": 1, "name": "七号楼党小组"}).refused(t, 409, "conflict")
	desk.put("/party/orgs/"+made, js{"version": 2, "name": ""}).faulty(t, "name", "field.required")
	desk.post("/party/orgs", js{"parent_id": made, "name": "下级"}).faulty(t, "parent_id", "party.lowest")
	desk.post("/party/orgs", js{"name": "党委", "area_code": "370785001002"}).faulty(t, "area_code", "unknown")
	desk.post("/party/orgs/"+made+"/end", js{"version": 2}).Want(200)
}

// centresOf: a party member's household becomes the centre of a group, and ceases to be.
func centresOf(t *testing.T, n *town) {
	desk, far := n.as(t, "周敏"), n.as(t, "冯军")
	var list struct{ Items []struct{ ID string } }
	desk.get("/party/orgs").Want(200).Into(&list)
	for range 2 {
		desk.get("/party/orgs?parent=" + list.Items[0].ID).Want(200).Into(&list)
	}
	path := "/party/orgs/" + list.Items[0].ID + "/centres"
	who := desk.post("/residents", js{"name": "丁宝山", "id_number": "370799195804120734", "area_code": "370785001001001", "relation": "head"}).Want(201).text("id")
	of := js{"resident_id": who, "building": "37078500100100100001", "unit": 1}
	desk.post(path, of).faulty(t, "resident_id", "party.no_member")
	desk.post("/residents/"+who+"/tags", js{"tag": "party_member", "source": "visit"}).Want(200)
	for field, bad := range map[string]struct {
		value any
		code  string
	}{"unit": {51, "field.too_large"}, "since": {"soon", "field.format"}, "resident_id": {who + "0", "field.format"}, "building": {"1号楼", "field.area_code"}} {
		desk.post(path, but(of, field, bad.value)).faulty(t, field, bad.code)
	}
	desk.post(path, js{"resident_id": who}).faulty(t, "building", "party.no_building")
	far.post(path, of).refused(t, 404, "not_found")
	desk.post(path, of).Want(200)
	desk.post(path, of).faulty(t, "resident_id", "party.centre_before")
	type centre struct {
		Household string   `json:"household_id"`
		Head      string   `json:"head"`
		Can       []string `json:"can"`
	}
	var centres struct{ Items []centre }
	desk.get(path).Want(200).Into(&centres)
	at := slices.IndexFunc(centres.Items, func(c centre) bool { return c.Head == "丁**" })
	if at < 0 || !slices.Equal(centres.Items[at].Can, []string{"dismiss"}) {
		t.Fatalf("%+v", centres)
	}
	dismiss := path + "/" + centres.Items[at].Household + "/dismiss"
	far.post(dismiss, js{}).refused(t, 404, "not_found")
	desk.post(dismiss, js{}).Want(200)
	desk.post(dismiss, js{}).refused(t, 404, "not_found")
}

// branchEndsOf: a branch ends when its money is spent, and its book is closed then.
func branchEndsOf(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	var list struct{ Items []struct{ ID string } }
	desk.get("/party/orgs").Want(200).Into(&list)
	branch := desk.post("/party/orgs", js{"parent_id": list.Items[0].ID, "name": "临时党支部", "area_code": "370785001001001"}).Want(201).text("id")
	desk.post("/party/orgs", js{"parent_id": list.Items[0].ID, "name": "旧党支部", "area_code": "370785001001001", "founded_on": "0001-01-01"}).faulty(t, "founded_on", "party.before_party")
	book := "/funds/" + desk.post("/funds", js{"org_id": branch, "year": 2026}).Want(201).text("id")
	desk.post(book+"/entries", js{"amount": 100, "purpose": "拨款", "voucher": "收-1"}).Want(200)
	desk.post("/party/orgs/"+branch+"/end", js{"version": 1}).refused(t, 409, "party.has_money")
	desk.post(book+"/entries", js{"amount": -100, "purpose": "转出", "voucher": "支-1"}).Want(200)
	desk.post("/party/orgs/"+branch+"/end", js{"version": 1}).Want(200)
	desk.post(book+"/entries", js{"amount": 100, "purpose": "拨款", "voucher": "收-2"}).refused(t, 409, "fund.closed")
	var shown struct {
		Closed bool
		Can    []string
	}
	if desk.get(book).Want(200).Into(&shown); !shown.Closed || len(shown.Can) != 0 {
		t.Errorf("%+v", shown)
	}
}

// homeReturnsOf: who is in the register reports, becomes a volunteer, and is counted.
func homeReturnsOf(t *testing.T, n *town) {
	desk, far := n.as(t, "周敏"), n.as(t, "冯军")
	var list struct {
		Items []struct {
			Person string `json:"person_id"`
		}
		Whole struct{ Serving, Retired, Veterans int }
	}
	desk.get("/home-returns").Want(200).Into(&list)
	var stock struct{ Figures map[string]int }
	desk.get("/figures/standing").Want(200).Into(&stock)
	if len(list.Items) != 2 || list.Whole.Serving+list.Whole.Retired+list.Whole.Veterans != stock.Figures["cadres"] {
		t.Errorf("%+v, what stands is %v", list, stock.Figures)
	}
	var found struct{ Items []struct{ ID string } }
	desk.post("/residents/find", js{"phone": "10000000402"}).Want(200).Into(&found)
	good := js{"person_id": found.Items[0].ID, "kind": "veteran", "unit": "市退役军人事务局", "skills": []string{"tutoring"}}
	for field, bad := range map[string][2]any{"person_id": {n.person(t, "李建国"), "return.no_resident"}, "kind": {"boss", "field.choice"}, "unit": {"", "field.required"},
		"skills": {[]string{"flying"}, "unknown"}, "area_code": {"370785001001", "field.unknown"}} {
		desk.post("/home-returns", but(good, field, bad[0])).faulty(t, field, bad[1].(string))
	}
	path := "/home-returns/" + desk.post("/home-returns", good).Want(201).text("person_id")
	desk.post("/home-returns", good).refused(t, 409, "return.reported_before")
	for _, try := range []reply{far.get(path), far.post(path+"/volunteer", nil), far.post(path+"/end", js{"version": 1}), far.get("/home-returns?area=370785001001")} {
		try.refused(t, 404, "not_found")
	}
	desk.post(path+"/volunteer", nil).Want(200)
	desk.post(path+"/volunteer", nil).refused(t, 409, "volunteer.applied_before")
	desk.post(path+"/end", js{"version": 2}).refused(t, 409, "conflict")
	desk.post(path+"/end", js{"version": 1}).Want(200)
}
