package dispatch

import (
	"testing"
	"time"

	"delinli/models"
)

func TestManned(t *testing.T) {
	monday := time.Date(2026, 3, 9, 0, 0, 0, 0, models.Local)
	mornings := Candidate{Availability: Availability{Weekly: []Slot{{time.Monday, 8 * 60, 10 * 60}, {time.Tuesday, 8*60 + 30, 9 * 60}}}}
	always := Candidate{}
	away := Candidate{Availability: Availability{Away: []Window{{monday, monday.AddDate(0, 0, 6)}}}}
	hours := Manned([]Candidate{mornings, always, away}, monday)
	for at, want := range map[int]int{0: 1, 8: 2, 9: 2, 10: 1, 24 + 8: 2, 24 + 9: 1, 5*24 + 23: 1, 6 * 24: 2} {
		if hours[at] != want {
			t.Errorf("day %d at %d: %d, want %d", at/24, at%24, hours[at], want)
		}
	}
}
