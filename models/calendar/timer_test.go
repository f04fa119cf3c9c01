package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models"
)

func TestTimerPauses(t *testing.T) {
	c := shippedCalendar(t)
	for _, tt := range []struct{ name, limit, start, pause, resume, due string }{
		{"hours stand still", "24h", "2026-03-02 10:00", "2026-03-02 12:00", "2026-03-05 12:00", "2026-03-06 10:00"},
		{"the night costs a window nothing", "2h@07-21", "2026-03-02 20:00", "2026-03-02 22:00", "2026-03-03 06:00", "2026-03-03 08:00"},
		{"a window keeps what was left", "2h@07-21", "2026-03-02 10:00", "2026-03-02 11:00", "2026-03-02 20:30", "2026-03-03 07:30"},
		{"within one day", "5w", "2026-03-02 10:00", "2026-03-03 09:00", "2026-03-03 17:00", "2026-03-09 18:00"},
		{"over two working days", "5w", "2026-03-02 10:00", "2026-03-03 09:00", "2026-03-05 09:00", "2026-03-11 18:00"},
		{"over a weekend", "5w", "2026-03-02 10:00", "2026-03-06 20:00", "2026-03-08 20:00", "2026-03-09 18:00"},
		{"the days left fall behind a holiday", "3w", "2026-02-11 10:00", "2026-02-12 10:00", "2026-02-14 10:00", "2026-02-25 18:00"},
		{"over the end of the last day", "1w", "2026-03-05 10:00", "2026-03-06 17:00", "2026-03-07 10:00", "2026-03-09 18:00"},
		{"over the evening of the last day", "1w", "2026-03-05 10:00", "2026-03-06 17:00", "2026-03-06 20:00", "2026-03-09 18:00"},
		{"late in hours stays late", "2h", "2026-03-02 10:00", "2026-03-02 13:00", "2026-03-05 13:00", "2026-03-02 12:00"},
		{"late in days stays late", "1w", "2026-03-02 10:00", "2026-03-03 18:00", "2026-03-09 10:00", "2026-03-03 18:00"},
		{"a clock that runs backwards", "24h", "2026-03-02 10:00", "2026-03-02 12:00", "2026-03-02 11:00", "2026-03-03 10:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			running := Timer{}.Start(at(t, tt.start), limit(t, tt.limit), c)
			paused := running.Pause(at(t, tt.pause)).Pause(at(t, tt.resume))
			if !paused.PausedAt.Equal(at(t, tt.pause)) {
				t.Fatalf("a second pause moved the first to %s", paused.PausedAt)
			}
			for _, later := range []string{tt.pause, tt.resume, tt.due, "2027-01-01 00:00"} {
				if paused.Lamp(at(t, later)) != running.Lamp(at(t, tt.pause)) {
					t.Errorf("the lamp of a paused clock changed at %s", later)
				}
			}
			got := paused.Resume(at(t, tt.resume), c)
			if !got.DueAt.Equal(at(t, tt.due)) || got.PausedAt != nil {
				t.Errorf("due %s, want %s", got.DueAt.In(models.Local), tt.due)
			}
			if again := got.Resume(at(t, "2026-06-01 10:00"), c); again != got {
				t.Error("resuming a running clock changed it")
			}
		})
	}
}

func TestLamp(t *testing.T) {
	c := shippedCalendar(t)
	for _, tt := range []struct{ limit, extension, start, amber, due string }{
		{"10h", "", "2026-03-02 10:00", "2026-03-02 17:00", "2026-03-02 20:00"},
		{"10h", "10h", "2026-03-02 10:00", "2026-03-03 00:00", "2026-03-03 06:00"},
		{"10h@07-21", "", "2026-03-02 20:00", "2026-03-03 13:00", "2026-03-03 16:00"},
		{"10d", "", "2026-03-02 10:00", "2026-03-09 10:00", "2026-03-12 10:00"},
		{"10w", "", "2026-03-02 10:00", "2026-03-11 18:00", "2026-03-16 18:00"},
		{"7w", "3w", "2026-03-02 10:00", "2026-03-11 18:00", "2026-03-16 18:00"},
		{"5w", "", "2026-03-02 10:00", "2026-03-06 06:00", "2026-03-09 18:00"},
		{"1w", "", "2026-03-03 08:00", "2026-03-04 07:48", "2026-03-04 18:00"},
		{"7w", "", "2026-09-21 10:00", "2026-09-29 15:36", "2026-10-08 18:00"},
		{"2h", "1w", "2026-03-02 10:00", "2026-03-03 09:00", "2026-03-03 18:00"},
	} {
		t.Run(tt.limit+"+"+tt.extension, func(t *testing.T) {
			timer := Timer{}.Start(at(t, tt.start), limit(t, tt.limit), c).Extend(limit(t, tt.extension), c)
			amber, due := at(t, tt.amber), at(t, tt.due)
			if !timer.AmberAt.Equal(amber) || !timer.DueAt.Equal(due) {
				t.Fatalf("amber %s, due %s", timer.AmberAt.In(models.Local), timer.DueAt.In(models.Local))
			}
			for now, want := range map[time.Time]Lamp{at(t, tt.start): Green, amber.Add(-1): Green, amber: Amber, due.Add(-1): Amber, due: Red} {
				if got := timer.Lamp(now); got != want {
					t.Errorf("%s at %s, want %s", got, now, want)
				}
			}
		})
	}
}

func TestClockWithoutALimit(t *testing.T) {
	now, c := at(t, "2026-03-02 10:00"), shippedCalendar(t)
	if none := (Timer{}); none.Lamp(now) != "" || none.Pause(now) != none || none.Recount(c) != none || none.Resume(now, c) != none {
		t.Error("a clock that never started moved")
	}
	wait := Timer{}.Start(now, workdays(1), c).Until(now, now.Add(10*time.Hour))
	if !wait.DueAt.Equal(now.Add(10*time.Hour)) || !wait.AmberAt.Equal(now.Add(7*time.Hour)) || !wait.Limit.IsZero() {
		t.Errorf("waits until %s", wait.DueAt)
	}
	if later := wait.Pause(now).Resume(now.Add(5*time.Hour), c); *later.DueAt != *wait.DueAt {
		t.Error("a fixed moment moved")
	}
}

func TestProvisionalIsCountedAnew(t *testing.T) {
	before := shippedCalendar(t)
	timer := Timer{}.Start(at(t, "2026-12-30 10:00"), workdays(3), before).Pause(at(t, "2026-12-30 11:00")).Resume(at(t, "2026-12-31 11:00"), before)
	if !timer.Provisional || !timer.DueAt.Equal(at(t, "2027-01-05 18:00")) {
		t.Fatalf("due %s, provisional %t", timer.DueAt, timer.Provisional)
	}
	after, err := New(append(Shipped(), Year{2027, 1, []Span{{"2027-01-01", "2027-01-03"}}, nil})...)
	if err != nil {
		t.Fatal(err)
	}
	timer = timer.Recount(after)
	if timer.Provisional || !timer.DueAt.Equal(at(t, "2027-01-06 18:00")) || timer.CalendarVersion != after.Version() {
		t.Errorf("due %s, provisional %t, calendar %d", timer.DueAt, timer.Provisional, timer.CalendarVersion)
	}
}

func TestExtensionOutOfAKnownYearIsProvisional(t *testing.T) {
	c := shippedCalendar(t)
	timer := Timer{}.Start(at(t, "2026-12-30 10:00"), hours(24), c)
	if got := timer.Extend(workdays(3), c); timer.Provisional || !got.Provisional {
		t.Errorf("provisional %t, extended %t", timer.Provisional, got.Provisional)
	}
}

func TestTimerRoundTrip(t *testing.T) {
	c := shippedCalendar(t)
	rapid.Check(t, func(t *rapid.T) {
		start := moments.Draw(t, "start")
		timer := Timer{}.Start(start, limits.Draw(t, "limit"), c).Pause(start.Add(time.Hour))
		b, err := json.Marshal(timer)
		if err != nil {
			t.Fatal(err)
		}
		var back Timer
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if again, _ := json.Marshal(back); string(again) != string(b) || !back.DueAt.Equal(*timer.DueAt) {
			t.Errorf("%s came back as %s", b, again)
		}
	})
}

// TestTimerLife lets a clock be paused and resumed at random and holds it against what must be true at any time.
func TestTimerLife(t *testing.T) {
	c := shippedCalendar(t)
	rapid.Check(t, func(t *rapid.T) {
		now, l := moments.Draw(t, "start"), limits.Draw(t, "limit")
		timer := Timer{}.Start(now, l, c)
		worse := map[Lamp]int{Green: 0, Amber: 1, Red: 2}
		t.Repeat(map[string]func(*rapid.T){
			"time passes": func(t *rapid.T) {
				was := timer.Lamp(now)
				now = now.Add(time.Duration(rapid.IntRange(1, 50*3600).Draw(t, "seconds")) * time.Second)
				if is := timer.Lamp(now); worse[is] < worse[was] {
					t.Errorf("the lamp went from %s to %s", was, is)
				}
			},
			"pause": func(*rapid.T) { timer = timer.Pause(now) },
			"resume": func(t *rapid.T) {
				next, was := timer.Resume(now, c), timer.Lamp(now)
				if next.DueAt.Before(*timer.DueAt) {
					t.Errorf("due moved back from %s to %s", timer.DueAt, next.DueAt)
				}
				if timer.PausedAt != nil && was != Red && next.DueAt.Before(now) {
					t.Error("a pause made the clock late")
				}
				if is := next.Lamp(now); worse[is] < worse[was] || l.Unit != Workday && is != was && was != "" {
					t.Errorf("the pause turned the lamp from %s to %s", was, is)
				}
				if timer.PausedAt != nil && l.Unit != Workday && was != Red &&
					l.Window.between(*timer.PausedAt, *timer.DueAt) != l.Window.between(now, *next.DueAt) {
					t.Error("a pause changed what was left")
				}
				timer = next
			},
			"": func(t *rapid.T) {
				if again := timer.Recount(c); !again.DueAt.Equal(*timer.DueAt) || again.Provisional != timer.Provisional {
					t.Errorf("due %s is counted anew as %s", timer.DueAt, again.DueAt)
				}
			},
		})
	})
}
