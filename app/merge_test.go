package main

import (
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"testing"

	"delinli/models"
	"delinli/models/secret"
)

// twice enters somebody two times, the second time with a digit of the number written otherwise.
func (n *town) twice(t *testing.T, name string, sequence int) (ids [2]string) {
	t.Helper()
	for i := range ids {
		number, err := secret.CompleteIDNumber(fmt.Sprintf("370799194103%02d%03d", 10+i, sequence))
		must(t, err)
		ids[i] = n.as(t, "周敏").post("/residents", js{"name": name, "id_number": number.Plain(), "phone": fmt.Sprintf("1000077%03d%d", sequence, i), "address": fmt.Sprintf("%d号楼", i+1),
			"area_code": "370785001001001", "relation": "head"}).Want(201).text("id")
	}
	return ids
}

func (c caller) merge(ids [2]string, fields ...string) reply {
	c.t.Helper()
	return c.post("/merges", js{"kept": ids[0], "gone": ids[1], "kept_version": c.get("/residents/" + ids[0]).Want(200).number("version"),
		"gone_version": c.get("/residents/" + ids[1]).Want(200).number("version"), "fields": append([]string{}, fields...)})
}

// mergesOf: who was entered twice is found, merged with what stands behind them, and parted again; the old id leads on, and one erases both.
func mergesOf(t *testing.T, n *town) {
	desk, ids := n.as(t, "周敏"), n.twice(t, "严桂芝", 101)
	eventually(t, "the two are found", func() bool {
		r := string(desk.get("/merges/alike?area=370785001001&limit=100").Want(200).Body)
		return strings.Contains(r, ids[0]) && strings.Contains(r, ids[1])
	})
	pair := desk.get("/merges/compare?one=" + ids[0] + "&other=" + ids[1]).Want(200)
	if s := string(pair.Body); strings.Contains(s, "桂芝") || !strings.Contains(s, `"same":["name","area_code","relation"]`) {
		t.Errorf("compared: %s", s)
	}
	o := desk.place(js{"title": "想要一个热水袋", "detail": "夜里脚冷", "on_behalf_of": js{"id": ids[1]}})
	merged := desk.keyed("merge").merge(ids, "phone").Want(201)
	if again := desk.keyed("merge").post("/merges", js{}); again.Status != 422 {
		t.Errorf("one key for another merging: %d", again.Status)
	}
	if seen := desk.show(o.ID); seen.Requester != ids[0] || seen.Title != "想要一个热水袋" || seen.Detail != "夜里脚冷" {
		t.Errorf("the order: %+v", seen)
	}
	if contact := desk.post("/orders/"+o.ID+"/contact", js{"reason": "call_back"}).Want(200); contact.text("phone") != "10000771011" {
		t.Errorf("whom the order reaches: %s", contact.Body)
	}
	if found := desk.list("/orders?view=desk&requester=" + ids[1]); len(found) != 1 || found[0].Title != "想要一个热水袋" {
		t.Errorf("by the old id: %+v", found)
	}
	if old := desk.get("/residents/" + ids[1]).Want(200); old.text("id") != ids[0] || old.text("merged_from") != ids[1] {
		t.Errorf("the old id shows %s", old.Body)
	}
	if desk.place(js{"title": "想要一双手套", "on_behalf_of": js{"id": ids[1]}}).Requester != ids[0] {
		t.Error("an order for the old id")
	}
	undone := desk.post("/merges/"+merged.text("id")+"/undo", js{}).Want(200)
	if undone.text("undone_at") == "" || desk.get("/residents/"+ids[1]).text("id") != ids[1] || desk.show(o.ID).Requester != ids[1] || desk.show(o.ID).Detail != "夜里脚冷" {
		t.Errorf("undone: %s", undone.Body)
	}
	desk.post("/merges/"+merged.text("id")+"/undo", js{}).refused(t, 409, "merge.undone")
	desk.merge(ids).Want(201)
	for _, x := range desk.list("/orders?view=desk&requester=" + ids[0]) {
		desk.act(x.ID, "reject", js{"reason": "重复"})
	}
	n.as(t, "秦宇").post("/people/"+ids[1]+"/erase", js{"confirm": true, "reason": "duplicate"}).Want(204)
	for _, id := range ids {
		desk.get("/residents/"+id).refused(t, 404, "not_found")
		desk.get("/people/"+id).refused(t, 404, "not_found")
	}
}

// badMerges: what is no pair of one's areas goes no further than the door; whoever logged in has a record that stays.
func badMerges(t *testing.T, n *town) {
	desk, ids, nobody := n.as(t, "周敏"), n.twice(t, "严桂香", 102), models.NewID[models.PersonID](rand.Reader).String()
	desk.post("/merges", js{"kept": ids[0], "gone": ids[1], "kept_version": 1, "gone_version": 0}).faulty(t, "gone_version", "field.required")
	desk.post("/merges", js{"kept": ids[0], "gone": ids[1], "kept_version": 1, "gone_version": 1, "fields": []string{"sex"}}).faulty(t, "fields[0]", "field.choice")
	desk.post("/merges", js{"kept": ids[0], "gone": ids[0], "kept_version": 1, "gone_version": 1}).faulty(t, "gone", "merge.same")
	desk.post("/merges", js{"kept": ids[0], "gone": ids[1], "kept_version": 99, "gone_version": 1}).refused(t, 409, "conflict")
	desk.post("/merges", js{"kept": ids[0], "gone": nobody, "kept_version": 1, "gone_version": 1}).refused(t, 404, "not_found")
	desk.post("/merges/distinct", js{"one": ids[0]}).faulty(t, "other", "field.required")
	desk.post("/merges/distinct", js{"one": ids[0], "other": nobody}).refused(t, 404, "not_found")
	desk.get("/merges/compare?one="+ids[0]).faulty(t, "other", "field.required")
	desk.get("/merges?area=370785001002").refused(t, 404, "not_found")
	desk.get("/merges/alike?area=x").faulty(t, "area", "field.area_code")
	desk.post("/merges/"+nobody+"/undo", js{}).refused(t, 404, "not_found")
	away := n.as(t, "吴芳")
	away.post("/merges", js{"kept": ids[0], "gone": ids[1], "kept_version": 1, "gone_version": 1}).refused(t, 404, "not_found")
	merged := desk.merge(ids).Want(201)
	away.get("/merges/"+merged.text("id")).refused(t, 404, "not_found")
	away.post("/merges/"+merged.text("id")+"/undo", js{}).refused(t, 404, "not_found")
	helper := n.person(t, "赵海燕") // whom the register has taken in by her phone
	if desk.get("/residents/"+helper).Status == 200 {
		desk.merge([2]string{ids[0], helper}).refused(t, 409, "merge.has_acted")
		desk.merge([2]string{helper, ids[0]}, "phone").faulty(t, "phone", "merge.own_field")
	}
	pair := n.twice(t, "严桂兰", 103)
	desk.post("/merges/distinct", js{"one": pair[0], "other": pair[1]}).Want(204)
	desk.get("/merges/distinct?area=370785001002").refused(t, 404, "not_found")
	if body := string(desk.get("/merges/distinct?limit=100").Want(200).Body); !strings.Contains(body, pair[1]) || strings.Contains(body, "严桂兰") {
		t.Errorf("told apart: %s", body)
	}
	desk.post("/merges/distinct/undo", js{"one": pair[0]}).faulty(t, "other", "field.required")
	desk.post("/merges/distinct/undo", js{"one": pair[0], "other": pair[0]}).faulty(t, "gone", "merge.same")
	away.post("/merges/distinct/undo", js{"one": pair[0], "other": pair[1]}).refused(t, 404, "not_found")
	desk.post("/merges/distinct/undo", js{"one": pair[1], "other": pair[0]}).Want(204)
	desk.post("/merges/distinct/undo", js{"one": pair[0], "other": pair[1]}).refused(t, 404, "not_found")
}

// mergedAtOnce: of a merging and an erasing, and of two mergings, at the same moment one wins; no record is left between them.
func mergedAtOnce(t *testing.T, n *town) {
	desk, security := n.as(t, "周敏"), n.as(t, "秦宇")
	for i := range 5 {
		ids := n.twice(t, "严桂英", 110+i)
		body := js{"kept": ids[0], "gone": ids[1], "kept_version": 2, "gone_version": 2}
		var first, second, erased reply
		var all sync.WaitGroup
		all.Go(func() { first = desk.post("/merges", body) })
		all.Go(func() { second = desk.post("/merges", body) })
		all.Go(func() { erased = security.post("/people/"+ids[0]+"/erase", js{"confirm": true, "reason": "deceased"}) })
		all.Wait()
		erased.Want(204)
		if first.Status == 201 && second.Status == 201 || first.Status >= 500 || second.Status >= 500 {
			t.Errorf("%d %s, %d %s", first.Status, first.Body, second.Status, second.Body)
		}
		gone := desk.get("/residents/" + ids[1])
		if merged := first.Status == 201 || second.Status == 201; merged != (gone.Status == 404) {
			t.Errorf("merged %v, and the other record answers %d", merged, gone.Status)
		}
	}
}
