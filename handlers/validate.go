package handlers

import (
	"errors"
	"reflect"
	"strings"

	"github.com/go-playground/validator/v10"

	"delinli/models"
	"delinli/models/secret"
)

// embedded stands for the name of an embedded struct, which is no part of a field's path.
const embedded = "~"

// areaPattern is an area code of one of the five levels.
const areaPattern = `^([0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15}|[0-9]{20})$`

var limits = newLimits()

// newLimits adds to the validator's tags our own, areacode and phone, and lets it look at personal data as at text.
func newLimits() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(boundName)
	v.RegisterCustomTypeFunc(plain, secret.Phone{}, secret.Name{}, secret.IDNumber{}, secret.Text{})
	own := map[string]validator.Func{
		"areacode": func(f validator.FieldLevel) bool { return models.AreaCode(f.Field().String()).Valid() },
		"phone": func(f validator.FieldLevel) bool {
			_, err := secret.ParsePhone(f.Field().String())
			return err == nil
		},
	}
	for tag, fn := range own {
		if err := v.RegisterValidation(tag, fn); err != nil {
			panic(err)
		}
	}
	return v
}

func plain(v reflect.Value) any { return v.Interface().(interface{ Plain() string }).Plain() }

// boundName is the name under which callers know a field.
func boundName(f reflect.StructField) string {
	if f.Anonymous {
		return embedded
	}
	for _, from := range sources {
		if name, _, _ := strings.Cut(f.Tag.Get(string(from)), ","); name != "" && name != "-" {
			return name
		}
	}
	return ""
}

// check notes every field that breaks the limit in its validate tag and is not known to be at fault already.
func (bad faults) check(in any) {
	broken, ok := errors.AsType[validator.ValidationErrors](limits.Struct(in))
	if !ok {
		return
	}
	for _, f := range broken {
		_, path, _ := strings.Cut(f.Namespace(), ".")
		bad.add(strings.ReplaceAll(path, embedded+".", ""), limitCode(f.Tag(), f.Kind()))
	}
}

// limitCode is the code of a broken limit; what it says depends on whether the field is a text, a list or a number.
func limitCode(tag string, kind reflect.Kind) string {
	switch tag {
	case "required", "required_with", "required_without", "required_if", "required_unless":
		return "field.required"
	case "oneof":
		return "field.choice"
	case "areacode":
		return "field.area_code"
	case "phone":
		return "phone.malformed"
	case "unique":
		return "field.duplicate"
	case "min", "gte", "gt", "gtfield":
		return sized(kind, "field.too_short", "field.too_few", "field.too_small")
	case "max", "lte", "lt", "ltfield":
		return sized(kind, "field.too_long", "field.too_many", "field.too_large")
	}
	return "field.format"
}

func sized(kind reflect.Kind, text, list, number string) string {
	switch kind {
	case reflect.String:
		return text
	case reflect.Slice, reflect.Map:
		return list
	default:
		return number
	}
}
