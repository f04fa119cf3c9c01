package main

import (
	"bytes"
	"net/http"
	"sync"
	"testing"
)

// exportOf is what the tests read of an export.
type exportOf struct {
	ID, State string
	Rows      int
	File      bool
	Can       []string
}

func (r reply) export() (x exportOf) {
	r.Into(&x)
	return x
}

// exportsOf: staff take out a table; one with personal data waits for a second person, who is told, as the asker is of the word and of the end.
func exportsOf(t *testing.T, n *town) {
	desk, chief := n.as(t, "周敏"), n.as(t, "郑强")
	n.as(t, "张秀英").place(js{"title": "要写进表里的心愿"})
	told := func(name, kind string, times int) {
		t.Helper()
		eventually(t, name+" is told of "+kind, func() bool { return len(n.as(t, name).noticesOf(kind)) == times })
	}
	asked := desk.post("/exports", js{"what": "orders", "personal": true, "reason": "visit", "words": "走访"}).Want(201).export()
	if asked.State != "waiting" || asked.File {
		t.Fatalf("%+v", asked)
	}
	told("郑强", "export.asked", 1)
	at := "/exports/" + asked.ID
	desk.post(at+"/approve", js{}).refused(t, 403, "forbidden")
	desk.get(at+"/file").refused(t, 404, "not_found")
	if waiting := chief.list("/exports?view=waiting"); len(waiting) != 1 {
		t.Errorf("%d wait for the second person", len(waiting))
	}
	oneDecides(t, chief, at)
	told("周敏", "export.decided", 1)
	eventually(t, "it is written", func() bool { return desk.get(at).Want(200).export().State == "done" })
	told("周敏", "export.ended", 1)
	if file := desk.get(at + "/file").Want(200); !bytes.HasPrefix(file.Body, []byte("PK")) {
		t.Errorf("no workbook: %.20q", file.Body)
	}
	for _, other := range []string{"郑强", "吴芳"} {
		if r := n.as(t, other).get(at + "/file"); r.Status == http.StatusOK {
			t.Errorf("%s reads the file of somebody else", other)
		}
	}
	n.as(t, "张秀英").get("/exports").refused(t, 403, "forbidden")
	n.as(t, "").get("/exports").refused(t, 401, "auth.required")
}

// keptTables: what staff keep of their area goes out as it stands, at once.
func keptTables(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	for _, what := range []string{"dwellings", "teams", "organisations"} {
		asked := desk.post("/exports", js{"what": what}).Want(201).export()
		var x exportOf
		eventually(t, what+" are written", func() bool { x = desk.get("/exports/" + asked.ID).Want(200).export(); return x.State == "done" })
		if file := desk.get("/exports/" + asked.ID + "/file").Want(200); x.Rows == 0 || !bytes.HasPrefix(file.Body, []byte("PK")) {
			t.Errorf("%d %s, no workbook: %.20q", x.Rows, what, file.Body)
		}
	}
}

// oneDecides: of many words about one export, a single one counts; most of them let it happen, so that the rest can be tried.
func oneDecides(t *testing.T, chief caller, at string) {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for range 8 {
		all.Go(func() {
			r := chief.post(at+"/approve", js{})
			mu.Lock()
			defer mu.Unlock()
			statuses[r.Status]++
		})
	}
	all.Wait()
	if statuses[200] != 1 || statuses[409] != 7 {
		t.Errorf("of eight words: %v", statuses)
	}
}

// badExports: what cannot be exported is refused by its field, and nothing is begun.
func badExports(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	before := len(desk.list("/exports"))
	for field, body := range map[string]js{
		"what":        {"what": "everything"},
		"format":      {"what": "orders", "format": "pdf"},
		"reason":      {"what": "orders", "personal": true},
		"filter.area": {"what": "orders", "filter": js{"area": "here"}},
		"filter.tag":  {"what": "residents", "filter": js{"tag": "rich"}},
		"filter.gap":  {"what": "teams", "filter": js{"gap": "lazy"}},
		"personal":    {"what": "dwellings", "personal": true, "reason": "visit"},
		"filter.from": {"what": "orders", "filter": js{"from": "yesterday"}},
		"words":       {"what": "orders", "personal": true, "reason": "visit", "words": string(bytes.Repeat([]byte("长"), 201))},
	} {
		var p struct {
			Fields map[string]struct{ Code string }
		}
		r := desk.post("/exports", body)
		r.Into(&p)
		if r.Status != 422 || p.Fields[field].Code == "" {
			t.Errorf("%v: %d, %s is not named: %s", body, r.Status, field, r.Body)
		}
	}
	for _, what := range []string{"orders", "dwellings", "teams", "organisations"} {
		desk.post("/exports", js{"what": what, "filter": js{"area": "370785002"}}).refused(t, 404, "not_found")
	}
	if after := len(desk.list("/exports")); after != before {
		t.Errorf("%d exports were begun by mistake", after-before)
	}
	desk.get("/exports/0198c0de-0000-7000-8000-000000000000").refused(t, 404, "not_found")
	desk.get("/exports/none").Want(422)
}
