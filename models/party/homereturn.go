package party

import (
	"slices"
	"strings"
	"unicode/utf8"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/secret"
)

// ReturnKind is what a cadre is or was.
type ReturnKind string

// The kinds of returns.
const (
	Serving ReturnKind = "serving"
	Retired ReturnKind = "retired"
	Veteran ReturnKind = "veteran"
)

// ReturnKinds lists them in the order of forms.
var ReturnKinds = []ReturnKind{Serving, Retired, Veteran}

// Member reports whether who returns as such is a party member: not every veteran is one.
func (k ReturnKind) Member() bool { return k != Veteran }

// Return is a cadre's report to the community they live in 在职党员回家.
type Return struct {
	Person    models.PersonID `json:"person_id"`
	Kind      ReturnKind      `json:"kind"`
	Unit      string          `json:"unit"` // where they work or worked
	Community models.AreaCode `json:"community"`
	Skills    []string        `json:"skills"`
	Reported  calendar.Date   `json:"reported_on"`
	Ended     bool            `json:"ended"`
	Version   int             `json:"version"` // counts the changes, from 1
}

// longestUnit is in characters.
const longestUnit = 40

// Check gives the return with its skills sorted, each once, and without the space around its unit. It is Invalid by its fields: kind, unit, skills.
// Known tells which codes are skills.
func (r Return) Check(known func(skill string) bool) (Return, error) {
	r.Unit, r.Skills = strings.TrimSpace(r.Unit), slices.Compact(slices.Sorted(slices.Values(r.Skills)))
	bad := map[string]string{}
	if !slices.Contains(ReturnKinds, r.Kind) {
		bad["kind"] = "field.choice"
	}
	switch {
	case r.Unit == "":
		bad["unit"] = "field.required"
	case utf8.RuneCountInString(r.Unit) > longestUnit:
		bad["unit"] = "field.too_long"
	case len(secret.FindPersonal(r.Unit)) > 0:
		bad["unit"] = "return.personal"
	}
	if slices.ContainsFunc(r.Skills, func(s string) bool { return !known(s) }) {
		bad["skills"] = "unknown"
	}
	return r, models.BadFields(bad)
}
