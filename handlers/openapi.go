package handlers

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"delinli/handlers/message"
)

type (
	openapi struct {
		OpenAPI    string              `json:"openapi"`
		Info       info                `json:"info"`
		Servers    []server            `json:"servers"`
		Tags       []tag               `json:"tags"`
		Paths      map[string]pathItem `json:"paths"`
		Components components          `json:"components"`
	}
	info struct {
		Title   string `json:"title"`
		Version string `json:"version"`
	}
	server struct {
		URL string `json:"url"`
	}
	tag struct {
		Name string `json:"name"`
	}
	pathItem  map[string]operation // by method in lower case
	operation struct {
		ID          string                `json:"operationId"`
		Tags        []string              `json:"tags"`
		Summary     string                `json:"summary"`
		Access      string                `json:"x-access"`
		Security    []map[string][]string `json:"security"`
		Parameters  []parameter           `json:"parameters,omitempty"`
		RequestBody *body                 `json:"requestBody,omitempty"`
		Responses   map[string]response   `json:"responses"`
	}
	parameter struct {
		Name        string             `json:"name"`
		In          string             `json:"in"`
		Description string             `json:"description,omitempty"`
		Required    bool               `json:"required,omitempty"`
		Schema      *jsonschema.Schema `json:"schema"`
	}
	body struct {
		Required bool             `json:"required"`
		Content  map[string]media `json:"content"`
	}
	response struct {
		Ref         string            `json:"$ref,omitempty"`
		Description string            `json:"description,omitempty"`
		Headers     map[string]header `json:"headers,omitempty"`
		Content     map[string]media  `json:"content,omitempty"`
	}
	header struct {
		Description string             `json:"description"`
		Schema      *jsonschema.Schema `json:"schema"`
	}
	media struct {
		Schema *jsonschema.Schema `json:"schema,omitempty"`
	}
	components struct {
		Schemas         map[string]*jsonschema.Schema `json:"schemas"`
		Responses       map[string]response           `json:"responses"`
		SecuritySchemes map[string]map[string]string  `json:"securitySchemes"`
	}
)

// Document is the OpenAPI 3.1 description of the routes. The same routes give the same bytes.
func Document(routes []Route) []byte {
	s := newSchemas()
	doc := openapi{OpenAPI: "3.1.0", Info: info{"Delinli", "1"}, Servers: []server{{Base}}, Tags: tagsOf(routes), Paths: map[string]pathItem{}}
	for _, r := range routes {
		path := r.template()
		if doc.Paths[path] == nil {
			doc.Paths[path] = pathItem{}
		}
		doc.Paths[path][strings.ToLower(r.Method)] = s.operation(r)
	}
	doc.Components = s.shared()
	b, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		panic(err)
	}
	return append(b, '\n')
}

// noun is the first part of the path, under which routes are grouped.
func (r Route) noun() string { return strings.Split(r.Path, "/")[1] }

func tagsOf(routes []Route) (tags []tag) {
	names := map[string]bool{}
	for _, r := range routes {
		names[r.noun()] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		tags = append(tags, tag{name})
	}
	return tags
}

// template is the path as OpenAPI writes it: /orders/{id}.
func (r Route) template() string {
	path := r.Path
	for _, name := range r.params() {
		path = strings.Replace(path, ":"+name, "{"+name+"}", 1)
	}
	return path
}

func (s *schemas) operation(r Route) operation {
	op := operation{ID: r.id(), Tags: []string{r.noun()}, Summary: r.Summary, Access: r.Access.Name, Responses: map[string]response{},
		Security: []map[string][]string{{"bearer": {}}, {"cookie": {}}}, Parameters: s.parameters(r), RequestBody: s.body(r)}
	if r.Access.Name == Public.Name {
		op.Security = append(op.Security, map[string][]string{})
	}
	op.Responses[strconv.Itoa(r.Status)] = s.good(r)
	for _, status := range r.refusals() {
		op.Responses[strconv.Itoa(status)] = response{Ref: "#/components/responses/" + responseName(status)}
	}
	return op
}

// id is unique and speakable: postOrdersIdClaim.
func (r Route) id() string {
	words := strings.FieldsFunc(r.Path, func(c rune) bool { return strings.ContainsRune("/:-_", c) })
	id := strings.ToLower(r.Method)
	for _, word := range words {
		id += strings.ToUpper(word[:1]) + word[1:]
	}
	return id
}

// parameters describes what comes by path, query and header.
func (s *schemas) parameters(r Route) (all []parameter) {
	if r.In != nil {
		for _, f := range fieldsOf(r.In) {
			if f.from == inPath || f.from == inQuery {
				x := s.field(f.StructField, true)
				required := f.from == inPath || mustBeGiven(f.StructField)
				all = append(all, parameter{Name: f.name, In: string(f.from), Required: required, Schema: x})
			}
		}
	}
	text := &jsonschema.Schema{Type: "string"}
	if r.keyed {
		all = append(all, parameter{Name: keyHeader, In: "header", Schema: text,
			Description: "repeats of the request under the same key within 24 h do nothing more and are answered with the same result"})
	}
	if r.Produces == eventStream {
		all = append(all, parameter{Name: "Last-Event-ID", In: "header", Schema: text, Description: "where to go on after a break"})
	}
	return all
}

// body describes what comes in the body; nil when nothing does.
func (s *schemas) body(r Route) *body {
	switch {
	case r.takesForm():
		return &body{true, map[string]media{"multipart/form-data": {s.input(r.In, inForm)}}}
	case r.takesBody():
		x := s.input(r.In, inBody)
		return &body{len(x.Required) > 0, map[string]media{"application/json": {x}}}
	}
	return nil
}

// good describes the reply when all went well.
func (s *schemas) good(r Route) response {
	reply := response{Description: http.StatusText(r.Status)}
	switch {
	case r.Produces == "":
	case r.Produces == "application/json" && r.Out != nil:
		reply.Content = map[string]media{r.Produces: {s.of(r.Out, false)}}
	default:
		reply.Content = map[string]media{r.Produces: {}}
	}
	if r.Status == http.StatusCreated && r.referable() {
		reply.Headers = map[string]header{"Location": {"where the new thing is shown", &jsonschema.Schema{Type: "string"}}}
	}
	return reply
}

// refusals lists the statuses with which a route may refuse, besides a 500 that would be our fault.
func (r Route) refusals() []int {
	all := []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity,
		http.StatusBadRequest, http.StatusUnsupportedMediaType, http.StatusTooManyRequests, http.StatusServiceUnavailable}
	if r.Method != http.MethodGet {
		all = append(all, http.StatusConflict, http.StatusRequestEntityTooLarge)
	}
	return all
}

func responseName(status int) string { return strings.ReplaceAll(http.StatusText(status), " ", "") }

// shared describes what many routes have in common.
func (s *schemas) shared() components {
	problem := s.output(reflect.TypeFor[Problem]())
	codes := []any{}
	for _, code := range message.Codes() {
		codes = append(codes, code)
	}
	s.components["Problem"].Properties["code"].Enum = codes
	s.components["FieldProblem"].Properties["code"].Enum = codes
	all := map[string]response{}
	for _, status := range (Route{Method: http.MethodPost}).refusals() {
		all[responseName(status)] = response{Description: fmt.Sprintf("%d %s", status, http.StatusText(status)),
			Content: map[string]media{problemType: {problem}}}
	}
	return components{s.components, all, map[string]map[string]string{
		"bearer": {"type": "http", "scheme": "bearer"},
		"cookie": {"type": "apiKey", "in": "cookie", "name": "__Host-delinli"},
	}}
}
