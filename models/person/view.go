package person

import (
	"slices"
	"strings"
	"unicode/utf8"

	"delinli/models"
)

// View is a set of filters of the desk that somebody keeps under a name.
type View struct {
	Name  string            `json:"name"`
	Query map[string]string `json:"query"` // filter → value, as the desk's list takes them
}

// Limits of kept views.
const (
	MaxViews    = 20
	maxViewName = 40  // characters
	maxFilter   = 120 // characters of one value
)

// Filters are those of the desk's list that a view may keep.
var Filters = []string{"queue", "state", "kind", "item", "area", "lamp", "assignee", "requester", "from", "to", "q", "sort"}

// CheckViews is Invalid, naming items, for more views than may be kept, a name that is empty, too long or there twice, and a filter that is
// too long or that the desk does not have.
func CheckViews(views []View) error {
	if len(views) > MaxViews {
		return models.BadField("items", "field.too_many")
	}
	named := map[string]bool{}
	for _, v := range views {
		switch name := strings.TrimSpace(v.Name); {
		case name == "":
			return models.BadField("items", "field.required")
		case utf8.RuneCountInString(name) > maxViewName:
			return models.BadField("items", "field.too_long")
		case named[name]:
			return models.BadField("items", "field.duplicate")
		case !v.sound():
			return models.BadField("items", "field.format")
		default:
			named[name] = true
		}
	}
	return nil
}

func (v View) sound() bool {
	for name, value := range v.Query {
		if !slices.Contains(Filters, name) || utf8.RuneCountInString(value) > maxFilter {
			return false
		}
	}
	return true
}
