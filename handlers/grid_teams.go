package handlers

import (
	"context"

	"delinli/app/posting"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/gridteam"
	"delinli/models/secret"
)

// GridTeams are the doors to the people of the grids. Names are masked.
type GridTeams struct{ Posting *posting.Service }

// gridPeople see the teams of their areas; staff appoint.
var gridPeople = Roles("staff and grids", gridteam.Readers...)

func (h GridTeams) routes() []Route {
	return []Route{
		get("/grid-teams", gridPeople, h.list, "The grids of an area with the strength of their teams, by code, and what they lack"),
		get("/areas/:code/team", gridPeople, h.team, "Who holds which post of a grid, and who is to come"),
		get("/posts/:id", gridPeople, h.show, "One post of a grid"),
		create("/posts", OrderStaff, h.appoint, "Give somebody a post of a grid; chief and liaison are one at a time"),
		post("/posts/:id/end", OrderStaff, h.end, "End a post with a last day"),
	}
}

type (
	gridTeamsIn struct {
		Page
		Area models.AreaCode `query:"area" validate:"omitempty,areacode" example:"370785001005" doc:"the asker's own areas when left out"`
		Gap  gridteam.Gap    `query:"gap" validate:"omitempty,oneof=no_chief no_liaison no_full_time crowded stretched" doc:"only grids with this gap"`
	}
	postAt struct {
		ID models.PostID `path:"id" validate:"required"`
	}
	appointIn struct {
		Grid   models.AreaCode `json:"area_code" validate:"required,areacode" example:"370785001005003" doc:"of the grid"`
		Kind   gridteam.Kind   `json:"kind" validate:"required,oneof=chief liaison full_time part_time" example:"full_time"`
		Person models.PersonID `json:"person_id" validate:"required"`
		Origin gridteam.Origin `json:"origin" validate:"required,oneof=community_staff owners_committee property_staff residents" example:"residents"`
		From   calendar.Date   `json:"from_on,omitempty" validate:"omitempty,datetime=2006-01-02" doc:"today when left out"`
		Until  calendar.Date   `json:"until_on,omitempty" validate:"omitempty,datetime=2006-01-02" doc:"the last day; until further notice when left out"`
	}
	endPostIn struct {
		postAt
		Version int           `json:"version" validate:"required,min=1"`
		Until   calendar.Date `json:"until_on,omitempty" validate:"omitempty,datetime=2006-01-02" doc:"the last day; today when left out"`
	}
)

type (
	gridTeamView struct {
		Grid      models.AreaCode `json:"area_code" example:"370785001005003"`
		Name      string          `json:"name" example:"第三网格"`
		Dwellings int             `json:"dwellings" example:"420"`
		Chiefs    int             `json:"chiefs" example:"1"`
		Liaisons  int             `json:"liaisons" example:"1"`
		FullTime  int             `json:"full_time" example:"2"`
		PartTime  int             `json:"part_time" example:"4"`
		Gaps      []gridteam.Gap  `json:"gaps" example:"no_chief"`
	}
	gridTeamsView struct {
		Items []gridTeamView `json:"items"`
		Next  string         `json:"next" example:"370785001005003"`
		Whole teamsWhole     `json:"whole" doc:"all grids of the area, whatever gap was asked for"`
	}
	teamsWhole struct {
		Grids    int                  `json:"grids"`
		Chiefs   int                  `json:"chiefs"`
		Liaisons int                  `json:"liaisons"`
		FullTime int                  `json:"full_time"`
		PartTime int                  `json:"part_time"`
		Gaps     map[gridteam.Gap]int `json:"gaps" doc:"how many grids have each"`
	}
	teamOfGridView struct {
		gridTeamView
		Members []postView `json:"members"`
	}
	postView struct {
		ID        models.PostID   `json:"id"`
		Grid      models.AreaCode `json:"area_code" example:"370785001005003"`
		Kind      gridteam.Kind   `json:"kind" example:"full_time"`
		Person    models.PersonID `json:"person_id"`
		Name      secret.Name     `json:"name,omitzero" example:"张**"`
		Origin    gridteam.Origin `json:"origin" example:"residents"`
		From      calendar.Date   `json:"from_on" example:"2026-03-01"`
		Until     *calendar.Date  `json:"until_on,omitempty" example:"2027-02-28"`
		Stretched bool            `json:"stretched" doc:"holds posts in more grids than one person should"`
		Version   int             `json:"version"`
		Can       []string        `json:"can" example:"end"`
	}
)

// Ref is where the post is shown.
func (v postView) Ref() string { return "/posts/" + v.ID.String() }

func gridTeamOf(s gridteam.Strength) gridTeamView {
	return gridTeamView{Grid: s.Grid, Name: s.Name, Dwellings: s.Dwellings, Chiefs: s.Chiefs, Liaisons: s.Liaisons, FullTime: s.FullTime, PartTime: s.PartTime, Gaps: s.Gaps()}
}

func postOf(m posting.Member) postView {
	return postView{ID: m.ID, Grid: m.Grid, Kind: m.Kind, Person: m.Person, Name: m.Name, Origin: m.Origin, From: m.From, Until: m.Until, Stretched: m.Stretched,
		Version: m.Version, Can: m.Can}
}

func (h GridTeams) list(ctx context.Context, a models.Actor, in gridTeamsIn) (out gridTeamsView, err error) {
	found, next, whole, err := h.Posting.Teams(ctx, a, in.Area, in.Gap, posting.Page{Limit: in.Limit, Cursor: in.Cursor})
	out.Next, out.Whole = next, teamsWhole(whole)
	for _, one := range found {
		out.Items = append(out.Items, gridTeamOf(one))
	}
	return out, err
}

func (h GridTeams) team(ctx context.Context, a models.Actor, in areaAt) (out teamOfGridView, err error) {
	team, err := h.Posting.Team(ctx, a, in.Code)
	out.gridTeamView = gridTeamOf(team.Strength)
	for _, m := range team.Members {
		out.Members = append(out.Members, postOf(m))
	}
	return out, err
}

func (h GridTeams) show(ctx context.Context, a models.Actor, in postAt) (postView, error) {
	m, err := h.Posting.Post(ctx, a, in.ID)
	return postOf(m), err
}

func (h GridTeams) appoint(ctx context.Context, a models.Actor, in appointIn) (postView, error) {
	p := gridteam.Post{Grid: in.Grid, Kind: in.Kind, Person: in.Person, Origin: in.Origin, From: in.From}
	if in.Until != "" {
		p.Until = &in.Until
	}
	m, err := h.Posting.Appoint(ctx, a, p)
	return postOf(m), err
}

func (h GridTeams) end(ctx context.Context, a models.Actor, in endPostIn) (postView, error) {
	m, err := h.Posting.End(ctx, a, in.ID, in.Version, in.Until)
	return postOf(m), err
}
