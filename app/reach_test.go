package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// upload sends a file as browsers do.
func (c caller) upload(data []byte) reply { return c.form("POST", "/files", data) }

// part sends a part of a larger file.
func (c caller) part(path string, data []byte) reply { return c.form("PUT", path, data) }

func (c caller) form(method, path string, data []byte) reply {
	c.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "附件")
	must(c.t, err)
	_, err = part.Write(data)
	must(c.t, err)
	must(c.t, form.Close())
	return reply{c.With("Content-Type", form.FormDataContentType()).Do(method, "/api/v1"+path, body.Bytes())}
}

// picture is a small PNG of noise, which does not compress.
func picture(t *testing.T, side int) []byte {
	t.Helper()
	m, seed := image.NewRGBA(image.Rect(0, 0, side, side)), uint32(1)
	for i := range m.Pix {
		seed = seed*1664525 + 1013904223
		m.Pix[i] = byte(seed>>24) | 1
	}
	for i := 3; i < len(m.Pix); i += 4 {
		m.Pix[i] = 255
	}
	var b bytes.Buffer
	must(t, png.Encode(&b, m))
	return b.Bytes()
}

// voice is some seconds of silent MP3: MPEG 1 layer III, 128 kbit/s, 44.1 kHz.
func voice(seconds int) []byte {
	frame := make([]byte, 417)
	copy(frame, []byte{0xff, 0xfb, 0x90, 0x00})
	return bytes.Repeat(frame, seconds*44100/1152)
}

// filesOf: pictures and voices are attached to an order and opened by those alone who may see it, over a link of minutes.
func filesOf(t *testing.T, n *town) {
	granny, desk := n.as(t, "张秀英"), n.as(t, "周敏")
	photo, spoken := granny.upload(picture(t, 64)).Want(201).text("id"), granny.upload(voice(3)).Want(201).text("id")
	desk.get("/files/"+photo+"/link").refused(t, 404, "not_found")
	n.as(t, "李建国").post("/orders", js{"kind": "wish", "area_code": "370785001001002", "title": "别人的图", "detail": "",
		"files": []string{photo}}).faulty(t, "files", "unknown")
	o := granny.place(js{"title": "水管漏水", "files": []string{photo}})
	if v := granny.act(o.ID, "attach", js{"files": []string{spoken}}); !slices.Equal(v.Files, []string{photo, spoken}) {
		t.Fatalf("files %v", v.Files)
	}
	for _, id := range []string{photo, spoken} {
		link := desk.get("/files/" + id + "/link").Want(200).text("url")
		if r := n.as(t, "").Do("GET", link, nil).Want(200); len(r.Body) < 500 {
			t.Fatalf("%d bytes", len(r.Body))
		}
		if r := n.as(t, "").Do("GET", link[:len(link)-2]+"xx", nil); r.Status < 400 || r.Status >= 500 {
			t.Errorf("a broken link gives %d", r.Status)
		}
		for _, other := range []string{"李建国", "赵海燕", "冯军", "朱明"} {
			n.as(t, other).get("/files/"+id+"/link").refused(t, 404, "not_found")
		}
	}
}

// repeated: a key brings one order, whoever asks how often, and another body under it is refused.
func repeated(t *testing.T, n *town) {
	granny := n.as(t, "张秀英").keyed("eight-kites")
	body := js{"kind": "wish", "area_code": "370785001001001", "title": "想要八只风筝", "detail": ""}
	ids := make([]string, 8)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			r := granny.post("/orders", body)
			for r.Status == http.StatusConflict && r.Code() == "idempotency.in_progress" {
				r = granny.post("/orders", body)
			}
			if r.Status != 201 {
				t.Errorf("%d: %s", r.Status, r.Body)
				return
			}
			ids[i] = r.text("id")
		})
	}
	all.Wait()
	if slices.Sort(ids); ids[0] == "" || ids[0] != ids[7] {
		t.Fatalf("eight requests made %v", slices.Compact(ids))
	}
	if found := granny.list("/orders?q=八只风筝"); len(found) != 1 {
		t.Fatalf("%d orders are there", len(found))
	}
	body["title"] = "想要九只风筝"
	granny.post("/orders", body).refused(t, 422, "idempotency.mismatch")
	desk := n.as(t, "周敏").keyed("a-card")
	for range 2 {
		if v := desk.act(ids[0], "publish", js{"public_title": "八只风筝"}); v.State != "pool" || v.Version != 2 {
			t.Fatalf("%+v", v)
		}
	}
}

func (c caller) list(path string) []view {
	c.t.Helper()
	var page struct{ Items []view }
	c.get(path).Want(200).Into(&page)
	return page.Items
}

// stale: who has not seen the last version is told so; of two at once one wins.
func stale(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	id := n.published(t, "想要一张旧地图")
	v := desk.show(id).Version
	desk.act(id, "amend", js{"priority": 1, "version": v})
	var problem struct {
		Code  string
		Since []struct{ Event, By, At string }
	}
	desk.post("/orders/"+id+"/amend", js{"priority": 2, "version": v}).Want(409).Into(&problem)
	if problem.Code != "order.moved_on" || len(problem.Since) != 1 || problem.Since[0].Event != "amend" || problem.Since[0].By != "staff" || problem.Since[0].At == "" {
		t.Errorf("staff who come too late are told %+v", problem)
	}
	var all sync.WaitGroup
	won := make(chan string, 3)
	for _, name := range []string{"赵海燕", "孙立新", "钱晓东"} {
		c := n.as(t, name)
		all.Go(func() {
			if r := c.post("/orders/"+id+"/claim", js{}); r.Status == 200 {
				won <- name
			}
		})
	}
	all.Wait()
	if len(won) != 1 {
		t.Fatalf("%d won one claim", len(won))
	}
}

// notices reach the inboxes of those concerned, and are read there.
func notices(t *testing.T, n *town) {
	granny := n.as(t, "张秀英")
	id := granny.place(js{"title": "想听一段书"}).ID
	told := func(name, kind string) {
		eventually(t, name+" is told of "+kind, func() bool { return n.as(t, name).hasNotice(kind, id) })
	}
	told("周敏", "order.placed")
	n.as(t, "周敏").act(id, "publish", js{"public_title": "想听一段书"})
	n.as(t, "赵海燕").act(id, "claim", nil)
	told("张秀英", "order.published")
	told("张秀英", "order.taken")
	if n.as(t, "李建国").hasNotice("order.taken", id) {
		t.Fatal("a stranger was told")
	}
	granny.post("/notices/read", js{"all": true}).Want(204)
	if found := granny.list("/notices?unread=true"); len(found) != 0 {
		t.Fatalf("%d are still unread", len(found))
	}
}

// streamed: an open screen hears of the order that changes, and of no order that it may not see.
func streamed(t *testing.T, n *town) {
	mine, hidden := n.published(t, "想要一个鸟笼"), n.as(t, "李建国").place(js{"kind": "request", "title": "私事"}).ID
	heard := n.listen(t, "张秀英")
	n.as(t, "周敏").act(hidden, "ask", js{"reason": "请问是什么事"})
	n.as(t, "赵海燕").act(mine, "claim", nil)
	for {
		select {
		case data, open := <-heard:
			if !open || strings.Contains(data, hidden) {
				t.Fatalf("heard %q, open %v", data, open)
			}
			var event struct{ ID, Event string }
			if json.Unmarshal([]byte(data), &event) == nil && event.ID == mine && event.Event == "claim" {
				return
			}
		case <-time.After(30 * time.Second):
			t.Fatal("nothing was heard")
		}
	}
}

// listen opens the stream of somebody and gives the data of its events; the channel is closed with the stream.
func (p *people) listen(t *testing.T, name string) <-chan string {
	t.Helper()
	p.as(t, name)
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+"/api/v1/stream", nil)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+p.tokens[name])
	reply, err := http.DefaultClient.Do(r)
	must(t, err)
	lines := bufio.NewScanner(reply.Body)
	if !lines.Scan() || lines.Text() != ": hello" {
		t.Fatalf("the stream begins with %q", lines.Text())
	}
	heard := make(chan string, 100)
	go func() {
		defer close(heard)
		defer reply.Body.Close()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				heard <- data
			}
		}
	}()
	return heard
}

// masked: a phone number in a public card is masked, and staff are warned.
func masked(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	o := n.as(t, "张秀英").place(js{"title": "想要一把轮椅"})
	v := desk.act(o.ID, "publish", js{"public_title": "想要轮椅,电话13800138000", "public_text": "住3号楼2单元501"})
	if !slices.Equal(v.Warnings, []string{"personal_data_masked"}) || v.PublicTitle != "想要轮椅,电话***" {
		t.Fatalf("published: %+v", v)
	}
	wall := n.as(t, "").get("/wishes?limit=100&q=轮椅").Want(200)
	for _, bare := range []string{"13800138000", "2单元501"} {
		if bytes.Contains(wall.Body, []byte(bare)) {
			t.Errorf("the wall shows %s", bare)
		}
	}
	v = desk.act(o.ID, "amend", js{"public_title": "想要轮椅", "public_text": fmt.Sprint("门牌", "5-2-301")})
	if len(v.Warnings) != 1 {
		t.Fatalf("amended: %+v", v)
	}
	if v := desk.act(o.ID, "amend", js{"public_title": "想要轮椅"}); len(v.Warnings) != 0 {
		t.Fatalf("nothing personal, warned of %v", v.Warnings)
	}
}

// provisional: over the end of the last year with a table, due moments are marked until the year is entered.
func provisional(t *testing.T, n *town) {
	granny := n.as(t, "张秀英")
	ahead := time.Until(time.Date(2026, 12, 31, 1, 0, 0, 0, time.UTC))
	n.ahead.Add(int64(max(ahead, 0)))
	defer n.ahead.Add(-int64(max(ahead, 0)))
	if o := granny.place(js{"title": "跨年的心愿"}); !o.Provisional {
		t.Fatalf("%+v", o)
	}
}
