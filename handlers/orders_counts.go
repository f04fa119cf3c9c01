package handlers

import (
	"context"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/order"
)

type countsIn struct {
	Area models.AreaCode `query:"area" validate:"omitempty,areacode" example:"370785001"`
}

// countsView counts only what is owed: every queue and lamp is named, and the states that have any.
type countsView struct {
	Queues map[order.Queue]int   `json:"queues"`
	States map[order.State]int   `json:"states"`
	Lamps  map[calendar.Lamp]int `json:"lamps"`
}

func (h Orders) counts(ctx context.Context, a models.Actor, in countsIn) (countsView, error) {
	c, err := h.Ordering.Counts(ctx, a, in.Area)
	return countsView(c), err
}
