package handlers

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/models"
)

const aPerson = "00000000-0000-7000-8000-000000000002"

// good is a body that makeToy takes; with replaces or adds fields written as JSON.
func good(with ...string) []byte {
	fields := map[string]json.RawMessage{"name": json.RawMessage(`"Bruno"`), "area_code": json.RawMessage(`"370785001"`),
		"owner": json.RawMessage(`"` + aPerson + `"`)}
	for _, w := range with {
		name, value, _ := strings.Cut(w, "=")
		fields[name] = json.RawMessage(value)
	}
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		b.WriteString(`,"` + name + `":`)
		b.Write(fields[name])
	}
	return append([]byte("{"), append(b.Bytes()[1:], '}')...)
}

func TestBindNamesEveryFieldAtFault(t *testing.T) {
	for _, tt := range []struct {
		name string
		body []byte
		want map[string]string
	}{
		{"all is well", good(`price=1.5`, `soft=true`, `tags={"a":1}`, `parts=[{"name":"wheel","size":2}]`), nil},
		{"nothing given", nil, map[string]string{"name": "field.required", "area_code": "field.required", "owner": "field.required"}},
		{"unknown field", good(`colour="red"`), map[string]string{"colour": "field.unknown"}},
		{"unknown field inside", good(`parts=[{"name":"a","size":1},{"name":"b","size":1,"x":0}]`), map[string]string{"parts[1].x": "field.unknown"}},
		{"names are case-sensitive", good(`Soft=true`), map[string]string{"Soft": "field.unknown"}},
		{"text for a number", good(`price="1"`), map[string]string{"price": "field.type"}},
		{"number for a text", good(`name=12`), map[string]string{"name": "field.type"}},
		{"number for an id", good(`owner=12`), map[string]string{"owner": "field.type"}},
		{"object for a text", good(`name={}`), map[string]string{"name": "field.type"}},
		{"list for an object", good(`tags=[]`), map[string]string{"tags": "field.type"}},
		{"object for a list", good(`parts={}`), map[string]string{"parts": "field.type"}},
		{"object for a time", good(`at={}`), map[string]string{"at": "field.type"}},
		{"list for an id", good(`owner=[]`), map[string]string{"owner": "field.type"}},
		{"boolean for a text", good(`name=true`), map[string]string{"name": "field.type"}},
		{"null where none may be", good(`soft=null`), map[string]string{"soft": "field.null"}},
		{"null for what may be left out", good(`price=null`), nil},
		{"fraction for a whole number", good(`tags={"a":1.5}`), map[string]string{"tags.a": "field.number"}},
		{"number out of range", good(`parts=[{"name":"a","size":300}]`), map[string]string{"parts[0].size": "field.number"}},
		{"number beyond floats", good(`price=1e999`), map[string]string{"price": "field.number"}},
		{"NUL", good(`name="a\u0000b"`), map[string]string{"name": "field.text"}},
		{"escape character", good(`note="\u001b[31m"`), map[string]string{"note": "field.text"}},
		{"half a surrogate", good(`name="a\ud800"`), map[string]string{"name": "field.text"}},
		{"control character in a key", good(`tags={"a\u0007":1}`), map[string]string{"tags": "field.text"}},
		{"tab and line ends are text", good(`note="a\tb\r\nc"`), nil},
		{"a name twice", []byte(`{"name":"Bruno","name":"Bruno","area_code":"370785001","owner":"` + aPerson + `"}`), map[string]string{"name": "field.duplicate"}},
		{"too long and too many", good(`name="abcdefghijk"`, `parts=[{"name":"a","size":1},{"name":"a","size":1},{"name":"a","size":1},{"name":"","size":0}]`),
			map[string]string{"name": "field.too_long", "parts": "field.too_many"}},
		{"limits inside a list", good(`parts=[{"name":"","size":0}]`), map[string]string{"parts[0].name": "field.required", "parts[0].size": "field.too_small"}},
		{"characters are counted, not bytes", good(`name="一二三四五六七八九十"`), nil},
		{"not an id", good(`owner="12"`), map[string]string{"owner": "field.format"}},
		{"not a time", good(`at="yesterday"`), map[string]string{"at": "field.format"}},
		{"not an area", good(`area_code="37078"`), map[string]string{"area_code": "field.area_code"}},
		{"a secret says what is wrong itself", good(`phone="12"`), map[string]string{"phone": "phone.malformed"}},
		{"a secret has limits too", good(`note="123456789012345678901"`), map[string]string{"note": "field.too_long"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := bind[makeToy](&request{body: tt.body})
			if got := fieldsIn(err); !maps.Equal(got, tt.want) {
				t.Errorf("faults = %v, want %v", got, tt.want)
			}
		})
	}
}

func fieldsIn(err error) map[string]string {
	if err == nil {
		return nil
	}
	return problemOf(err).Fields
}

func TestBindReadsTheValues(t *testing.T) {
	in, err := bind[makeToy](&request{body: good(`phone="138 1234 5678"`, `at="2024-08-15T12:00:00+08:00"`, `price=2`, `tags={"a":-1}`)})
	if err != nil {
		t.Fatal(err)
	}
	if in.Phone.Plain() != "13812345678" || in.Owner.String() != aPerson || in.At.Unix() != 1723694400 || *in.Price != 2 || in.Tags["a"] != -1 {
		t.Errorf("read %+v", in)
	}
}

func TestMalformedBodies(t *testing.T) {
	for _, tt := range []struct{ name, body, code string }{
		{"cut off", `{"name":"Bru`, "body.malformed"},
		{"two values", `{} {}`, "body.malformed"},
		{"no object", `[]`, "body.malformed"},
		{"only null", `null`, "body.malformed"},
		{"comma at the end", `{"soft":true,}`, "body.malformed"},
		{"raw control character", "{\"name\":\"a\x00b\"}", "body.malformed"},
		{"not UTF-8", "{\"name\":\"\xff\"}", "body.malformed"},
		{"byte order mark", "\uFEFF{}", "body.malformed"},
		{"not a number", `{"price":NaN}`, "body.malformed"},
		{"a tower of lists", `{"parts":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}`, "body.malformed"},
		{"a small tower", `{"parts":` + strings.Repeat("[", 16) + strings.Repeat("]", 16) + `}`, "body.too_deep"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := bind[makeToy](&request{body: []byte(tt.body)}); models.CodeOf(err) != tt.code {
				t.Errorf("err = %v, want %s", err, tt.code)
			}
		})
	}
}

func TestBindQueryAndPath(t *testing.T) {
	for _, tt := range []struct {
		query string
		limit int
		want  map[string]string
	}{
		{"", 20, nil},
		{"limit=7&kind=bear", 7, nil},
		{"limit=101", 101, map[string]string{"limit": "field.too_large"}},
		{"limit=0", 0, map[string]string{"limit": "field.too_small"}},
		{"limit=ten", 0, map[string]string{"limit": "field.number"}},
		{"limit=1&limit=2", 0, map[string]string{"limit": "field.duplicate"}},
		{"kind=boat&limt=3", 20, map[string]string{"kind": "field.choice", "limt": "field.unknown"}},
		{"cursor=%00", 20, map[string]string{"cursor": "field.text"}},
	} {
		query, err := url.ParseQuery(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		in, err := bind[listToys](&request{query: query})
		if got := fieldsIn(err); !maps.Equal(got, tt.want) || in.Limit != tt.limit {
			t.Errorf("%q: limit %d, faults %v; want %d, %v", tt.query, in.Limit, got, tt.limit, tt.want)
		}
	}
	_, err := bind[oneToy](&request{param: func(string) string { return "abc" }})
	if got := fieldsIn(err); got["id"] == "" {
		t.Error("a path parameter passed its limit")
	}
}

func TestFaultsAreBounded(t *testing.T) {
	var body strings.Builder
	for i := range 1000 {
		body.WriteString(`,"` + strings.Repeat("长", 100) + at("", i) + `":1`)
	}
	_, err := bind[login](&request{body: []byte("{" + body.String()[1:] + "}")})
	for name := range fieldsIn(err) {
		if len(name) > maxName {
			t.Errorf("a name of %d bytes is echoed", len(name))
		}
	}
	if n := len(fieldsIn(err)); n == 0 || n > maxFaults {
		t.Errorf("%d faults", n)
	}
}

// Names within names must not cost their product: this body took 30 GB of copying when paths were kept whole.
func TestLongNamesCostLittle(t *testing.T) {
	inner := strings.Repeat(`"a":1,`, 80_000)
	body := `{"` + strings.Repeat("k", 500_000) + `":{` + inner + `"b":[` + strings.Repeat("1,", 10_000) + `1]}}`
	ended := make(chan error, 1)
	go func() {
		_, err := bind[makeToy](&request{body: []byte(body)})
		ended <- err
	}()
	select {
	case err := <-ended:
		if len(fieldsIn(err)) == 0 {
			t.Error("it was taken")
		}
	case <-time.After(time.Minute):
		t.Fatal("it takes too long")
	}
}

func FuzzBind(f *testing.F) {
	f.Add(good(`price=1.5`, `soft=true`, `tags={"a":1}`, `parts=[{"name":"wheel","size":2}]`))
	f.Add([]byte(`{"name":"a\u0000b","x":[[[[{}]]]]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		in, err := bind[makeToy](&request{body: body})
		if err != nil {
			if models.KindOf(err) != models.Invalid {
				t.Fatalf("%q: %v", body, err)
			}
			return
		}
		if !models.Printable(in.Name) || !models.Printable(in.Note.Plain()) || !in.Area.Valid() || in.Owner.IsZero() {
			t.Fatalf("%q was bound to %+v", body, in)
		}
		var twin map[string]any
		if len(bytes.TrimSpace(body)) > 0 && json.Unmarshal(body, &twin) != nil {
			t.Fatalf("%q is no JSON object", body)
		}
	})
}
