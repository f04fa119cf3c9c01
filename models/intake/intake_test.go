package intake_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/app/testkit/golden"
	"delinli/models"
	"delinli/models/intake"
)

func seat(n int, role models.Role) models.Actor {
	id, _ := models.ParseID[models.PersonID](fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
	return models.Actor{Person: id, Seats: []models.Seat{{Role: role, Area: "370785001005"}}}
}

var (
	states = []intake.State{"", intake.Receiving, intake.Opening, intake.Ready, intake.Checking, intake.Checked, intake.Entering, intake.Done, intake.Failed,
		intake.Stopped, intake.Gone}
	events = []intake.Event{intake.Begin, intake.Open, intake.Check, intake.Enter, intake.EnterGood, intake.Start, intake.Tell, intake.Finish, intake.Fail,
		intake.Stop, intake.Expire}
	parts = []struct {
		name  string
		actor models.Actor
	}{
		{"visitor", models.Actor{}},
		{"owner", seat(1, models.CommunityStaff)},
		{"owner who is a resident now", seat(1, models.Resident)},
		{"colleague", seat(2, models.CommunityStaff)},
		{"city", seat(3, models.CityStaff)},
		{"system admin", seat(4, models.SystemAdmin)},
		{"program", models.SystemActor},
	}
)

// whole is an intake of two parts that have come, of which lines were found so.
func whole(s intake.State, lines, bad int) intake.Intake {
	return intake.Intake{Owner: seat(1, "").Person, Size: intake.PartSize + 1, Parts: 2, State: s, Outcome: &intake.Outcome{Lines: lines, Bad: bad}}
}

// TestWhoMay keeps who may do what in which state: every cell that is not in the golden file is refused.
func TestWhoMay(t *testing.T) {
	var b strings.Builder
	for _, bad := range []int{0, 1, 2} {
		for _, s := range states {
			for _, e := range events {
				var who []string
				for _, p := range parts {
					if next, err := whole(s, 2, bad).Raise(e, p.actor, time.Unix(0, 0)); err == nil {
						who = append(who, p.name+" → "+string(next.State))
					}
				}
				if len(who) > 0 {
					fmt.Fprintf(&b, "%d of 2 lines bad, %q, %s: %s\n", bad, s, e, strings.Join(who, ", "))
				}
			}
		}
	}
	golden.File(t, filepath.Join("testdata", "policy.golden"), b.String())
}

func TestDiagram(t *testing.T) {
	golden.File(t, filepath.Join("..", "..", "docs", "flows", "intake.md"), intake.Flow.Diagram("The life of a table that is sent in"))
}

// TestNobodyIsEnteredUnseen: no life leads to the register without the owner's word after the table was checked, and none goes on once it has ended.
func TestNobodyIsEnteredUnseen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i, checked, asked := whole("", 2, 1), false, false
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			on := rapid.SampledFrom(events).Draw(t, "event")
			who := rapid.SampledFrom(parts).Draw(t, "who").actor
			next, err := i.Raise(on, who, time.Unix(0, 0))
			if err != nil {
				continue
			}
			if i.EndedAt != nil {
				t.Fatalf("%s after it ended as %s", on, i.State)
			}
			checked = checked || i.State == intake.Checking && on == intake.Tell
			asked = asked || checked && on == intake.EnterGood && who.Person == i.Owner
			if next.State == intake.Done && !asked {
				t.Fatal("entered unseen")
			}
			i = next
		}
	})
}

func TestParts(t *testing.T) {
	for size, want := range map[int64][]int64{1: {1}, intake.PartSize: {intake.PartSize}, intake.PartSize + 1: {intake.PartSize, 1},
		2*intake.PartSize - 1: {intake.PartSize, intake.PartSize - 1}} {
		i := intake.Intake{Size: size}
		var got []int64
		for n := range i.Awaits() {
			if i.Whole() {
				t.Errorf("%d bytes are whole after %d parts", size, n)
			}
			got, i.Parts = append(got, i.PartOf(n)), n+1
		}
		if !slices.Equal(got, want) || !i.Whole() {
			t.Errorf("%d bytes: %v, want %v", size, got, want)
		}
	}
}

// TestTriesAreCountedFromEachWord: a new word of the owner begins anew; each moves the day on which the file goes.
func TestTriesAreCountedFromEachWord(t *testing.T) {
	now := time.Date(2026, 3, 10, 4, 0, 0, 0, time.UTC)
	i := whole(intake.Ready, 2, 0)
	for _, step := range []struct {
		on       intake.Event
		a        models.Actor
		attempts int
	}{
		{intake.Check, seat(1, models.CommunityStaff), 0}, {intake.Start, models.SystemActor, 1}, {intake.Start, models.SystemActor, 2},
		{intake.Tell, models.SystemActor, 2}, {intake.EnterGood, seat(1, models.CommunityStaff), 0}, {intake.Start, models.SystemActor, 1},
	} {
		next, err := i.Raise(step.on, step.a, now)
		if err != nil || next.Attempts != step.attempts || !next.GoesAt.Equal(now.Add(intake.Life)) || next.EndedAt != nil {
			t.Fatalf("%s: %+v (%v)", step.on, next, err)
		}
		i, now = next, now.Add(time.Hour)
	}
	if !i.GoodOnly {
		t.Error("it was forgotten that only good lines are wanted")
	}
}
