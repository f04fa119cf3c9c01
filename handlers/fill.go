package handlers

import (
	"encoding"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"delinli/models"
)

var textType = reflect.TypeFor[encoding.TextUnmarshaler]()

// isText reports whether values of the type are read from text by the type itself: ids, times.
func isText(t reflect.Type) bool { return reflect.PointerTo(t).Implements(textType) }

// fill sets v from a parsed JSON value and notes what does not fit, each under its path.
func (bad faults) fill(v reflect.Value, path string, node any) {
	if v.Kind() == reflect.Pointer {
		if node != nil {
			v.Set(reflect.New(v.Type().Elem()))
			bad.fill(v.Elem(), path, node)
		}
		return
	}
	switch x := node.(type) {
	case nil:
		bad.add(path, "field.null")
	case string:
		bad.fillString(v, path, x)
	case bool:
		if v.Kind() != reflect.Bool {
			bad.add(path, "field.type")
			return
		}
		v.SetBool(x)
	case json.Number:
		bad.fillNumber(v, path, x.String())
	case []any:
		bad.fillList(v, path, x)
	case map[string]any:
		bad.fillObject(v, path, x)
	}
}

// fillString sets v from a text; one that says nothing is no text.
func (bad faults) fillString(v reflect.Value, path, s string) {
	if models.Blank(s) {
		s = ""
	}
	switch {
	case !models.Printable(s):
		bad.add(path, "field.text")
	case isText(v.Type()):
		if err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s)); err != nil {
			bad.add(path, formCode(err))
		} else if zero, ok := v.Interface().(interface{ IsZero() bool }); ok && s != "" && zero.IsZero() {
			bad.add(path, "field.format") // it would pass for a field that was left out
		}
	case v.Kind() == reflect.String:
		v.SetString(s)
	default:
		bad.add(path, "field.type")
	}
}

// formCode is the code a type gives for text that it cannot read; a type without one of its own means "field.format".
func formCode(err error) string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		for _, code := range e.Fields {
			return code
		}
	}
	return "field.format"
}

func (bad faults) fillNumber(v reflect.Value, path, s string) {
	switch {
	case isText(v.Type()):
	case v.CanInt():
		n, err := strconv.ParseInt(s, 10, v.Type().Bits())
		if err != nil {
			bad.add(path, "field.number")
		}
		v.SetInt(n)
		return
	case v.CanFloat():
		f, err := strconv.ParseFloat(s, v.Type().Bits())
		if err != nil {
			bad.add(path, "field.number")
		}
		v.SetFloat(f)
		return
	}
	bad.add(path, "field.type")
}

func (bad faults) fillList(v reflect.Value, path string, list []any) {
	if v.Kind() != reflect.Slice || isText(v.Type()) {
		bad.add(path, "field.type")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(list), len(list)))
	for i, node := range list {
		bad.fill(v.Index(i), at(path, i), node)
	}
}

func (bad faults) fillObject(v reflect.Value, path string, object map[string]any) {
	switch {
	case v.Kind() == reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for name, node := range object {
			if !models.Printable(name) {
				bad.add(path, "field.text")
			}
			item := reflect.New(v.Type().Elem()).Elem()
			bad.fill(item, under(path, name), node)
			v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), item)
		}
	case v.Kind() == reflect.Struct && !isText(v.Type()):
		bad.fillStruct(v, path, object)
	default:
		bad.add(path, "field.type")
	}
}

// fillStruct sets the json fields of v; a name that v does not know is a fault.
func (bad faults) fillStruct(v reflect.Value, path string, object map[string]any) {
	known := map[string]bool{}
	for _, f := range fieldsOf(v.Type()) {
		if f.from != inBody {
			continue
		}
		known[f.name] = true
		if node, given := object[f.name]; given {
			bad.fill(v.FieldByIndex(f.Index), under(path, f.name), node)
		}
	}
	for name := range object {
		if !known[name] {
			bad.add(under(path, name), "field.unknown")
		}
	}
}

// fillText sets v from the text of a path, a query or a form.
func (bad faults) fillText(v reflect.Value, name, s string) {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch {
	case v.CanInt(), v.CanFloat():
		if !json.Valid([]byte(s)) { // NaN, Inf, +1, 007 and 0x10 are numbers to Go alone
			bad.add(name, "field.number")
			return
		}
		bad.fillNumber(v, name, s)
	case v.Kind() == reflect.Bool:
		if s != "true" && s != "false" {
			bad.add(name, "field.type")
		}
		v.SetBool(s == "true")
	default:
		bad.fillString(v, name, s)
	}
}

// under is the path of a field. Paths stop growing at maxName bytes, or a body of long names within long names would cost their
// product.
func under(path, name string) string {
	if path == "" {
		return clip(name)
	}
	return clip(path + "." + clip(name))
}

func at(path string, i int) string { return clip(path + "[" + strconv.Itoa(i) + "]") }

func clip(path string) string {
	if len(path) > maxName {
		return strings.ToValidUTF8(path[:maxName], "")
	}
	return path
}

// fillLists makes every nil list within v an empty one, so that a reply never shows null for a list.
func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for _, i := range fieldsWithLists(v.Type()) {
			fillLists(v.Field(i))
		}
	case reflect.Slice:
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		if holdsLists(v.Type().Elem()) {
			for i := range v.Len() {
				fillLists(v.Index(i))
			}
		}
	default: // holds no list
	}
}

// withLists remembers the answers of fieldsWithLists: asking a type costs more than the walk.
var withLists sync.Map

// fieldsWithLists are the indexes of the fields of a struct that may hold lists.
func fieldsWithLists(t reflect.Type) []int {
	if known, ok := withLists.Load(t); ok {
		return known.([]int)
	}
	fields := []int{}
	for i := range t.NumField() {
		f := t.Field(i)
		plain := f.Type.Kind() == reflect.Struct && len(fieldsWithLists(f.Type)) == 0
		if holdsLists(f.Type) && !plain && (f.IsExported() || f.Anonymous) {
			fields = append(fields, i)
		}
	}
	withLists.Store(t, fields)
	return fields
}

// holdsLists spares the walk over items that are plain values.
func holdsLists(t reflect.Type) bool {
	return t.Kind() == reflect.Struct || t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer
}
