package handlers

import (
	"context"
	"reflect"

	"delinli/models"
	"delinli/models/area"
)

// Successors tells of those codes that ended where their places are now; a code that did not end is left out.
type Successors func(context.Context, []models.AreaCode) (map[models.AreaCode]area.Successor, error)

// named is an area code of an input, with the path under which its sender knows it.
type named struct {
	path string
	code reflect.Value
}

var areaCode = reflect.TypeFor[models.AreaCode]()

// follow lets the codes of an input's body and query that ended name the areas that their places are now. A field tagged `area:"own"` is left as it was
// sent, since its very code is meant: it is to be given to a place. The code of a path is the verb's, which shows or refuses it.
func follow(ctx context.Context, where Successors, in any) error {
	var all []named
	v := reflect.ValueOf(in).Elem()
	for _, f := range fieldsOf(v.Type()) {
		if f.from != inPath {
			all = codesIn(all, v.FieldByIndex(f.Index), f.name, f.StructField)
		}
	}
	if where == nil || len(all) == 0 {
		return nil
	}
	codes := make([]models.AreaCode, len(all))
	for i, n := range all {
		codes[i] = models.AreaCode(n.code.String())
	}
	found, err := where(ctx, codes)
	if err != nil {
		return err
	}
	bad := faults{}
	for _, n := range all {
		next, ended := found[models.AreaCode(n.code.String())]
		switch {
		case ended && next.Several:
			bad.add(n.path, "area.split_since")
		case ended:
			n.code.SetString(string(next.Code))
		}
	}
	return bad.err()
}

// codesIn adds the codes that lie in a value; only grids and buildings have codes that end.
func codesIn(all []named, v reflect.Value, path string, f reflect.StructField) []named {
	if f.Tag.Get("area") == "own" {
		return all
	}
	switch {
	case v.Type() == areaCode:
		if models.AreaCode(v.String()).At(models.Grid) != "" {
			all = append(all, named{path, v})
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		all = codesIn(all, v.Elem(), path, f)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			all = codesIn(all, v.Index(i), at(path, i), f)
		}
	case v.Kind() == reflect.Struct:
		for _, inner := range fieldsOf(v.Type()) {
			all = codesIn(all, v.FieldByIndex(inner.Index), path+"."+inner.name, inner.StructField)
		}
	}
	return all
}
