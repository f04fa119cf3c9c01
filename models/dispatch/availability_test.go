package dispatch

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models"
)

// at is a moment of the week that begins on Monday, 2026-03-02.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, 3, 2+day, hour, minute, 0, 0, models.Local)
}

func window(fromDay, fromHour, toDay, toHour int) Window {
	return Window{at(fromDay, fromHour, 0), at(toDay, toHour, 0)}
}

func TestFits(t *testing.T) {
	mornings := []Slot{{time.Monday, 8 * 60, 12 * 60}, {time.Wednesday, 8 * 60, 12 * 60}}
	for _, tt := range []struct {
		name   string
		a      Availability
		wanted Window
		want   bool
	}{
		{"always", Availability{}, window(0, 3, 0, 4), true},
		{"in the slot", Availability{Weekly: mornings}, window(0, 9, 0, 10), true},
		{"over its beginning", Availability{Weekly: mornings}, window(0, 7, 0, 9), true},
		{"over its end", Availability{Weekly: mornings}, window(0, 11, 0, 14), true},
		{"up to its beginning", Availability{Weekly: mornings}, window(0, 7, 0, 8), false},
		{"from its end", Availability{Weekly: mornings}, window(0, 12, 0, 14), false},
		{"another day", Availability{Weekly: mornings}, window(1, 8, 1, 12), false},
		{"between two days", Availability{Weekly: mornings}, window(0, 12, 2, 8), false},
		{"into the next slot", Availability{Weekly: mornings}, window(0, 12, 2, 9), true},
		{"into the next week", Availability{Weekly: mornings}, window(3, 0, 7, 9), true},
		{"a window of no length", Availability{}, window(0, 9, 0, 9), false},
		{"away all along", Availability{Away: []Window{window(0, 0, 3, 0)}}, window(0, 9, 2, 10), false},
		{"back within the window", Availability{Away: []Window{window(0, 0, 3, 0)}}, window(0, 9, 3, 1), true},
		{"away on the slots", Availability{Weekly: mornings, Away: []Window{window(0, 0, 3, 0)}}, window(0, 0, 7, 0), false},
		{"away on one of them", Availability{Weekly: mornings, Away: []Window{window(0, 0, 1, 0)}}, window(0, 0, 7, 0), true},
		{"away from within the slot on", Availability{Weekly: mornings, Away: []Window{window(0, 9, 1, 0)}}, window(0, 10, 0, 11), false},
		{"back within the slot", Availability{Weekly: mornings, Away: []Window{window(0, 0, 0, 9)}}, window(0, 8, 0, 10), true},
		{"two absences that join", Availability{Away: []Window{window(1, 0, 2, 0), window(0, 0, 1, 0)}}, window(0, 9, 2, 0), false},
		{"a slot that is none", Availability{Weekly: []Slot{{time.Monday, 600, 600}}}, window(0, 0, 14, 0), false},
		{"midnight to midnight", Availability{Weekly: []Slot{{time.Monday, 0, 1440}}}, window(0, 23, 1, 5), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.a.Fits(tt.wanted); got != tt.want {
				t.Errorf("%+v: %t", tt.wanted, got)
			}
			utc := Window{tt.wanted.From.UTC(), tt.wanted.To.UTC()}
			if got := tt.a.Fits(utc); got != tt.want {
				t.Errorf("%+v: %t", utc, got)
			}
		})
	}
}

var (
	slots = rapid.Custom(func(t *rapid.T) Slot {
		from := rapid.IntRange(0, 47).Draw(t, "from")
		return Slot{time.Weekday(rapid.IntRange(0, 6).Draw(t, "day")), from * 30, rapid.IntRange(from+1, 48).Draw(t, "to") * 30}
	})
	stretches = rapid.Custom(func(t *rapid.T) Window {
		from := rapid.IntRange(0, 20*48).Draw(t, "half hour")
		return Window{at(0, 0, from*30), at(0, 0, (from+rapid.IntRange(1, 5*48).Draw(t, "half hours"))*30)}
	})
	availabilities = rapid.Custom(func(t *rapid.T) Availability {
		return Availability{rapid.SliceOfN(slots, 0, 4).Draw(t, "weekly"), rapid.SliceOfN(stretches, 0, 3).Draw(t, "away")}
	})
)

// plainFits asks the same in the plainest way: is there a half hour inside the window that is in a slot and not away?
func plainFits(a Availability, w Window) bool {
	for t := w.From; t.Before(w.To); t = t.Add(30 * time.Minute) {
		m := t.In(models.Local).Hour()*60 + t.In(models.Local).Minute()
		in := len(a.Weekly) == 0 || slices.ContainsFunc(a.Weekly, func(s Slot) bool {
			return s.Weekday == t.In(models.Local).Weekday() && s.From <= m && m < s.To
		})
		if in && !slices.ContainsFunc(a.Away, func(w Window) bool { return w.holds(t) }) {
			return true
		}
	}
	return false
}

func TestFitsAsPlainlyCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, w := availabilities.Draw(t, "availability"), stretches.Draw(t, "wanted")
		if err := a.Check(); err != nil {
			t.Fatal(err)
		}
		if got, want := a.Fits(w), plainFits(a, w); got != want {
			t.Errorf("fits %t, want %t", got, want)
		}
	})
}

func TestAvailabilityCheck(t *testing.T) {
	for name, a := range map[string]Availability{
		"no weekday":      {Weekly: []Slot{{7, 0, 60}}},
		"before Sunday":   {Weekly: []Slot{{-1, 0, 60}}},
		"before midnight": {Weekly: []Slot{{1, -1, 60}}},
		"after midnight":  {Weekly: []Slot{{1, 1380, 1441}}},
		"no length":       {Weekly: []Slot{{1, 60, 60}}},
		"backwards":       {Away: []Window{window(1, 0, 0, 0)}},
		"too many slots":  {Weekly: slices.Repeat([]Slot{{1, 0, 60}}, 101)},
		"too long a list": {Away: slices.Repeat([]Window{window(0, 0, 1, 0)}, 101)},
	} {
		if models.KindOf(a.Check()) != models.Invalid {
			t.Errorf("%s: %v", name, a.Check())
		}
	}
}

func TestNoAvailabilityIsAnEmptyObject(t *testing.T) {
	var a Availability
	if err := json.Unmarshal([]byte(`{}`), &a); err != nil || a.Check() != nil || !a.Fits(window(0, 0, 0, 1)) {
		t.Errorf("%+v, %v", a, err)
	}
	if b, err := json.Marshal(a); err != nil || string(b) != `{}` {
		t.Errorf("%s, %v", b, err)
	}
}
