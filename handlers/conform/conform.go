// Package conform is a client for tests that holds every reply of the API against its OpenAPI document: an undocumented
// path, status, media type or shape fails the test that met it.
package conform

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/google/jsonschema-go/jsonschema"
)

// Document is an OpenAPI 3.1 document, ready to check replies.
type Document struct {
	Servers    []struct{ URL string }
	Paths      map[string]map[string]operation
	Components struct {
		Schemas   map[string]*jsonschema.Schema
		Responses map[string]response
	}

	mu       sync.Mutex
	resolved map[*jsonschema.Schema]*jsonschema.Resolved
}

type (
	operation struct{ Responses map[string]response }
	response  struct {
		Ref     string `json:"$ref"`
		Headers map[string]any
		Content map[string]media
	}
	media struct{ Schema *jsonschema.Schema }
)

// Parse reads a document.
func Parse(document []byte) (*Document, error) {
	d := &Document{resolved: map[*jsonschema.Schema]*jsonschema.Resolved{}}
	local := strings.ReplaceAll(string(document), "#/components/schemas/", "#/$defs/")
	if err := json.Unmarshal([]byte(local), d); err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	if len(d.Servers) != 1 {
		return nil, fmt.Errorf("the document names %d servers", len(d.Servers))
	}
	return d, nil
}

// Check tells how a reply to method and path (as sent, with its query) differs from what the document promises.
func (d *Document) Check(method, path string, status int, header http.Header, body []byte) error {
	if status >= 500 && status != http.StatusServiceUnavailable {
		return fmt.Errorf("a fault of ours: %d", status)
	}
	if header.Get("X-Request-Id") == "" {
		return fmt.Errorf("no X-Request-Id")
	}
	promised, err := d.promise(method, path, status)
	if err != nil {
		return err
	}
	for name := range promised.Headers {
		if header.Get(name) == "" {
			return fmt.Errorf("no %s", name)
		}
	}
	return d.checkContent(promised, header.Get("Content-Type"), body)
}

// promise finds what the document says of one status of one operation. Of a path outside it, only that it is not there.
func (d *Document) promise(method, path string, status int) (response, error) {
	path, _, _ = strings.Cut(path, "?")
	path, below := strings.CutPrefix(path, d.Servers[0].URL)
	item := d.item(path)
	op, known := item[strings.ToLower(method)]
	switch {
	case !below || item == nil && status == http.StatusNotFound, item != nil && !known && status == http.StatusMethodNotAllowed:
		return d.Components.Responses["NotFound"], nil
	case !known:
		return response{}, fmt.Errorf("the document does not know %s %s", method, path)
	}
	promised, ok := op.Responses[strconv.Itoa(status)]
	if !ok {
		return response{}, fmt.Errorf("status %d is not declared", status)
	}
	if name, isRef := strings.CutPrefix(promised.Ref, "#/components/responses/"); isRef {
		promised = d.Components.Responses[name]
	}
	return promised, nil
}

// item finds the path's item; a template without parameters goes before one with.
func (d *Document) item(path string) (found map[string]operation) {
	for template, item := range d.Paths {
		if template == path {
			return item
		}
		if fits(template, path) {
			found = item
		}
	}
	return found
}

func fits(template, path string) bool {
	want, have := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for i := range want {
		if want[i] != have[i] && (!strings.HasPrefix(want[i], "{") || have[i] == "") {
			return false
		}
	}
	return true
}

func (d *Document) checkContent(promised response, contentType string, body []byte) error {
	if len(promised.Content) == 0 {
		if len(body) > 0 {
			return fmt.Errorf("a body where none is promised")
		}
		return nil
	}
	kind, _, _ := mime.ParseMediaType(contentType)
	content, ok := promised.Content[kind]
	if _, opaque := promised.Content["application/octet-stream"]; opaque {
		return nil // a file of any type
	}
	if !ok {
		return fmt.Errorf("content type %q is not promised", contentType)
	}
	if content.Schema == nil {
		return nil
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return fmt.Errorf("the body is not JSON: %w", err)
	}
	return d.validate(content.Schema, value)
}

func (d *Document) validate(schema *jsonschema.Schema, value any) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.resolved[schema] == nil {
		root := &jsonschema.Schema{Defs: d.Components.Schemas, AllOf: []*jsonschema.Schema{schema}}
		resolved, err := root.Resolve(nil)
		if err != nil {
			return fmt.Errorf("resolve the schema: %w", err)
		}
		d.resolved[schema] = resolved
	}
	return d.resolved[schema].Validate(value)
}
