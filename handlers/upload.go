package handlers

import (
	"bytes"
	"io"
	"mime/multipart"
	"reflect"

	"delinli/models"
)

// Upload is a file that somebody sent, in a field `form:"…"` of an input. The name is the sender's and proves nothing.
type Upload struct {
	Name string
	Data []byte
}

var uploadType = reflect.TypeFor[Upload]()

// readForm parses a multipart body of known size. No part goes to disk.
func readForm(body []byte, boundary string) (*multipart.Form, error) {
	if boundary == "" {
		return nil, models.Fault(models.Invalid, "request.malformed")
	}
	form, err := multipart.NewReader(bytes.NewReader(body), boundary).ReadForm(uploadLimit)
	if err != nil {
		return nil, models.Fault(models.Invalid, "request.malformed")
	}
	return form, nil
}

// fillForm sets a field from the form: a file, or a text like one of the query.
func (bad faults) fillForm(v reflect.Value, f field, form *multipart.Form) {
	if v.Type() != uploadType {
		bad.fillValues(v, f, form.Value[f.name])
		return
	}
	switch files := form.File[f.name]; len(files) {
	case 0:
		bad.add(f.name, "file.required")
	case 1:
		upload, err := readUpload(files[0])
		if err != nil || !models.Printable(upload.Name) {
			bad.add(f.name, "file.type")
		}
		v.Set(reflect.ValueOf(upload))
	default:
		bad.add(f.name, "field.duplicate")
	}
}

func readUpload(h *multipart.FileHeader) (Upload, error) {
	file, err := h.Open()
	if err != nil {
		return Upload{}, err
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	return Upload{h.Filename, data}, err
}

// unknownParts notes what the form brings and nobody asked for.
func (bad faults) unknownParts(fields []field, form *multipart.Form) {
	known := map[string]bool{}
	for _, f := range fields {
		known[f.name] = known[f.name] || f.from == inForm
	}
	for name := range form.Value {
		if !known[name] {
			bad.add(name, "field.unknown")
		}
	}
	for name := range form.File {
		if !known[name] {
			bad.add(name, "field.unknown")
		}
	}
}
