package handlers

import (
	"context"
	"time"

	"delinli/app/cataloguing"
	"delinli/models"
	"delinli/models/area"
)

type (
	regroupIn struct {
		areaAt
		Version int  `json:"version" validate:"required,min=1" doc:"of the grid, as it was last seen"`
		Dry     bool `json:"dry,omitempty" doc:"tell what would come of it, and change nothing"`
	}
	splitGridIn struct {
		regroupIn
		To        models.AreaCode   `json:"code" area:"own" validate:"required,areacode" example:"370785001005004" doc:"of the new grid"`
		Name      string            `json:"name" validate:"required,max=60" example:"第四网格"`
		Boundary  *polygon          `json:"boundary,omitempty"`
		Keeps     *polygon          `json:"keeps,omitempty" doc:"the boundary that is left to the grid itself; without it, it has the one it had"`
		Buildings []models.AreaCode `json:"buildings" validate:"max=1000,dive,areacode" doc:"that go to the new grid"`
	}
	mergeGridIn struct {
		regroupIn
		Into models.AreaCode `json:"into" validate:"required,areacode" example:"370785001005004" doc:"the grid that takes all and stays"`
	}
	renumberGridIn struct {
		regroupIn
		To models.AreaCode `json:"code" area:"own" validate:"required,areacode" example:"370785001005009"`
	}
	// regroupedView is what came of a change of grids, or would come of it.
	regroupedView struct {
		Change     area.Change     `json:"change" example:"split"`
		Dry        bool            `json:"dry"`
		From       models.AreaCode `json:"from" example:"370785001005003"`
		To         models.AreaCode `json:"to" example:"370785001005004"`
		Grids      []gridPart      `json:"grids" doc:"that are there then: the one that was changed, and the other"`
		Moved      []area.Move     `json:"moved" doc:"codes that ended, each with its successor"`
		Warnings   []gridWarning   `json:"warnings" doc:"what should be mended; nothing of it forbids the change"`
		PostsEnded int             `json:"posts_ended" doc:"of the team of a grid that ended"`
		SeatsEnded int             `json:"seats_ended" doc:"of those with power over it"`
	}
	gridWarning struct {
		Area models.AreaCode `json:"area_code" example:"370785001005004"`
		Code string          `json:"code" example:"grid.too_few_dwellings" doc:"grid.too_few_dwellings, grid.too_many_dwellings or grid.no_boundary"`
	}
	gridPart struct {
		Code       models.AreaCode `json:"code" example:"370785001005003"`
		Name       string          `json:"name" example:"第三网格"`
		Buildings  int             `json:"buildings"`
		Dwellings  int             `json:"dwellings"`
		Households int             `json:"households"`
		Residents  int             `json:"residents" doc:"whom the register has"`
	}
	gridStockView struct {
		gridPart
		Version    int             `json:"version"`
		Free       models.AreaCode `json:"free_code" example:"370785001005004" doc:"the next code for a grid of its community; empty when there is none"`
		Houses     []gridPart      `json:"houses" doc:"its buildings; people count where their household has a dwelling"`
		Neighbours []gridPart      `json:"neighbours" doc:"the other grids of its community"`
	}
	gridChangeView struct {
		Change    area.Change     `json:"change" example:"merge"`
		From      models.AreaCode `json:"from" example:"370785001005003"`
		FromName  string          `json:"from_name" example:"第三网格"`
		To        models.AreaCode `json:"to" example:"370785001005004"`
		ToName    string          `json:"to_name" example:"第四网格"`
		Buildings int             `json:"buildings" doc:"that moved"`
		By        models.PersonID `json:"changed_by,omitzero"` // none: the program
		At        time.Time       `json:"at"`
	}
)

func (h Areas) grid(ctx context.Context, a models.Actor, in areaAt) (gridStockView, error) {
	g, err := h.Cataloguing.Grid(ctx, a, in.Code)
	return gridStockView{gridPartOf(g.Part), g.Version, g.Free, gridParts(g.Buildings), gridParts(g.Neighbours)}, err
}

func (h Areas) split(ctx context.Context, a models.Actor, in splitGridIn) (regroupedView, error) {
	n := areaBody{Name: in.Name, Boundary: in.Boundary}.area(in.To, 0)
	out, err := h.Cataloguing.SplitGrid(ctx, a, in.regroup(), n, in.Keeps.ground(), in.Buildings)
	return in.view(out), err
}

func (h Areas) merge(ctx context.Context, a models.Actor, in mergeGridIn) (regroupedView, error) {
	out, err := h.Cataloguing.MergeGrid(ctx, a, in.regroup(), in.Into)
	return in.view(out), err
}

func (h Areas) renumber(ctx context.Context, a models.Actor, in renumberGridIn) (regroupedView, error) {
	out, err := h.Cataloguing.RenumberGrid(ctx, a, in.regroup(), in.To)
	return in.view(out), err
}

func (h Areas) changes(ctx context.Context, a models.Actor, in areaHistoryIn) (out ItemsOf[gridChangeView], err error) {
	found, next, err := h.Cataloguing.Changes(ctx, a, in.Code, cataloguing.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, c := range found {
		out.Items = append(out.Items, gridChangeView{c.Change, c.From, c.FromName, c.To, c.ToName, c.Buildings, c.By, c.At})
	}
	out.Next = next
	return out, err
}

func (in regroupIn) regroup() cataloguing.Regroup {
	return cataloguing.Regroup{Grid: in.Code, Version: in.Version, Dry: in.Dry}
}

func (in regroupIn) view(r cataloguing.Regrouped) regroupedView {
	v := regroupedView{Change: r.Change, Dry: in.Dry, From: r.From, To: r.To, Grids: gridParts(r.Parts), Moved: r.Moves, PostsEnded: r.PostsEnded, SeatsEnded: r.SeatsEnded}
	for _, w := range r.Warnings {
		v.Warnings = append(v.Warnings, gridWarning(w))
	}
	return v
}

func gridParts(parts []area.Part) []gridPart {
	views := make([]gridPart, len(parts))
	for i, p := range parts {
		views[i] = gridPartOf(p)
	}
	return views
}

func gridPartOf(p area.Part) gridPart {
	return gridPart{p.Code, p.Name, p.Buildings, p.Dwellings, p.Households, p.Residents}
}
