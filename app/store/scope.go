package store

import (
	"delinli/models"
)

// Scope is the areas within which a list may look. A list without one cannot be asked for.
type Scope struct{ Areas []models.AreaCode }

// ScopeOf is what the actor's seats of the given roles cover; without such a seat it is empty, and lists are too.
func ScopeOf(a models.Actor, roles ...models.Role) Scope { return Scope{a.Areas(roles...)} }

// Within is the part of the scope that lies within an area; the empty area is all.
func (s Scope) Within(area models.AreaCode) Scope {
	if area == "" {
		return s
	}
	var within Scope
	for _, mine := range s.Areas {
		switch {
		case area.Within(mine):
			return Scope{[]models.AreaCode{area}}
		case mine.Within(area):
			within.Areas = append(within.Areas, mine)
		}
	}
	return within
}

// Staffed are the areas that the actor's seats as staff cover within an area, all of them for the empty one; none are *not found*.
func Staffed(a models.Actor, area models.AreaCode) ([]models.AreaCode, error) {
	scope := ScopeOf(a, models.Staff...).Within(area)
	if len(scope.Areas) == 0 {
		return nil, models.Missing
	}
	return scope.Areas, nil
}
