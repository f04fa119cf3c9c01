package ordering

import (
	"time"

	"delinli/app/store/orders"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/order"
)

// cases joins orders with the facts around them, for one actor and in one query.
func (t inTx) cases(of []order.Order) ([]order.Case, error) {
	ids := make([]models.OrderID, len(of))
	for i, o := range of {
		ids[i] = o.ID
	}
	known, err := orders.FactsOf(t.tx, ids, t.a)
	if err != nil {
		return nil, err
	}
	now, out := t.moment(), make([]order.Case, len(of))
	for i, o := range of {
		k := known[o.ID]
		out[i] = order.Case{Order: o, Facts: order.Facts{Now: now, Kin: k.Household, Holder: k.Holder, Serves: k.Serves, Touched: k.Touched,
			Followed: k.Followed, Called: k.Called, SelfRates: k.SelfRates, Pending: !k.Asker.IsZero(), Asker: k.Asker, UrgedAt: k.UrgedAt, Followers: k.Followers,
			Unit: t.a.Unit(o.Area)}}
		if err := t.rules(&out[i].Facts, o.Class); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// moment is now to the microsecond, as the database keeps it: the journal must not know more than the row.
func (s *Service) moment() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// rules adds the calendar and the limits of the class.
func (t inTx) rules(f *order.Facts, class calendar.Class) (err error) {
	if f.Calendar, err = t.Settings.Calendar(t.tx); err != nil {
		return err
	}
	f.Policy, err = t.Settings.Policy(t.tx, class)
	return err
}
