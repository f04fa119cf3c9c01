package person

import (
	"fmt"
	"strings"
	"testing"

	"delinli/models"
)

func TestCheckViews(t *testing.T) {
	view := func(name string, query map[string]string) View { return View{name, query} }
	many := []View{}
	for i := range MaxViews + 1 {
		many = append(many, view(fmt.Sprint(i), nil))
	}
	for name, tt := range map[string]struct {
		views []View
		code  string
	}{
		"none":             {nil, ""},
		"some":             {[]View{view("超期", map[string]string{"queue": "overdue"}), view("水电", map[string]string{"q": "水管"})}, ""},
		"as many as may":   {many[1:], ""},
		"too many":         {many, "field.too_many"},
		"no name":          {[]View{view("  ", nil)}, "field.required"},
		"long name":        {[]View{view(strings.Repeat("长", 41), nil)}, "field.too_long"},
		"twice":            {[]View{view("a", nil), view(" a", nil)}, "field.duplicate"},
		"no filter":        {[]View{view("a", map[string]string{"Robert'); --": "x"})}, "field.format"},
		"another's filter": {[]View{view("a", map[string]string{"role": "x"})}, "field.format"},
		"endless value":    {[]View{view("a", map[string]string{"q": strings.Repeat("x", 121)})}, "field.format"},
	} {
		err := CheckViews(tt.views)
		if tt.code == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if e, ok := err.(*models.Error); tt.code != "" && (!ok || e.Fields["items"] != tt.code) {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
}
