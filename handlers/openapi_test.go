package handlers

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"delinli/handlers/conform"
)

func toyDocument(t *testing.T) openapi {
	t.Helper()
	first, second := Document(Join(&Toys{})), Document(Join(&Toys{}))
	if !bytes.Equal(first, second) {
		t.Fatal("the same routes gave two documents")
	}
	var doc openapi
	if err := json.Unmarshal(first, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestDocumentSaysWhatTheTagsSay(t *testing.T) {
	op := toyDocument(t).Paths["/toys"]["post"]
	b, err := json.Marshal(op.RequestBody.Content["application/json"].Schema)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"name":{"type":"string","examples":["Bruno"],"minLength":2,"maxLength":10}`,
		`"area_code":{"type":"string","examples":["370785001"],"minLength":1,"pattern":"^(`,
		`"owner":{"type":"string","minLength":1,"format":"uuid"}`,
		`"phone":{"type":"string"}`,
		`"note":{"type":"string","maxLength":20}`,
		`"at":{"type":"string","format":"date-time"}`,
		`"price":{"type":["number","null"],"minimum":0}`,
		`"soft":{"type":"boolean"}`,
		`"tags":{"type":"object","additionalProperties":{"type":"integer"}}`,
		`"required":["name","area_code","owner"]`, `"additionalProperties":false`, `"maxItems":3`,
		`"size":{"type":"integer","minimum":1}`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %s in %s", want, b)
		}
	}
}

func TestDocumentOfParametersAndReplies(t *testing.T) {
	doc := toyDocument(t)
	list, err := json.Marshal(doc.Paths["/toys"]["get"])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"name":"limit","in":"query","schema":{"type":"integer","default":20,"examples":[20],"minimum":1,"maximum":100}}`,
		`{"name":"kind","in":"query","schema":{"type":"string","enum":["bear","car"]}}`,
		`"items":{"type":"array","items":{"$ref":"#/components/schemas/ToyView"}}`,
		`"security":[{"bearer":[]},{"cookie":[]},{}]`, `"operationId":"getToys"`, `"x-access":"public"`, `"tags":["toys"]`,
	} {
		if !strings.Contains(string(list), want) {
			t.Errorf("no %s in %s", want, list)
		}
	}
	if r := doc.Paths["/toys/{id}"]["delete"].Responses; r["204"].Content != nil || r["409"].Ref != "#/components/responses/Conflict" {
		t.Errorf("replies of DELETE: %v", r)
	}
	for path, media := range map[string]string{"/stream": eventStream, "/pictures/{id}": "application/octet-stream"} {
		if _, ok := doc.Paths[path]["get"].Responses["200"].Content[media]; !ok {
			t.Errorf("%s does not give %s", path, media)
		}
	}
	if _, ok := doc.Paths["/pictures"]["post"].RequestBody.Content["multipart/form-data"]; !ok {
		t.Error("the upload is not multipart")
	}
	if _, ok := doc.Paths["/toys"]["post"].Responses["201"].Headers["Location"]; !ok {
		t.Error("a created thing has no Location")
	}
	if codes := doc.Components.Schemas["Problem"].Properties["code"].Enum; len(codes) < 20 {
		t.Errorf("%d codes", len(codes))
	}
}

func TestWhatMayBeMissingIsNotPromised(t *testing.T) {
	type inner struct {
		Title string `json:"title"`
	}
	type outer struct {
		ID string `json:"id"`
		*inner
		Note  string    `json:"note,omitempty"`
		Until time.Time `json:"until,omitzero"`
		Best  *inner    `json:"best"`
	}
	s := newSchemas()
	s.output(reflect.TypeFor[outer]())
	b, err := json.Marshal(s.components["Outer"])
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},"note":{"type":"string"},` +
		`"until":{"type":"string","format":"date-time"},"best":{"anyOf":[{"$ref":"#/components/schemas/Inner"},{"type":"null"}]}},"required":["id","best"]}`
	if string(b) != want {
		t.Errorf("got %s\nwant %s", b, want)
	}
}

func TestRepliesConform(t *testing.T) {
	shop := newShop(t)
	reply, body := shop.ask(t, "GET", Base+"/openapi.json", "", "")
	if reply.StatusCode != http.StatusOK || reply.Header.Get("Content-Type") != "application/json" {
		t.Fatal(reply.StatusCode)
	}
	visitor := conform.New(t, []byte(body), "http://delinli.test", func(r *http.Request) (*http.Response, error) { return shop.Test(r, 5000) })
	resident, chief := visitor.As("resident"), visitor.As("city_staff")
	visitor.Do("GET", Base+"/toys", nil).Want(200)
	resident.Do("POST", Base+"/toys", string(good())).Want(201)
	resident.Do("GET", Base+"/toys/a1", nil).Want(200)
	resident.Do("POST", Base+"/toys/a1/play", map[string]any{}).Want(200)
	resident.Do("DELETE", Base+"/toys/a1", nil).Want(403)
	chief.Do("DELETE", Base+"/toys/a1", nil).Want(204)
	visitor.Do("GET", Base+"/pictures/a1", nil).Want(200)
	visitor.Do("PUT", Base+"/toys", nil).Want(405)
	visitor.Do("GET", "/nowhere", nil).Want(404)
	visitor.Do("GET", Base+"/fail/later", nil).Want(503)
	visitor.Do("GET", Base+"/toys?limit=x", nil).Want(422)
	if code := visitor.Do("GET", Base+"/toys/a1", nil).Want(401).Code(); code != "auth.required" {
		t.Error(code)
	}
}
