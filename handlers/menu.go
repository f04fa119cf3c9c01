package handlers

import (
	"context"

	"delinli/app/cataloguing"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/catalog"
	"delinli/models/dispatch"
)

// Menu are the doors to the service menu.
type Menu struct{ Cataloguing *cataloguing.Service }

var cityStaff = Roles("city staff", models.CityStaff)

func (h Menu) routes() []Route {
	return []Route{
		get("/menu", Public, h.list, "The service menu, with the names of its categories and skills"),
		get("/menu/:id", Public, h.show, "One item of the menu"),
		get("/menu/:id/history", readers, h.history, "Every state of an item, the newest first"),
		create("/menu", cityStaff, h.add, "Put an item on the menu"),
		put("/menu/:id", cityStaff, h.edit, "Change an item, or take it off the menu"),
	}
}

type (
	menuIn struct {
		Text string `query:"q" validate:"max=60" example:"水电"`
		All  bool   `query:"all" doc:"those that are no longer on offer too; for city staff"`
	}
	itemAt struct {
		ID models.ItemID `path:"id" validate:"required"`
	}
	itemHistoryIn struct {
		Page
		itemAt
	}
	editItemIn struct {
		itemAt
		Version int   `json:"version" validate:"required,min=1"`
		Active  *bool `json:"active" validate:"required"`
		itemBody
	}
	// itemBody is what the menu says of an item, and what an order takes over from it.
	itemBody struct {
		Category  catalog.Category `json:"category" validate:"required,oneof=elders health schooling hardship repairs errands law neighbourhood"`
		Position  int              `json:"position" validate:"required,min=1,max=999"`
		Zh        itemText         `json:"zh"`
		En        itemText         `json:"en"`
		Minutes   int              `json:"minutes" validate:"required,min=5,max=480" example:"60"`
		Class     calendar.Class   `json:"class" validate:"required,oneof=urgent utilities general complex"`
		Risk      catalog.Risk     `json:"risk" validate:"required,oneof=none insured licensed"`
		Party     dispatch.Party   `json:"party,omitempty" validate:"omitempty,oneof=prefer require"`
		Route     dispatch.Route   `json:"route" validate:"required,oneof=pool offer wait"`
		Publishes bool             `json:"publishes" doc:"goes on its route by itself"`
		Skills    []string         `json:"skills" validate:"max=5" doc:"every one is required"`
		Useful    []string         `json:"useful" validate:"max=5" doc:"skills that help"`
	}
	itemText struct {
		Name string `json:"name" validate:"required,max=60"`
		What string `json:"what" validate:"required,max=200"`
		Who  string `json:"who" validate:"required,max=200"`
	}
	itemView struct {
		ID      models.ItemID `json:"id"`
		Active  bool          `json:"active"`
		Version int           `json:"version"`
		itemBody
	}
	menuView struct {
		Items      []itemView  `json:"items"`
		Next       string      `json:"next"`
		Categories []labelView `json:"categories"`
		Skills     []labelView `json:"skills"`
	}
	labelView struct {
		Code string `json:"code"`
		Zh   string `json:"zh"`
		En   string `json:"en"`
	}
)

// Ref is where a GET shows the item.
func (v itemView) Ref() string { return "/menu/" + v.ID.String() }

func (h Menu) list(ctx context.Context, a models.Actor, in menuIn) (menuView, error) {
	found, err := h.Cataloguing.Menu(ctx, a, in.Text, in.All)
	out := menuView{Categories: labels(catalog.Categories), Skills: labels(catalog.Skills)}
	for _, i := range found {
		out.Items = append(out.Items, itemViewOf(i))
	}
	return out, err
}

func labels(of []catalog.Label) (views []labelView) {
	for _, l := range of {
		views = append(views, labelView(l))
	}
	return views
}

func (h Menu) show(ctx context.Context, a models.Actor, in itemAt) (itemView, error) {
	i, err := h.Cataloguing.MenuItem(ctx, a, in.ID)
	return itemViewOf(i), err
}

func (h Menu) history(ctx context.Context, a models.Actor, in itemHistoryIn) (ItemsOf[revisionView], error) {
	return history(ctx, h.Cataloguing, a, cataloguing.Item, in.ID.String(), in.Page)
}

func (h Menu) add(ctx context.Context, a models.Actor, in itemBody) (itemView, error) {
	n := in.item()
	n.Active = true
	i, err := h.Cataloguing.AddItem(ctx, a, n)
	return itemViewOf(i), err
}

func (h Menu) edit(ctx context.Context, a models.Actor, in editItemIn) (itemView, error) {
	n := in.item()
	n.ID, n.Version, n.Active = in.ID, in.Version, *in.Active
	i, err := h.Cataloguing.EditItem(ctx, a, n)
	return itemViewOf(i), err
}

func (in itemBody) item() catalog.Item {
	return catalog.Item{Category: in.Category, Position: in.Position, Terms: catalog.Terms{Zh: catalog.Text(in.Zh), En: catalog.Text(in.En),
		Minutes: in.Minutes, Class: in.Class, Risk: in.Risk, Party: in.Party, Route: in.Route, Publishes: in.Publishes,
		Skills: in.Skills, Useful: in.Useful}}
}

func itemViewOf(i catalog.Item) itemView {
	return itemView{i.ID, i.Active, i.Version, itemBody{i.Category, i.Position, itemText(i.Zh), itemText(i.En), i.Minutes, i.Class, i.Risk,
		i.Party, i.Route, i.Publishes, i.Skills, i.Useful}}
}
