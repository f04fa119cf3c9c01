package handlers

import (
	"fmt"
	"mime/multipart"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"

	"delinli/models"
)

// request is what an input is bound from.
type request struct {
	param func(name string) string
	query url.Values
	body  []byte          // JSON
	form  *multipart.Form // instead of body

	moved Successors // of area codes that ended; nil: none did
}

// source is the part of a request that a field comes from.
type source string

const (
	inBody  source = "json"
	inPath  source = "path"
	inQuery source = "query"
	inForm  source = "form"
)

var sources = []source{inBody, inPath, inQuery, inForm}

// field is one bound field of an input; its tags are the limits and the description of what it takes.
type field struct {
	reflect.StructField
	name string
	from source
}

var fieldCache sync.Map // reflect.Type → []field

// fieldsOf lists the bound fields of a struct, those of embedded structs among them.
func fieldsOf(t reflect.Type) []field {
	if known, ok := fieldCache.Load(t); ok {
		return known.([]field)
	}
	var fields []field
	for _, f := range plainFields(t) {
		for _, from := range sources {
			name, _, _ := strings.Cut(f.Tag.Get(string(from)), ",")
			if f.IsExported() && name != "" && name != "-" {
				fields = append(fields, field{f, name, from})
			}
		}
	}
	fieldCache.Store(t, fields)
	return fields
}

// plainFields lists the fields of a struct in order, with those of embedded structs in the place of the structs.
func plainFields(t reflect.Type) (fields []reflect.StructField) {
	for _, f := range reflect.VisibleFields(t) {
		switch {
		case !f.Anonymous:
			fields = append(fields, f)
		case f.Tag != "":
			panic(fmt.Sprintf("handlers: %v embeds %v under a tag", t, f.Type))
		}
	}
	return fields
}

// throughPointer reports whether the field lies in an embedded pointer, and so may be missing altogether.
func throughPointer(t reflect.Type, index []int) bool {
	for _, i := range index[:len(index)-1] {
		if t = t.Field(i).Type; t.Kind() == reflect.Pointer {
			return true
		}
	}
	return false
}

// uses reports whether the input has a field from that part of a request.
func uses(t reflect.Type, from source) bool {
	return slices.ContainsFunc(fieldsOf(t), func(f field) bool { return f.from == from })
}

// bind reads, checks and returns the whole input, or an error that names every field at fault.
func bind[In any](r *request) (in In, err error) {
	bad := faults{}
	v := reflect.ValueOf(&in).Elem()
	if r.form == nil {
		root, err := parse(r.body, bad)
		if err != nil {
			return in, err
		}
		object, ok := root.(map[string]any)
		if !ok {
			return in, errMalformed
		}
		bad.fillStruct(v, "", object)
	}
	bad.bindText(v, r)
	bad.check(in)
	return in, bad.err()
}

// bindText sets the fields that come from the path, the query and the form.
func (bad faults) bindText(v reflect.Value, r *request) {
	fields := fieldsOf(v.Type())
	for _, f := range fields {
		switch f.from {
		case inPath:
			bad.fillText(v.FieldByIndex(f.Index), f.name, r.param(f.name))
		case inQuery:
			bad.fillValues(v.FieldByIndex(f.Index), f, r.query[f.name])
		case inForm:
			bad.fillForm(v.FieldByIndex(f.Index), f, r.form)
		case inBody: // bound already
		}
	}
	if r.form != nil {
		bad.unknownParts(fields, r.form)
	}
	for name := range r.query {
		if !slices.ContainsFunc(fields, func(f field) bool { return f.from == inQuery && f.name == name }) {
			bad.add(name, "field.unknown")
		}
	}
}

// fillValues sets a field from the values given under its name: one, or as many as a list takes.
func (bad faults) fillValues(v reflect.Value, f field, values []string) {
	if fallback := f.Tag.Get("default"); len(values) == 0 && fallback != "" {
		values = []string{fallback}
	}
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), len(values), len(values)))
		for i, s := range values {
			bad.fillText(v.Index(i), at(f.name, i), s)
		}
		return
	}
	switch len(values) {
	case 0:
	case 1:
		bad.fillText(v, f.name, values[0])
	default:
		bad.add(f.name, "field.duplicate")
	}
}

// mustBind panics when the input of a route cannot be bound: an untagged field, a path parameter without a field.
func mustBind(r Route) {
	if r.In.Kind() != reflect.Struct {
		panic(fmt.Sprintf("handlers: %s %s: input %s is not a struct", r.Method, r.Path, r.In))
	}
	fields := fieldsOf(r.In)
	for _, f := range plainFields(r.In) {
		if throughPointer(r.In, f.Index) {
			panic(fmt.Sprintf("handlers: input %s embeds a pointer, which holds nothing to set %s in", r.In, f.Name))
		}
		if !slices.ContainsFunc(fields, func(b field) bool { return slices.Equal(b.Index, f.Index) }) {
			panic(fmt.Sprintf("handlers: %s.%s has no json, path, query or form tag", r.In, f.Name))
		}
	}
	var names []string
	for _, f := range fields {
		if f.from == inPath {
			names = append(names, f.name)
		}
	}
	if slices.Sort(names); !slices.Equal(names, slices.Sorted(slices.Values(r.params()))) {
		panic(fmt.Sprintf("handlers: %s %s: path fields are %v", r.Method, r.Path, names))
	}
}

// faults collects what is wrong, a code under each path.
type faults map[string]string

const (
	maxFaults = 32 // named in one reply
	maxName   = 64 // bytes of a field's name that are echoed
)

// add notes the first fault of a field.
func (bad faults) add(path, code string) {
	path = clip(path)
	if _, known := bad[path]; !known && len(bad) < maxFaults {
		bad[path] = code
	}
}

func (bad faults) err() error {
	if len(bad) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
}
