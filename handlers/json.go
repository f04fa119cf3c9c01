package handlers

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"delinli/models"
)

// maxDepth is how deep a body's objects and lists may nest.
const maxDepth = 16

var (
	errMalformed = models.Fault(models.Invalid, "body.malformed")
	errTooDeep   = models.Fault(models.Invalid, "body.too_deep")
)

// parse reads one JSON value strictly (RFC 8259): valid UTF-8, nothing after it, bounded depth; a name that stands twice in
// one object is a fault of that field. Objects become maps, lists slices, numbers json.Number. An empty body reads as {}.
func parse(body []byte, bad faults) (any, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return map[string]any{}, nil
	}
	if !utf8.Valid(body) || !json.Valid(body) {
		return nil, errMalformed
	}
	p := parser{json.NewDecoder(bytes.NewReader(body)), bad}
	p.UseNumber()
	return p.value("", 0)
}

type parser struct {
	*json.Decoder
	bad faults
}

func (p parser) value(path string, depth int) (any, error) {
	token, err := p.Token()
	if err != nil {
		return nil, errMalformed
	}
	delim, compound := token.(json.Delim)
	switch {
	case !compound:
		return token, nil
	case depth == maxDepth:
		return nil, errTooDeep
	case delim == '[':
		return p.list(path, depth+1)
	}
	return p.object(path, depth+1)
}

func (p parser) list(path string, depth int) (any, error) {
	list := []any{}
	for p.More() {
		v, err := p.value(at(path, len(list)), depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := p.Token()
	return list, err
}

func (p parser) object(path string, depth int) (any, error) {
	object := map[string]any{}
	for p.More() {
		token, err := p.Token()
		if err != nil {
			return nil, errMalformed
		}
		name, _ := token.(string)
		if _, twice := object[name]; twice {
			p.bad.add(under(path, name), "field.duplicate")
		}
		if object[name], err = p.value(under(path, name), depth); err != nil {
			return nil, err
		}
	}
	_, err := p.Token()
	return object, err
}
