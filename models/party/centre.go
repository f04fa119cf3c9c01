package party

import (
	"delinli/models"
	"delinli/models/calendar"
)

// Centre is a centre household 中心户: steward of a building 楼栋长, or of one unit of it 单元长.
type Centre struct {
	Household models.HouseholdID `json:"household_id"`
	Group     models.OrgID       `json:"group_id"`
	Building  models.AreaCode    `json:"building"`
	Unit      *int               `json:"unit"` // nil: of the whole building
	Since     calendar.Date      `json:"since"`
}

// Home is where somebody lives, as far as it makes theirs a centre household.
type Home struct {
	Household models.HouseholdID
	Area      models.AreaCode // of the household
	Building  models.AreaCode // empty: the register knows of none
	Member    bool            // the register has them as a member of the party
}

// Stewardship is what a household is a centre for.
type Stewardship struct {
	Building models.AreaCode // empty: none is known
	Units    int             // that it has; none: there is no such building
	Unit     *int            // nil: all of it
}

var errNoGroup = models.Fault(models.Conflict, "party.no_group")

// Appoint makes the household of a member of the party a centre of a building group, since today when no day is said: where they live and what they are
// steward of lie in its grid. It is a Conflict for an organisation that is no live group, and Invalid by resident_id, building, unit and since.
func (o Org) Appoint(h Home, of Stewardship, since, today calendar.Date) (Centre, error) {
	if o.Kind != Group || o.Ended {
		return Centre{}, errNoGroup
	}
	if since == "" {
		since = today
	}
	bad := map[string]string{}
	switch {
	case !h.Member:
		bad["resident_id"] = "party.no_member"
	case !h.Area.Within(o.Area):
		bad["resident_id"] = "party.lives_elsewhere"
	}
	switch {
	case of.Building == "":
		bad["building"] = "party.no_building"
	case of.Units == 0 || !of.Building.Within(o.Area):
		bad["building"] = "party.building_elsewhere"
	case of.Unit != nil && (*of.Unit < 1 || *of.Unit > of.Units):
		bad["unit"] = "party.no_unit"
	}
	switch _, ok := since.Midnight(); {
	case !ok:
		bad["since"] = "field.format"
	case since < o.Founded:
		bad["since"] = "party.before_group"
	case since > today:
		bad["since"] = "party.appointed_ahead"
	}
	if len(bad) > 0 {
		return Centre{}, &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
	}
	return Centre{Household: h.Household, Group: o.ID, Building: of.Building, Unit: of.Unit, Since: since}, nil
}
