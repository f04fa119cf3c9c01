package person

import (
	"errors"
	"testing"
	"time"

	"delinli/models"
)

func TestCheckLeave(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	a, _ := models.ParseID[models.PersonID]("01930f6e-6c3b-7b1a-9d0e-6f2a3b4c5d6e")
	b, _ := models.ParseID[models.PersonID]("01930f6e-6c3b-7b1a-9d0e-6f2a3b4c5d6f")
	day := 24 * time.Hour
	for name, tt := range map[string]struct {
		l  Leave
		ok bool
	}{
		"a week":          {Leave{Person: a, Deputy: b, From: now, Until: now.Add(7 * day)}, true},
		"ninety days":     {Leave{Person: a, Deputy: b, From: now, Until: now.Add(90 * day)}, true},
		"a quarter more":  {Leave{Person: a, Deputy: b, From: now, Until: now.Add(91 * day)}, false},
		"oneself":         {Leave{Person: a, Deputy: a, From: now, Until: now.Add(day)}, false},
		"no time":         {Leave{Person: a, Deputy: b, From: now, Until: now}, false},
		"backwards":       {Leave{Person: a, Deputy: b, From: now.Add(day), Until: now.Add(time.Hour)}, false},
		"in a year":       {Leave{Person: a, Deputy: b, From: now.Add(365 * day), Until: now.Add(366 * day)}, true},
		"in a year more":  {Leave{Person: a, Deputy: b, From: now.Add(366 * day), Until: now.Add(367 * day)}, false},
		"over before now": {Leave{Person: a, Deputy: b, From: now.Add(-2 * day), Until: now.Add(-day)}, false},
	} {
		if err := CheckLeave(tt.l, now); (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCheckLeaveTellsTheLastDay: whoever asks for too much learns what they may ask for.
func TestCheckLeaveTellsTheLastDay(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	b, _ := models.ParseID[models.PersonID]("01930f6e-6c3b-7b1a-9d0e-6f2a3b4c5d6f")
	for field, c := range map[string]struct {
		from, until time.Time
		code, limit string
	}{
		"from":  {now.AddDate(2, 0, 0), now.AddDate(2, 0, 1), "leave.too_far", "2027-03-10"},
		"until": {now.AddDate(0, 0, 1), now.AddDate(1, 0, 0), "leave.too_long", "2026-06-09"},
	} {
		err, ok := errors.AsType[*models.Error](CheckLeave(Leave{Deputy: b, From: c.from, Until: c.until}, now))
		if !ok || err.Fields[field] != c.code || err.Limits[field] != c.limit {
			t.Errorf("%s: %+v", field, err)
		}
	}
}

// TestLent: who may stand in for whom.
func TestLent(t *testing.T) {
	seat := func(r models.Role, a models.AreaCode, unit string) Seat {
		return Seat{Seat: models.Seat{Role: r, Area: a, Unit: unit}}
	}
	clerk := seat(models.CommunityStaff, "370785001001", "")
	for name, tt := range map[string]struct {
		own, deputy Seat
		want        bool
	}{
		"a colleague of the next community":   {clerk, seat(models.CommunityStaff, "370785001002", ""), true},
		"the secretary":                       {clerk, seat(models.CommunitySecretary, "370785001001", ""), true},
		"the street above":                    {clerk, seat(models.StreetStaff, "370785001", ""), true},
		"a colleague who has the seat anyway": {clerk, clerk, false},
		"a community of another street":       {clerk, seat(models.CommunityStaff, "370785002001", ""), false},
		"a grid worker":                       {clerk, seat(models.GridWorker, "370785001001001", ""), false},
		"a clerk for the secretary":           {seat(models.CommunitySecretary, "370785001001", ""), clerk, false},
		"an administrator's seat":             {seat(models.SecurityAdmin, "370785", ""), seat(models.CityStaff, "370785", ""), false},
		"the same department":                 {seat(models.DepartmentStaff, "370785", "民政局"), seat(models.DepartmentStaff, "370785001", "民政局"), true},
		"another department":                  {seat(models.DepartmentStaff, "370785", "民政局"), seat(models.DepartmentStaff, "370785", "司法局"), false},
		"city staff for a department":         {seat(models.DepartmentStaff, "370785", "民政局"), seat(models.CityStaff, "370785", ""), false},
	} {
		if got := len(Lent(Leave{Until: time.Unix(1, 0)}, []Seat{tt.own}, []Seat{tt.deputy})) == 1; got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	lent := clerk
	lent.LentOf, _ = models.ParseID[models.SeatID]("01930f6e-6c3b-7b1a-9d0e-6f2a3b4c5d6e")
	if len(Lent(Leave{Until: time.Unix(1, 0)}, []Seat{lent}, []Seat{seat(models.StreetStaff, "370785001", "")})) != 0 {
		t.Error("what was lent is lent on")
	}
}

// TestLentEndsWithItsOriginal: a seat is lent from the leave's first moment to its last, or to its own last, whichever comes first.
func TestLentEndsWithItsOriginal(t *testing.T) {
	from := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	l := Leave{From: from, Until: from.Add(48 * time.Hour)}
	soon, late, before := from.Add(time.Hour), from.Add(72*time.Hour), from
	deputy := Seat{Seat: models.Seat{Role: models.CommunityStaff, Area: "370785001002"}}
	for name, c := range map[string]struct {
		until, want *time.Time
	}{
		"without an end":              {nil, &l.Until},
		"that ends after the leave":   {&late, &l.Until},
		"that ends in it":             {&soon, &soon},
		"that is over when it begins": {&before, nil},
	} {
		own := Seat{Until: c.until, Seat: models.Seat{Role: models.CommunityStaff, Area: "370785001001"}}
		lent := Lent(l, []Seat{own}, []Seat{deputy})
		if c.want == nil && len(lent) != 0 || c.want != nil && (len(lent) != 1 || !lent[0].Until.Equal(*c.want) || !lent[0].From.Equal(from)) {
			t.Errorf("a seat %s: %+v", name, lent)
		}
	}
}
