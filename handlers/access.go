package handlers

import (
	"fmt"
	"strings"

	"delinli/models"
)

// Access says who may knock at a door. What lies behind it asks again about the row itself.
type Access struct {
	Name  string
	Allow func(models.Actor) bool
}

// Public lets everybody in, with or without a login.
var Public = Access{"public", func(models.Actor) bool { return true }}

// SignedIn lets in whoever is logged in.
var SignedIn = Access{"signed in", models.Actor.Known}

// Roles lets in whoever is logged in and has one of the roles over any area; name is shown in the matrix.
func Roles(name string, roles ...models.Role) Access {
	return Access{name, func(a models.Actor) bool { return a.Known() && a.Has(roles...) }}
}

// check refuses an actor who may not knock: a visitor is asked to log in, somebody whose account is not settled to do that first, anybody
// else is told no.
func (x Access) check(a models.Actor) error {
	switch {
	case x.Allow(a):
		return nil
	case !a.Known() && !a.Session.IsZero():
		return models.Fault(models.Forbidden, "auth.unsettled")
	case !a.Known():
		return models.Fault(models.Unauthentic, "auth.required")
	}
	return models.Denied
}

// Matrix prints who may knock where: a line a route, a column for the visitor and for every role.
func Matrix(routes []Route) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-6s %-44s %-20s visitor", "method", "path", "access")
	for _, role := range models.Roles {
		fmt.Fprintf(&b, " %s", role)
	}
	for _, r := range routes {
		fmt.Fprintf(&b, "\n%-6s %-44s %-20s %-7s", r.Method, r.Path, r.Access.Name, mark(r, models.Actor{}))
		for _, role := range models.Roles {
			fmt.Fprintf(&b, " %-*s", len(role), mark(r, holder(role)))
		}
	}
	return trimLines(b.String())
}

// holder is somebody whose only seat has the role.
func holder(role models.Role) models.Actor {
	person, _ := models.ParseID[models.PersonID]("00000000-0000-7000-8000-000000000001")
	return models.Actor{Person: person, Seats: []models.Seat{{Role: role, Area: "370785"}}}
}

func mark(r Route, a models.Actor) string {
	if r.Access.Allow(a) {
		return "yes"
	}
	return "-"
}

func trimLines(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return b.String()
}
