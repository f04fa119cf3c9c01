package order

import (
	"cmp"
	"slices"
	"time"

	"delinli/models"
	"delinli/models/calendar"
)

// limitOf gives the limit of a state's own clock; the zero Limit means that the state waits for nobody in the town.
func limitOf(s State, p calendar.Policy) calendar.Limit {
	return map[State]calendar.Limit{Placed: p.Triage, NeedInfo: p.Answer, Pool: p.Accept, Offered: p.Offer, Accepted: p.Start,
		InService: p.Service, Done: p.Confirm, Appealed: p.Decide}[s]
}

// timers name the event that a state's clock raises; where there is none it escalates.
var timers = map[State]Event{NeedInfo: Unanswered, Offered: Expire, Accepted: NoShow, InService: AutoSignOut,
	Suspended: ResumeDue, Done: Lapse, Pool: Widen}

// paused are the states in which the limit of the whole order stands still: the ball is with the requester, or time is not ours.
var paused = []State{NeedInfo, Suspended}

// stands reports whether the limit of the whole order does not run in a state.
func stands(s State) bool { return slices.Contains(paused, s) || !among(s, Open) }

// enter moves the order to a state and starts the clock that counts there. Who was told that the order stood still in its state is told anew
// of the next one; who was told that the whole order is late knows.
func (o *Order) enter(s State, f Facts) {
	from := o.State
	o.State = s
	if o.Lamp(f.Now) != calendar.Red {
		o.hush()
	}
	o.EndedAt = ended(s, f.Now)
	if l := limitOf(s, f.Policy); !l.IsZero() {
		o.Clock = o.Clock.Start(f.Now, l, f.Calendar)
		o.waitForWanted(f)
	} else if s != Suspended {
		o.Clock = calendar.Timer{}
	}
	switch stood := from != "" && stands(from); {
	case stands(s) && !stood:
		o.Limit = o.Limit.Pause(f.Now)
	case !stands(s) && stood:
		o.Limit = o.Limit.Resume(f.Now, f.Calendar)
	}
	o.syncLimit()
	o.wake(f)
}

// waitForWanted lets an accepted order wait for the time the requester asked for.
func (o *Order) waitForWanted(f Facts) {
	if o.State != Accepted {
		return
	}
	for _, w := range o.Wanted {
		if w.To.After(*o.Clock.DueAt) {
			o.Clock = o.Clock.Until(f.Now, w.To)
		}
	}
}

// syncLimit copies what lists ask of the limit's clock into columns of their own.
func (o *Order) syncLimit() {
	o.DueAt, o.AmberAt, o.StoppedAt = o.Limit.DueAt, o.Limit.AmberAt, o.Limit.PausedAt
}

// Lamp is green, amber from 70 % of the limit on, red when late; a clock that stands still keeps its lamp.
// It asks the columns that lists have too, not the clock itself.
func (o Order) Lamp(now time.Time) calendar.Lamp {
	return calendar.Timer{DueAt: o.DueAt, AmberAt: o.AmberAt, PausedAt: o.StoppedAt}.Lamp(now)
}

// Alarm tells which event the clock raises now; ok is false when it is not yet time.
func (c *Case) Alarm() (e Event, ok bool) {
	if c.WakeAt == nil || c.Now.Before(*c.WakeAt) {
		return "", false
	}
	if due := c.Clock.DueAt; due != nil && !c.Now.Before(*due) {
		e := timers[c.State]
		if _, err := Flow.Find(c.State, e, models.SystemActor, c); e != "" && err == nil {
			return e, true
		}
	}
	return Escalate, true
}

// wake sets when the clock looks at the order next: at its own due moment, or a step after the level that was told last.
func (o *Order) wake(f Facts) {
	o.WakeAt, o.NextDue = nil, o.nextDue(f)
	if _, timed := timers[o.State]; timed && o.Clock.DueAt != nil && o.Clock.DueAt.After(f.Now) {
		o.WakeAt = o.Clock.DueAt
	}
	for _, due := range []*time.Time{o.Clock.DueAt, runningDue(o.Limit)} {
		if at := o.nextEscalation(due, f); at != nil && (o.WakeAt == nil || at.Before(*o.WakeAt)) {
			o.WakeAt = at
		}
	}
	if o.WakeAt != nil {
		o.WakeAt = new(o.WakeAt.Truncate(time.Microsecond)) // as the database keeps it
	}
}

// levelAbove is whom the next escalation tells; of what departments handed back again and again never the community.
func (o Order) levelAbove() models.AreaLevel {
	if o.HandedAbove() {
		return nextLevel[cmp.Or(o.Escalated, models.Community)]
	}
	return nextLevel[o.Escalated]
}

// nextEscalation: the first level is told when the moment passes, each further one an escalation step after the last.
func (o *Order) nextEscalation(due *time.Time, f Facts) *time.Time {
	if due == nil || o.levelAbove() == "" || !(among(o.State, Open) || o.State == Appealed) {
		return nil
	}
	if o.Escalated == "" {
		return due
	}
	at, _ := f.Calendar.Due(later(*due, *o.EscalatedAt), f.Policy.Escalation)
	return &at
}

func runningDue(t calendar.Timer) *time.Time {
	if t.PausedAt != nil {
		return nil
	}
	return t.DueAt
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
