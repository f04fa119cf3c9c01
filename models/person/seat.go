// Package person is the noun of people: the seats they hold and who may give them, the accounts of those who work here, and how
// long a session lives.
package person

import (
	"slices"
	"time"

	"delinli/models"
)

// Seat is one that somebody holds, held or will hold.
type Seat struct {
	ID        models.SeatID
	Person    models.PersonID
	GrantedBy models.PersonID // zero: the program
	From      time.Time
	Until     *time.Time // nil: until somebody ends it
	Ended     *time.Time
	LentOf    models.SeatID // the seat of whoever is away, for whom a deputy holds this one
	models.Seat
}

// Live reports whether the seat counts at that moment.
func (s Seat) Live(now time.Time) bool {
	return s.Ended == nil && !now.Before(s.From) && (s.Until == nil || now.Before(*s.Until))
}

// Official are the roles with power over what is not one's own: their seats count only in a session that was opened with
// password and second factor.
var Official = []models.Role{models.CommunityStaff, models.CommunitySecretary, models.StreetStaff, models.CityStaff,
	models.DepartmentStaff, models.CareWorker, models.Auditor, models.SecurityAdmin, models.SystemAdmin}

// ByPhone is what seats count as in a session that was opened by phone alone: an official one nothing, and that of a grid's worker or chief a steward's,
// who helps neighbours and reads nobody's data.
func ByPhone(held []models.Seat) (counted []models.Seat) {
	for _, s := range held {
		if slices.Contains(Official, s.Role) {
			continue
		}
		if slices.Contains(models.Locals, s.Role) {
			s.Role = models.Steward
		}
		counted = append(counted, s)
	}
	return counted
}

// levels are the areas over which a role may be held; a role that is missing may be held over any.
var levels = map[models.Role][]models.AreaLevel{
	models.Steward:            {models.Building, models.Grid},
	models.GridWorker:         {models.Grid},
	models.GridChief:          {models.Grid},
	models.CommunityStaff:     {models.Community},
	models.CommunitySecretary: {models.Community},
	models.StreetStaff:        {models.Street},
	models.CityStaff:          {models.City},
}

// above names who may give a role within their own area, beside a security administrator: the level above.
var above = map[models.Role]models.Role{
	models.Steward:            models.CommunitySecretary,
	models.GridWorker:         models.CommunitySecretary,
	models.GridChief:          models.CommunitySecretary,
	models.CommunityStaff:     models.StreetStaff,
	models.CommunitySecretary: models.StreetStaff,
	models.StreetStaff:        models.CityStaff,
}

// byItself are the roles that nobody gives by hand: everybody is a resident, and volunteers are verified.
var byItself = []models.Role{models.Resident, models.Volunteer}

// Sound says whether a seat of this kind can be: its role one that is given by hand, its area of the role's level, its unit named
// for department staff alone. It is Invalid with role, area_code or unit.
func Sound(s models.Seat) error {
	level := s.Area.Level()
	allowed, limited := levels[s.Role]
	switch {
	case !slices.Contains(models.Roles, s.Role), slices.Contains(byItself, s.Role):
		return models.BadField("role", "seat.not_given")
	case level == "" || limited && !slices.Contains(allowed, level):
		return models.BadField("area_code", "seat.wrong_level")
	case (s.Unit != "") != (s.Role == models.DepartmentStaff):
		return models.BadField("unit", "seat.unit")
	}
	return nil
}

// MayGive says whether the actor may give the seat to the person, or end it: a security administrator of the area or the level
// above, and nobody to themselves. It is Forbidden else.
func MayGive(a models.Actor, to models.PersonID, s models.Seat) error {
	higher, hasHigher := above[s.Role]
	switch {
	case !a.System && a.Person == to:
		return models.Fault(models.Forbidden, "seat.own")
	case a.System, a.Holds(s.Area, models.SecurityAdmin), hasHigher && a.Holds(s.Area, higher):
		return nil
	}
	return models.Denied
}

// MayHold says whether somebody with the seats held may hold another one too: an administrator holds no other role that sees what
// is not one's own (GB/T 22239, separation of duties). It is a Conflict else.
func MayHold(held []models.Seat, next models.Seat) error {
	for _, s := range held {
		if s != next && apart(s.Role, next.Role) {
			return models.Fault(models.Conflict, "seat.administrations_separated")
		}
	}
	return nil
}

// apart: one of them administers, and the other is more than what everybody may be.
func apart(a, b models.Role) bool {
	if slices.Contains(byItself, a) || slices.Contains(byItself, b) {
		return false
	}
	administers := func(r models.Role) bool { return slices.Contains(models.Administrators, r) }
	return a != b && (administers(a) || administers(b))
}
