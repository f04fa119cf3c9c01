package handlers

import (
	"context"
	"slices"
	"time"

	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// Teams are the doors to teams of volunteers.
type Teams struct{ Volunteering *volunteering.Service }

// Teamsters are those who have to do with teams.
var Teamsters = Roles("volunteers and staff", append([]models.Role{models.Volunteer}, models.Staff...)...)

func (h Teams) routes() []Route {
	return []Route{
		get("/teams", Teamsters, h.list, "One's own teams, and for staff those of their areas, the newest first"),
		create("/teams", Teamsters, h.found, "Found a team; who names no leader leads it"),
		get("/teams/:id", Teamsters, h.show, "One team with its members, names masked"),
		post("/teams/:id/invite", Teamsters, h.invite, "Ask the volunteer who shows the number to join"),
		post("/teams/:id/join", Teamsters, h.join, "Say yes to an invitation; only then one is a member"),
		post("/teams/:id/leave", Teamsters, h.leave, "Leave or say no to an invitation, or take somebody or an invitation back"),
		post("/teams/:id/end", OrderStaff, h.end, "End a team that has no order in hand"),
	}
}

type (
	foundIn struct {
		Name   string          `json:"name" validate:"required,max=40" example:"清风水电队"`
		Area   models.AreaCode `json:"area_code" validate:"required,areacode" example:"370785001005"`
		Leader string          `json:"leader,omitempty" validate:"max=40" example:"370785202600000042"` // a volunteer's number
	}
	teamAt struct {
		ID models.TeamID `path:"id" validate:"required"`
	}
	inviteIn struct {
		teamAt
		Number string `json:"number" validate:"required,max=40" example:"370785202600000042"`
	}
	leaveTeamIn struct {
		teamAt
		Person models.PersonID `json:"person_id,omitzero"` // left out: oneself
	}
	teamView struct {
		ID      models.TeamID   `json:"id"`
		Name    string          `json:"name"`
		Area    models.AreaCode `json:"area_code"`
		Leader  models.PersonID `json:"leader_id"`
		Version int             `json:"version"`
		EndedAt *time.Time      `json:"ended_at,omitempty"`
		Members []memberView    `json:"members"`
		Invited []memberView    `json:"invited"` // who has not answered yet
	}
	memberView struct {
		Person   models.PersonID `json:"person_id"`
		Name     secret.Name     `json:"name" example:"张**"`
		Number   string          `json:"number"`
		Verified bool            `json:"verified"` // may serve now
	}
)

// Ref is where the team is shown.
func (v teamView) Ref() string { return "/teams/" + v.ID.String() }

func (h Teams) list(ctx context.Context, a models.Actor, in Page) (out ItemsOf[teamView], err error) {
	found, next, err := h.Volunteering.Teams(ctx, a, volunteering.Page{Limit: in.Limit, Cursor: in.Cursor})
	if err != nil {
		return out, err
	}
	out.Next = next
	out.Items, err = h.views(ctx, a, found...)
	return out, err
}

func (h Teams) views(ctx context.Context, a models.Actor, teams ...volunteer.Team) (views []teamView, err error) {
	var ids []models.PersonID
	for _, t := range teams {
		for _, m := range slices.Concat(t.Members, t.Invited) {
			ids = append(ids, m.Person)
		}
	}
	names, err := h.Volunteering.Names(ctx, a, ids)
	for _, t := range teams {
		v := teamView{ID: t.ID, Name: t.Name, Area: t.Area, Leader: t.Leader, Version: t.Version, EndedAt: t.EndedAt}
		for _, m := range t.Members {
			v.Members = append(v.Members, memberView{m.Person, names[m.Person], m.Number, m.Verified})
		}
		for _, m := range t.Invited {
			v.Invited = append(v.Invited, memberView{m.Person, names[m.Person], m.Number, m.Verified})
		}
		views = append(views, v)
	}
	return views, err
}

// view shows one team, unless the verb failed.
func (h Teams) view(ctx context.Context, a models.Actor) func(volunteer.Team, error) (teamView, error) {
	return func(t volunteer.Team, err error) (teamView, error) {
		if err != nil {
			return teamView{}, err
		}
		views, err := h.views(ctx, a, t)
		return views[0], err
	}
}

func (h Teams) found(ctx context.Context, a models.Actor, in foundIn) (teamView, error) {
	return h.view(ctx, a)(h.Volunteering.Found(ctx, a, volunteering.NewTeam{Name: in.Name, Area: in.Area, Leader: in.Leader}))
}

func (h Teams) show(ctx context.Context, a models.Actor, in teamAt) (teamView, error) {
	return h.view(ctx, a)(h.Volunteering.Team(ctx, a, in.ID))
}

func (h Teams) invite(ctx context.Context, a models.Actor, in inviteIn) (teamView, error) {
	return h.view(ctx, a)(h.Volunteering.Invite(ctx, a, in.ID, in.Number))
}

func (h Teams) join(ctx context.Context, a models.Actor, in teamAt) (teamView, error) {
	return h.view(ctx, a)(h.Volunteering.Join(ctx, a, in.ID))
}

func (h Teams) leave(ctx context.Context, a models.Actor, in leaveTeamIn) (Nothing, error) {
	if in.Person.IsZero() {
		in.Person = a.Person
	}
	_, err := h.Volunteering.Leave(ctx, a, in.ID, in.Person)
	return Nothing{}, err // who left sees the team no more
}

func (h Teams) end(ctx context.Context, a models.Actor, in teamAt) (teamView, error) {
	return h.view(ctx, a)(h.Volunteering.EndTeam(ctx, a, in.ID))
}
