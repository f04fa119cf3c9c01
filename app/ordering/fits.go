package ordering

import (
	"slices"

	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// fits tells a volunteer, in one go, how those orders suit them that somebody may take.
func (t inTx) fits(cases []order.Case) (map[models.OrderID]dispatch.Fit, error) {
	if !t.a.Has(models.Volunteer) {
		return nil, nil
	}
	var open []order.Order
	var named []models.AreaCode
	for i := range cases {
		c := &cases[i]
		if slices.Contains([]order.State{order.Pool, order.Offered}, c.State) {
			open, named = append(open, c.Order), append(named, c.Sees(t.a).Area(c.Area))
		}
	}
	if len(open) == 0 {
		return nil, nil
	}
	return t.Fitness.Fits(t.tx, t.a, open, named)
}

// begun is what every view of an order has: how much the actor sees, how it suits them, and what they may do. That it does not suit them is a fact of it
// from then on.
func (t inTx) begun(c *order.Case, fits map[models.OrderID]dispatch.Fit) Shown {
	var here *dispatch.Fit
	if fit, judged := fits[c.ID]; judged {
		c.Ineligible = fit.Excluded
		if c.State == order.Pool {
			here = &fit
		}
	}
	return Shown{Case: *c, View: c.Sees(t.a), Fit: here, Can: order.Flow.Open(c.State, t.a, c)}
}
