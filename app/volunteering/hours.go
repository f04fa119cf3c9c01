package volunteering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/volunteer"
)

// Credit books the hours of a finished service: for each member once, within the cap of the day, flagged when the same two met too often.
func (s *Service) Credit(tx *store.Tx, o order.Order, members []models.PersonID) error {
	now := s.Now()
	for _, m := range members {
		has, err := volunteers.Day(tx, m, now)
		if err != nil {
			return err
		}
		met, err := volunteers.Met(tx, m, o.Requester, now.Add(-volunteer.PairWindow))
		if err != nil {
			return err
		}
		err = volunteers.Credit(tx, volunteers.Service{ID: models.NewID[models.EventID](s.Random), Person: m, Order: o.ID, Finish: o.Finishes,
			Minutes: volunteer.Credit(o.Minutes(), has), Flagged: met >= volunteer.Repeats, At: now})
		if err != nil {
			return err
		}
	}
	return nil
}

// Ledger is a page of somebody's hours with what they sum up to.
type Ledger struct {
	Minutes int
	Stars   int
	Months  []volunteers.Month
	Entries []volunteers.Entry
	Next    string
}

// Hours gives the ledger to the volunteer and to staff of an area they serve in.
func (s *Service) Hours(ctx context.Context, a models.Actor, id models.PersonID, p Page) (l Ledger, err error) {
	t := inTx{s, s.DB.Read(ctx), a}
	if _, err := t.seen(id); err != nil {
		return l, err
	}
	if l.Months, err = volunteers.Months(t.tx, id); err != nil {
		return l, err
	}
	for _, m := range l.Months {
		l.Minutes += m.Minutes
	}
	l.Stars = volunteer.Stars(l.Minutes)
	l.Entries, l.Next, err = volunteers.Hours(t.tx, id, p)
	return l, err
}
