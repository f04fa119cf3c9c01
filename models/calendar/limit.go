package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"delinli/models"
)

// Unit is what a limit counts.
type Unit string

// The units, as they are written in a limit.
const (
	Hour    Unit = "h" // hours, around the clock or inside a window
	Day     Unit = "d" // calendar days of 24 hours
	Workday Unit = "w" // working days that end at 18:00
)

// Window is the part of each local day in which hours count, from the hour From to the hour To. The zero Window is the
// whole day.
type Window struct{ From, To int }

// Limit is a length of time: 2h, 7d, 5w, or 2h@07-21 for two hours that count between 07:00 and 21:00 alone. The zero
// Limit stands for none and is written as the empty text.
type Limit struct {
	Amount int
	Unit   Unit
	Window Window
}

var errLimit = models.Fault(models.Invalid, "clock.bad_limit")

// most bounds the amount of a limit in any unit.
const most = 999

var limitText = regexp.MustCompile(`^([1-9][0-9]{0,2})([hdw])(?:@([0-9]{2})-([0-9]{2}))?$`)

// ParseLimit reads the text of a limit; anything else is clock.bad_limit.
func ParseLimit(s string) (Limit, error) {
	m := limitText.FindStringSubmatch(s)
	if m == nil {
		return Limit{}, errLimit
	}
	l := Limit{Unit: Unit(m[2])}
	l.Amount, _ = strconv.Atoi(m[1])
	l.Window.From, _ = strconv.Atoi(m[3])
	l.Window.To, _ = strconv.Atoi(m[4])
	if m[3] != "" && l.Window == (Window{}) {
		return Limit{}, errLimit
	}
	return l, l.Check()
}

// Check refuses an amount outside 1 to 999, an unknown unit, and a window that is empty or not of hours.
func (l Limit) Check() error {
	switch {
	case l.Amount < 1 || l.Amount > most:
		return errLimit
	case l.Unit != Hour && l.Unit != Day && l.Unit != Workday:
		return errLimit
	case l.Window == Window{}:
		return nil
	case l.Unit != Hour || l.Window.From < 0 || l.Window.To > 24 || l.Window.From >= l.Window.To:
		return errLimit
	}
	return nil
}

// IsZero reports whether there is no limit.
func (l Limit) IsZero() bool { return l == Limit{} }

func (l Limit) sameCount(m Limit) bool { return l.Unit == m.Unit && l.Window == m.Window }

// String is the text that ParseLimit reads.
func (l Limit) String() string {
	switch {
	case l.IsZero():
		return ""
	case l.Window == Window{}:
		return fmt.Sprintf("%d%s", l.Amount, l.Unit)
	}
	return fmt.Sprintf("%d%s@%02d-%02d", l.Amount, l.Unit, l.Window.From, l.Window.To)
}

// MarshalText writes the text form.
func (l Limit) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the text form; the empty text is no limit.
func (l *Limit) UnmarshalText(b []byte) (err error) {
	*l = Limit{}
	if len(b) > 0 {
		*l, err = ParseLimit(string(b))
	}
	return err
}

// length is how long hours or calendar days last.
func (l Limit) length() time.Duration {
	if l.Unit == Day {
		return time.Duration(l.Amount) * day
	}
	return time.Duration(l.Amount) * time.Hour
}

// pause is how long a pause was, in what the limit counts.
func (l Limit) pause(c Calendar, from, to time.Time) time.Duration {
	if l.Unit == Workday {
		return time.Duration(c.workdays(from, to)) * day
	}
	return l.Window.between(from, to)
}

// add is the moment at which the time d has passed inside the window since start.
func (w Window) add(start time.Time, d time.Duration) time.Time {
	if w == (Window{}) {
		return start.Add(d)
	}
	for date := models.Day(start); ; date = date.AddDate(0, 0, 1) {
		open, shut := w.on(date)
		from := latest(start, open)
		if room := shut.Sub(from); room >= d {
			return from.Add(d)
		} else if room > 0 {
			d -= room
		}
	}
}

// between is the time that passes inside the window from one moment to a later one.
func (w Window) between(from, to time.Time) (d time.Duration) {
	if w == (Window{}) {
		return to.Sub(from)
	}
	for date := models.Day(from); date.Before(to); date = date.AddDate(0, 0, 1) {
		open, shut := w.on(date)
		d += max(0, earliest(to, shut).Sub(latest(from, open)))
	}
	return d
}

func (w Window) on(date time.Time) (open, shut time.Time) {
	return date.Add(time.Duration(w.From) * time.Hour), date.Add(time.Duration(w.To) * time.Hour)
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
