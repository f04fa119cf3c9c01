package dispatch

import (
	"slices"
	"time"

	"delinli/models"
)

// Window is a stretch of time, without its end.
type Window struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Valid reports whether the window ends after it begins.
func (w Window) Valid() bool { return w.From.Before(w.To) }

func (w Window) holds(t time.Time) bool { return !t.Before(w.From) && t.Before(w.To) }

// Slot is a stretch of one day of every week, in minutes after local midnight, without its end.
type Slot struct {
	Weekday time.Weekday `json:"weekday"` // 0 is Sunday
	From    int          `json:"from"`
	To      int          `json:"to"`
}

// Availability is when a volunteer can come: in the weekly slots, where none means at any time, except while away.
type Availability struct {
	Weekly []Slot   `json:"weekly,omitempty"`
	Away   []Window `json:"away,omitempty"`
}

// most bounds how many slots or absences one volunteer may have.
const most = 100

// Seconds of a day and a week.
const (
	day  = 24 * 60 * 60
	week = 7 * day
)

// Check refuses more than 100 slots or absences, a slot that is not within one day and an absence that ends before it
// begins.
func (a Availability) Check() error {
	bad := func(s Slot) bool {
		return s.Weekday < time.Sunday || s.Weekday > time.Saturday || s.From < 0 || s.To > day/60 || s.From >= s.To
	}
	switch {
	case len(a.Weekly) > most || slices.ContainsFunc(a.Weekly, bad):
		return models.BadField("weekly", "availability.bad_slot")
	case len(a.Away) > most || slices.ContainsFunc(a.Away, func(w Window) bool { return !w.Valid() }):
		return models.BadField("away", "availability.bad_absence")
	}
	return nil
}

// Fits reports whether the volunteer can come at some second of w.
func (a Availability) Fits(w Window) bool {
	for t, end := seconds(w.From), seconds(w.To); ; {
		free, ok := a.next(t)
		if !ok || free >= end {
			return false
		}
		away := slices.IndexFunc(a.Away, func(w Window) bool { return seconds(w.From) <= free && free < seconds(w.To) })
		if away < 0 {
			return true
		}
		t = seconds(a.Away[away].To)
	}
}

// next is the first second from t on that lies in a weekly slot; without any slot t itself.
func (a Availability) next(t int64) (first int64, ok bool) {
	if len(a.Weekly) == 0 {
		return t, true
	}
	now := (t%week + week) % week
	for _, s := range a.Weekly {
		from, to := int64(s.Weekday)*day+int64(s.From)*60, int64(s.Weekday)*day+int64(s.To)*60
		wait := max(0, from-now)
		if now >= to {
			wait = from - now + week
		}
		if from < to && (!ok || t+wait < first) {
			first, ok = t+wait, true
		}
	}
	return first, ok
}

// sunday is the start of a local week, from which seconds are counted.
var sunday = time.Date(2023, 1, 1, 0, 0, 0, 0, models.Local).Unix()

func seconds(t time.Time) int64 { return t.Unix() - sunday }

// share tells how many of the wanted windows fit; where none is wanted, whether the volunteer is here now.
func (a Availability) share(wanted []Window, now time.Time) float64 {
	if len(wanted) == 0 {
		if slices.ContainsFunc(a.Away, func(w Window) bool { return w.holds(now) }) {
			return 0
		}
		return 1
	}
	fit := 0
	for _, w := range wanted {
		if a.Fits(w) {
			fit++
		}
	}
	return float64(fit) / float64(len(wanted))
}
