package store

import (
	"slices"
	"testing"
	"time"

	"delinli/models"
)

// TestPageStarts: a page begins behind its cursor and behind the bound of its list, whichever comes later.
func TestPageStarts(t *testing.T) {
	noon := time.Date(2026, 3, 10, 4, 0, 0, 0, time.UTC)
	id := "00000000-0000-7000-8000-000000000001"
	at := func(moment time.Time) Page {
		_, cursor := Next(Page{Limit: 1}, []Key{{moment, id}, {}}, func(k Key) Key { return k })
		return Page{Limit: 1, Cursor: cursor}
	}
	for _, tt := range []struct {
		name string
		read func() (Key, error)
		want Key
	}{
		{"the first page", func() (Key, error) { return Page{}.After() }, last},
		{"the next page", func() (Key, error) { return at(noon).After() }, Key{noon, id}},
		{"before a moment", func() (Key, error) { return Page{}.Before(noon) }, Key{noon, first.ID}},
		{"further before it", func() (Key, error) { return at(noon).Before(noon.Add(time.Hour)) }, Key{noon, id}},
		{"a cursor from behind it", func() (Key, error) { return at(noon).Before(noon.Add(-time.Hour)) }, Key{noon.Add(-time.Hour), first.ID}},
		{"after a moment", func() (Key, error) { return Page{}.From(noon) }, Key{noon, last.ID}},
		{"further after it", func() (Key, error) { return at(noon).From(noon.Add(-time.Hour)) }, Key{noon, id}},
		{"from the beginning", func() (Key, error) { return at(noon).From(time.Time{}) }, Key{noon, id}},
	} {
		if got, err := tt.read(); err != nil || !got.At.Equal(tt.want.At) || got.ID != tt.want.ID {
			t.Errorf("%s: %v (%v), want %v", tt.name, got, err, tt.want)
		}
	}
	if _, err := (Page{Cursor: "?"}).From(noon); models.KindOf(err) != models.Invalid {
		t.Errorf("no cursor: %v", err)
	}
}

func TestScopeWithin(t *testing.T) {
	seats := Scope{[]models.AreaCode{"370785001", "370785002001"}}
	for area, want := range map[models.AreaCode][]models.AreaCode{
		"":                seats.Areas,
		"370785":          seats.Areas,
		"370785001":       {"370785001"},
		"370785001005":    {"370785001005"},
		"370785002":       {"370785002001"},
		"370785002001003": {"370785002001003"},
		"370785002002":    nil,
	} {
		if got := seats.Within(area); !slices.Equal(got.Areas, want) {
			t.Errorf("%q: %v, want %v", area, got.Areas, want)
		}
	}
}
