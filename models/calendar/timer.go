package calendar

import "time"

// Lamp shows how near a clock is to its due moment.
type Lamp string

// The lamps; a clock that does not run to any moment has none.
const (
	Green Lamp = "green"
	Amber Lamp = "amber" // from 70% of the limit with its extension
	Red   Lamp = "red"   // late: from the due moment on
)

// Lamps lists every lamp.
var Lamps = []Lamp{Green, Amber, Red}

// amberTenths is the share of the limit, in tenths, from which the lamp is amber.
const amberTenths = 7

// Timer is one clock. Its moments follow from its limit, extension, start and pauses and from the calendar alone, never
// from when something was last changed. Its methods leave the timer as it is and give the next one.
type Timer struct {
	Limit           Limit         `json:"limit,omitzero"` // none for a clock that waits until a fixed moment
	Extension       Limit         `json:"extension,omitzero"`
	StartedAt       time.Time     `json:"started_at,omitzero"`
	AmberAt         *time.Time    `json:"amber_at,omitempty"`
	DueAt           *time.Time    `json:"due_at,omitempty"`
	PausedAt        *time.Time    `json:"paused_at,omitempty"`        // nil while it runs
	PausedFor       time.Duration `json:"paused_for,omitempty"`       // in what the limit counts: nanoseconds inside its window, or 24 h a working day
	Provisional     bool          `json:"provisional,omitempty"`      // counted over a year without a table
	CalendarVersion int           `json:"calendar_version,omitempty"` // of the last count
}

// Start is a fresh clock, whatever the timer was before.
func (Timer) Start(now time.Time, l Limit, c Calendar) Timer {
	return Timer{Limit: l, StartedAt: now}.Recount(c)
}

// Until is a fresh clock that waits for a fixed moment, whatever the timer was before.
func (Timer) Until(now, due time.Time) Timer {
	return Timer{StartedAt: now, AmberAt: new(now.Add(due.Sub(now) / 10 * amberTenths)), DueAt: &due}
}

// Pause stops the clock; one that stands already, or never started, stays as it is.
func (t Timer) Pause(now time.Time) Timer {
	if t.DueAt != nil && t.PausedAt == nil {
		t.PausedAt = new(latest(now, t.StartedAt))
	}
	return t
}

// Resume lets a paused clock go on with what was left of its limit: the hours left, or the working days left, where a
// pause over no working day costs nothing and one over the end of the last day leaves until the next closing time.
// What had passed before the pause stays passed: a late clock stays late, an amber one amber. A clock that waits for a
// fixed moment waits for the same one.
func (t Timer) Resume(now time.Time, c Calendar) Timer {
	if t.PausedAt == nil {
		return t
	}
	since := *t.PausedAt
	t.PausedAt = nil
	if t.Limit.IsZero() || !since.Before(*t.DueAt) {
		return t
	}
	now = latest(now, since)
	next := t
	next.PausedFor += t.Limit.pause(c, since, now)
	for next = next.Recount(c); next.DueAt.Before(now); next = next.Recount(c) {
		next.PausedFor += day
	}
	if !since.Before(*t.AmberAt) {
		next.AmberAt = t.AmberAt
	}
	return next
}

// Extend adds by to the limit, instead of any earlier extension. A unit other than the limit's counts on from the old
// due moment, and the lamp then shows the extension alone.
func (t Timer) Extend(by Limit, c Calendar) Timer {
	t.Extension = by
	return t.Recount(c)
}

// Recount works out the moments anew, as is done with provisional ones when the missing table is entered.
func (t Timer) Recount(c Calendar) Timer {
	if t.Limit.IsZero() {
		return t
	}
	whole, rest := t.Limit, t.Extension
	if rest.sameCount(whole) {
		whole.Amount, rest = whole.Amount+rest.Amount, Limit{}
	}
	amber, due, provisional := c.run(t.StartedAt, whole, t.PausedFor)
	if !rest.IsZero() {
		var later bool
		amber, due, later = c.run(due, rest, 0)
		provisional = provisional || later
	}
	t.AmberAt, t.DueAt, t.Provisional, t.CalendarVersion = &amber, &due, provisional, c.Version()
	return t
}

// Lamp shows the clock at now; a paused clock keeps the lamp with which it stopped.
func (t Timer) Lamp(now time.Time) Lamp {
	if t.PausedAt != nil {
		now = *t.PausedAt
	}
	switch {
	case t.DueAt == nil:
		return ""
	case !now.Before(*t.DueAt):
		return Red
	case !now.Before(*t.AmberAt):
		return Amber
	}
	return Green
}
