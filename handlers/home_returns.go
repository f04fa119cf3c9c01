package handlers

import (
	"context"

	"delinli/app/returning"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/party"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// HomeReturns are the doors to cadres who report to the community they live in. Names are masked.
type HomeReturns struct{ Returning *returning.Service }

func (h HomeReturns) routes() []Route {
	return []Route{
		get("/home-returns", OrderStaff, h.list, "The cadres who reported to the communities of an area, the last first"),
		create("/home-returns", OrderStaff, h.report, "Take the report of somebody in the register to the community they live in"),
		get("/home-returns/:id", OrderStaff, h.show, "One report, by the id of the person"),
		post("/home-returns/:id/volunteer", OrderStaff, h.enlist, "Make who reported a volunteer of the community"),
		post("/home-returns/:id/end", OrderStaff, h.end, "End a report"),
	}
}

type (
	homeReturnsIn struct {
		Page
		Area models.AreaCode  `query:"area" validate:"omitempty,areacode" example:"370785001005" doc:"the asker's own areas when left out"`
		Kind party.ReturnKind `query:"kind" validate:"omitempty,oneof=serving retired veteran"`
	}
	homeReturnAt struct {
		ID models.PersonID `path:"id" validate:"required"`
	}
	reportIn struct {
		Person models.PersonID  `json:"person_id" validate:"required" doc:"of the register of residents"`
		Kind   party.ReturnKind `json:"kind" validate:"required,oneof=serving retired veteran" example:"serving"`
		Unit   string           `json:"unit" validate:"required,max=40" example:"市民政局" doc:"where they work or worked"`
		Skills []string         `json:"skills,omitempty" validate:"max=20,dive,max=40" example:"tutoring"`
	}
	endReturnIn struct {
		homeReturnAt
		Version int `json:"version" validate:"required,min=1"`
	}
	homeReturnView struct {
		Person    models.PersonID  `json:"person_id"`
		Name      secret.Name      `json:"name,omitzero" example:"张**"`
		Kind      party.ReturnKind `json:"kind" example:"serving"`
		Unit      string           `json:"unit" example:"市民政局"`
		Community models.AreaCode  `json:"area_code" example:"370785001005"`
		Skills    []string         `json:"skills" example:"tutoring"`
		Reported  calendar.Date    `json:"reported_on" example:"2026-03-01"`
		Volunteer volunteer.State  `json:"volunteer,omitempty" example:"verified" doc:"their state as a volunteer; left out for none"`
		Ended     bool             `json:"ended"`
		Version   int              `json:"version"`
		Can       []string         `json:"can" example:"volunteer"`
	}
	homeReturnsView struct {
		Items []homeReturnView `json:"items"`
		Next  string           `json:"next" example:"eyJpZCI6MX0"`
		Whole musterView       `json:"whole" doc:"of the area, whatever kind was asked for"`
	}
	musterView struct {
		Serving    int `json:"serving"`
		Retired    int `json:"retired"`
		Veterans   int `json:"veterans"`
		Volunteers int `json:"volunteers" doc:"of all of them"`
	}
)

// Ref is where the report is shown.
func (v homeReturnView) Ref() string { return "/home-returns/" + v.Person.String() }

func homeReturnOf(c returning.Cadre) homeReturnView {
	return homeReturnView{Person: c.Person, Name: c.Name, Kind: c.Kind, Unit: c.Unit, Community: c.Community, Skills: c.Skills, Reported: c.Reported,
		Volunteer: c.Volunteer, Ended: c.Ended, Version: c.Version, Can: c.Can}
}

func (h HomeReturns) list(ctx context.Context, a models.Actor, in homeReturnsIn) (out homeReturnsView, err error) {
	found, next, all, err := h.Returning.Returns(ctx, a, in.Area, in.Kind, returning.Page{Limit: in.Limit, Cursor: in.Cursor})
	out.Next, out.Whole = next, musterView(all)
	for _, c := range found {
		out.Items = append(out.Items, homeReturnOf(c))
	}
	return out, err
}

func (h HomeReturns) report(ctx context.Context, a models.Actor, in reportIn) (homeReturnView, error) {
	c, err := h.Returning.Report(ctx, a, party.Return{Person: in.Person, Kind: in.Kind, Unit: in.Unit, Skills: in.Skills})
	return homeReturnOf(c), err
}

func (h HomeReturns) show(ctx context.Context, a models.Actor, in homeReturnAt) (homeReturnView, error) {
	c, err := h.Returning.Return(ctx, a, in.ID)
	return homeReturnOf(c), err
}

func (h HomeReturns) enlist(ctx context.Context, a models.Actor, in homeReturnAt) (homeReturnView, error) {
	c, err := h.Returning.Enlist(ctx, a, in.ID)
	return homeReturnOf(c), err
}

func (h HomeReturns) end(ctx context.Context, a models.Actor, in endReturnIn) (homeReturnView, error) {
	c, err := h.Returning.End(ctx, a, in.ID, in.Version)
	return homeReturnOf(c), err
}
