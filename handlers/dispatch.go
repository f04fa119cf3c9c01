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

func reasonsOf(reasons []dispatch.Reason) (views []reasonView) {
	for _, r := range reasons {
		code := "reason." + r.Code
		views = append(views, reasonView{r.Code, r.Points, message.Chinese.Text(code, models.NotFound), message.English.Text(code, models.NotFound)})
	}
	return views
}
