package person

import (
	"testing"

	"delinli/models"
)

func TestMayRehouse(t *testing.T) {
	home, _ := models.ParseID[models.HouseholdID]("00000000-0000-7000-8000-00000000000a")
	alone := actor(models.CommunityStaff, community)
	housed := alone
	housed.Household = home
	for _, c := range []struct {
		name string
		a    models.Actor
		who  models.PersonID
		home models.HouseholdID
		want string
	}{
		{"oneself", alone, alone.Person, models.HouseholdID{}, "household.own"},
		{"oneself at home", housed, housed.Person, home, "household.own"},
		{"whom one lives with", housed, id("2"), home, "household.own"},
		{"a neighbour who lives with others", alone, id("2"), home, ""},
		{"two who live alone", alone, id("2"), models.HouseholdID{}, ""},
		{"a neighbour who lives alone", housed, id("2"), models.HouseholdID{}, ""},
		{"the program", models.SystemActor, id("2"), home, ""},
	} {
		if got := code(MayRehouse(c.a, c.who, c.home)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
