package registering

import (
	"context"
	"time"

	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/secret"
)

// Part remembers that two residents are two people, so that they are not shown as alike again.
func (s *Service) Part(ctx context.Context, a models.Actor, one, other models.PersonID) error {
	return s.write(ctx, a, func(t inTx) error {
		if err := t.mayPair(one, other); err != nil {
			return err
		}
		if err := residents.Part(t.tx, one, other, a.Person, t.Now()); err != nil {
			return err
		}
		return t.ofBoth("resident.part", one, other)
	})
}

// Doubt takes back that two residents are two people: where they look alike they are shown so again, and may be merged. A pair that nobody told apart is
// *not found*.
func (s *Service) Doubt(ctx context.Context, a models.Actor, one, other models.PersonID) error {
	return s.write(ctx, a, func(t inTx) error {
		if err := t.mayPair(one, other); err != nil {
			return err
		}
		doubted, err := residents.Doubt(t.tx, one, other)
		if err == nil && !doubted {
			err = models.Missing
		}
		if err != nil {
			return err
		}
		return t.ofBoth("resident.doubt", one, other)
	})
}

// ofBoth leaves a line in the record of either of a pair.
func (t inTx) ofBoth(action string, one, other models.PersonID) error {
	if err := t.log(action, one, map[string]any{"from": other}); err != nil {
		return err
	}
	return t.log(action, other, map[string]any{"from": one})
}

// TakeBack is what may be done with a pair that was told apart.
const TakeBack = "undo"

// Parted is a pair that was told apart, by whom, and what the actor may do with it.
type Parted struct {
	One, Other Known
	By         secret.Name
	At         time.Time
	Can        []string
}

// Parted lists the pairs of the actor's areas that were told apart, the last first; those of which a record was merged or erased since are left out. An area
// that is not theirs is *not found*.
func (s *Service) Parted(ctx context.Context, a models.Actor, area models.AreaCode, p Page) ([]Parted, string, error) {
	t, scope, err := s.over(ctx, a, area, models.Staff...)
	if err != nil {
		return nil, "", err
	}
	found, next, err := residents.PartedIn(t.tx, scope, p)
	if err != nil {
		return nil, "", err
	}
	pairs, err := t.parted(found)
	return pairs, next, err
}

func (t inTx) parted(found []residents.Parted) ([]Parted, error) {
	var ids, by []models.PersonID
	for _, f := range found {
		ids, by = append(ids, f.One, f.Other), append(by, f.By)
	}
	records, err := residents.Named(t.tx, ids)
	if err != nil {
		return nil, err
	}
	staff, err := people.All(t.tx, by)
	if err != nil {
		return nil, err
	}
	pairs := make([]Parted, len(found))
	for i, f := range found {
		if pairs[i], err = t.pairOf(records[f.One], records[f.Other], staff[f.By]); err != nil {
			return nil, err
		}
		pairs[i].At = f.At
	}
	return pairs, nil
}

func (t inTx) pairOf(one, other residents.Record, by people.Person) (p Parted, err error) {
	if p.One, err = t.open(one); err != nil {
		return p, err
	}
	if p.Other, err = t.open(other); err != nil {
		return p, err
	}
	if !t.a.LivesWith(one.ID, one.Household) && !t.a.LivesWith(other.ID, other.Household) {
		p.Can = []string{TakeBack}
	}
	if by.ErasedAt == nil {
		p.By, err = t.named(by)
	}
	return p, err
}
