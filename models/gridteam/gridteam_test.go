package gridteam_test

import (
	"crypto/rand"
	"errors"
	"maps"
	"slices"
	"testing"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/gridteam"
)

const grid models.AreaCode = "370785001005003"

var somebody = models.NewID[models.PersonID](rand.Reader)

// held is a post from a day to another; an empty last day is none.
func held(kind gridteam.Kind, from, until calendar.Date) gridteam.Post {
	p := gridteam.Post{Grid: grid, Kind: kind, Person: somebody, Origin: gridteam.Residents, From: from, Version: 1}
	if until != "" {
		p.Until = &until
	}
	return p
}

func faultsOf(err error) map[string]string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields
	}
	return nil
}

func TestEveryFaultOfAPostIsNamed(t *testing.T) {
	bad := held("boss", "soon", "")
	bad.Grid, bad.Origin = grid.Parent(), "abroad"
	want := map[string]string{"area_code": "post.no_grid", "kind": "field.choice", "origin": "field.choice", "from_on": "field.format"}
	if got := faultsOf(bad.Check()); !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if got := faultsOf(held(gridteam.Chief, "2026-03-02", "2026-03-01").Check()); got["until_on"] != "post.backwards" {
		t.Errorf("%v", got)
	}
	for _, kind := range gridteam.Kinds {
		if err := held(kind, "2026-03-01", "2026-03-01").Check(); err != nil {
			t.Errorf("%s for one day: %v", kind, err)
		}
	}
}

// TestOneChiefAtATime: days on which two would hold what is one's are found at both ends.
func TestOneChiefAtATime(t *testing.T) {
	for what, c := range map[string]struct {
		kind        gridteam.Kind
		from, until calendar.Date
		same        bool // the person of the post that is there, which is held all March
		want        map[string]string
	}{
		"before":                {gridteam.Chief, "2026-01-01", "2026-02-28", false, nil},
		"into its first day":    {gridteam.Chief, "2026-01-01", "2026-03-01", false, map[string]string{"kind": "post.taken"}},
		"from its last day on":  {gridteam.Chief, "2026-03-31", "", false, map[string]string{"kind": "post.taken"}},
		"within":                {gridteam.Chief, "2026-03-10", "2026-03-11", false, map[string]string{"kind": "post.taken"}},
		"around":                {gridteam.Chief, "2026-01-01", "", false, map[string]string{"kind": "post.taken"}},
		"after":                 {gridteam.Chief, "2026-04-01", "", false, nil},
		"once more":             {gridteam.Chief, "2026-03-10", "", true, map[string]string{"person_id": "post.held_before"}},
		"another post":          {gridteam.Liaison, "2026-03-10", "", true, nil},
		"another of the worker": {gridteam.FullTime, "2026-03-10", "", false, nil},
		"the worker once more":  {gridteam.FullTime, "2026-03-10", "", true, map[string]string{"person_id": "post.held_before"}},
	} {
		p := held(c.kind, c.from, c.until)
		if !c.same {
			p.Person = models.NewID[models.PersonID](rand.Reader)
		}
		there := []gridteam.Post{held(gridteam.Chief, "2026-03-01", "2026-03-31"), held(gridteam.FullTime, "2026-03-01", "2026-03-31")}
		if got := faultsOf(p.Beside(there)); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
}

func TestPostsEndOnce(t *testing.T) {
	for what, c := range map[string]struct {
		until, last calendar.Date // as set before, and asked for on the tenth
		field, code string
	}{
		"today":            {"", "2026-03-10", "", ""},
		"later":            {"", "2026-12-31", "", ""},
		"earlier than set": {"2026-12-31", "2026-06-30", "", ""},
		"backwards":        {"", "2026-02-28", "until_on", "post.backwards"},
		"longer":           {"2026-06-30", "2026-07-01", "until_on", "post.longer"},
		"no day":           {"", "2026-02-30", "until_on", "field.format"},
	} {
		p := held(gridteam.Chief, "2026-03-01", c.until)
		ended, err := p.End(c.last, "2026-03-10")
		if faultsOf(err)[c.field] != c.code || (err == nil) != (c.code == "") {
			t.Errorf("%s: %v", what, err)
		}
		if err == nil && (*ended.Until != c.last || ended.Version != 2) {
			t.Errorf("%s: %+v", what, ended)
		}
	}
	if _, err := held(gridteam.Chief, "2026-03-01", "2026-03-09").End("2026-03-09", "2026-03-10"); models.KindOf(err) != models.Conflict {
		t.Errorf("one that is over: %v", err)
	}
}

func TestWhatATeamLacks(t *testing.T) {
	for _, c := range []struct {
		s    gridteam.Strength
		want []gridteam.Gap
	}{
		{gridteam.Strength{Chiefs: 1, Liaisons: 1, FullTime: 1, Dwellings: 500}, nil},
		{gridteam.Strength{Chiefs: 1, Liaisons: 1, FullTime: 1, Dwellings: 501}, []gridteam.Gap{gridteam.Crowded}},
		{gridteam.Strength{Chiefs: 1, Liaisons: 1, FullTime: 2, Dwellings: 1000, Stretched: 1}, []gridteam.Gap{gridteam.Stretched}},
		{gridteam.Strength{PartTime: 9, Dwellings: 900}, []gridteam.Gap{gridteam.NoChief, gridteam.NoLiaison, gridteam.NoFullTime}},
	} {
		if got := c.s.Gaps(); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v", c.s, got)
		}
	}
}

// TestGridsAddUp: the whole counts each grid once, and each of its gaps.
func TestGridsAddUp(t *testing.T) {
	grids := []gridteam.Strength{{Grid: "1", Chiefs: 1, FullTime: 2, PartTime: 3}, {Grid: "2", Liaisons: 1, FullTime: 1}, {Grid: "3", Chiefs: 1, Liaisons: 1, FullTime: 1}}
	w := gridteam.Sum(grids)
	if w.Grids != 3 || w.Chiefs != 2 || w.Liaisons != 2 || w.FullTime != 4 || w.PartTime != 3 || !maps.Equal(w.Gaps, map[gridteam.Gap]int{gridteam.NoChief: 1, gridteam.NoLiaison: 1}) {
		t.Errorf("%+v", w)
	}
	if n := grids[0].Members(); n != 6 {
		t.Errorf("%d members", n)
	}
	for gap, want := range map[gridteam.Gap]int{"": 3, gridteam.NoChief: 1, gridteam.NoLiaison: 1, gridteam.Crowded: 0} {
		if got := gridteam.Lacking(grids, gap); len(got) != want || len(grids) != 3 {
			t.Errorf("%s: %v", gap, got)
		}
	}
}
