package order

import (
	"slices"

	"delinli/models"
)

// ComplaintState is where a complaint stands.
type ComplaintState string

// The states of a complaint.
const (
	ComplaintOpen     ComplaintState = "open"
	ComplaintAnswered ComplaintState = "answered"
)

// ComplaintLevel is who handles a complaint about somebody with these roles: the level above them, so that it goes past those concerned.
func ComplaintLevel(roles []models.Role) models.AreaLevel {
	has := func(r ...models.Role) bool {
		return slices.ContainsFunc(roles, func(x models.Role) bool { return slices.Contains(r, x) })
	}
	switch {
	case has(models.StreetStaff, models.CityStaff, models.DepartmentStaff):
		return models.City
	case has(models.CommunityStaff, models.CommunitySecretary, models.GridChief, models.GridWorker):
		return models.Street
	}
	return models.Community
}

// ComplaintRoles are the roles that handle complaints of a level: its own and those above, so that each is heard where a level has nobody.
var ComplaintRoles = map[models.AreaLevel][]models.Role{
	models.Community: models.Deciders,
	models.Street:    {models.StreetStaff, models.CityStaff},
	models.City:      {models.CityStaff},
}

// MayHandle reports whether the actor handles a complaint of the level over the area: never one about themself or of their own.
func MayHandle(a models.Actor, level models.AreaLevel, area models.AreaCode, parties ...models.PersonID) bool {
	return a.Known() && !slices.Contains(parties, a.Person) && a.Holds(area, ComplaintRoles[level]...)
}

// ComplaintLevels lists the levels whose complaints the actor handles somewhere.
func ComplaintLevels(a models.Actor) (levels []models.AreaLevel) {
	for _, l := range []models.AreaLevel{models.Community, models.Street, models.City} {
		if a.Has(ComplaintRoles[l]...) {
			levels = append(levels, l)
		}
	}
	return levels
}
