package volunteer_test

import (
	"testing"
	"time"

	"delinli/models"
	"delinli/models/volunteer"
)

func TestCredit(t *testing.T) {
	for _, tt := range []struct{ served, before, want int }{{90, 0, 90}, {600, 0, 480}, {90, 450, 30}, {90, 480, 0}, {90, 500, 0}, {0, 0, 0}} {
		if got := volunteer.Credit(tt.served, tt.before); got != tt.want {
			t.Errorf("%d after %d: %d, want %d", tt.served, tt.before, got, tt.want)
		}
	}
}

func TestStars(t *testing.T) {
	for hours, want := range map[int]int{0: 0, 99: 0, 100: 1, 299: 1, 300: 2, 600: 3, 1000: 4, 1499: 4, 1500: 5, 9000: 5, -3: 0} {
		if got := volunteer.Stars(hours * 60); got != want {
			t.Errorf("%d hours: %d stars, want %d", hours, got, want)
		}
	}
}

func TestCorrection(t *testing.T) {
	today := time.Date(2026, 3, 10, 0, 0, 0, 0, models.Local)
	for _, tt := range []struct {
		name         string
		minutes, has int
		day          time.Time
		want         string
	}{
		{"more", 30, 60, today, ""},
		{"less", -60, 60, today, ""},
		{"up to the cap", 420, 60, today, ""},
		{"over the cap", 421, 60, today, "input.invalid minutes=hours.beyond_the_day"},
		{"below nothing", -61, 60, today, "input.invalid minutes=hours.beyond_the_day"},
		{"less of what is over the cap", -10, 500, today, ""},
		{"nothing", 0, 60, today, "input.invalid minutes=out_of_range"},
		{"more than a day", 481, 0, today, "input.invalid minutes=out_of_range"},
		{"a year ago", 30, 0, today.AddDate(-1, 0, 0), ""},
		{"longer ago", 30, 0, today.AddDate(-1, 0, -2), "input.invalid day=hours.day_too_old"},
		{"before all days", 30, 0, time.Time{}, "input.invalid day=hours.day_too_old"},
		{"tomorrow", 30, 0, today.AddDate(0, 0, 1), "input.invalid day=hours.day_to_come"},
	} {
		c := volunteer.Correction{Minutes: tt.minutes, Day: tt.day}
		if got := codeOf(c.Check(noon, tt.has)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTwoPeopleCorrect(t *testing.T) {
	v := in(volunteer.Verified)
	c := volunteer.Correction{Person: v.Person, AskedBy: person(6)}
	asks := map[string]bool{"staff": true, "secretary": true, "street": true, "city": true}
	decides := map[string]bool{"street": true, "city": true}
	for _, p := range parts {
		if got := c.MayAsk(p.actor, v) == nil; got != asks[p.name] {
			t.Errorf("%s may ask: %v", p.name, got)
		}
		if got := c.MayDecide(p.actor, v) == nil; got != decides[p.name] {
			t.Errorf("%s may decide on what the secretary asked: %v", p.name, got)
		}
	}
	c.Outcome = volunteer.Denied
	if got := codeOf(c.MayDecide(seat(7, models.StreetStaff, street), v)); got != "hours.decided_before" {
		t.Error(got)
	}
}
