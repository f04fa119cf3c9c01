package handlers

import (
	"context"

	"delinli/app/enrolling"
	"delinli/models"
	"delinli/models/person"
)

// Views are the doors to the filters of the desk that somebody keeps under names.
type Views struct{ Enrolling *enrolling.Service }

func (h Views) routes() []Route {
	return []Route{
		get("/me/views", OrderStaff, h.list, "The views of the desk that I keep"),
		put("/me/views", OrderStaff, h.keep, "Keep these views, and no others"),
	}
}

type viewsView struct {
	Items []viewIn `json:"items"`
}

type viewIn struct {
	Name  string            `json:"name" validate:"required,max=40" example:"今天超期的"`
	Query map[string]string `json:"query" validate:"max=12,dive,keys,max=20,endkeys,max=120"`
}

type viewsIn struct {
	Items []viewIn `json:"items" validate:"max=20,dive"`
}

func (h Views) list(ctx context.Context, a models.Actor, _ Nothing) (out viewsView, err error) {
	found, err := h.Enrolling.Views(ctx, a)
	for _, v := range found {
		out.Items = append(out.Items, viewIn(v))
	}
	return out, err
}

func (h Views) keep(ctx context.Context, a models.Actor, in viewsIn) (viewsView, error) {
	views := make([]person.View, len(in.Items))
	for i, v := range in.Items {
		views[i] = person.View(v)
	}
	return viewsView(in), h.Enrolling.KeepViews(ctx, a, views)
}
