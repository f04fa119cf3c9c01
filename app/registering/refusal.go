package registering

import (
	"cmp"
	"context"

	"delinli/app/store/limits"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/resident"
)

// enter is write for a sound entry. One that is refused because of whoever has its number or its phone tells as much of them as a find: it is counted with the
// finds and leaves the line of one, outside of what was taken back.
func (s *Service) enter(ctx context.Context, a models.Actor, e resident.Entry, fn func(inTx) error) error {
	var met models.PersonID
	err := s.write(ctx, a, func(t inTx) error {
		if err := e.Check(t.today); err != nil {
			return err
		}
		met = models.PersonID{}
		t.met = &met
		return fn(t)
	})
	if err == nil || met.IsZero() {
		return err
	}
	kept := s.write(ctx, a, func(t inTx) error {
		if err := limits.Take(t.tx, finds, a.Person.String(), s.Now()); err != nil {
			return err
		}
		return t.log("look.search", met, nil)
	})
	return cmp.Or(kept, err)
}

// meets notes because of whom an entry is refused.
func (t inTx) meets(who models.PersonID, refusal error) error {
	if refusal != nil {
		*t.met = who
	}
	return refusal
}

// free asks that nobody else has what the blind index stands for.
func (t inTx) free(id models.PersonID, index []byte, field, code string) error {
	if index == nil {
		return nil
	}
	holder, err := people.HolderOf(t.tx, index)
	if err == nil && !holder.IsZero() && holder != id {
		err = t.meets(holder, models.BadField(field, code))
	}
	return err
}
