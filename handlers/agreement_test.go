package handlers

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"pgregory.net/rapid"
)

// told are the faults that a schema does not tell: what a text must look like inside, the room of a number, and what may stand
// once only.
var told = []string{"field.format", "field.text", "field.number", "field.duplicate", "phone.malformed"}

func untold(faults map[string]string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(faults)), func(code string) bool { return !slices.Contains(told, code) })
}

// values are what a random body puts anywhere: right, wrong, at a limit and beside it.
var values = []string{`null`, `true`, `0`, `1`, `-1`, `1.5`, `300`, `""`, `"a"`, `"ab"`, `"abcdefghij"`, `"abcdefghijk"`, `"一二三四五六七八九十"`,
	`"370785"`, `"37078"`, `"` + aPerson + `"`, `"13812345678"`, `"2024-08-15T04:00:00Z"`, `"\u0000"`, `[]`, `{}`, `[1]`, `{"a":1}`, `{"a":"b"}`,
	`[{"name":"a","size":1}]`, `[{"name":"","size":1}]`, `[{"name":"a"}]`, `[{"name":"a","size":1,"x":1}]`,
	`[{"name":"a","size":1},{"name":"a","size":1},{"name":"a","size":1},{"name":"a","size":1}]`}

func randomBody(t *rapid.T) []byte {
	with := []string{}
	for _, name := range []string{"name", "area_code", "owner", "phone", "note", "at", "price", "soft", "parts", "tags", "unknown"} {
		if rapid.IntRange(0, 3).Draw(t, name+" given") == 0 {
			with = append(with, name+"="+rapid.SampledFrom(values).Draw(t, name))
		}
	}
	return good(with...)
}

// The document and the binder are made from the same tags by different code: neither may allow what the other refuses.
func TestTheDocumentAndTheBinderAgree(t *testing.T) {
	schema, err := newSchemas().body(Join(&Toys{})[1]).Content["application/json"].Schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		body := randomBody(t)
		var value any
		if err := json.Unmarshal(body, &value); err != nil {
			t.Fatal(err)
		}
		_, faults := bind[makeToy](&request{body: body})
		documented := schema.Validate(value)
		switch refused := fieldsIn(faults); {
		case faults == nil && documented != nil:
			t.Fatalf("%s is taken against the document: %v", body, documented)
		case documented == nil && untold(refused):
			t.Fatalf("%s is refused against the document: %v", body, refused)
		}
	})
}

func TestTheDocumentAndTheQueryAgree(t *testing.T) {
	fields := map[string]*jsonschema.Resolved{}
	for _, p := range newSchemas().parameters(Join(&Toys{})[0]) {
		resolved, err := p.Schema.Resolve(nil)
		if err != nil {
			t.Fatal(err)
		}
		fields[p.Name] = resolved
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"limit", "kind", "cursor"}).Draw(t, "name")
		text := rapid.SampledFrom([]string{"0", "1", "100", "101", "-5", "bear", "boat", strings.Repeat("c", 512), strings.Repeat("c", 513)}).Draw(t, "text")
		var value any = text
		if name == "limit" && json.Unmarshal([]byte(text), &value) != nil {
			value = text
		}
		_, err := bind[listToys](&request{query: url.Values{name: {text}}})
		if documented := fields[name].Validate(value); (err == nil) != (documented == nil) {
			t.Fatalf("%s=%s: bound with %v, documented with %v", name, text, err, documented)
		}
	})
}

func TestByteRangeStaysInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.StringMatching(`(bytes=)?-?[0-9]{0,3}-?[0-9]{0,3}(,[0-9]-)?`).Draw(t, "header")
		size := rapid.Int64Range(0, 500).Draw(t, "size")
		if from, to, ok := byteRange(header, size); ok && (from < 0 || from > to || to >= size) {
			t.Fatalf("%q of %d bytes: %d-%d", header, size, from, to)
		}
	})
}
