package person

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models"
)

const (
	city      = models.AreaCode("370785")
	street    = models.AreaCode("370785001")
	community = models.AreaCode("370785001005")
	grid      = models.AreaCode("370785001005003")
)

func id(s string) models.PersonID {
	p, ok := models.ParseID[models.PersonID]("00000000-0000-7000-8000-00000000000" + s)
	if !ok {
		panic(s)
	}
	return p
}

func actor(role models.Role, area models.AreaCode) models.Actor {
	return models.Actor{Person: id("1"), Seats: []models.Seat{{Role: role, Area: area}}}
}

func TestSound(t *testing.T) {
	for _, c := range []struct {
		seat models.Seat
		bad  string
	}{
		{models.Seat{Role: models.GridWorker, Area: grid}, ""},
		{models.Seat{Role: models.Steward, Area: grid + "00001"}, ""},
		{models.Seat{Role: models.CityStaff, Area: city}, ""},
		{models.Seat{Role: models.DepartmentStaff, Area: city, Unit: "civil_affairs"}, ""},
		{models.Seat{Role: models.Auditor, Area: street}, ""},
		{models.Seat{Role: models.GridWorker, Area: community}, "area_code"},
		{models.Seat{Role: models.CommunitySecretary, Area: city}, "area_code"},
		{models.Seat{Role: models.StreetStaff, Area: community}, "area_code"},
		{models.Seat{Role: models.Auditor, Area: "37"}, "area_code"},
		{models.Seat{Role: models.Auditor, Area: ""}, "area_code"},
		{models.Seat{Role: models.Resident, Area: city}, "role"},
		{models.Seat{Role: models.Volunteer, Area: city}, "role"},
		{models.Seat{Role: "mayor", Area: city}, "role"},
		{models.Seat{Role: models.DepartmentStaff, Area: city}, "unit"},
		{models.Seat{Role: models.CityStaff, Area: city, Unit: "civil_affairs"}, "unit"},
	} {
		err := Sound(c.seat)
		if c.bad == "" && err != nil {
			t.Errorf("%v: %v", c.seat, err)
		}
		if e, _ := errors.AsType[*models.Error](err); c.bad != "" && (e == nil || e.Fields[c.bad] == "") {
			t.Errorf("%v: %v; want a fault of %s", c.seat, err, c.bad)
		}
	}
}

func TestMayGive(t *testing.T) {
	for _, c := range []struct {
		name string
		a    models.Actor
		seat models.Seat
		want string
	}{
		{"the program", models.SystemActor, models.Seat{Role: models.CityStaff, Area: city}, ""},
		{"security in its area", actor(models.SecurityAdmin, city), models.Seat{Role: models.Auditor, Area: city}, ""},
		{"security elsewhere", actor(models.SecurityAdmin, "370786"), models.Seat{Role: models.Auditor, Area: city}, "forbidden"},
		{"security above its area", actor(models.SecurityAdmin, street), models.Seat{Role: models.CityStaff, Area: city}, "forbidden"},
		{"secretary makes a steward", actor(models.CommunitySecretary, community), models.Seat{Role: models.Steward, Area: grid}, ""},
		{"secretary makes a colleague", actor(models.CommunitySecretary, community), models.Seat{Role: models.CommunityStaff, Area: community}, "forbidden"},
		{"secretary of the next community", actor(models.CommunitySecretary, "370785001006"), models.Seat{Role: models.GridChief, Area: grid}, "forbidden"},
		{"street makes a secretary", actor(models.StreetStaff, street), models.Seat{Role: models.CommunitySecretary, Area: community}, ""},
		{"street makes a steward", actor(models.StreetStaff, street), models.Seat{Role: models.Steward, Area: grid}, "forbidden"},
		{"city makes street staff", actor(models.CityStaff, city), models.Seat{Role: models.StreetStaff, Area: street}, ""},
		{"city makes an auditor", actor(models.CityStaff, city), models.Seat{Role: models.Auditor, Area: city}, "forbidden"},
		{"system administrator", actor(models.SystemAdmin, city), models.Seat{Role: models.Steward, Area: grid}, "forbidden"},
		{"a visitor", models.Actor{}, models.Seat{Role: models.Steward, Area: grid}, "forbidden"},
	} {
		if got := code(MayGive(c.a, id("2"), c.seat)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return models.CodeOf(err)
}

func TestNobodyGivesToThemselves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		role, mine := rapid.SampledFrom(models.Roles).Draw(t, "role"), rapid.SampledFrom(models.Roles).Draw(t, "mine")
		a := actor(mine, city)
		if err := MayGive(a, a.Person, models.Seat{Role: role, Area: grid}); code(err) != "seat.own" {
			t.Fatalf("a %s gave themselves %s: %v", mine, role, err)
		}
	})
}

func TestMayHold(t *testing.T) {
	seat := func(r models.Role) models.Seat { return models.Seat{Role: r, Area: city} }
	for _, c := range []struct {
		held, next models.Role
		ok         bool
	}{
		{models.Resident, models.Auditor, true},
		{models.SecurityAdmin, models.Volunteer, true},
		{models.CommunityStaff, models.GridChief, true},
		{models.Auditor, models.Auditor, true},
		{models.Auditor, models.SecurityAdmin, false},
		{models.SystemAdmin, models.Auditor, false},
		{models.SecurityAdmin, models.CommunityStaff, false},
		{models.StreetStaff, models.SystemAdmin, false},
		{models.Steward, models.Auditor, false},
	} {
		if err := MayHold([]models.Seat{seat(c.held)}, seat(c.next)); (err == nil) != c.ok {
			t.Errorf("%s and %s: %v, want ok %v", c.held, c.next, err, c.ok)
		}
	}
}

func TestSeatLive(t *testing.T) {
	at := time.Date(2024, 8, 15, 0, 0, 0, 0, time.UTC)
	before, after := at.Add(-time.Hour), at.Add(time.Hour)
	for name, c := range map[string]struct {
		seat Seat
		want bool
	}{
		"open":         {Seat{From: before}, true},
		"from now":     {Seat{From: at}, true},
		"later":        {Seat{From: after}, false},
		"until later":  {Seat{From: before, Until: &after}, true},
		"until now":    {Seat{From: before, Until: &at}, false},
		"ended before": {Seat{From: before, Ended: &before}, false},
	} {
		if got := c.seat.Live(at); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
