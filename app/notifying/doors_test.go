package notifying_test

import (
	"net/http"
	"strings"
	"testing"

	"delinli/app/ordering"
	"delinli/handlers"
	"delinli/handlers/conform"
	"delinli/models"
	"delinli/models/notice"
	"delinli/models/order"
)

// client asks as the actor, and checks every reply against the document.
func (i *instance) client(t *testing.T, a models.Actor) conform.Client {
	t.Helper()
	token, _ := i.login(a, false)
	return conform.New(t, handlers.Document(i.routes), i.url, http.DefaultClient.Do).As(token)
}

func read[T any](r conform.Reply) (v T) {
	r.Into(&v)
	return v
}

type box struct {
	Items []struct {
		ID, Kind, Title, Text string
		Read                  bool
	}
	Next   string
	Unread int
}

func TestTheDoorsOfTheInbox(t *testing.T) {
	n := newTown(t)
	i := n.instance()
	id := n.place(order.Wish)
	n.raise(n.staff, id, order.Ask, because)
	n.told()
	n.raise(n.resident, id, order.Answer, because)
	n.raise(n.staff, id, order.Publish, ordering.Brings{PublicTitle: "一副老花镜"})
	n.told()
	c := i.client(t, n.resident)
	first := read[box](c.Do("GET", "/api/v1/notices?limit=1", nil))
	if len(first.Items) != 1 || first.Unread != 2 || first.Next == "" || first.Items[0].Kind != "order.published" ||
		!strings.Contains(first.Items[0].Text, "「一副老花镜」 已通过审核") || first.Items[0].Title != "审核通过" || first.Items[0].Read {
		t.Errorf("the first page is %+v", first)
	}
	second := read[box](c.Do("GET", "/api/v1/notices?limit=1&cursor="+first.Next, nil))
	if len(second.Items) != 1 || second.Next != "" || second.Items[0].Kind != "order.asked" {
		t.Errorf("the second page is %+v", second)
	}
	c.Do("POST", "/api/v1/notices/read", map[string]any{"ids": []string{first.Items[0].ID}}).Want(204)
	if left := read[box](c.Do("GET", "/api/v1/notices?unread=true", nil)); left.Unread != 1 || len(left.Items) != 1 || left.Items[0].ID != second.Items[0].ID {
		t.Errorf("unread are %+v", left)
	}
	c.Do("POST", "/api/v1/notices/read", map[string]any{"all": true}).Want(204)
	if left := read[box](c.Do("GET", "/api/v1/notices", nil)); left.Unread != 0 || len(left.Items) != 2 || !left.Items[0].Read {
		t.Errorf("after all: %+v", left)
	}
	c.As("").Do("GET", "/api/v1/notices", nil).Want(401)
}

type chosen struct {
	Language string
	Quiet    notice.Quiet
	Channels map[string][]string
}

func TestTheDoorsOfPreferences(t *testing.T) {
	n := newTown(t)
	c := n.instance().client(t, n.resident)
	usual := read[chosen](c.Do("GET", "/api/v1/me/preferences", nil))
	if usual.Language != "zh" || usual.Quiet != (notice.Quiet{From: 22, To: 7}) || len(usual.Channels["order.done"]) != 2 || len(usual.Channels) < 30 {
		t.Errorf("the usual is %+v", usual)
	}
	got := read[chosen](c.Do("PUT", "/api/v1/me/preferences", map[string]any{"language": "en", "quiet": map[string]int{"from": 0, "to": 0},
		"channels": map[string][]string{"order.done": {"sms"}, "order.taken": {}}}))
	if got.Language != "en" || len(got.Channels["order.done"]) != 1 || len(got.Channels["order.taken"]) != 0 || len(got.Channels["order.asked"]) != 2 {
		t.Errorf("chosen: %+v", got)
	}
	if again := read[chosen](c.Do("GET", "/api/v1/me/preferences", nil)); again.Language != "en" || again.Quiet != (notice.Quiet{}) {
		t.Errorf("kept: %+v", again)
	}
	for name, bad := range map[string]string{
		"language": `{"language":"fr","quiet":{"from":22,"to":7},"channels":{}}`,
		"hour":     `{"language":"zh","quiet":{"from":24,"to":7},"channels":{}}`,
		"kind":     `{"language":"zh","quiet":{"from":22,"to":7},"channels":{"order.lost":[]}}`,
		"channel":  `{"language":"zh","quiet":{"from":22,"to":7},"channels":{"order.done":["pigeon"]}}`,
		"unknown":  `{"language":"zh","quiet":{"from":22,"to":7},"channels":{},"mood":"good"}`,
	} {
		if r := c.Do("PUT", "/api/v1/me/preferences", bad); r.Status != 422 {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
	}
}
