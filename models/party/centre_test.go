package party_test

import (
	"maps"
	"testing"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/party"
)

// TestWhoBecomesACentreHousehold: the household of a member who lives in the grid of a live group, for its building or one of its units; every fault is told
// at once.
func TestWhoBecomesACentreHousehold(t *testing.T) {
	const grid models.AreaCode = "370785001005003"
	group := party.Org{ID: models.NewID[models.OrgID](ones{}), Kind: party.Group, Area: grid, Founded: "2022-03-01"}
	home := party.Home{Household: models.NewID[models.HouseholdID](ones{}), Area: grid, Building: grid + "00001", Member: true}
	for name, c := range map[string]struct {
		change func(h *party.Home)
		of     models.AreaCode
		unit   *int
		since  calendar.Date
		want   map[string]string
	}{
		"of the building": {}, "of a unit, since a day": {unit: new(2), since: "2022-03-01"}, "in a building of the grid": {change: func(h *party.Home) { h.Area = grid + "00001" }},
		"no member":        {change: func(h *party.Home) { h.Member = false }, want: map[string]string{"resident_id": "party.no_member"}},
		"no building":      {of: "none", want: map[string]string{"building": "party.no_building"}},
		"another's":        {of: "37078500100500400001", want: map[string]string{"building": "party.building_elsewhere"}},
		"a grid":           {of: grid, want: map[string]string{"building": "party.building_elsewhere"}},
		"elsewhere":        {change: func(h *party.Home) { h.Area = "370785001005004" }, want: map[string]string{"resident_id": "party.lives_elsewhere"}},
		"too high a unit":  {unit: new(3), want: map[string]string{"unit": "party.no_unit"}},
		"no unit at all":   {unit: new(0), want: map[string]string{"unit": "party.no_unit"}},
		"before the group": {since: "2022-02-28", unit: new(9), want: map[string]string{"since": "party.before_group", "unit": "party.no_unit"}},
		"ahead":            {since: "2026-03-11", want: map[string]string{"since": "party.appointed_ahead"}},
		"no day":           {since: "2026-02-30", want: map[string]string{"since": "field.format"}},
	} {
		h := home
		if c.change != nil {
			c.change(&h)
		}
		of := party.Stewardship{Building: home.Building, Units: 2, Unit: c.unit}
		switch c.of {
		case "none":
			of.Building = ""
		case grid:
			of.Building, of.Units = grid, 0
		case "":
		default:
			of.Building = c.of
		}
		got, err := group.Appoint(h, of, c.since, "2026-03-10")
		e, _ := err.(*models.Error)
		switch {
		case c.want != nil && (e == nil || !maps.Equal(e.Fields, c.want)):
			t.Errorf("%s: %v", name, err)
		case c.want == nil && (err != nil || got.Household != home.Household || got.Group != group.ID || got.Building != home.Building || got.Unit != c.unit || got.Since == ""):
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for _, o := range []party.Org{{Kind: party.Branch, Area: grid}, {Kind: party.Group, Area: grid, Ended: true}} {
		if _, err := o.Appoint(home, party.Stewardship{Building: home.Building, Units: 2}, "", "2026-03-10"); models.CodeOf(err) != "party.no_group" {
			t.Errorf("%s: %v", o.Kind, err)
		}
	}
}

// ones is chance that always draws the same.
type ones struct{}

func (ones) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 1
	}
	return len(b), nil
}
