package main

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/models"
	"delinli/models/person"
)

// page is what the tests read of a list.
type page struct {
	Items []view
	Next  string
}

func (r reply) list() (p page) {
	r.Into(&p)
	return p
}

func (p page) has(id string) bool {
	return slices.ContainsFunc(p.Items, func(v view) bool { return v.ID == id })
}

// queuesOf: what is new waits in a queue of its community's desk, is counted there once, and nowhere else.
func queuesOf(t *testing.T, n *town) {
	desk, elsewhere := n.as(t, "周敏"), n.as(t, "吴芳")
	count := func(c caller) int {
		var counts struct{ Queues map[string]int }
		c.get("/orders/counts").Want(200).Into(&counts)
		return counts.Queues["todo"]
	}
	before, others := count(desk), count(elsewhere)
	o := n.as(t, "张秀英").place(js{"title": "想要一张放大镜"})
	if got := count(desk); got != before+1 || count(elsewhere) != others {
		t.Errorf("%d wait after %d, elsewhere %d after %d", got, before, count(elsewhere), others)
	}
	if !desk.get("/orders?view=desk&queue=todo&limit=100").Want(200).list().has(o.ID) {
		t.Error("the new order is in no queue")
	}
	if elsewhere.get("/orders?view=desk&limit=100").Want(200).list().has(o.ID) {
		t.Error("another community has it on its desk")
	}
	desk.get("/orders?view=desk&queue=someday").faulty(t, "queue", "field.choice")
	desk.get("/orders?view=desk&from=yesterday").faulty(t, "from", "field.format")
	n.as(t, "张秀英").get("/orders?view=mine&queue=todo").faulty(t, "queue", "order.staff_desk_only")
	n.as(t, "张秀英").get("/orders/counts").refused(t, 403, "forbidden")
	n.as(t, "").get("/orders/counts").refused(t, 401, "auth.required")
}

// plansOf: waiting orders are planned at once and offered one by one; who comes second with a version is told so.
func plansOf(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	var ids []string
	for _, title := range []string{"想要一双手套", "想要一把伞"} {
		o := n.as(t, "张秀英").place(js{"title": title})
		ids = append(ids, o.ID)
		desk.act(o.ID, "publish", js{"public_title": title})
	}
	var plan struct {
		Items []struct {
			Order   string `json:"order_id"`
			Version int
			To      *struct {
				Person  string `json:"person_id"`
				Reasons []struct{ Code string }
			}
		}
	}
	desk.post("/dispatch/plan", js{"order_ids": ids}).Want(200).Into(&plan)
	if len(plan.Items) != 2 || plan.Items[0].Order != ids[0] || plan.Items[0].To == nil || len(plan.Items[0].To.Reasons) == 0 {
		t.Fatalf("%+v", plan)
	}
	var sent sync.WaitGroup
	statuses := make([]int, 4)
	for i := range statuses {
		sent.Go(func() {
			statuses[i] = desk.post("/orders/"+ids[0]+"/offer", js{"to": plan.Items[0].To.Person, "version": plan.Items[0].Version}).Status
		})
	}
	sent.Wait()
	if slices.Sort(statuses); !slices.Equal(statuses, []int{200, 409, 409, 409}) {
		t.Errorf("of four offers of one version: %v", statuses)
	}
	desk.state(ids[0], "offered")
	var left struct{ Items []any }
	desk.post("/dispatch/plan", js{"order_ids": ids[:1]}).Want(200).Into(&left)
	n.as(t, "吴芳").post("/dispatch/plan", js{"order_ids": ids}).Want(200).Into(&left)
	if len(left.Items) != 0 {
		t.Errorf("what is offered, or another's, is planned: %v", left)
	}
	desk.post("/dispatch/plan", js{"order_ids": []string{}}).faulty(t, "order_ids", "field.too_few")
	desk.post("/dispatch/plan", js{"order_ids": []string{ids[0], ids[0]}}).faulty(t, "order_ids", "field.duplicate")
	desk.post("/dispatch/plan", js{"order_ids": slices.Repeat(ids, 151)}).faulty(t, "order_ids", "field.too_many")
	desk.post("/dispatch/plan", js{"order_ids": []string{"x"}}).Want(http.StatusUnprocessableEntity)
	n.as(t, "赵海燕").post("/dispatch/plan", js{"order_ids": ids}).refused(t, 403, "forbidden")
}

// likenessOf: staff see side by side what looks alike, and merge it.
func likenessOf(t *testing.T, n *town) {
	desk, granny := n.as(t, "周敏"), n.as(t, "张秀英")
	first := granny.place(js{"kind": "request", "title": "单元门门禁坏了进不去"})
	second := n.as(t, "李建国").place(js{"kind": "request", "title": "单元门门禁坏了"})
	var alike struct {
		Items []struct {
			ID, Title string
			Can       []string
		}
	}
	desk.get("/orders/" + second.ID + "/similar").Want(200).Into(&alike)
	if len(alike.Items) != 1 || alike.Items[0].ID != first.ID || alike.Items[0].Title != "单元门门禁坏了进不去" {
		t.Fatalf("%+v", alike)
	}
	if v := desk.act(second.ID, "merge", js{"into": first.ID, "reason": "同一件事"}); v.MergedInto != first.ID {
		t.Errorf("merged into %s", v.MergedInto)
	}
	n.as(t, "吴芳").get("/orders/"+second.ID+"/similar").refused(t, 404, "not_found")
	granny.get("/orders/"+first.ID+"/similar").refused(t, 403, "forbidden")
}

// trialsOf: city staff try a rule; a rule that is none is refused as it is when it is saved.
func trialsOf(t *testing.T, n *town) {
	city := n.as(t, "褚磊")
	rule := js{"skill": 15, "near": 100, "load": 15, "free": 10, "rating": 15, "fair": 15, "party": 5, "prior_stars": 4.2, "prior_count": 5}
	with := func(name string, value any) js {
		changed := js{}
		for k, v := range rule {
			changed[k] = v
		}
		changed[name] = value
		return changed
	}
	var trial struct{ Rankings, Moved int }
	city.post("/settings/dispatch/try", rule).Want(200).Into(&trial)
	if trial.Rankings == 0 || trial.Moved > trial.Rankings {
		t.Errorf("%+v", trial)
	}
	city.post("/settings/dispatch/try", with("near", 101)).faulty(t, "near", "field.too_large")
	city.post("/settings/dispatch/try", with("prior_stars", 9)).faulty(t, "prior_stars", "field.too_large")
	city.post("/settings/dispatch/try", with("to", "2020-01-01T00:00:00Z")).Want(200)
	n.as(t, "周敏").post("/settings/dispatch/try", rule).refused(t, 403, "forbidden")
}

// limitTrialsOf: city staff try limits on the last month; what is no limit is refused as it is when it is saved.
func limitTrialsOf(t *testing.T, n *town) {
	city := n.as(t, "褚磊")
	var limits js
	city.get("/settings/policy/general").Want(200).Into(&limits)
	delete(limits, "class")
	delete(limits, "version")
	type trial struct {
		Orders int
		Limits []struct {
			Name       string
			Now, Tried int
		}
		Changed []struct{ Late bool }
	}
	tried := func(limits js) (got trial) {
		city.post("/settings/policy/general/try", limits).Want(200).Into(&got)
		return got
	}
	same := tried(limits)
	for _, l := range same.Limits {
		if l.Now != l.Tried {
			t.Errorf("the limits in force differ from themselves: %+v", l)
		}
	}
	if same.Orders == 0 || len(same.Limits) != 9 || len(same.Changed) != 0 {
		t.Errorf("%+v", same)
	}
	limits["triage"] = "soon"
	city.post("/settings/policy/general/try", limits).faulty(t, "triage", "field.format")
	limits["triage"] = "1w"
	city.post("/settings/policy/none/try", limits).faulty(t, "class", "field.choice")
	n.as(t, "周敏").post("/settings/policy/general/try", limits).refused(t, 403, "forbidden")
}

// mannedOf: staff see when volunteers of their area can come, and nothing of elsewhere.
func mannedOf(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	var week struct {
		All   int
		Hours []int
	}
	desk.get("/dispatch/manned").Want(200).Into(&week)
	if week.All == 0 || len(week.Hours) != 168 || slices.Max(week.Hours) > week.All {
		t.Errorf("%+v", week)
	}
	desk.get("/dispatch/manned?area=370785001002").refused(t, 404, "not_found")
	desk.get("/dispatch/manned?area=abc").faulty(t, "area", "field.area_code")
	n.as(t, "朱明").get("/dispatch/manned").refused(t, 403, "forbidden")
}

// leavesOf: a deputy may do at once what whoever is away might, until it is taken back.
func leavesOf(t *testing.T, n *town) {
	clerk, deputy := n.as(t, "吴芳"), n.as(t, "冯军")
	until := time.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)
	clerk.post("/leaves", js{"deputy_id": n.person(t, "吴芳"), "until": until}).faulty(t, "deputy_id", "leave.own_deputy")
	clerk.post("/leaves", js{"deputy_id": n.person(t, "冯军"), "until": "2020-01-01T00:00:00Z"}).faulty(t, "until", "field.too_small")
	clerk.post("/leaves", js{"deputy_id": n.person(t, "张秀英"), "until": until}).refused(t, 409, "leave.nothing_to_lend")
	far := clerk.post("/leaves", js{"deputy_id": n.person(t, "冯军"), "until": "2090-01-01T00:00:00Z"})
	far.faulty(t, "until", "leave.too_long")
	if last := n.clock().Add(person.MaxLeave).In(models.Local).Format(time.DateOnly); !strings.Contains(string(far.Body), last) {
		t.Errorf("%s does not name %s", far.Body, last)
	}
	clerk.post("/leaves", js{"until": until}).faulty(t, "deputy_id", "field.required")
	n.as(t, "张秀英").post("/leaves", js{"deputy_id": n.person(t, "冯军"), "until": until}).refused(t, 403, "forbidden")
	id := clerk.post("/leaves", js{"deputy_id": n.person(t, "冯军"), "until": until}).Want(201).text("id")
	clerk.post("/leaves", js{"deputy_id": n.person(t, "冯军"), "until": until}).refused(t, 409, "leave.one_before")
	holds := func() bool {
		var me struct{ Seats []struct{ Role string } }
		deputy.get("/me").Want(200).Into(&me)
		return slices.ContainsFunc(me.Seats, func(s struct{ Role string }) bool { return s.Role == "community_staff" })
	}
	if !holds() {
		t.Error("the deputy does not hold the seat")
	}
	eventually(t, "the deputy is told", func() bool {
		var box struct{ Items []struct{ Kind string } }
		deputy.get("/notices").Want(200).Into(&box)
		return slices.ContainsFunc(box.Items, func(x struct{ Kind string }) bool { return x.Kind == "leave.deputy" })
	})
	end := func(c caller) reply { return reply{c.Do("DELETE", "/api/v1/leaves/"+id, nil)} }
	end(deputy).refused(t, 404, "not_found")
	end(clerk).Want(http.StatusNoContent)
	end(clerk).refused(t, 404, "not_found")
	if holds() {
		t.Error("the deputy still holds the seat")
	}
}

// viewsOf: filters are kept under names, with the account, and nobody else's.
func viewsOf(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	put := func(c caller, items ...js) reply { return reply{c.Do("PUT", "/api/v1/me/views", js{"items": items})} }
	put(desk, js{"name": "超期的", "query": js{"queue": "overdue"}}, js{"name": "水电", "query": js{"q": "水管"}}).Want(200)
	var kept struct{ Items []struct{ Name string } }
	desk.get("/me/views").Want(200).Into(&kept)
	if len(kept.Items) != 2 || kept.Items[0].Name != "超期的" {
		t.Errorf("%+v", kept)
	}
	n.as(t, "郑强").get("/me/views").Want(200).Into(&kept)
	if len(kept.Items) != 0 {
		t.Errorf("the secretary has %+v", kept)
	}
	put(desk, js{"name": "a", "query": js{}}, js{"name": "a", "query": js{}}).Want(http.StatusUnprocessableEntity)
	put(desk, slices.Repeat([]js{{"name": "a", "query": js{}}}, 21)...).faulty(t, "items", "field.too_many")
	put(n.as(t, "张秀英")).refused(t, 403, "forbidden")
}

// wordsOf: what city staff let a notice say is read in the next inbox that is opened.
func wordsOf(t *testing.T, n *town) {
	city, granny := n.as(t, "褚磊"), n.as(t, "张秀英")
	text := js{"title": "有人审好了", "body": "{order} 可以接单了"}
	english := js{"title": "Published", "body": "{order} is open"}
	reply{city.Do("PUT", "/api/v1/settings/messages/order.published", js{"version": 0, "zh": text, "en": english})}.Want(200)
	o := granny.place(js{"title": "想要一盏台灯"})
	n.as(t, "周敏").act(o.ID, "publish", js{"public_title": "想要一盏台灯"})
	eventually(t, "the notice says it", func() bool {
		var box struct{ Items []struct{ Title string } }
		granny.get("/notices").Want(200).Into(&box)
		return slices.ContainsFunc(box.Items, func(x struct{ Title string }) bool { return x.Title == "有人审好了" })
	})
}
