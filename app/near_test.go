package main

import (
	"crypto/rand"
	"strings"
	"testing"

	"delinli/models"
)

// nearOf: anybody finds what stands near them, and who lives in a grid is told whom to turn to there, never a phone of theirs.
func nearOf(t *testing.T, n *town) {
	var found struct {
		Items []struct {
			Name   string
			Metres int
		}
	}
	n.as(t, "").get("/facilities?near=36.3793,119.7442&limit=3").Want(200).Into(&found)
	if len(found.Items) != 3 || found.Items[0].Name != "康成小区说事点" || found.Items[0].Metres > 100 || found.Items[1].Metres < found.Items[0].Metres {
		t.Errorf("near the granny: %+v", found)
	}
	r := n.as(t, "张秀英").get("/me/grid").Want(200)
	var own struct {
		Grid, Community struct{ Name string }
		Hotline         string
		Team            []struct{ Kind, Surname string }
	}
	r.Into(&own)
	if own.Grid.Name != "康成社区第一网格" || own.Community.Name != "康成社区" || own.Hotline != "0536-555-0101" || len(own.Team) != 4 ||
		own.Team[0].Kind != "chief" || own.Team[0].Surname != "韩" {
		t.Errorf("the granny's grid: %s", r.Body)
	}
	for _, who := range []string{"韩涛", "蒋波", "沈丽", "赵海燕"} {
		if l := n.login(t, who); strings.Contains(string(r.Body), l.Phone) || strings.Contains(string(r.Body), who) {
			t.Errorf("%s is told with name or phone: %s", who, r.Body)
		}
	}
	n.as(t, "").get("/me/grid").refused(t, 401, "auth.required")
}

// recordOf: who is in the register sees what it holds of them, asks to have it put right, and is told how the community decided.
func recordOf(t *testing.T, n *town) {
	granny, desk := n.as(t, "张秀英"), n.as(t, "周敏")
	granny.get("/me/record").refused(t, 404, "record.none")
	granny.post("/me/corrections", js{"field": "name", "value": "张秀瑛", "reason": "写错了"}).refused(t, 404, "record.none")
	id := desk.post("/residents", js{"name": "张秀英", "id_number": "370799194903010026", "phone": n.login(t, "张秀英").Phone, "address": "3号楼2单元501室",
		"area_code": "370785001001001", "relation": "head"}).Want(201).text("id")
	desk.post("/residents/"+id+"/tags", js{"tag": "living_alone", "source": "visit", "since": "2026-01-05"}).Want(200)
	r := granny.get("/me/record").Want(200)
	if r.text("name") != "张**" || r.text("id_number") != "370***********0026" || !strings.Contains(string(r.Body), `"since":"2026-01-05"`) || strings.Contains(string(r.Body), "秀英") {
		t.Errorf("her record: %s", r.Body)
	}
	asked := granny.keyed("correction").post("/me/corrections", js{"field": "name", "value": "张秀瑛", "reason": "写错了"}).Want(201)
	again := granny.keyed("correction").post("/me/corrections", js{"field": "name", "value": "张秀瑛", "reason": "写错了"}).Want(201)
	if asked.text("id") != again.text("id") {
		t.Errorf("one key asked twice: %s, %s", asked.Body, again.Body)
	}
	at := "/corrections/" + asked.text("id")
	eventually(t, "the desk is told", func() bool { return desk.told("correction.asked") })
	seen := desk.get(at).Want(200)
	var shown struct{ Record struct{ Version int } }
	seen.Into(&shown)
	if seen.text("value") != "张**" || strings.Contains(string(seen.Body), "秀") || strings.Contains(string(desk.get("/corrections").Body), "秀") {
		t.Errorf("the desk sees %s", seen.Body)
	}
	n.as(t, "吴芳").get(at).refused(t, 404, "not_found")
	n.as(t, "吴芳").post(at+"/accept", js{"version": 2}).refused(t, 404, "not_found")
	if side := desk.post(at+"/look", js{}).Want(200); side.text("value") != "张秀瑛" || side.text("was") != "张秀英" {
		t.Errorf("in the clear: %s", side.Body)
	}
	desk.post(at+"/accept", js{"version": 1}).refused(t, 409, "conflict")
	desk.post(at+"/accept", js{"version": shown.Record.Version}).Want(200)
	desk.post(at+"/refuse", js{"reason": "晚了"}).refused(t, 409, "correction.decided")
	eventually(t, "she is told", func() bool { return granny.told("correction.decided") })
	if clear := granny.post("/me/look", js{"fields": []string{"name"}}).Want(200); clear.text("name") != "张秀瑛" {
		t.Errorf("her name is %s", clear.Body)
	}
	desk.post("/residents", js{"name": "张秀英", "id_number": "370799194903010026", "area_code": "370785001001001", "relation": "head"}).faulty(t, "id_number", "resident.number_known")
}

// badRecords: what is no correction goes no further than the door.
func badRecords(t *testing.T, n *town) {
	granny, desk, good := n.as(t, "张秀英"), n.as(t, "周敏"), js{"field": "address", "value": "4号楼", "reason": "搬家"}
	for field, bad := range map[string]any{"field": "sex", "value": strings.Repeat("长", 201), "reason": "", "of": "granny", "state": "accepted"} {
		body := js{field: bad}
		for k, v := range good {
			if k != field {
				body[k] = v
			}
		}
		want := map[string]string{"field": "field.choice", "value": "field.too_long", "reason": "field.required", "of": "field.format", "state": "field.unknown"}[field]
		granny.post("/me/corrections", body).faulty(t, field, want)
	}
	granny.post("/me/corrections", js{"field": "phone", "value": "12345", "reason": "换号"}).faulty(t, "value", "phone.malformed")
	granny.get("/me/record?of="+n.person(t, "李建国")).refused(t, 404, "not_found")
	desk.get("/corrections?state=gone").faulty(t, "state", "field.choice")
	desk.get("/corrections?area=370785001002").refused(t, 404, "not_found")
	none := "/corrections/" + models.NewID[models.CorrectionID](rand.Reader).String()
	desk.post(none+"/accept", js{"version": 0}).faulty(t, "version", "field.required")
	desk.post(none+"/refuse", js{}).faulty(t, "reason", "field.required")
	desk.post(none+"/accept", js{"version": 1}).refused(t, 404, "not_found")
}

// told reports whether the inbox has a notice of the kind.
func (c caller) told(kind string) bool {
	c.t.Helper()
	return strings.Contains(string(c.get("/notices?limit=100").Want(200).Body), `"kind":"`+kind+`"`)
}
