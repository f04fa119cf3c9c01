package ordering

import (
	"context"
	"errors"

	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/models"
	"delinli/models/order"
)

// batch is how many due orders one look of the clock takes.
const batch = 200

// Tick raises what the clocks of due orders ask for, the longest overdue first, assigned or not. It tells how many moved; another process
// that ticks at the same time loses the race for an order and goes on with the next. An order that cannot move holds up no other.
func (s *Service) Tick(ctx context.Context) (moved int, err error) {
	ids, err := orders.Due(s.DB.Read(ctx), s.Now(), batch)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		switch bad := s.alarm(ctx, id); {
		case bad == nil:
			moved++
		case models.KindOf(bad) == models.Unavailable, ctx.Err() != nil:
			return moved, bad
		case models.KindOf(bad) != models.Conflict:
			err = errors.Join(err, bad)
		}
	}
	return moved, err
}

func (s *Service) alarm(ctx context.Context, id models.OrderID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		t := inTx{s, tx, ctx, models.SystemActor}
		c, err := t.caseOf(id, order.Escalate, Brings{})
		if err != nil {
			return err
		}
		e, ok := c.Alarm()
		if !ok {
			return nil
		}
		return t.raise(id, e, Brings{})
	})
}

// Release gives back every order that somebody holds whose seat or account ended.
func (s *Service) Release(ctx context.Context, person models.PersonID) error {
	ids, err := orders.HeldBy(s.DB.Read(ctx), person)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err = errors.Join(err, s.DB.Write(ctx, func(tx *store.Tx) error {
			t := inTx{s, tx, ctx, models.SystemActor}
			o, err := orders.Get(tx, id)
			if err != nil {
				return err
			}
			if o.State == order.Offered {
				return t.raise(id, order.Expire, Brings{})
			}
			return t.raise(id, order.Release, Brings{})
		}))
	}
	return err
}

// ReleaseUnseated gives back what somebody holds who has no volunteer's seat any more.
func (s *Service) ReleaseUnseated(ctx context.Context, person models.PersonID) error {
	seated, err := orders.Seated(s.DB.Read(ctx), person, models.Volunteer, s.Now())
	if err != nil || seated {
		return err
	}
	return s.Release(ctx, person)
}

// Recount works out anew, by the calendar that now is, what was counted over a year without a table.
func (s *Service) Recount(ctx context.Context) error {
	ids, err := orders.Provisional(s.DB.Read(ctx))
	if err != nil {
		return err
	}
	for _, id := range ids {
		err = errors.Join(err, s.DB.Write(ctx, func(tx *store.Tx) error {
			return inTx{s, tx, ctx, models.SystemActor}.raise(id, order.Recount, Brings{})
		}))
	}
	return err
}
