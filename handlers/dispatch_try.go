package handlers

import (
	"context"
	"time"

	"delinli/models"
	"delinli/models/dispatch"
)

type (
	tryIn struct {
		ruleBody
		From time.Time `json:"from,omitzero" doc:"a month before the end, when it is left out"`
		To   time.Time `json:"to,omitzero" doc:"now, when it is left out"`
	}
	// trialView tells of the newest 500 rankings of the time.
	trialView struct {
		Rankings int           `json:"rankings" example:"320"`
		Moved    int           `json:"moved" doc:"how many somebody else would lead" example:"41"`
		Since    *time.Time    `json:"since" doc:"of the oldest that was tried"`
		Changed  []changedView `json:"changed" doc:"the newest 50 of those"`
	}
	changedView struct {
		Order  models.OrderID  `json:"order_id"`
		Number string          `json:"number" example:"370785001005-20260310-000042"`
		At     time.Time       `json:"at"`
		Was    *suggestionView `json:"was" doc:"who led under the rule of the day; null for nobody"`
		Would  *suggestionView `json:"would" doc:"who would lead; null for nobody"`
	}
)

func (h Dispatch) try(ctx context.Context, a models.Actor, in tryIn) (out trialView, err error) {
	t, err := h.Dispatching.Try(ctx, a, dispatch.Rule(in.ruleBody), in.From, in.To)
	if err != nil {
		return out, err
	}
	out = trialView{Rankings: t.Rankings, Moved: t.Moved}
	if t.Rankings > 0 {
		out.Since = &t.Since
	}
	people := []models.PersonID{}
	for _, c := range t.Changed {
		people = append(people, c.Was.Person, c.Would.Person)
	}
	names, err := h.Volunteering.Names(ctx, a, people)
	led := func(r dispatch.Ranked) *suggestionView {
		if r.Person.IsZero() {
			return nil
		}
		return &suggestionView{r.Person, names[r.Person], r.Team, r.Score, reasonsOf(r.Reasons)}
	}
	for _, c := range t.Changed {
		out.Changed = append(out.Changed, changedView{c.Order, c.Number, c.At, led(c.Was), led(c.Would)})
	}
	return out, err
}
