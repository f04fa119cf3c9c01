// Package party is the noun of the party's four levels in the city, of their funds, and of cadres who report to the community they live in.
package party

import (
	"strings"
	"unicode/utf8"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/secret"
)

// Kind is the level of an organisation.
type Kind string

// The kinds, from the top; centre households are the fourth level.
const (
	Committee Kind = "committee" // of a community
	Branch    Kind = "branch"    // of a grid or a compound
	Group     Kind = "group"     // building group 楼栋党小组
)

// Org is one organisation.
type Org struct {
	ID       models.OrgID      `json:"id"`
	Kind     Kind              `json:"kind"`
	Parent   models.OrgID      `json:"parent_id"`
	Name     string            `json:"name"`
	Area     models.AreaCode   `json:"area_code"`   // the community of a committee, the grid of all else
	Compound models.CompoundID `json:"compound_id"` // of a branch of a compound; zero: of the grid
	Founded  calendar.Date     `json:"founded_on"`
	Ended    bool              `json:"ended"`
	Version  int               `json:"version"` // counts the changes, from 1
}

// longestName of an organisation, in characters.
const longestName = 40

// Named gives the organisation another name. One that is empty, too long or holds something personal is Invalid.
func (o Org) Named(name string) (Org, error) {
	o.Name = strings.TrimSpace(name)
	if o.Name == "" || utf8.RuneCountInString(o.Name) > longestName || len(secret.FindPersonal(o.Name)) > 0 {
		return o, models.BadField("name", "party.name")
	}
	return o, nil
}

// beginning is the day since which there is a party: the first congress met in July 1921, of which the first is kept as the day of its founding.
const beginning calendar.Date = "1921-07-01"

// Since gives the organisation the day on which it was founded, which is today when none is said. It is Invalid with founded_on for a day before there was
// a party, and for one that has not come.
func (o Org) Since(today calendar.Date) (Org, error) {
	if o.Founded == "" {
		o.Founded = today
	}
	switch _, ok := o.Founded.Midnight(); {
	case !ok:
		return o, models.BadField("founded_on", "field.format")
	case o.Founded < beginning:
		return o, models.BadField("founded_on", "party.before_party")
	case o.Founded > today:
		return o, models.BadField("founded_on", "party.not_yet")
	}
	return o, nil
}

// Under gives a new organisation its level from the one above it, which is the zero Org for a committee. It is Invalid by its fields: parent_id,
// area_code, compound_id.
func (o Org) Under(above Org) (Org, error) {
	bad := map[string]string{}
	o.Parent = above.ID
	switch {
	case above.Kind == "":
		if o.Kind = Committee; o.Area.Level() != models.Community {
			bad["area_code"] = "party.no_community"
		}
	case above.Kind == Committee:
		if o.Kind = Branch; o.Area.Level() != models.Grid || !o.Area.Within(above.Area) {
			bad["area_code"] = "party.no_grid"
		}
	case above.Kind == Branch:
		o.Kind, o.Area = Group, above.Area
	default:
		bad["parent_id"] = "party.lowest"
	}
	if above.Ended {
		bad["parent_id"] = "party.over"
	}
	if !o.Compound.IsZero() && o.Kind != Branch {
		bad["compound_id"] = "party.no_compound"
	}
	return o, models.BadFields(bad)
}

// What ending is refused for.
var (
	errHasBelow = models.Fault(models.Conflict, "party.has_below")
	errHasMoney = models.Fault(models.Conflict, "party.has_money")
)

// MayEnd says whether the organisation may end: nothing live is below it, and nothing is left in its funds, in fen, since nobody could spend that any more.
// It is a Conflict.
func (o Org) MayEnd(empty bool, money int64) error {
	switch {
	case !empty:
		return errHasBelow
	case money != 0:
		return errHasMoney
	}
	return nil
}
