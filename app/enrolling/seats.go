package enrolling

import (
	"context"
	"time"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
)

// givers may give some seat, as person.MayGive says.
var givers = []models.Role{models.SecurityAdmin, models.CommunitySecretary, models.StreetStaff, models.CityStaff}

// Seats lists the live seats in the area of whoever asks, the newest first.
func (s *Service) Seats(ctx context.Context, a models.Actor, f SeatFilter, page Page) ([]person.Seat, string, error) {
	t := s.read(ctx, a)
	return people.ListSeats(t.tx, store.ScopeOf(a, givers...), f, page, t.town)
}

// GiveSeat gives a seat to somebody whom the actor may look up, until a moment or until somebody ends it.
func (s *Service) GiveSeat(ctx context.Context, a models.Actor, who models.PersonID, seat models.Seat, until *time.Time) (given person.Seat, err error) {
	if err := person.Sound(seat); err != nil {
		return given, err
	}
	err = s.write(ctx, a, func(t inTx) error {
		p, err := people.Lock(t.tx, who)
		if err != nil || p.ErasedAt != nil || !a.System && !sees(a, p, givers...) {
			return models.BadField("person_id", "unknown")
		}
		given, err = t.giveSeat(who, seat, until)
		return err
	})
	return given, err
}

// giveSeat gives a sound seat to a person who is locked.
func (t inTx) giveSeat(who models.PersonID, seat models.Seat, until *time.Time) (person.Seat, error) {
	given := person.Seat{ID: models.NewID[models.SeatID](t.Random), Person: who, GrantedBy: t.a.Person, From: t.town, Until: until, Seat: seat}
	if until != nil && !until.After(t.town) {
		return given, models.BadField("until_at", "seat.past")
	}
	if err := person.MayGive(t.a, who, seat); err != nil {
		return given, err
	}
	held, err := t.held(who)
	if err != nil {
		return given, err
	}
	if err := person.MayHold(held, seat); err != nil {
		return given, err
	}
	if err := people.Give(t.tx, given); err != nil {
		return given, err
	}
	return given, t.logSeat("seat.grant", given)
}

// held are the kinds of the seats that a person holds now.
func (t inTx) held(who models.PersonID) ([]models.Seat, error) {
	seats, err := people.Seats(t.tx, who, t.town)
	kinds := make([]models.Seat, len(seats))
	for i, s := range seats {
		kinds[i] = s.Seat
	}
	return kinds, err
}

func (t inTx) logSeat(action string, s person.Seat) error {
	return audits.Log(t.tx, audits.Line{At: t.town, Actor: t.a, Action: action, Subject: "seat", SubjectID: s.ID.String(), Person: s.Person,
		Detail: map[string]any{"role": s.Role, "area": s.Area, "unit": s.Unit, "until": s.Until}})
}

// Seat reads one live seat in the area of whoever asks.
func (s *Service) Seat(ctx context.Context, a models.Actor, id models.SeatID) (person.Seat, error) {
	return s.read(ctx, a).seat(id)
}

func (t inTx) seat(id models.SeatID) (person.Seat, error) {
	seat, err := people.Seat(t.tx, id)
	if err == nil && !t.a.Holds(seat.Area, givers...) {
		err = models.Missing
	}
	return seat, err
}

// EndSeat ends a seat at once. What its holder has in hand is released, and open pages of theirs learn of it.
func (s *Service) EndSeat(ctx context.Context, a models.Actor, id models.SeatID) error {
	return s.write(ctx, a, func(t inTx) error {
		seat, err := t.seat(id)
		if err != nil {
			return err
		}
		if err := person.MayGive(a, seat.Person, seat.Seat); err != nil {
			return err
		}
		if err := person.Sound(seat.Seat); err != nil {
			return models.Denied // residents and volunteers end by their own rules
		}
		if err := people.End(t.tx, seat, t.town); err != nil {
			return err
		}
		return t.logSeat("seat.end", seat)
	})
}

// EndLapsedSeats ends the seats whose time is over, as a timetable asks, and tells how many they were.
func (s *Service) EndLapsedSeats(ctx context.Context) (n int, err error) {
	err = s.write(ctx, models.SystemActor, func(t inTx) (err error) {
		n, err = people.EndLapsed(t.tx, models.PersonID{}, t.town)
		return err
	})
	return n, err
}
