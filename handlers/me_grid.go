package handlers

import (
	"context"

	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/gridteam"
)

type (
	// gridView is one's own grid: where one lives, which number to call, and who is there for one. No phone of anybody is told, and no name but of those who agreed.
	gridView struct {
		Grid       *placeNamed     `json:"grid,omitempty" doc:"left out while one's profile names no grid"`
		Community  *placeNamed     `json:"community,omitempty"`
		Hotline    string          `json:"hotline,omitempty" example:"0536-555-0101"`
		Answers    models.AreaCode `json:"hotline_of,omitempty" example:"370785001005"`
		Team       []teamMateView  `json:"team"`
		Neighbours []string        `json:"neighbours" example:"张秀英" doc:"who agreed to be named, for whoever agreed too"`
	}
	placeNamed struct {
		Code models.AreaCode `json:"code" example:"370785001005003"`
		Name string          `json:"name" example:"康成社区第三网格"`
	}
	// teamMateView is somebody on a public post: surname and title, as on the board at the door.
	teamMateView struct {
		Kind    gridteam.Kind `json:"kind" example:"chief"`
		Surname string        `json:"surname,omitempty" example:"王"`
		From    calendar.Date `json:"from_on" example:"2025-05-01"`
	}
)

func (h Me) grid(ctx context.Context, a models.Actor, _ Nothing) (gridView, error) {
	own, err := h.Enrolling.OwnGrid(ctx, a)
	v := gridView{Grid: placeOfArea(own.Grid), Community: placeOfArea(own.Community), Hotline: own.Line.Number, Answers: own.Line.Of}
	for _, m := range own.Team {
		v.Team = append(v.Team, teamMateView(m))
	}
	for _, name := range own.Neighbours {
		v.Neighbours = append(v.Neighbours, name.Plain())
	}
	return v, err
}

func placeOfArea(a *area.Area) *placeNamed {
	if a == nil {
		return nil
	}
	return &placeNamed{a.Code, a.Name}
}
