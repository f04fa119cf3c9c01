package order

import (
	"strings"
	"time"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
)

// Facts is what a decision needs beside the order and the actor. The verb fills it, for a whole list in one query.
type Facts struct {
	Now      time.Time
	Calendar calendar.Calendar
	Policy   calendar.Policy // the limits of the order's class

	Kin         bool   // the actor lives in the requester's household
	Holder      bool   // the actor is the live assignee, or leads the team that is
	Serves      bool   // the actor is one of those who were sent, by an assignment that lives or was finished
	Touched     bool   // the actor raised an earlier event on this order
	Followers   int    // how many follow it
	Followed    bool   // the actor follows it already
	Unit        string // the department unit of the actor's seat
	Called      bool   // somebody called back about its last finish
	SelfRates   bool   // the requester can rate for themselves: they have a phone, or had one when the order was placed
	Pending     bool   // a two-person act waits for its second person
	Asker       models.PersonID
	Ineligible  string   // why the actor may not serve this order; empty when they may
	Candidate   string   // the same of the person or team that an offer names
	Best        Holder   // to whom the rule engine would offer it; zero when there is nobody
	MayMove     bool     // the actor's seat covers the area the order is moved to, or its level above
	Departments []string // that somebody has a seat for over the order's area; only for an event that refers
	TargetLive  bool     // the order that this one would be merged into is open and in the same community
	UrgedAt     *time.Time
}

// department is the one of a name, whatever space stands around it; empty where nobody sits for it.
func (f Facts) department(name string) string {
	for _, d := range f.Departments {
		if strings.TrimSpace(d) == strings.TrimSpace(name) {
			return d
		}
	}
	return ""
}

// Holder names who holds an order or is offered it: a person, or a team with the members its leader named.
type Holder struct {
	Person  models.PersonID
	Team    models.TeamID
	Members []models.PersonID
}

// IsZero reports whether nobody is named.
func (h Holder) IsZero() bool { return h.Person.IsZero() && h.Team.IsZero() }

// Case is the subject of the machine: the order with the facts around it.
type Case struct {
	Order
	Facts
}

// landing is where the order goes when it takes its route: a private order, or one without the public card that
// publishing gives it, has no way into the pool and waits for staff.
func (c *Case) landing() dispatch.Route {
	switch {
	case c.Route == dispatch.ToBest && !c.Best.IsZero():
		return dispatch.ToBest
	case c.Route != dispatch.ToStaff && c.Visibility == Public && (c.PublicTitle != "" || c.State == Placed):
		return dispatch.ToPool
	}
	return dispatch.ToStaff
}
