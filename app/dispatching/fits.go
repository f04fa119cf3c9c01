package dispatching

import (
	"delinli/app/store"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/geo"
	"delinli/models/order"
)

// Fits tells a volunteer how orders suit them who would take them by themselves, for a whole page at once. Named are the areas that each
// order names to them: the way is measured to no place more exact.
func (s *Service) Fits(tx *store.Tx, by models.Actor, of []order.Order, named []models.AreaCode) (map[models.OrderID]dispatch.Fit, error) {
	rule, err := s.Rules.Dispatch(tx)
	if err != nil {
		return nil, err
	}
	candidates, err := volunteers.Candidates(tx, []models.PersonID{by.Person}, s.Now().Add(-Fairness))
	if err != nil {
		return nil, err
	}
	candidates = append(candidates, dispatch.Candidate{Person: by.Person}) // who never applied is not verified
	ids, orders := make([]models.OrderID, len(of)), make(map[models.OrderID]order.Order, len(of))
	for i, o := range of {
		ids[i], orders[o.ID] = o.ID, o
	}
	calls, err := volunteers.Calls(tx, by.Person, ids, named)
	fits := make(map[models.OrderID]dispatch.Fit, len(calls))
	for _, c := range calls {
		o := orders[c.Order]
		o.Wanted = c.Wanted
		n := s.needOf(o, Asks{Skills: c.Terms.Skills, Useful: c.Terms.Useful, Party: c.Terms.Party})
		f := dispatch.FitOf(n, candidates[0], rule)
		f.Metres = geo.Way(c.Home, c.Here)
		fits[c.Order] = f
	}
	return fits, err
}

// needOf is what a ranking knows of the order while nobody has declined it.
func (s *Service) needOf(o order.Order, asks Asks) dispatch.Need {
	return dispatch.Need{Order: o.ID, At: s.Now(), Requester: o.Requester, PlacedBy: o.PlacedBy, Household: o.Household, Area: o.Area,
		Reach: o.Reach, Wanted: o.Wanted, Skills: asks.Skills, Useful: asks.Useful, Party: asks.Party}
}
