package area

import "delinli/models"

// MayAdd says whether the actor may add an area under this code; it is Forbidden else.
func MayAdd(a models.Actor, code models.AreaCode) error {
	if a.System || a.Holds(code, models.CityStaff, models.SystemAdmin) {
		return nil
	}
	return models.Denied
}

// MayEdit says whether the actor may change the area: who may add it, and the community's secretary for the grids and buildings
// below the community. It is Forbidden else.
func MayEdit(a models.Actor, code models.AreaCode) error {
	below := code.Level() == models.Grid || code.Level() == models.Building
	if below && a.Holds(code, models.CommunitySecretary) {
		return nil
	}
	return MayAdd(a, code)
}
