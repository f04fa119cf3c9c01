package handlers

import (
	"context"

	"delinli/models"
)

type poolMapIn struct {
	Area models.AreaCode `query:"area" validate:"omitempty,areacode" example:"370785001"`
}

type heapView struct {
	Area  models.AreaCode `json:"area_code"`
	Name  string          `json:"name" example:"康成社区"`
	Count int             `json:"count" example:"3"`
}

type poolMapView struct {
	Items []heapView `json:"items"`
}

func (h Orders) poolMap(ctx context.Context, a models.Actor, in poolMapIn) (out poolMapView, err error) {
	found, err := h.Ordering.PoolMap(ctx, a, in.Area)
	for _, f := range found {
		out.Items = append(out.Items, heapView(f))
	}
	return out, err
}
