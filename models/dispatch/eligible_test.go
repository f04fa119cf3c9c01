package dispatch

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/google/uuid"

	"delinli/models"
)

// id makes the nth id of a noun.
func id[T models.ID[N], N any](n int) T {
	u := uuid.UUID{6: 0x70, 8: 0x80}
	binary.BigEndian.PutUint32(u[12:], uint32(n))
	made, _ := models.ParseID[T, N](u.String())
	return made
}

const grid = models.AreaCode("370785001005003")

func need() Need {
	return Need{Order: id[models.OrderID](1), At: at(0, 9, 0), Requester: id[models.PersonID](1), PlacedBy: id[models.PersonID](2),
		Household: id[models.HouseholdID](1), Area: grid, Reach: models.Community, Skills: []string{"plumbing"}}
}

func volunteer(n int) Candidate {
	return Candidate{Person: id[models.PersonID](n), Household: id[models.HouseholdID](n), Verified: true,
		Skills: []string{"haircut", "plumbing"}, Areas: []models.AreaCode{grid}, Cap: 3}
}

func TestEligible(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(*Need, *Candidate)
		want string
	}{
		{"fit", func(*Need, *Candidate) {}, ""},
		{"not verified", func(_ *Need, c *Candidate) { c.Verified = false }, Unverified},
		{"requester", func(_ *Need, c *Candidate) { c.Person = id[models.PersonID](1) }, OwnOrder},
		{"who placed it", func(_ *Need, c *Candidate) { c.Person = id[models.PersonID](2) }, OwnOrder},
		{"household", func(_ *Need, c *Candidate) { c.Household = id[models.HouseholdID](1) }, OwnOrder},
		{"neither has a household", func(n *Need, c *Candidate) { n.Household, c.Household = models.HouseholdID{}, models.HouseholdID{} }, ""},
		{"declined", func(n *Need, c *Candidate) { n.Declined = []models.PersonID{c.Person} }, Declined},
		{"another declined", func(n *Need, _ *Candidate) { n.Declined = []models.PersonID{id[models.PersonID](9)} }, ""},
		{"declined for the team", func(n *Need, c *Candidate) {
			c.Team = id[models.TeamID](5)
			n.DeclinedTeams = []models.TeamID{c.Team}
		}, Declined},
		{"declined in person, asked for the team", func(n *Need, c *Candidate) {
			c.Team = id[models.TeamID](5)
			n.Declined = []models.PersonID{c.Person}
		}, ""},
		{"party members only", func(n *Need, _ *Candidate) { n.Party = PartyRequired }, PartyOnly},
		{"party member", func(n *Need, c *Candidate) { n.Party, c.Party = PartyRequired, true }, ""},
		{"party preferred", func(n *Need, _ *Candidate) { n.Party = PartyPreferred }, ""},
		{"one skill of two", func(n *Need, _ *Candidate) { n.Skills = []string{"plumbing", "law"} }, SkillMissing},
		{"a useful skill is no condition", func(n *Need, _ *Candidate) { n.Useful = []string{"law"} }, ""},
		{"no skill asked", func(n *Need, c *Candidate) { n.Skills, c.Skills = nil, nil }, ""},
		{"load at the cap", func(_ *Need, c *Candidate) { c.Load = 3 }, AtCap},
		{"below the cap", func(_ *Need, c *Candidate) { c.Load = 2 }, ""},
		{"takes none", func(_ *Need, c *Candidate) { c.Cap = 0 }, AtCap},
		{"away at the wanted time", func(n *Need, c *Candidate) {
			n.Wanted, c.Availability.Away = []Window{window(0, 9, 0, 10)}, []Window{window(0, 0, 1, 0)}
		}, Unavailable},
		{"one of the wanted times", func(n *Need, c *Candidate) {
			n.Wanted, c.Availability.Away = []Window{window(0, 9, 0, 10), window(2, 9, 2, 10)}, []Window{window(0, 0, 1, 0)}
		}, ""},
		{"away, no time wanted", func(_ *Need, c *Candidate) { c.Availability.Away = []Window{window(0, 0, 1, 0)} }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, c := need(), volunteer(7)
			tt.edit(&n, &c)
			if code, ok := Eligible(n, c); code != tt.want || ok != (tt.want == "") {
				t.Errorf("got %q %t, want %q", code, ok, tt.want)
			}
		})
	}
}

func TestReach(t *testing.T) {
	const ok, out = "", OutOfReach
	for _, tt := range []struct {
		name                               string
		area                               models.AreaCode
		grid, community, street, city, any string
	}{
		{"same grid", grid, ok, ok, ok, ok, ok},
		{"building of the grid", grid + "00012", ok, ok, ok, ok, ok},
		{"whole community", "370785001005", ok, ok, ok, ok, ok},
		{"whole city", "370785", ok, ok, ok, ok, ok},
		{"next grid", "370785001005004", out, ok, ok, ok, ok},
		{"next community", "370785001006", out, out, ok, ok, out},
		{"next street", "370785002001001", out, out, out, ok, out},
		{"next city", "370786001005003", out, out, out, out, out},
		{"nowhere", "", out, out, out, out, out},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, c := need(), volunteer(7)
			c.Areas = []models.AreaCode{tt.area}
			for level, want := range map[models.AreaLevel]string{models.Grid: tt.grid, models.Community: tt.community,
				models.Street: tt.street, models.City: tt.city, "": tt.any} {
				n.Reach = level
				if code, _ := Eligible(n, c); code != want {
					t.Errorf("reach %q: %q, want %q", level, code, want)
				}
			}
		})
	}
}

func TestReachNeverNarrowsBelowTheOrder(t *testing.T) {
	n, c := need(), volunteer(7)
	n.Area, n.Reach = "370785001005", models.Grid // an order of the whole community
	if code, ok := Eligible(n, c); !ok {
		t.Error(code)
	}
}

func TestExclusionsNameEachReasonOnce(t *testing.T) {
	codes := Exclusions()
	for _, code := range []string{Unverified, OwnOrder, Declined, PartyOnly, SkillMissing, OutOfReach, AtCap, Unavailable} {
		if slices.Index(codes, code) < 0 {
			t.Errorf("%s is not listed", code)
		}
	}
	if len(codes) != 8 {
		t.Errorf("%d codes: %v", len(codes), codes)
	}
}
