package resident_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
)

func number(t testing.TB, born string, sequence int) secret.IDNumber {
	n, err := secret.CompleteIDNumber(fmt.Sprintf("370799%s%03d", born, sequence))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestChildrenAreAppointedToNothing: of the day of birth the month is known, so who turns 18 in it waits for its end; of whom none is known, nothing is said.
func TestChildrenAreAppointedToNothing(t *testing.T) {
	for born, grown := range map[calendar.Date]bool{"": true, "1949-03-01": true, "2008-02-01": true, "2008-03-01": false, "2012-05-01": false, "2026-03-01": false} {
		err := resident.Grown(born, "2026-03-31")
		if e, _ := errors.AsType[*models.Error](err); (err == nil) != grown || e != nil && e.Fields["person_id"] != "resident.under_age" {
			t.Errorf("born %s: %v", born, err)
		}
	}
}

func TestWhatTheIdentityNumberSays(t *testing.T) {
	for _, c := range []struct {
		born     string
		sequence int
		sex      resident.Sex
		month    calendar.Date
	}{
		{"19491231", 1, resident.Male, "1949-12-01"}, {"19491231", 2, resident.Female, "1949-12-01"}, {"20000229", 999, resident.Male, "2000-02-01"},
	} {
		n := number(t, c.born, c.sequence)
		if got := resident.SexOf(n); got != c.sex {
			t.Errorf("%s %d is %s", c.born, c.sequence, got)
		}
		if got := resident.Month(n); got != c.month {
			t.Errorf("%s was born in %s", c.born, got)
		}
	}
	if got := resident.Month(secret.IDNumber{}); got != "" {
		t.Errorf("nobody was born in %s", got)
	}
}

// TestAnEntryIsTidy: an address that is typed is as one that is read from a table.
func TestAnEntryIsTidy(t *testing.T) {
	e := resident.Entry{Address: secret.NewText("\t3号楼 501室\u3000\n")}
	if got := e.Tidy().Address.Plain(); got != "3号楼 501室" {
		t.Errorf("%q", got)
	}
	if e, _ := e.With(resident.FieldAddress, " 5号楼\t", "2026-03-10"); e.Address.Plain() != "5号楼" {
		t.Errorf("corrected: %q", e.Address.Plain())
	}
}

func TestAgeOn(t *testing.T) {
	for _, c := range []struct {
		born, day calendar.Date
		want      int
	}{
		{"1964-08-01", "2024-08-15", 60}, {"1964-09-01", "2024-08-15", 59}, {"2009-08-01", "2024-08-01", 15}, {"2024-08-01", "2024-08-15", 0},
		{"", "2024-08-15", 0}, {"1964-08-01", "", 0},
	} {
		if got := resident.AgeOn(c.born, c.day); got != c.want {
			t.Errorf("born %s, on %s: %d, want %d", c.born, c.day, got, c.want)
		}
	}
}

// TestNobodyGrowsYounger: a later day never gives a lower age, and twelve months give one year.
func TestNobodyGrowsYounger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := func(name string) time.Time {
			return time.Date(rapid.IntRange(1920, 2030).Draw(t, name+" year"), time.Month(rapid.IntRange(1, 12).Draw(t, name+" month")), 1, 0, 0, 0, 0, time.UTC)
		}
		on := func(d time.Time) calendar.Date { return calendar.Date(d.Format(time.DateOnly)) }
		born, d := day("born"), day("on")
		age := resident.AgeOn(on(born), on(d))
		if next := resident.AgeOn(on(born), on(d.AddDate(0, 1, 0))); next != age && next != age+1 {
			t.Fatalf("%d, a month later %d", age, next)
		}
		if next := resident.AgeOn(on(born), on(d.AddDate(1, 0, 0))); next != age+1 {
			t.Fatalf("%d, a year later %d", age, next)
		}
	})
}

// TestTheListsHaveNoRepeats: each value once.
func TestTheListsHaveNoRepeats(t *testing.T) {
	if got := len(slices.Compact(slices.Sorted(slices.Values(resident.Relations)))); got != len(resident.Relations) {
		t.Errorf("%d relations", got)
	}
	if got := len(slices.Compact(slices.Sorted(slices.Values(resident.Tags)))); got != len(resident.Tags) {
		t.Errorf("%d tags", got)
	}
}

func TestAgeGroupsAreOfTheMonthOfBirth(t *testing.T) {
	for g, want := range map[resident.AgeGroup][2]calendar.Date{
		resident.Children: {"2009-08-01", "2024-08-01"}, resident.Adults: {"1964-08-01", "2009-08-01"}, resident.Elders: {"1824-08-01", "1964-08-01"},
		"": {"1824-08-01", "2024-08-01"},
	} {
		if after, until := g.Born("2024-08-15"); after != want[0] || until != want[1] {
			t.Errorf("%q: after %s until %s", g, after, until)
		}
	}
}
