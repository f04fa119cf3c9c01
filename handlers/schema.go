package handlers

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/jsonschema-go/jsonschema"
)

var (
	timeType  = reflect.TypeFor[time.Time]()
	writeText = reflect.TypeFor[encoding.TextMarshaler]()
	writeJSON = reflect.TypeFor[json.Marshaler]()
)

// schemas makes JSON schemas (2020-12) from Go types. Outputs with a name become components; inputs stand in place, since what
// is required and what is refused differs between the two.
type schemas struct {
	components map[string]*jsonschema.Schema
	types      map[string]reflect.Type
}

func newSchemas() *schemas {
	return &schemas{map[string]*jsonschema.Schema{}, map[string]reflect.Type{}}
}

// input describes the fields of an input that come from one part of a request.
func (s *schemas) input(t reflect.Type, from source) *jsonschema.Schema {
	x := &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{}, AdditionalProperties: &jsonschema.Schema{Not: &jsonschema.Schema{}}}
	for _, f := range fieldsOf(t) {
		if f.from == from {
			x.Properties[f.name] = s.field(f.StructField, true)
			x.PropertyOrder = append(x.PropertyOrder, f.name)
			if mustBeGiven(f.StructField) {
				x.Required = append(x.Required, f.name)
			}
		}
	}
	return x
}

// mustBeGiven reports whether the field's limits refuse what stands there when nothing is given. Limits that look at other fields
// are left out, since they hold only sometimes.
func mustBeGiven(f reflect.StructField) bool {
	own, _, _ := strings.Cut(f.Tag.Get("validate"), ",dive")
	options := slices.DeleteFunc(strings.Split(own, ","), func(option string) bool {
		return option == "" || strings.HasPrefix(option, "required_") || strings.HasPrefix(option, "excluded_") || strings.Contains(option, "field")
	})
	switch {
	case f.Type == uploadType, slices.Contains(options, "required"):
		return true
	case f.Tag.Get("default") != "" || len(options) == 0:
		return false
	}
	return limits.Var(reflect.Zero(f.Type).Interface(), strings.Join(options, ",")) != nil
}

func hasOption(list, option string) bool { return strings.Contains(","+list+",", ","+option+",") }

// output describes what a value of the type is written as.
func (s *schemas) output(t reflect.Type) *jsonschema.Schema {
	name := componentName(t)
	if name == "" {
		return s.object(t)
	}
	switch known := s.types[name]; known {
	case nil:
		s.types[name] = t
		s.components[name] = s.object(t)
	case t:
	default:
		panic(fmt.Sprintf("handlers: %v and %v would both be called %s", known, t, name))
	}
	return &jsonschema.Schema{Ref: "#/components/schemas/" + name}
}

// componentName is the type's own name with a capital; empty for types that stand in place.
func componentName(t reflect.Type) string {
	if t.Name() == "" || strings.Contains(t.Name(), "[") {
		return ""
	}
	first, size := utf8.DecodeRuneInString(t.Name())
	return string(unicode.ToUpper(first)) + t.Name()[size:]
}

func (s *schemas) object(t reflect.Type) *jsonschema.Schema {
	x := &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{}}
	for _, f := range plainFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" {
			continue
		}
		if name == "" {
			panic(fmt.Sprintf("handlers: %v.%s has no json tag", t, f.Name))
		}
		x.Properties[name] = s.field(f, false)
		x.PropertyOrder = append(x.PropertyOrder, name)
		if !hasOption(options, "omitempty") && !hasOption(options, "omitzero") && !throughPointer(t, f.Index) {
			x.Required = append(x.Required, name)
		}
	}
	return x
}

// field describes one field by its type and its tags.
func (s *schemas) field(f reflect.StructField, in bool) *jsonschema.Schema {
	x := s.of(f.Type, in)
	limit(x, f.Tag.Get("validate"))
	x.Description = f.Tag.Get("doc")
	if text, ok := f.Tag.Lookup("default"); ok {
		x.Default = literal(x, text)
	}
	if text, ok := f.Tag.Lookup("example"); ok {
		x.Examples = []any{literal(x, text)}
	}
	return x
}

// literal is the JSON of a tag's text: as it stands for numbers, booleans and compounds, quoted for texts.
func literal(x *jsonschema.Schema, text string) json.RawMessage {
	if x.Type != "string" && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return json.RawMessage(strconv.Quote(text))
}

// of describes a type.
func (s *schemas) of(t reflect.Type, in bool) *jsonschema.Schema {
	switch {
	case t.Kind() == reflect.Pointer:
		return nullable(s.of(t.Elem(), in))
	case t == timeType:
		return &jsonschema.Schema{Type: "string", Format: "date-time"}
	case t == uploadType:
		return &jsonschema.Schema{Type: "string", Format: "binary"}
	case strings.HasPrefix(t.String(), "models.ID["):
		return &jsonschema.Schema{Type: "string", Format: "uuid"}
	case isText(t), t.Implements(writeText):
		return &jsonschema.Schema{Type: "string"}
	case t.Implements(writeJSON), t.Kind() == reflect.Interface:
		return &jsonschema.Schema{}
	}
	return s.byKind(t, in)
}

func (s *schemas) byKind(t reflect.Type, in bool) *jsonschema.Schema {
	switch t.Kind() {
	case reflect.String:
		return &jsonschema.Schema{Type: "string"}
	case reflect.Bool:
		return &jsonschema.Schema{Type: "boolean"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &jsonschema.Schema{Type: "integer"}
	case reflect.Float32, reflect.Float64:
		return &jsonschema.Schema{Type: "number"}
	case reflect.Slice:
		return &jsonschema.Schema{Type: "array", Items: s.of(t.Elem(), in)}
	case reflect.Map:
		return &jsonschema.Schema{Type: "object", AdditionalProperties: s.of(t.Elem(), in)}
	case reflect.Struct:
		if in {
			return s.input(t, inBody)
		}
		return s.output(t)
	default:
		panic(fmt.Sprintf("handlers: no input or output can hold a %v", t))
	}
}

func nullable(x *jsonschema.Schema) *jsonschema.Schema {
	if x.Type == "" {
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{x, {Type: "null"}}}
	}
	x.Types, x.Type = []string{x.Type, "null"}, ""
	return x
}

// limit writes the limits of a validate tag as keywords; those after dive are the items'.
func limit(x *jsonschema.Schema, tag string) {
	for option := range strings.SplitSeq(tag, ",") {
		name, value, _ := strings.Cut(option, "=")
		switch name {
		case "dive":
			if x = x.Items; x == nil {
				return
			}
		case "required":
			if x.Type == "string" {
				x.MinLength = new(1)
			}
		case "oneof":
			x.Enum = choices(x, value)
		case "areacode":
			x.Pattern = areaPattern
		case "min", "gte":
			bound(x, value, &x.MinLength, &x.MinItems, &x.Minimum)
		case "max", "lte":
			bound(x, value, &x.MaxLength, &x.MaxItems, &x.Maximum)
		case "len":
			bound(x, value, &x.MinLength, &x.MinItems, &x.Minimum)
			bound(x, value, &x.MaxLength, &x.MaxItems, &x.Maximum)
		case "gt":
			bound(x, value, nil, nil, &x.ExclusiveMinimum)
		case "lt":
			bound(x, value, nil, nil, &x.ExclusiveMaximum)
		case "unique":
			x.UniqueItems = true
		case "email":
			x.Format = "email"
		}
	}
}

func choices(x *jsonschema.Schema, list string) (all []any) {
	for choice := range strings.FieldsSeq(list) {
		var value any
		if err := json.Unmarshal(literal(x, choice), &value); err != nil {
			panic(fmt.Sprintf("handlers: %q is no choice", choice))
		}
		all = append(all, value)
	}
	return all
}

// bound sets the keyword that fits what x is.
func bound(x *jsonschema.Schema, value string, length, items **int, number **float64) {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		panic(fmt.Sprintf("handlers: %q is no limit", value))
	}
	switch kind := x.Type + strings.Join(x.Types, ""); {
	case strings.HasPrefix(kind, "string") && length != nil:
		*length = new(int(n))
	case strings.HasPrefix(kind, "array") && items != nil:
		*items = new(int(n))
	case strings.HasPrefix(kind, "integer"), strings.HasPrefix(kind, "number"):
		*number = &n
	}
}
