package conform

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

const document = `{"servers": [{"url": "/api"}], "paths": {
 "/toys": {"post": {"responses": {
   "201": {"headers": {"Location": {}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Toy"}}}},
   "204": {}, "404": {"$ref": "#/components/responses/NotFound"}}}},
 "/toys/{id}": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Toy"}}}}}}},
 "/toys/best": {"get": {"responses": {"204": {}}}},
 "/picture": {"get": {"responses": {"200": {"content": {"application/octet-stream": {}}}}}}},
 "components": {
  "responses": {"NotFound": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}},
  "schemas": {
   "Toy": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "maxLength": 3}, "size": {"type": "integer"}, "tags": {"type": "array"}}},
   "Problem": {"type": "object", "required": ["code"], "properties": {"code": {"enum": ["not_found"]}}}}}}`

func headers(pairs ...string) http.Header {
	h := http.Header{"X-Request-Id": {"1"}}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// Every difference that a reply can have is planted once; a check that lets one pass is no check.
func TestCheckFindsEveryPlantedDefect(t *testing.T) {
	doc, err := Parse([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	const asJSON, asProblem = "application/json", "application/problem+json"
	for _, tt := range []struct {
		name, method, path string
		status             int
		header             http.Header
		body               string
		fault              string // empty: the reply is as promised
	}{
		{"good", "POST", "/api/toys", 201, headers("Content-Type", asJSON, "Location", "/x"), `{"id":"a","size":1,"tags":[]}`, ""},
		{"good with a parameter", "GET", "/api/toys/a?x=1", 200, headers("Content-Type", asJSON+"; charset=utf-8"), `{"id":"a"}`, ""},
		{"the exact path goes first", "GET", "/api/toys/best", 204, headers(), ``, ""},
		{"a file", "GET", "/api/picture", 200, headers("Content-Type", "image/png"), `PNG`, ""},
		{"problem", "POST", "/api/toys", 404, headers("Content-Type", asProblem), `{"code":"not_found"}`, ""},
		{"unknown address", "GET", "/api/nowhere", 404, headers("Content-Type", asProblem), `{"code":"not_found"}`, ""},
		{"unknown method", "PUT", "/api/toys", 405, headers("Content-Type", asProblem), `{"code":"not_found"}`, ""},

		{"fault of ours", "POST", "/api/toys", 500, headers(), ``, "fault of ours"},
		{"unknown operation", "GET", "/api/nowhere", 200, headers(), ``, "does not know"},
		{"undeclared status", "POST", "/api/toys", 409, headers(), ``, "not declared"},
		{"no request id", "POST", "/api/toys", 204, http.Header{}, ``, "X-Request-Id"},
		{"no promised header", "POST", "/api/toys", 201, headers("Content-Type", asJSON), `{"id":"a"}`, "Location"},
		{"wrong media type", "GET", "/api/toys/a", 200, headers("Content-Type", "text/html"), `{"id":"a"}`, "content type"},
		{"body where none may be", "POST", "/api/toys", 204, headers(), `{}`, "none is promised"},
		{"not JSON", "GET", "/api/toys/a", 200, headers("Content-Type", asJSON), `{`, "not JSON"},
		{"missing field", "GET", "/api/toys/a", 200, headers("Content-Type", asJSON), `{"size":1}`, "required"},
		{"wrong type", "GET", "/api/toys/a", 200, headers("Content-Type", asJSON), `{"id":1}`, "type"},
		{"null for a list", "GET", "/api/toys/a", 200, headers("Content-Type", asJSON), `{"id":"a","tags":null}`, "type"},
		{"limit broken", "GET", "/api/toys/a", 200, headers("Content-Type", asJSON), `{"id":"abcd"}`, "maxLength"},
		{"undocumented code", "POST", "/api/toys", 404, headers("Content-Type", asProblem), `{"code":"odd"}`, "enum"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := doc.Check(tt.method, tt.path, tt.status, tt.header, []byte(tt.body))
			if tt.fault == "" && err != nil || tt.fault != "" && (err == nil || !strings.Contains(err.Error(), tt.fault)) {
				t.Errorf("err = %v, want %q", err, tt.fault)
			}
		})
	}
}

func TestParseRefusesWhatIsNoDocument(t *testing.T) {
	for _, text := range []string{`{`, `{}`} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
}

// recorder is a testing.TB that notes failures instead of failing; after Fatal it panics, as nothing may go on.
type recorder struct {
	testing.TB
	failed string
}

func (r *recorder) Errorf(format string, _ ...any) { r.failed = format }
func (r *recorder) Fatalf(format string, _ ...any) { r.failed = format; panic("stop") }
func (r *recorder) Fatal(...any)                   { r.failed = "fatal"; panic("stop") }

func (r *recorder) run(f func()) {
	defer func() { _ = recover() }() // of the panic that stands for the end of the test
	f()
}

func reply(status int, body string) Send {
	return func(r *http.Request) (*http.Response, error) {
		h := headers("Content-Type", "application/json", "Echo", r.Header.Get("Authorization")+"|"+r.Header.Get("Content-Type"))
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

func TestClientFailsTheTest(t *testing.T) {
	broken := func(*http.Request) (*http.Response, error) { return nil, errors.New("gone") }
	for name, f := range map[string]func(Client){
		"reply not as documented": func(c Client) { c.send = reply(200, `{}`); c.Do("GET", "/api/toys/a", nil) },
		"no reply":                func(c Client) { c.send = broken; c.Do("GET", "/api/toys/a", nil) },
		"another status":          func(c Client) { c.Do("GET", "/api/toys/a", nil).Want(201) },
		"body of another shape":   func(c Client) { c.Do("GET", "/api/toys/a", nil).Into(new(int)) },
		"body that is no JSON":    func(c Client) { c.Do("GET", "/api/toys/a", func() {}) },
	} {
		r := &recorder{TB: t}
		r.run(func() { f(New(r, []byte(document), "http://x", reply(200, `{"id":"a"}`))) })
		if r.failed == "" {
			t.Errorf("%s: the test went on", name)
		}
	}
}

func TestClientSends(t *testing.T) {
	c := New(t, []byte(document), "http://x", reply(200, `{"id":"a"}`))
	var toy struct{ ID string }
	got := c.As("me").Do("GET", "/api/toys/a", map[string]int{"a": 1}).Want(200)
	if got.Into(&toy); toy.ID != "a" || got.Code() != "" || got.Header.Get("Echo") != "Bearer me|application/json" {
		t.Errorf("got %+v %s", toy, got.Header)
	}
	if echo := c.As("me").As("").Do("GET", "/api/toys/a", "x").Header.Get("Echo"); echo != "|application/json" {
		t.Errorf("a visitor sent %s", echo)
	}
	if len(c.header) != 0 {
		t.Error("a client changed its parent")
	}
}
