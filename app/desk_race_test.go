package main

import (
	"fmt"
	"net/url"
	"slices"
	"sync"
	"testing"
)

// bulkOf: as the desk does it, many orders are published at once, four at a time and each twice under its key; each is published once.
func bulkOf(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	var ids []string
	for i := range 24 {
		ids = append(ids, n.as(t, "张秀英").place(js{"title": fmt.Sprintf("想要第%d本书", i)}).ID)
	}
	work := make(chan string)
	var done sync.WaitGroup
	for range 4 {
		done.Go(func() {
			for id := range work {
				body := js{"public_title": "想要一本书", "version": 1}
				for range 2 {
					if r := desk.keyed("bulk-"+id).post("/orders/"+id+"/publish", body); r.Status != 200 {
						t.Errorf("%s: %d %s", id, r.Status, r.Body)
					}
				}
			}
		})
	}
	for _, id := range ids {
		work <- id
	}
	close(work)
	done.Wait()
	for _, id := range ids {
		v := desk.state(id, "pool")
		published := 0
		for _, line := range v.Timeline {
			if line.Event == "publish" {
				published++
			}
		}
		if v.Version != 2 || published != 1 {
			t.Errorf("%s is of version %d, published %d times", id, v.Version, published)
		}
	}
}

// pagesOf: the pages of a queue hold every order once, what is due first at the top, and a cursor that is none is refused.
func pagesOf(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	for range 5 {
		n.as(t, "张秀英").place(nil)
	}
	seen, last := map[string]bool{}, ""
	for cursor, pages := "", 0; ; pages++ {
		var p struct {
			Items []struct {
				ID    string
				State string
				Due   string `json:"next_due_at"`
			}
			Next string
		}
		desk.get("/orders?view=desk&queue=todo&limit=2&cursor=" + url.QueryEscape(cursor)).Want(200).Into(&p)
		for _, o := range p.Items {
			if seen[o.ID] || o.Due < last || !slices.Contains([]string{"placed", "appealed"}, o.State) {
				t.Errorf("%s in %s, due %s after %s, seen before: %v", o.ID, o.State, o.Due, last, seen[o.ID])
			}
			seen[o.ID], last = true, o.Due
		}
		if cursor = p.Next; cursor == "" || pages > 200 {
			break
		}
	}
	var counts struct{ Queues map[string]int }
	desk.get("/orders/counts").Want(200).Into(&counts)
	if counts.Queues["todo"] != len(seen) {
		t.Errorf("%d in the pages, %d counted", len(seen), counts.Queues["todo"])
	}
	desk.get("/orders?view=desk&queue=todo&cursor=nonsense").faulty(t, "cursor", "unreadable")
	desk.get("/orders?view=desk&limit=1000").faulty(t, "limit", "field.too_large")
	desk.get("/orders?view=desk&assignee=nobody").Want(422)
	desk.get("/orders?view=desk&item=x").Want(422)
}

// countedOf: figures are of one's own areas, and refuse a time that is none.
func countedOf(t *testing.T, n *town) {
	for _, path := range []string{"/figures/day", "/figures/rates?by=area", "/figures/times?by=item", "/figures/heat", "/figures/trend?measure=placed", "/figures"} {
		for who, want := range map[string]int{"周敏": 200, "陈静": 200, "褚磊": 200, "张秀英": 403, "赵海燕": 403, "卫娜": 403, "朱明": 403, "秦宇": 403, "尤兰": 403, "": 401} {
			if got := n.as(t, who).get(path).Status; got != want {
				t.Errorf("%s as %q: %d, want %d", path, who, got, want)
			}
		}
	}
	var mine, others, city struct{ Whole struct{ Placed int } }
	n.as(t, "周敏").get("/figures/rates").Want(200).Into(&mine)
	n.as(t, "吴芳").get("/figures/rates").Want(200).Into(&others)
	n.as(t, "褚磊").get("/figures/rates").Want(200).Into(&city)
	if mine.Whole.Placed == 0 || mine.Whole.Placed+others.Whole.Placed != city.Whole.Placed {
		t.Errorf("%d and %d of %d in the city", mine.Whole.Placed, others.Whole.Placed, city.Whole.Placed)
	}
	for _, query := range []string{"from=2026-13-01", "from=2026-02-01&to=2026-01-01", "by=colour", "area=12", "item=x"} {
		if got := n.as(t, "褚磊").get("/figures/rates?" + query).Status; got != 422 {
			t.Errorf("%s: %d", query, got)
		}
	}
}
