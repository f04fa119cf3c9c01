package main

import (
	"crypto/rand"
	"os"
	"strings"
	"testing"
	"time"

	"delinli/models"
)

// door is one line of the matrix: a route, and the roles that it refuses.
type door struct {
	method, path string
	shut         []string
}

// doors reads handlers/testdata/matrix.golden.
func doors(t *testing.T) (all []door) {
	t.Helper()
	b, err := os.ReadFile("../handlers/testdata/matrix.golden")
	must(t, err)
	var columns []string
	for line := range strings.Lines(string(b)) {
		words := strings.Fields(line)
		if columns == nil {
			columns = words[len(words)-len(models.Roles)-1:]
			continue
		}
		d := door{method: words[0], path: words[1]}
		for i, mark := range words[len(words)-len(columns):] {
			if mark == "-" {
				d.shut = append(d.shut, columns[i])
			}
		}
		all = append(all, d)
	}
	return all
}

// at puts an order and words that fit in the place of the parameters.
func (d door) at(order string) string {
	id := order
	if !strings.HasPrefix(d.path, "/orders/") {
		id = models.NewID[models.OrderID](rand.Reader).String()
	}
	return strings.NewReplacer(":id", id, ":code", "370785", ":year", "2026", ":class", "general").Replace(d.path)
}

// shutDoors knocks at every shut door of the matrix with a real session of each role: 401 for visitors, 403 for all others.
func shutDoors(t *testing.T, n *town) {
	id, by, knocks := n.published(t, "想要一面镜子"), map[string]caller{"visitor": n.as(t, "")}, 0
	for _, l := range n.logins {
		if _, known := by[string(l.Role)]; !known {
			by[string(l.Role)] = n.as(t, l.Name)
		}
	}
	for _, d := range doors(t) {
		for _, role := range d.shut {
			want, body := 403, any(js{})
			if role == "visitor" {
				want = 401
			}
			if d.method == "GET" {
				body = nil
			}
			if r := by[role].Do(d.method, "/api/v1"+d.at(id), body); r.Status != want {
				t.Errorf("%s: %s %s: %d, want %d", role, d.method, d.path, r.Status, want)
			}
			knocks++
		}
	}
	if len(by) != len(models.Roles)+1 || knocks < 500 {
		t.Fatalf("%d roles knocked %d times", len(by), knocks)
	}
}

// events are the acts on an order, each with a body that its door takes.
func events() map[string]js {
	some := models.NewID[models.PersonID](rand.Reader).String()
	all := map[string]js{"publish": {"public_title": "卡片"}, "amend": {"priority": 1}, "recall": {}, "offer": {"to": some},
		"refer": {"to": "民政局", "reason": "理由"}, "merge": {"into": some, "reason": "理由"}, "claim": {}, "accept": {}, "sign-in": {"code": "123456"},
		"suspend": {"until": time.Now().AddDate(0, 0, 3), "reason": "理由"}, "resume": {}, "finish": {"result": "结果"},
		"rate": {"solved": true, "stars": 5}, "cancel": {}, "attach": {"files": []string{some}}, "urge": {}, "follow": {},
		"supervise": {"card": "red", "reason": "理由"}, "call-back": {"valid": true}, "complain": {"text": "投诉"}, "contact": {"reason": "call_back"}}
	for _, reasoned := range []string{"reject", "ask", "answer", "decline", "withdraw", "absent", "return", "revoke", "hand-back", "dispute",
		"appeal", "grant", "refuse", "give-up", "comment", "extend", "report-danger", "sign-in-code"} {
		all[reasoned] = because
	}
	return all
}

// hiddenOrder: a private order is not there for all who have no part in it, whatever they try.
func hiddenOrder(t *testing.T, n *town) {
	o := n.as(t, "张秀英").place(js{"kind": "request", "title": "一件私事"})
	acts, looks, tried := events(), []string{}, 0
	for _, d := range doors(t) {
		event, ok := strings.CutPrefix(d.path, "/orders/:id/")
		if ok && d.method == "GET" {
			looks = append(looks, event)
		} else if ok && acts[event] == nil {
			t.Errorf("no body for %s", event)
		}
	}
	for _, name := range []string{"李建国", "王桂兰", "赵海燕", "钱晓东", "蒋波", "沈丽", "韩涛", "吴芳", "冯军", "卫娜", "杨雪"} {
		c := n.as(t, name)
		c.get("/orders/"+o.ID).refused(t, 404, "not_found")
		for _, look := range looks {
			if r := c.get("/orders/" + o.ID + "/" + look); r.Status != 404 && r.Status != 403 {
				t.Errorf("%s, %s: %d %s", name, look, r.Status, r.Body)
			}
		}
		for event, body := range acts {
			r := c.post("/orders/"+o.ID+"/"+event, body)
			if code := r.Code(); code != "not_found" && code != "forbidden" {
				t.Errorf("%s, %s: %d %s", name, event, r.Status, r.Body)
			}
			if r.Status == 404 {
				tried++
			}
		}
		for _, list := range []string{"/orders?view=mine", "/orders?view=pool", "/orders?view=tasks", "/orders?view=desk", "/wishes"} {
			for _, found := range c.list(list) {
				if found.ID == o.ID {
					t.Errorf("%s finds it in %s", name, list)
				}
			}
		}
	}
	if tried < 100 {
		t.Fatalf("only %d tries passed the door", tried)
	}
	n.as(t, "周敏").state(o.ID, "placed")
}

// othersRows: a device, a notice, a person, a volunteer, an approval of somebody else are not there.
func othersRows(t *testing.T, n *town) {
	granny, uncle := n.as(t, "张秀英"), n.as(t, "李建国")
	device := granny.firstOf("/me/devices")
	uncle.delete("/me/devices/"+device).refused(t, 404, "not_found")
	if got := granny.firstOf("/me/devices"); got != device {
		t.Fatal("somebody else ended the device")
	}
	n.as(t, "周敏").act(granny.place(js{"title": "想学下棋"}).ID, "ask", because)
	eventually(t, "a notice", func() bool { return len(granny.list("/notices?unread=true")) > 0 })
	unread := len(granny.list("/notices?unread=true&limit=100"))
	uncle.post("/notices/read", js{"ids": []string{granny.firstOf("/notices?unread=true")}}).Want(204)
	if now := len(granny.list("/notices?unread=true&limit=100")); now < unread {
		t.Fatal("somebody else read the notice")
	}
	person := n.person(t, "张秀英")
	for _, path := range []string{"/people/" + person, "/people/" + person + "/household", "/volunteers/" + n.person(t, "赵海燕"),
		"/volunteers/" + n.person(t, "赵海燕") + "/hours"} {
		n.as(t, "周敏").get(path).Want(200)
		n.as(t, "冯军").get(path).refused(t, 404, "not_found")
	}
	n.as(t, "冯军").post("/people/"+person+"/look", js{"fields": []string{"phone"}, "reason": "visit"}).refused(t, 404, "not_found")
	asked := n.as(t, "周敏").act(n.published(t, "想要一匹马"), "give-up", because)
	n.as(t, "冯军").post("/approvals/"+asked.Pending[0].ID+"/deny", js{}).refused(t, 404, "not_found")
}

func (c caller) delete(path string) reply {
	c.t.Helper()
	return reply{c.Do("DELETE", "/api/v1"+path, nil)}
}

// firstOf is the id of the first item of a list.
func (c caller) firstOf(path string) string {
	c.t.Helper()
	items := c.list(path)
	if len(items) == 0 {
		c.t.Fatalf("%s is empty", path)
	}
	return items[0].ID
}
