package enrolling_test

import (
	"context"
	"testing"
	"time"

	"delinli/app/enrolling"
	"delinli/app/store"
	"delinli/models"
)

func TestGiveSeat(t *testing.T) {
	w := newWorld(t)
	admin := w.town.Person(models.SecurityAdmin, city)
	secretary := w.town.Person(models.CommunitySecretary, community)
	neighbour := w.town.Person(models.Resident, community)
	past, soon := w.Now(), w.Now().Add(time.Hour)
	for _, c := range []struct {
		name  string
		a     models.Actor
		who   models.PersonID
		seat  models.Seat
		until *time.Time
		code  string
	}{
		{"secretary, a steward", secretary, neighbour.Person, models.Seat{Role: models.Steward, Area: grid}, nil, ""},
		{"the same again", admin, neighbour.Person, models.Seat{Role: models.Steward, Area: grid}, nil, "seat.held_before"},
		{"secretary, a grid chief for an hour", secretary, neighbour.Person, models.Seat{Role: models.GridChief, Area: grid}, &soon, ""},
		{"security, department staff", admin, neighbour.Person, models.Seat{Role: models.DepartmentStaff, Area: city, Unit: "civil_affairs"}, nil, ""},
		{"security, an auditor who is a steward", admin, neighbour.Person, models.Seat{Role: models.Auditor, Area: city}, nil, "seat.administrations_separated"},
		{"an area that is not there", admin, neighbour.Person, models.Seat{Role: models.GridWorker, Area: "370785001005099"}, nil, "input.invalid"},
		{"secretary, staff", secretary, neighbour.Person, models.Seat{Role: models.CommunityStaff, Area: community}, nil, "forbidden"},
		{"secretary, to herself", secretary, secretary.Person, models.Seat{Role: models.Steward, Area: grid}, nil, "seat.own"},
		{"security, to themselves", admin, admin.Person, models.Seat{Role: models.CityStaff, Area: city}, nil, "seat.own"},
		{"security, nobody", admin, models.NewID[models.PersonID](zeros{}), models.Seat{Role: models.Steward, Area: grid}, nil, "input.invalid"},
		{"secretary, somebody of elsewhere", secretary, w.town.Person(models.Resident, elsewhere).Person, models.Seat{Role: models.Steward, Area: grid}, nil, "input.invalid"},
		{"for a time that is over", admin, neighbour.Person, models.Seat{Role: models.Steward, Area: grid + "00001"}, &past, "input.invalid"},
		{"a volunteer, by hand", admin, neighbour.Person, models.Seat{Role: models.Volunteer, Area: community}, nil, "input.invalid"},
		{"a resident", neighbour, secretary.Person, models.Seat{Role: models.Steward, Area: grid}, nil, "input.invalid"},
		{"a system administrator", w.town.Person(models.SystemAdmin, city), neighbour.Person, models.Seat{Role: models.Steward, Area: grid}, nil, "input.invalid"},
	} {
		_, err := w.GiveSeat(t.Context(), c.a, c.who, c.seat, c.until)
		w.wantCode(c.name, err, c.code)
	}
	if n := w.number(`SELECT count(*) FROM seats WHERE granted_by IS NOT NULL`); n != 3 || w.audited("seat.grant", neighbour.Person) != 3 {
		t.Errorf("%d seats were given", n)
	}
}

// Two administrators who give one person two administrations at once do not both succeed.
func TestAdministrationsStayApartInARace(t *testing.T) {
	w := newWorld(t)
	admin := w.town.Person(models.SecurityAdmin, city)
	who := w.town.Person(models.Resident, city)
	roles := make(chan models.Role, 4)
	for _, r := range []models.Role{models.Auditor, models.SystemAdmin, models.CityStaff, models.SecurityAdmin} {
		roles <- r
	}
	won := w.race(4, func() error {
		_, err := w.GiveSeat(context.Background(), admin, who.Person, models.Seat{Role: <-roles, Area: city}, nil)
		return err
	})
	if won != 1 {
		t.Errorf("%d seats were given", won)
	}
}

func TestEndSeat(t *testing.T) {
	w := newWorld(t)
	admin := w.town.Person(models.SecurityAdmin, city)
	secretary := w.town.Person(models.CommunitySecretary, community)
	neighbour := w.town.Person(models.Resident, community)
	seat, err := w.GiveSeat(t.Context(), admin, neighbour.Person, models.Seat{Role: models.Steward, Area: grid}, nil)
	w.must(err)
	far, err := w.GiveSeat(t.Context(), admin, neighbour.Person, models.Seat{Role: models.CityStaff, Area: city}, nil)
	w.must(err)
	resident, _ := w.resident(li)
	me, err := w.Me(t.Context(), resident)
	w.must(err)

	w.wantCode("of elsewhere", w.EndSeat(t.Context(), w.town.Person(models.CommunitySecretary, elsewhere), seat.ID), "not_found")
	w.wantCode("above one's own", w.EndSeat(t.Context(), secretary, far.ID), "not_found")
	w.wantCode("seen, but not one's to end", w.EndSeat(t.Context(), w.town.Person(models.CityStaff, city), seat.ID), "forbidden")
	w.wantCode("a resident's", w.EndSeat(t.Context(), admin, me.Seats[0].ID), "forbidden")
	holder := models.Actor{Person: neighbour.Person, Seats: []models.Seat{{Role: models.SecurityAdmin, Area: city}}}
	w.wantCode("one's own", w.EndSeat(t.Context(), holder, seat.ID), "seat.own")
	w.wantCode("all is right", w.EndSeat(t.Context(), secretary, seat.ID), "")
	w.wantCode("twice", w.EndSeat(t.Context(), secretary, seat.ID), "not_found")
	if n := w.number(`SELECT count(*) FROM outbox WHERE topic = 'person' AND event = 'seat_ended' AND ref = @who`,
		store.Args{"who": neighbour.Person.String()}); n != 1 || w.audited("seat.end", neighbour.Person) != 1 {
		t.Errorf("%d rows tell of the end", n)
	}
}

func TestSeats(t *testing.T) {
	w := newWorld(t)
	admin := w.town.Person(models.SecurityAdmin, city)
	secretary := w.town.Person(models.CommunitySecretary, community)
	until := w.Now().Add(time.Hour)
	given, err := w.GiveSeat(t.Context(), secretary, w.town.Person(models.Resident, community).Person, models.Seat{Role: models.Steward, Area: grid}, &until)
	w.must(err)
	count := func(a models.Actor, f enrolling.SeatFilter) int {
		seats, _, err := w.Seats(t.Context(), a, f, enrolling.Page{Limit: 50})
		w.must(err)
		return len(seats)
	}
	for _, c := range []struct {
		name string
		a    models.Actor
		f    enrolling.SeatFilter
		want int
	}{
		{"of the city", admin, enrolling.SeatFilter{}, 4},
		{"of the community", secretary, enrolling.SeatFilter{}, 2},
		{"of elsewhere", w.town.Person(models.CommunitySecretary, elsewhere), enrolling.SeatFilter{}, 1},
		{"stewards", admin, enrolling.SeatFilter{Role: models.Steward}, 1},
		{"asked by a resident", w.town.Person(models.Resident, city), enrolling.SeatFilter{}, 0},
	} {
		if got := count(c.a, c.f); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if s, err := w.Seat(t.Context(), secretary, given.ID); err != nil || s.GrantedBy != secretary.Person || !s.Until.Equal(until) {
		t.Errorf("%+v, %v", s, err)
	}
	w.pass(time.Hour)
	if n, err := w.EndLapsedSeats(t.Context()); err != nil || n != 1 {
		t.Errorf("%d lapsed, %v", n, err)
	}
	_, err = w.Seat(t.Context(), secretary, given.ID)
	w.wantCode("after its time", err, "not_found")
}
