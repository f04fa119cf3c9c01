package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// registered: whoever keeps the register adds to somebody who uses the app, and takes nothing from them; nobody who works here is taken.
func registered(t *testing.T, n *town) {
	worker, helper := n.as(t, "沈丽"), n.as(t, "赵海燕")
	clear := js{"fields": []string{"name", "phone", "address"}}
	before := helper.post("/me/look", clear).Want(200).Body
	entry := js{"name": "改名字", "id_number": "370799195003124524", "phone": n.login(t, "赵海燕").Phone, "area_code": "370785001001001", "relation": "head"}
	known := worker.post("/residents", entry).Want(201)
	if known.text("id") != n.person(t, "赵海燕") {
		t.Fatalf("entered as somebody else: %s", known.Body)
	}
	if body := string(known.Body); !strings.Contains(body, `"self_kept":["name","phone"]`) && !strings.Contains(body, `"self_kept":["address","name","phone"]`) {
		t.Errorf("what she wrote is not named: %s", body)
	}
	entry["version"], entry["phone"] = known.number("version"), "10000009999"
	worker.Do("PUT", "/api/v1/residents/"+known.text("id"), entry).Want(422)
	delete(entry, "phone")
	worker.Do("PUT", "/api/v1/residents/"+known.text("id"), entry).Want(200)
	if after := helper.post("/me/look", clear).Want(200).Body; string(after) != string(before) {
		t.Errorf("%s is now %s", before, after)
	}
	helper.Do("PATCH", "/api/v1/me", js{"area_code": "370785"}).Want(422)
	entry["version"] = worker.get("/residents/" + known.text("id")).Want(200).number("version")
	helper.Do("PATCH", "/api/v1/me", js{"address": "3号楼2单元502室"}).Want(200)
	worker.Do("PUT", "/api/v1/residents/"+known.text("id"), entry).Want(409)
	if looks := helper.get("/me/looks").Want(200).Body; !strings.Contains(string(looks), `"what":"register"`) {
		t.Errorf("she is told %s", looks)
	}
	n.as(t, "郑强").post("/seats", js{"person_id": n.person(t, "李建国"), "role": "grid_worker", "area_code": "370785001001001"}).Want(201)
	by := n.as(t, "李建国")
	by.get("/residents").refused(t, 403, "forbidden")
	by.post("/residents/"+known.text("id")+"/look", js{"fields": []string{"id_number"}, "reason": "visit"}).refused(t, 403, "forbidden")
	by.place(js{"on_behalf_of": js{"name": "邻居"}})
	for _, name := range []string{"朱明", "郑强"} {
		worker.post("/residents", js{"name": "改名字", "id_number": "370799195003124532", "phone": n.login(t, name).Phone, "area_code": "370785001001001", "relation": "head"}).
			faulty(t, "phone", "resident.phone_staff")
	}
	takenOut(t, n, helper, "赵海燕", "370799195003124524")
}

// takenOut: the register leaves in the clear after the word of a second person, and whoever is in it reads who looked; workers of a grid take nothing out.
func takenOut(t *testing.T, n *town, helper caller, name, number string) {
	t.Helper()
	n.as(t, "沈丽").post("/exports", js{"what": "residents"}).refused(t, 403, "forbidden")
	desk := n.as(t, "周敏")
	asked := js{"what": "residents", "filter": js{"area": "370785001001001"}}
	rows := func(asked js) string {
		at := "/exports/" + desk.post("/exports", asked).Want(201).export().ID
		if asked["personal"] != nil {
			n.as(t, "郑强").post(at+"/approve", js{}).Want(200)
		}
		eventually(t, "it is written", func() bool { return desk.get(at).Want(200).export().State == "done" })
		book, err := excelize.OpenReader(bytes.NewReader(desk.get(at + "/file").Want(200).Body))
		must(t, err)
		defer book.Close()
		cells, err := book.GetRows("居民")
		must(t, err)
		lines := make([]string, len(cells))
		for i, line := range cells {
			lines[i] = strings.Join(line, " ")
		}
		return strings.Join(lines, "\n")
	}
	if table := rows(asked); strings.Contains(table, name) || strings.Contains(table, number) || !strings.Contains(table, number[:3]+"***********"+number[14:]) {
		t.Errorf("masked: %s", table)
	}
	asked["personal"], asked["reason"] = true, "verify"
	if table := rows(asked); !strings.Contains(table, name+" "+number) {
		t.Errorf("in the clear: %s", table)
	}
	looks := string(helper.get("/me/looks").Want(200).Body)
	for _, what := range []string{"contact", "id_number"} {
		if !strings.Contains(looks, `"what":"`+what+`","subject":"export"`) {
			t.Errorf("she is told %s", looks)
		}
	}
}
