package handlers

import (
	"context"
	"time"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/order"
)

type (
	tryLimitsIn struct {
		classAt
		limitsBody
	}
	// limitTrialView tells of the newest 5,000 orders of the class that were placed within a month.
	limitTrialView struct {
		Orders  int                `json:"orders" example:"820"`
		Since   *time.Time         `json:"since" doc:"when the oldest of them was placed"`
		Limits  []overrunView      `json:"limits"`
		Changed []changedLimitView `json:"changed" doc:"the newest 50 that would be late as a whole and are not now, or the other way round"`
	}
	overrunView struct {
		Name  string `json:"name" validate:"oneof=handle triage answer accept offer start service confirm decide" example:"handle"`
		Now   int    `json:"now" doc:"orders that outlast it as it is now" example:"31"`
		Tried int    `json:"tried" doc:"orders that would outlast it as it is tried" example:"12"`
	}
	changedLimitView struct {
		Order  models.OrderID `json:"order_id"`
		Number string         `json:"number" example:"370785001005-20260310-000042"`
		At     time.Time      `json:"at"`
		Late   bool           `json:"late" doc:"would be late"`
	}
)

func (h Settings) tryPolicy(ctx context.Context, a models.Actor, in tryLimitsIn) (out limitTrialView, err error) {
	t, err := h.Ordering.TryLimits(ctx, a, in.Class, calendar.Policy(in.limitsBody))
	if err != nil {
		return out, err
	}
	out.Orders = t.Orders
	if t.Orders > 0 {
		out.Since = &t.Since
	}
	for _, name := range order.LimitNames {
		out.Limits = append(out.Limits, overrunView{name, t.Overrun[name].Now, t.Overrun[name].Tried})
	}
	for _, c := range t.Changed {
		out.Changed = append(out.Changed, changedLimitView(c))
	}
	return out, nil
}
