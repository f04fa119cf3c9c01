package volunteering

import (
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
		before, times, err := volunteers.Before(tx, m, o.Requester, now, now.Add(-volunteer.PairWindow))
		if err != nil {
			return err
		}
		err = volunteers.Credit(tx, volunteers.Service{ID: models.NewID[models.EventID](s.Random), Person: m, Order: o.ID, Finish: o.Finishes,
			Minutes: volunteer.Credit(o.Minutes(), before), Flagged: times >= volunteer.Repeats, At: now})
		if err != nil {
			return err
		}
	}
	return nil
}
