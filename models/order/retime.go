package order

import (
	"slices"
	"time"

	"delinli/models"
	"delinli/models/calendar"
)

// Stay is a stretch of time that an order spent on one clock of a state; of an order that is still there, To is now.
type Stay struct {
	State    State
	From, To time.Time
}

// Past is what a trial of limits asks of an order.
type Past struct {
	ID       models.OrderID
	Number   string
	Stays    []Stay // in order, the first from when it was placed, none with a gap
	Wanted   Windows
	Extended bool
}

// Renews reports whether an event starts the clock of its state: it led to another one, widened the pool or passed the order to the next candidate.
func Renews(e Event, from, to State) bool {
	return from != to || e == Widen || to == Offered && slices.Contains(passesOn, e)
}

var passesOn = []Event{Decline, Withdraw, Expire, Absent, Return, Revoke, NoShow, Release}

// clockNames are the limits of the states' clocks, as a policy names them.
var clockNames = map[State]string{Placed: "triage", NeedInfo: "answer", Pool: "accept", Offered: "offer", Accepted: "start",
	InService: "service", Done: "confirm", Appealed: "decide"}

// LimitNames are all that can be overrun: the whole order, then its clocks as it meets them.
var LimitNames = []string{WholeOrder, "triage", "answer", "accept", "offer", "start", "service", "confirm", "decide"}

// WholeOrder is how a policy names the limit of the whole order.
const WholeOrder = "handle"

// Overrun names the limits of a policy that the order would have outlasted, had they counted: those of the states, then that of the whole
// order. An extension counts as it was given, with the policy's length.
func (p Past) Overrun(policy calendar.Policy, c calendar.Calendar) []string {
	over := []string{}
	for _, s := range p.Stays {
		name := clockNames[s.State]
		if name != "" && !slices.Contains(over, name) && p.outlasts(s, limitOf(s.State, policy), c) {
			over = append(over, name)
		}
	}
	if p.late(policy, c) {
		over = append(over, WholeOrder)
	}
	return over
}

// outlasts: an accepted order waits for the time that the requester wished.
func (p Past) outlasts(s Stay, l calendar.Limit, c calendar.Calendar) bool {
	due, _ := c.Due(s.From, l)
	if s.State == Accepted {
		for _, w := range p.Wanted {
			due = later(due, w.To)
		}
	}
	return !s.To.Before(due)
}

// late runs the clock of the whole order through the stays.
func (p Past) late(policy calendar.Policy, c calendar.Calendar) bool {
	if len(p.Stays) == 0 {
		return false
	}
	clock := calendar.Timer{}.Start(p.Stays[0].From, policy.Handle, c)
	if p.Extended {
		clock = clock.Extend(policy.Extension, c)
	}
	for _, s := range p.Stays {
		if stands(s.State) {
			clock = clock.Pause(s.From)
		} else {
			clock = clock.Resume(s.From, c)
		}
	}
	return clock.Lamp(p.Stays[len(p.Stays)-1].To) == calendar.Red
}
