package enrolling

import (
	"context"

	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
)

// Household lists who lives with somebody whom staff may look up; alone they are the only one.
func (s *Service) Household(ctx context.Context, a models.Actor, who models.PersonID) ([]Profile, error) {
	t := s.read(ctx, a)
	p, err := t.ofStaff(who)
	if err != nil {
		return nil, err
	}
	return t.household(p)
}

// OwnHousehold lists who lives with the actor, themselves included.
func (s *Service) OwnHousehold(ctx context.Context, a models.Actor) ([]Profile, error) {
	t := s.read(ctx, a)
	p, err := people.Get(t.tx, a.Person)
	if err != nil {
		return nil, err
	}
	return t.household(p)
}

func (t inTx) household(p people.Person) (profiles []Profile, err error) {
	members := []people.Person{p}
	if !p.Household.IsZero() {
		if members, err = people.Members(t.tx, p.Household); err != nil {
			return nil, err
		}
	}
	profiles = make([]Profile, len(members))
	for i, m := range members {
		if profiles[i], err = t.unseal(m); err != nil {
			return nil, err
		}
	}
	return profiles, nil
}

// ofStaff reads a person of the area of the staff who ask; anybody else is *not found*.
func (t inTx) ofStaff(who models.PersonID) (people.Person, error) {
	who, err := people.Present(t.tx, who)
	if err != nil {
		return people.Person{}, err
	}
	p, err := people.Get(t.tx, who)
	if err == nil && (p.ErasedAt != nil || !t.a.Holds(p.Area, models.Staff...)) {
		err = models.Missing
	}
	return p, err
}

// mayRehouse asks whether the household of a person is the actor's to change.
func (t inTx) mayRehouse(who models.PersonID) error {
	p, err := t.ofStaff(who)
	if err != nil {
		return err
	}
	return person.MayRehouse(t.a, who, p.Household)
}

// JoinHousehold lets somebody live with another; both must be of the area of the staff who ask, and neither of their own household. The other's
// household is made when there is none.
func (s *Service) JoinHousehold(ctx context.Context, a models.Actor, who, with models.PersonID) error {
	if who == with {
		return models.BadField("with", "household.oneself")
	}
	return s.write(ctx, a, func(t inTx) error {
		if err := t.mayRehouse(who); err != nil {
			return err
		}
		return t.house(who, with, "with")
	})
}

// house puts somebody into the household of another, who must be of the area of the staff who ask; anybody else is the field's fault.
func (t inTx) house(who, with models.PersonID, field string) error {
	if _, err := people.Lock(t.tx, with); err != nil {
		return models.BadField(field, "unknown")
	}
	kin, err := t.ofStaff(with)
	if err != nil {
		return models.BadField(field, "unknown")
	}
	if err := person.MayRehouse(t.a, with, kin.Household); err != nil {
		return err
	}
	home, err := t.homeOf(kin)
	if err != nil {
		return err
	}
	if err := people.Join(t.tx, who, home); err != nil {
		return err
	}
	return t.log("household.join", who, map[string]any{"household": home})
}

// homeOf is the household of a person, made when there is none.
func (t inTx) homeOf(p people.Person) (models.HouseholdID, error) {
	if !p.Household.IsZero() {
		return p.Household, nil
	}
	home := models.NewID[models.HouseholdID](t.Random)
	if err := people.AddHousehold(t.tx, home, p.Area); err != nil {
		return home, err
	}
	if err := people.Join(t.tx, p.ID, home); err != nil {
		return home, err
	}
	return home, t.log("household.make", p.ID, map[string]any{"household": home})
}

// LeaveHousehold takes somebody of the area of the staff who ask out of their household.
func (s *Service) LeaveHousehold(ctx context.Context, a models.Actor, who models.PersonID) error {
	return s.write(ctx, a, func(t inTx) error {
		if err := t.mayRehouse(who); err != nil {
			return err
		}
		if err := people.Join(t.tx, who, models.HouseholdID{}); err != nil {
			return err
		}
		return t.log("household.leave", who, nil)
	})
}
