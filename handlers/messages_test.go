package handlers_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestMessagesAreWordedAnew: a text is looked at, refused where it is unsound, tried, and changed by one of several who saw the same version.
func TestMessagesAreWordedAnew(t *testing.T) {
	c := newCatalogue(t)
	const path = "/settings/messages/order.done"
	said := c.get("auditor", path)
	if said["version"] != 0.0 || !strings.Contains(said["zh"].(object)["body"].(string), "{order}") || !slices.Contains(names(c.get("auditor", "/settings/messages"), "kind"), "order.done") {
		t.Fatalf("%v", said)
	}
	delete(said, "kind")
	delete(said, "shipped")
	for name, tt := range map[string]struct {
		body string
		want map[string]string
	}{
		"without the order": {"办好了", map[string]string{"zh.body": "message.gaps"}},
		"with a phone":      {"{order} 请打 13800001234", map[string]string{"zh.body": "message.personal"}},
		"nothing":           {"", map[string]string{"zh.body": "field.required"}},
		"endless":           {strings.Repeat("长", 201), map[string]string{"zh.body": "field.too_long"}},
	} {
		text := with(said, object{"zh": object{"title": "请评价", "body": tt.body}})
		if got := refused(c.ask("city_staff", "PUT", path, text)); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		delete(text, "version")
		if got := refused(c.ask("auditor", "POST", path+"/preview", text)); !maps.Equal(got, tt.want) {
			t.Errorf("preview %s: %v, want %v", name, got, tt.want)
		}
	}
	mine := with(said, object{"zh": object{"title": "办好了", "body": "{order} 办好了,请打分"}})
	tried := with(mine, object{"version": nil})
	var shown struct{ Zh struct{ Body string } }
	c.ask("auditor", "POST", path+"/preview", tried).Want(200).Into(&shown)
	if !strings.Contains(shown.Zh.Body, "「修门禁」 办好了,请打分") {
		t.Errorf("preview %q", shown.Zh.Body)
	}
	var wg sync.WaitGroup
	statuses := make([]int, 6)
	for n := range statuses {
		wg.Go(func() { statuses[n] = c.ask("city_staff", "PUT", path, mine).Status })
	}
	wg.Wait()
	slices.Sort(statuses)
	if !slices.Equal(statuses, []int{200, 409, 409, 409, 409, 409}) {
		t.Errorf("statuses %v", statuses)
	}
	if got := names(c.get("city_staff", path+"/history"), "version"); !slices.Equal(got, []string{"1"}) {
		t.Errorf("history %v", got)
	}
	if got := c.ask("city_staff", "PUT", "/settings/messages/order.unheard_of", mine).Status; got != 404 {
		t.Errorf("no kind: %d", got)
	}
}
