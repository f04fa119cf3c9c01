package handlers

import (
	"context"

	"delinli/app/organising"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/party"
	"delinli/models/secret"
)

// PartyOrgs are the doors to the party's four levels.
type PartyOrgs struct{ Organising *organising.Service }

func (h PartyOrgs) routes() []Route {
	return []Route{
		get("/party/orgs", OrderStaff, h.list, "What is right below an organisation, or the committees of an area, each with how many are below it"),
		create("/party/orgs", OrderStaff, h.found, "Found an organisation below another; without one, the committee of a community"),
		get("/party/orgs/:id", OrderStaff, h.show, "One organisation"),
		put("/party/orgs/:id", OrderStaff, h.rename, "Give an organisation another name"),
		post("/party/orgs/:id/end", OrderStaff, h.end, "End an organisation below which there is nothing, and of which no money is left"),
		get("/party/orgs/:id/centres", OrderStaff, h.centres, "The centre households of a building group, with what they are steward of"),
		post("/party/orgs/:id/centres", OrderStaff, h.appoint, "Make the household of a party member a centre of a building group"),
		post("/party/orgs/:id/centres/:household/dismiss", OrderStaff, h.dismiss, "End that a household is a centre"),
	}
}

type (
	orgsIn struct {
		Page
		Parent models.OrgID    `query:"parent"`
		Area   models.AreaCode `query:"area" validate:"omitempty,areacode" example:"370785001005" doc:"of committees; the asker's own areas when left out"`
	}
	orgAt struct {
		ID models.OrgID `path:"id" validate:"required"`
	}
	foundOrgIn struct {
		Parent   models.OrgID      `json:"parent_id,omitzero" doc:"the organisation above; none for a committee"`
		Name     string            `json:"name" validate:"required,max=40" example:"第三网格党支部"`
		Area     models.AreaCode   `json:"area_code,omitempty" validate:"omitempty,areacode" example:"370785001005003" doc:"the community of a committee, the grid of a branch; a group has its branch's"`
		Compound models.CompoundID `json:"compound_id,omitzero" doc:"of a branch of a compound"`
		Founded  calendar.Date     `json:"founded_on,omitempty" validate:"omitempty,datetime=2006-01-02" doc:"today when left out"`
	}
	renameOrgIn struct {
		orgAt
		Version int    `json:"version" validate:"required,min=1"`
		Name    string `json:"name" validate:"required,max=40" example:"第三网格党支部"`
	}
	endOrgIn struct {
		orgAt
		Version int `json:"version" validate:"required,min=1"`
	}
	stewardIn struct {
		orgAt
		Resident models.PersonID `json:"resident_id" validate:"required" doc:"a party member, with whose household it is"`
		Building models.AreaCode `json:"building,omitempty" validate:"omitempty,areacode" example:"37078500100500300001" doc:"where they live when left out"`
		Unit     *int            `json:"unit,omitempty" validate:"omitempty,min=1,max=50" example:"2" doc:"left out: of the whole building"`
		Since    calendar.Date   `json:"since,omitempty" validate:"omitempty,datetime=2006-01-02" doc:"today when left out"`
	}
	centreAt struct {
		orgAt
		Household models.HouseholdID `path:"household" validate:"required"`
	}
	orgView struct {
		ID       models.OrgID    `json:"id"`
		Kind     party.Kind      `json:"kind" example:"branch"`
		Parent   models.OrgID    `json:"parent_id,omitzero"`
		Name     string          `json:"name" example:"第三网格党支部"`
		Area     models.AreaCode `json:"area_code" example:"370785001005003"`
		Compound string          `json:"compound,omitempty" example:"康成花园"`
		Founded  calendar.Date   `json:"founded_on" example:"2022-03-01"`
		Branches int             `json:"branches"`
		Groups   int             `json:"groups"`
		Centres  int             `json:"centres" doc:"centre households"`
		Money    int64           `json:"money" example:"165000" doc:"fen that are left in its funds; with any, it does not end"`
		Ended    bool            `json:"ended"`
		Version  int             `json:"version"`
		Can      []string        `json:"can" example:"rename"`
	}
	centreView struct {
		Household    models.HouseholdID `json:"household_id"`
		Head         secret.Name        `json:"head,omitzero" example:"张**" doc:"of the household, else another who lives there"`
		Building     models.AreaCode    `json:"building" example:"37078500100500300001"`
		BuildingName string             `json:"building_name" example:"康成花园1号楼"`
		Unit         *int               `json:"unit,omitempty" example:"2" doc:"left out: of the whole building"`
		Since        calendar.Date      `json:"since" example:"2022-03-01"`
		Can          []string           `json:"can" example:"dismiss"`
	}
)

// Ref is where the organisation is shown.
func (v orgView) Ref() string { return "/party/orgs/" + v.ID.String() }

func orgOf(n organising.Node) orgView {
	return orgView{ID: n.ID, Kind: n.Kind, Parent: n.Parent, Name: n.Name, Area: n.Area, Compound: n.Compound, Founded: n.Founded, Branches: n.Branches, Groups: n.Groups,
		Centres: n.Centres, Money: n.Money, Ended: n.Ended, Version: n.Version, Can: n.Can}
}

func (h PartyOrgs) list(ctx context.Context, a models.Actor, in orgsIn) (out ItemsOf[orgView], err error) {
	found, next, err := h.Organising.Orgs(ctx, a, in.Parent, in.Area, organising.Page{Limit: in.Limit, Cursor: in.Cursor})
	out.Next = next
	for _, n := range found {
		out.Items = append(out.Items, orgOf(n))
	}
	return out, err
}

func (h PartyOrgs) found(ctx context.Context, a models.Actor, in foundOrgIn) (orgView, error) {
	n, err := h.Organising.Found(ctx, a, party.Org{Parent: in.Parent, Name: in.Name, Area: in.Area, Compound: in.Compound, Founded: in.Founded})
	return orgOf(n), err
}

func (h PartyOrgs) show(ctx context.Context, a models.Actor, in orgAt) (orgView, error) {
	n, err := h.Organising.Org(ctx, a, in.ID)
	return orgOf(n), err
}

func (h PartyOrgs) rename(ctx context.Context, a models.Actor, in renameOrgIn) (orgView, error) {
	n, err := h.Organising.Rename(ctx, a, in.ID, in.Version, in.Name)
	return orgOf(n), err
}

func (h PartyOrgs) end(ctx context.Context, a models.Actor, in endOrgIn) (orgView, error) {
	n, err := h.Organising.End(ctx, a, in.ID, in.Version)
	return orgOf(n), err
}

func (h PartyOrgs) centres(ctx context.Context, a models.Actor, in orgAt) (out ItemsOf[centreView], err error) {
	found, err := h.Organising.Stewards(ctx, a, in.ID)
	for _, s := range found {
		out.Items = append(out.Items, centreView{s.Household, s.Name, s.Centre.Building, s.Building, s.Unit, s.Since, s.Can})
	}
	return out, err
}

func (h PartyOrgs) appoint(ctx context.Context, a models.Actor, in stewardIn) (orgView, error) {
	n, err := h.Organising.Appoint(ctx, a, in.ID, organising.Appointment{Resident: in.Resident, Building: in.Building, Unit: in.Unit, Since: in.Since})
	return orgOf(n), err
}

func (h PartyOrgs) dismiss(ctx context.Context, a models.Actor, in centreAt) (orgView, error) {
	n, err := h.Organising.Dismiss(ctx, a, in.ID, in.Household)
	return orgOf(n), err
}
