package order_test

import (
	"slices"
	"testing"

	"delinli/models"
	"delinli/models/order"
)

// TestComplaintsGoPastThoseConcerned: who is complained about, or complains, never handles it; the levels above do where there is nobody else.
func TestComplaintsGoPastThoseConcerned(t *testing.T) {
	secretary, street, city := seat(secretaryID, models.CommunitySecretary, community), seat(streetID, models.StreetStaff, "370785001"),
		seat(cityID, models.CityStaff, "370785")
	for _, tt := range []struct {
		about models.Role
		level models.AreaLevel
		who   []models.Actor
	}{
		{models.Volunteer, models.Community, []models.Actor{secretary, street, city}},
		{models.GridWorker, models.Street, []models.Actor{street, city}},
		{models.CommunitySecretary, models.Street, []models.Actor{street, city}},
		{models.StreetStaff, models.City, []models.Actor{city}},
	} {
		level := order.ComplaintLevel([]models.Role{models.Resident, tt.about})
		if level != tt.level {
			t.Errorf("about a %s: %s", tt.about, level)
		}
		for _, a := range []models.Actor{secretary, street, city, theStaff, seat(requesterID, models.Resident, community)} {
			is := slices.ContainsFunc(tt.who, func(w models.Actor) bool { return w.Person == a.Person })
			if got := order.MayHandle(a, level, community, person(holderID), person(requesterID)); got != is {
				t.Errorf("about a %s: %s handles it: %v", tt.about, a.Seats[0].Role, got)
			}
			if order.MayHandle(a, level, community, a.Person, person(requesterID)) || order.MayHandle(a, level, community, person(holderID), a.Person) {
				t.Errorf("%s handles what concerns them", a.Seats[0].Role)
			}
			if (len(order.ComplaintLevels(a)) > 0) != slices.Contains(models.Deciders, a.Seats[0].Role) {
				t.Errorf("%s has levels %v", a.Seats[0].Role, order.ComplaintLevels(a))
			}
		}
	}
}
