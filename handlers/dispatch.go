package handlers

import (
	"context"

	"delinli/app/dispatching"
	"delinli/app/volunteering"
	"delinli/handlers/message"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/secret"
)

// Dispatch is the door to who may serve an order.
type Dispatch struct {
	Dispatching  *dispatching.Service
	Volunteering *volunteering.Service
}

func (h Dispatch) routes() []Route {
	return []Route{
		get("/orders/:id/suggestions", OrderStaff, h.suggest, "Who may serve an order, the best first, with the reasons of each score"),
		post("/dispatch/plan", OrderStaff, h.plan, "Who should have which of many orders, all weighed at once; it changes nothing").unkeyed(),
		get("/dispatch/manned", OrderStaff, h.manned, "How many volunteers can come in each hour of the seven days from today"),
		post("/settings/dispatch/try", cityStaff, h.try, "What another rule would have done with what was ranked lately; it changes nothing").unkeyed(),
	}
}

type (
	suggestIn struct {
		orderAt
		Limit int `query:"limit" default:"10" validate:"min=1,max=100"`
	}
	suggestionView struct {
		Person  models.PersonID `json:"person_id"` // of a team, its leader
		Name    secret.Name     `json:"name" example:"张**"`
		Team    models.TeamID   `json:"team_id,omitzero"`
		Score   float64         `json:"score" example:"87.5"`
		Reasons []reasonView    `json:"reasons"`
	}
	// reasonView is one part of a score; the points of all parts add up to it.
	reasonView struct {
		Code   string  `json:"code" example:"near"`
		Points float64 `json:"points" example:"25"`
		Zh     string  `json:"zh" example:"离得近"`
		En     string  `json:"en" example:"Nearby"`
	}
)

func (h Dispatch) suggest(ctx context.Context, a models.Actor, in suggestIn) (out ItemsOf[suggestionView], err error) {
	ranked, err := h.Dispatching.Suggest(ctx, a, in.ID, in.Limit)
	if err != nil {
		return out, err
	}
	ids := make([]models.PersonID, len(ranked))
	for i, r := range ranked {
		ids[i] = r.Person
	}
	names, err := h.Volunteering.Names(ctx, a, ids)
	for _, r := range ranked {
		out.Items = append(out.Items, suggestionView{r.Person, names[r.Person], r.Team, r.Score, reasonsOf(r.Reasons)})
	}
	return out, err
}

type (
	planIn struct {
		Orders []models.OrderID `json:"order_ids" validate:"required,min=1,max=300,unique,dive,required"`
	}
	planView struct {
		Items []plannedView `json:"items"`
	}
	// plannedView is one order of a plan: to whom it should be offered, or why to nobody. Orders that cannot be offered now are left out.
	plannedView struct {
		Order   models.OrderID  `json:"order_id"`
		Version int             `json:"version"` // to be sent with the offer
		To      *suggestionView `json:"to,omitempty"`
		Why     string          `json:"why,omitempty" example:"all_taken"`
	}
)

func (h Dispatch) plan(ctx context.Context, a models.Actor, in planIn) (out planView, err error) {
	orders, plan, err := h.Dispatching.Plan(ctx, a, in.Orders)
	if err != nil {
		return out, err
	}
	people := []models.PersonID{}
	for _, p := range plan {
		if p.Excluded == "" {
			people = append(people, p.Person)
		}
	}
	names, err := h.Volunteering.Names(ctx, a, people)
	for i, p := range plan {
		v := plannedView{Order: orders[i].ID, Version: orders[i].Version, Why: p.Excluded}
		if p.Excluded == "" {
			v.To = &suggestionView{p.Person, names[p.Person], p.Team, p.Score, reasonsOf(p.Reasons)}
		}
		out.Items = append(out.Items, v)
	}
	return out, err
}

func reasonsOf(reasons []dispatch.Reason) (views []reasonView) {
	for _, r := range reasons {
		code := "reason." + r.Code
		views = append(views, reasonView{r.Code, r.Points, message.Chinese.Text(code, models.NotFound), message.English.Text(code, models.NotFound)})
	}
	return views
}
