package main

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"delinli/models/secret"
)

// importOf is what the tests read of an import.
type importOf struct {
	ID, State string
	Parts     int
	Mapping   []string
	Outcome   *struct{ Lines, Good, Bad, Entered int }
	Can       []string
}

func (r reply) intake() (x importOf) {
	r.Into(&x)
	return x
}

// importsOf: staff send a table in; it is read, checked and entered, and each of its faults is told by its line.
func importsOf(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	if template := desk.get("/imports/template?kind=residents").Want(200); !bytes.Contains(template.Body, []byte("身份证号")) {
		t.Errorf("the template: %q", template.Body)
	}
	number, err := secret.CompleteIDNumber("37079919880301002")
	must(t, err)
	table := "姓名,身份证号,网格编码\n林小满," + number.Plain() + ",370785001001001\n错号,123,370785001001001\n"
	x := desk.post("/imports", js{"kind": "residents", "name": "名册.csv", "size": len(table)}).Want(201).intake()
	at := "/imports/" + x.ID
	desk.post(at+"/open", js{}).refused(t, 409, "import.parts_missing")
	desk.part(at+"/parts/0", []byte(table)).Want(200)
	desk.part(at+"/parts/0", []byte(table)).Want(200)
	desk.post(at+"/open", js{}).Want(200)
	is := func(state string) {
		t.Helper()
		eventually(t, "it is "+state, func() bool { x = desk.get(at).Want(200).intake(); return x.State == state })
	}
	is("ready")
	desk.post(at+"/check", js{"mapping": []string{"name", "", ""}}).faulty(t, "id_number", "import.not_mapped")
	desk.post(at+"/check", js{"mapping": []string{"salary"}}).faulty(t, "mapping[0]", "field.choice")
	desk.post(at+"/enter", js{"source": "visit"}).refused(t, 409, "flow.no_such_step")
	desk.post(at+"/check", js{"mapping": x.Mapping}).Want(200)
	is("checked")
	if x.Outcome.Lines != 2 || x.Outcome.Good != 1 || x.Outcome.Bad != 1 {
		t.Errorf("%+v", x.Outcome)
	}
	var faults struct {
		Items []struct {
			Line      int
			Field, Zh string
		}
	}
	desk.get(at + "/faults").Want(200).Into(&faults)
	if len(faults.Items) != 1 || faults.Items[0].Line != 3 || faults.Items[0].Field != "id_number" || faults.Items[0].Zh == "" {
		t.Errorf("%+v", faults)
	}
	for _, other := range []string{"郑强", "吴芳"} {
		n.as(t, other).get(at).refused(t, 404, "not_found")
		n.as(t, other).get(at+"/faults").refused(t, 404, "not_found")
		n.as(t, other).post(at+"/stop", js{}).refused(t, 404, "not_found")
	}
	oneEnters(t, desk, at)
	is("done")
	if x.Outcome.Entered != 1 || len(x.Can) != 0 {
		t.Errorf("%+v", x)
	}
	n.as(t, "张秀英").get("/imports").refused(t, 403, "forbidden")
	n.as(t, "").post("/imports", js{}).refused(t, 401, "auth.required")
}

// oneEnters: of many words to enter one table a single one counts.
func oneEnters(t *testing.T, desk caller, at string) {
	t.Helper()
	desk.post(at+"/enter", js{"source": "visit"}).refused(t, 409, "import.bad_lines")
	var all sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for range 8 {
		all.Go(func() {
			r := desk.post(at+"/enter", js{"source": "visit", "good_only": true})
			mu.Lock()
			defer mu.Unlock()
			statuses[r.Status]++
		})
	}
	all.Wait()
	if statuses[http.StatusOK] != 1 || statuses[http.StatusConflict] != 7 {
		t.Errorf("of eight words: %v", statuses)
	}
}

// tablesOf: each kind of table goes from its template to what it enters.
func tablesOf(t *testing.T, n *town) {
	desk := n.as(t, "褚磊")
	for kind, line := range map[string]string{
		"dwellings":     "370785001001001,导入小区,导入楼,6,2,501\n",
		"organisations": "导入小区党支部,康成社区党委,370785001001001,,\n",
	} {
		template := desk.get("/imports/template?kind=" + kind).Want(200).Body
		heads, _, _ := bytes.Cut(template, []byte("\n"))
		table := string(heads) + "\n" + line
		x := desk.post("/imports", js{"kind": kind, "name": kind + ".csv", "size": len(table)}).Want(201).intake()
		at := "/imports/" + x.ID
		desk.part(at+"/parts/0", []byte(table)).Want(200)
		desk.post(at+"/open", js{}).Want(200)
		is := func(state string) {
			t.Helper()
			eventually(t, kind+" is "+state, func() bool { x = desk.get(at).Want(200).intake(); return x.State == state })
		}
		is("ready")
		desk.post(at+"/check", js{"mapping": x.Mapping}).Want(200)
		is("checked")
		desk.post(at+"/enter", js{}).Want(200)
		if is("done"); x.Outcome.Entered != 1 {
			t.Errorf("%s: %+v", kind, x.Outcome)
		}
	}
	desk.get("/imports/template?kind=salaries").faulty(t, "kind", "field.choice")
	n.as(t, "周敏").get("/imports/template?kind=teams").Want(200)
}

// badImports: what cannot be sent in is refused by its field, and nothing of it is kept.
func badImports(t *testing.T, n *town) {
	desk := n.as(t, "郑强")
	for field, body := range map[string]js{
		"size": {"kind": "residents", "name": "x.csv", "size": 1 << 40}, "name": {"kind": "teams", "name": strings.Repeat("长", 201), "size": 5},
		"kind": {"kind": "salaries", "name": "x.csv", "size": 5},
	} {
		r := desk.post("/imports", body)
		if r.Status != 422 || !strings.Contains(string(r.Body), fmt.Sprintf("%q:{", field)) {
			t.Errorf("%v: %d %s", body, r.Status, r.Body)
		}
	}
	x := desk.post("/imports", js{"kind": "residents", "name": "x.csv", "size": 5}).Want(201).intake()
	at := "/imports/" + x.ID
	desk.part(at+"/parts/0", []byte("123")).faulty(t, "file", "import.part_size")
	desk.part(at+"/parts/1", []byte("12345")).refused(t, 409, "import.part_order")
	desk.part(at+"/parts/x", []byte("12345")).Want(422)
	desk.part(at+"/parts/-1", []byte("12345")).Want(422)
	desk.get("/imports/0198c0de-0000-7000-8000-000000000000").refused(t, 404, "not_found")
	desk.get("/imports/none").Want(422)
	if parts := desk.get(at).Want(200).intake().Parts; parts != 0 {
		t.Errorf("%d parts were kept", parts)
	}
	desk.post(at+"/stop", js{}).Want(200)
	desk.part(at+"/parts/0", []byte("12345")).refused(t, 409, "import.part_order")
}
