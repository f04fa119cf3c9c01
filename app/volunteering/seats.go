package volunteering

import (
	"slices"

	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/volunteer"
)

// seat keeps the volunteer's seats in step with where they may serve: one over each area while verified, none else. Who loses the last
// gives back what they hold.
func (t inTx) seat(before, next volunteer.Volunteer) error {
	if before.State != volunteer.Verified && next.State != volunteer.Verified {
		return nil
	}
	if _, err := people.Lock(t.tx, next.Person); err != nil {
		return err
	}
	var serves []models.AreaCode
	if next.State == volunteer.Verified {
		serves = slices.Clone(next.Areas)
	}
	held, err := people.Seats(t.tx, next.Person, t.Now())
	if err != nil {
		return err
	}
	for _, s := range held {
		if s.Role != models.Volunteer {
			continue
		}
		if i := slices.Index(serves, s.Area); i >= 0 {
			serves = slices.Delete(serves, i, i+1)
		} else if err := people.End(t.tx, s, t.Now()); err != nil {
			return err
		}
	}
	return t.give(next.Person, serves)
}

func (t inTx) give(to models.PersonID, areas []models.AreaCode) error {
	for _, area := range areas {
		s := person.Seat{ID: models.NewID[models.SeatID](t.Random), Person: to, GrantedBy: t.a.Person, From: t.Now(),
			Seat: models.Seat{Role: models.Volunteer, Area: area}}
		if err := people.Give(t.tx, s); err != nil {
			return err
		}
	}
	return nil
}
