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

var errNothingToLend = models.Fault(models.Conflict, "leave.nothing_to_lend")

// TakeLeave lends the seats of somebody who is away, of the actor when nobody is named, to a deputy for a time. They go back by themselves.
func (s *Service) TakeLeave(ctx context.Context, a models.Actor, l person.Leave) (person.Leave, error) {
	if l.Person.IsZero() {
		l.Person = a.Person
	}
	err := s.write(ctx, a, func(t inTx) error {
		l.ID, l.ArrangedBy = models.NewID[models.LeaveID](t.Random), a.Person
		if l.From.Before(t.town) {
			l.From = t.town
		}
		if err := person.CheckLeave(l, t.town); err != nil {
			return err
		}
		if err := t.bothThere(l); err != nil {
			return err
		}
		if err := people.Arrange(t.tx, l, t.town); err != nil {
			return err
		}
		lent, err := t.lend(l)
		if err != nil {
			return err
		}
		if err := people.Lend(t.tx, l, lent); err != nil {
			return err
		}
		return t.logLeave("leave.arrange", l)
	})
	return l, err
}

// bothThere refuses a leave of or to somebody who is not there.
func (t inTx) bothThere(l person.Leave) error {
	for field, who := range map[string]models.PersonID{"person_id": l.Person, "deputy_id": l.Deputy} {
		if p, err := people.Get(t.tx, who); err != nil || p.ErasedAt != nil {
			return models.BadField(field, "unknown")
		}
	}
	return nil
}

// lend makes the seats that the deputy will hold.
func (t inTx) lend(l person.Leave) (lent []person.Seat, err error) {
	held, err := people.SeatsIn(t.tx, []models.PersonID{l.Person, l.Deputy}, t.town)
	if err != nil {
		return nil, err
	}
	for _, own := range person.Lent(l, held[l.Person], held[l.Deputy]) {
		if err := person.MayArrange(t.a, l.Person, l.Deputy, own.Seat); err != nil {
			return nil, err
		}
		lent = append(lent, person.Seat{ID: models.NewID[models.SeatID](t.Random), Person: l.Deputy, GrantedBy: l.Person, From: own.From, Until: own.Until,
			LentOf: own.ID, Seat: own.Seat})
	}
	if len(lent) == 0 {
		return nil, errNothingToLend
	}
	return lent, nil
}

// Leaves lists the leaves that are not over which concern the actor or the areas whose seats the actor may give.
func (s *Service) Leaves(ctx context.Context, a models.Actor) ([]person.Leave, error) {
	t := s.read(ctx, a)
	return people.Leaves(t.tx, store.ScopeOf(a, givers...), a.Person, t.town)
}

// EndLeave ends a leave before its time. Whoever is away may, and who may give their seats; for all others it is *not found*.
func (s *Service) EndLeave(ctx context.Context, a models.Actor, id models.LeaveID) error {
	return s.write(ctx, a, func(t inTx) error {
		l, err := people.GetLeave(t.tx, id, t.town)
		if err != nil {
			return err
		}
		held, err := people.Seats(t.tx, l.Person, t.town)
		if err != nil {
			return err
		}
		may := a.Person == l.Person
		for _, own := range held {
			may = may || person.Sound(own.Seat) == nil && person.MayGive(a, l.Person, own.Seat) == nil
		}
		if !may {
			return models.Missing
		}
		if err := people.EndLeave(t.tx, l, t.town); err != nil {
			return err
		}
		return t.logLeave("leave.end", l)
	})
}

func (t inTx) logLeave(action string, l person.Leave) error {
	return audits.Log(t.tx, audits.Line{At: t.town, Actor: t.a, Action: action, Subject: "leave", SubjectID: l.ID.String(), Person: l.Person,
		Detail: map[string]any{"deputy": l.Deputy, "from": l.From.Format(time.RFC3339), "until": l.Until.Format(time.RFC3339)}})
}
