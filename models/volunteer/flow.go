package volunteer

import (
	"slices"

	"delinli/models"
	"delinli/models/flow"
)

// State is where a volunteer stands.
type State string

// The states.
const (
	Applied  State = "applied"
	Verified State = "verified"
	Refused  State = "refused"
	Paused   State = "paused"
	Ended    State = "ended"
)

// States lists every state.
var States = []State{Applied, Verified, Refused, Paused, Ended}

// Event is what moves a volunteer.
type Event string

// The events.
const (
	Apply  Event = "apply"
	Verify Event = "verify" // the first time, and whenever staff change what somebody may do
	Refuse Event = "refuse"
	Edit   Event = "edit"
	Pause  Event = "pause"
	Resume Event = "resume"
	End    Event = "end"
)

// Events lists every event.
var Events = []Event{Apply, Verify, Refuse, Edit, Pause, Resume, End}

// Case is a volunteer with what the present step would change.
type Case struct {
	Volunteer
	Wider bool // the edit asks for more skills or areas than were verified
}

type (
	step = flow.Step[State, Event, Case]
	rule = flow.Rule[Case]
)

var (
	self   = rule{"volunteer", func(a models.Actor, c Case) bool { return a.Known() && a.Person == c.Person }}
	staff  = rule{"staff", func(a models.Actor, c Case) bool { return a.Person != c.Person && Covers(a, c.Areas) }}
	both   = flow.Either("volunteer or staff", self, staff)
	pauser = rule{"volunteer who paused", func(a models.Actor, c Case) bool { return self.Allows(a, c) && c.DecidedBy == c.Person }}
	waker  = flow.Either("volunteer who paused, or staff", pauser, staff)

	wider    = &flow.Case[Case]{Name: "for more skills or areas", Holds: func(c Case) bool { return c.Wider }}
	narrower = &flow.Case[Case]{Name: "within what was verified", Holds: func(c Case) bool { return !c.Wider }}

	idle = []flow.Guard[Case]{{Name: "holds no order", Check: func(_ models.Actor, c Case) *models.Error {
		if c.Load > 0 {
			return errBusy
		}
		return nil
	}}}

	errBusy = models.Fault(models.Conflict, "volunteer.holds_orders")
)

// Covers reports whether staff may decide on somebody who serves in the areas: their seat covers one of them.
func Covers(a models.Actor, areas []models.AreaCode) bool {
	return slices.ContainsFunc(areas, func(c models.AreaCode) bool { return a.Holds(c, models.Staff...) })
}

// Flow is the life of a volunteer. docs/flows/volunteer.md is drawn from it.
var Flow = flow.Table[State, Event, Case]{
	step{From: "", On: Apply, To: Applied, By: self},
	step{From: Refused, On: Apply, To: Applied, By: self},
	step{From: Ended, On: Apply, To: Applied, By: self},

	step{From: Applied, On: Verify, To: Verified, By: staff},
	step{From: Applied, On: Refuse, To: Refused, By: staff},
	step{From: Applied, On: Edit, To: Applied, By: self},
	step{From: Applied, On: End, To: Ended, By: self},

	step{From: Verified, On: Verify, To: Verified, By: staff},
	step{From: Verified, On: Edit, To: Verified, By: self, When: narrower},
	step{From: Verified, On: Edit, To: Applied, By: self, When: wider, Needs: idle},
	step{From: Verified, On: Pause, To: Paused, By: both},
	step{From: Verified, On: End, To: Ended, By: both},

	step{From: Paused, On: Edit, To: Paused, By: self, When: narrower},
	step{From: Paused, On: Edit, To: Applied, By: self, When: wider, Needs: idle},
	step{From: Paused, On: Resume, To: Verified, By: waker},
	step{From: Paused, On: End, To: Ended, By: both},
}

// Can lists the events that the actor may raise on the volunteer now.
func (v Volunteer) Can(a models.Actor) []Event { return Flow.Open(v.State, a, Case{Volunteer: v}) }
