package dispatching

import (
	"context"

	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// MaxPlan is how many orders one plan may hold.
const MaxPlan = 300

// Plan proposes who should have which of many orders, all weighed at once. It changes nothing: staff look at it, change it and send the offers.
// Orders that the actor does not run, or that cannot be offered now, stay away.
func (s *Service) Plan(ctx context.Context, a models.Actor, ids []models.OrderID) ([]order.Order, []dispatch.Ranked, error) {
	tx := s.DB.Read(ctx)
	orders, err := s.Orders.Offerable(ctx, tx, a, ids)
	if err != nil || len(orders) == 0 {
		return nil, nil, err
	}
	rule, err := s.Rules.Dispatch(tx)
	if err != nil {
		return nil, nil, err
	}
	needs := make([]dispatch.Need, len(orders))
	for i, o := range orders {
		if needs[i], err = s.need(tx, o, false); err != nil {
			return nil, nil, err
		}
	}
	candidates, err := s.roll.within(tx, around(orders), nil, s.Now().Add(-Fairness))
	if err != nil {
		return nil, nil, err
	}
	return orders, dispatch.Assign(needs, candidates, rule), nil
}

// around is the smallest part of the town that holds all whom the orders ask.
func around(orders []order.Order) models.AreaCode {
	area := asked(orders[0])
	for _, o := range orders[1:] {
		for !asked(o).Within(area) && area != "" {
			area = area.Parent()
		}
	}
	return area
}
