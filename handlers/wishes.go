package handlers

import (
	"context"

	"delinli/app/ordering"
	"delinli/models"
	"delinli/models/order"
)

type wallIn struct {
	Page
	Area models.AreaCode `query:"area" validate:"omitempty,areacode"`
	Kind order.Kind      `query:"kind" validate:"omitempty,oneof=menu wish request"`
	Text string          `query:"q" validate:"max=60"`
}

func (h Orders) wall(ctx context.Context, a models.Actor, in wallIn) (ItemsOf[orderView], error) {
	found, next, err := h.Ordering.Wall(ctx, a, ordering.Query{Area: in.Area, Kind: in.Kind, Text: in.Text},
		ordering.Page{Limit: in.Limit, Cursor: in.Cursor})
	return views(found, next), err
}

func (h Orders) card(ctx context.Context, a models.Actor, in orderAt) (orderView, error) {
	shown, err := h.Ordering.Card(ctx, a, in.ID)
	return viewOf(shown), err
}
