package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models"
)

func shippedCalendar(t testing.TB) Calendar {
	t.Helper()
	c, err := New(Shipped()...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// at reads a local moment such as "2026-02-14 18:00".
func at(t testing.TB, s string) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04", s, models.Local)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func limit(t testing.TB, s string) (l Limit) {
	t.Helper()
	if err := l.UnmarshalText([]byte(s)); err != nil {
		t.Fatal(s, err)
	}
	return l
}

func TestDue(t *testing.T) {
	c := shippedCalendar(t)
	for _, tt := range []struct {
		name, start, limit, due string
		provisional             bool
	}{
		{"hours run through the night", "2026-03-02 23:00", "2h", "2026-03-03 01:00", false},
		{"hours run through a holiday", "2026-02-14 12:00", "24h", "2026-02-15 12:00", false},
		{"calendar days", "2026-02-14 12:00", "7d", "2026-02-21 12:00", false},
		{"calendar days ask no table", "2030-12-28 12:00", "7d", "2031-01-04 12:00", false},
		{"next working day", "2026-03-02 09:00", "1w", "2026-03-03 18:00", false},
		{"the hour of the start is the same to working days", "2026-03-02 23:59", "1w", "2026-03-03 18:00", false},
		{"over a weekend", "2026-03-06 09:00", "1w", "2026-03-09 18:00", false},
		{"a worked Saturday counts", "2026-02-13 09:00", "1w", "2026-02-14 18:00", false},
		{"over Spring Festival", "2026-02-14 09:00", "1w", "2026-02-24 18:00", false},
		{"from within a holiday", "2026-02-20 09:00", "1w", "2026-02-24 18:00", false},
		{"five days with a worked Sunday", "2024-02-09 17:00", "5w", "2024-02-22 18:00", false},
		{"over National Day", "2025-09-30 10:00", "2w", "2025-10-10 18:00", false},
		{"up to the last known day", "2026-12-28 10:00", "3w", "2026-12-31 18:00", false},
		{"into an unknown year", "2026-12-31 10:00", "1w", "2027-01-01 18:00", true},
		{"out of an unknown year", "2023-12-29 10:00", "1w", "2024-01-02 18:00", true},
		{"after an unknown year", "2023-12-31 10:00", "1w", "2024-01-02 18:00", false},
		{"within an unknown year", "2029-10-01 10:00", "1w", "2029-10-02 18:00", true},
		{"window: inside", "2026-03-02 10:00", "2h@07-21", "2026-03-02 12:00", false},
		{"window: up to its end", "2026-03-02 19:00", "2h@07-21", "2026-03-02 21:00", false},
		{"window: over the night", "2026-03-02 20:00", "2h@07-21", "2026-03-03 08:00", false},
		{"window: from the night", "2026-03-02 22:00", "2h@07-21", "2026-03-03 09:00", false},
		{"window: before dawn", "2026-03-02 03:00", "2h@07-21", "2026-03-02 09:00", false},
		{"window: over two nights", "2026-03-02 20:00", "16h@07-21", "2026-03-04 08:00", false},
		{"window: the whole day", "2026-03-02 20:00", "16h@00-24", "2026-03-03 12:00", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			due, provisional := c.Due(at(t, tt.start), limit(t, tt.limit))
			if !due.Equal(at(t, tt.due)) || provisional != tt.provisional {
				t.Errorf("due %s provisional %t, want %s %t", due.In(models.Local), provisional, tt.due, tt.provisional)
			}
		})
	}
}

func TestDueCountsLocalDaysOfAnyZone(t *testing.T) {
	start := time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC) // the 3rd, 01:00 in Shanghai
	due, _ := shippedCalendar(t).Due(start, workdays(1))
	if want := time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC); due != want {
		t.Errorf("due %s, want %s", due, want)
	}
}

func TestZeroCalendarIsProvisional(t *testing.T) {
	due, provisional := Calendar{}.Due(at(t, "2026-02-13 09:00"), workdays(1))
	if !provisional || !due.Equal(at(t, "2026-02-16 18:00")) {
		t.Errorf("due %s, provisional %t", due, provisional)
	}
}

func TestMissingYears(t *testing.T) {
	c := shippedCalendar(t)
	for now, want := range map[string][]int{
		"2025-12-31 23:59": nil,
		"2026-10-31 23:59": nil,
		"2026-11-01 00:00": {2027},
		"2027-05-01 00:00": {2027},
		"2027-11-01 00:00": {2027, 2028},
	} {
		if got := c.MissingYears(at(t, now)); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", now, got, want)
		}
	}
}

// Generators: moments from 2023 to 2028, so that years with and without a table meet, and every form of a limit.
var (
	moments = rapid.Custom(func(t *rapid.T) time.Time {
		return time.Date(2023, 12, 1, 0, 0, rapid.IntRange(0, 4*365*24*3600).Draw(t, "seconds"), 0, models.Local)
	})
	windows = rapid.Custom(func(t *rapid.T) Window {
		from := rapid.IntRange(0, 23).Draw(t, "from")
		return Window{from, rapid.IntRange(from+1, 24).Draw(t, "to")}
	})
	limits = rapid.Custom(func(t *rapid.T) Limit {
		l := Limit{Amount: rapid.IntRange(1, 40).Draw(t, "amount"), Unit: rapid.SampledFrom([]Unit{Hour, Day, Workday}).Draw(t, "unit")}
		if l.Unit == Hour && rapid.Bool().Draw(t, "windowed") {
			l.Window = windows.Draw(t, "window")
		}
		return l
	})
)

func TestDueIsMonotone(t *testing.T) {
	c := shippedCalendar(t)
	rapid.Check(t, func(t *rapid.T) {
		start, l := moments.Draw(t, "start"), limits.Draw(t, "limit")
		due, _ := c.Due(start, l)
		later, _ := c.Due(start.Add(time.Duration(rapid.IntRange(0, 100*3600).Draw(t, "delay"))*time.Second), l)
		if later.Before(due) {
			t.Errorf("a later start is due earlier: %s before %s", later, due)
		}
		l.Amount++
		if longer, _ := c.Due(start, l); !longer.After(due) {
			t.Errorf("a longer limit is not due later: %s, %s", longer, due)
		}
	})
}

func TestDueHoldsTheWholeLimit(t *testing.T) {
	c := shippedCalendar(t)
	rapid.Check(t, func(t *rapid.T) {
		start, l := moments.Draw(t, "start"), limits.Draw(t, "limit")
		due, _ := c.Due(start, l)
		if l.Unit != Workday {
			if got := l.Window.between(start, due); got != l.length() {
				t.Errorf("%s pass until %s, want %s", got, due, l.length())
			}
			return
		}
		if got := c.workdays(start, due); got != l.Amount {
			t.Errorf("%d working days until %s, want %d", got, due, l.Amount)
		}
		if works, _ := c.Workday(due); !works || due.In(models.Local).Format("15:04:05") != "18:00:00" {
			t.Errorf("%s is no end of a working day", due)
		}
	})
}
