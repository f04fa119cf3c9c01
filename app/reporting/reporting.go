// Package reporting answers what the town is doing: the three rates and what they are made of, how long things take, when they come and how they
// change. Everybody is told of the areas of their seats alone.
package reporting

import (
	"context"
	"slices"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/report"
	"delinli/models/secret"
)

// Weights gives how the rates are weighed now.
type Weights interface {
	Weights(tx *store.Tx) (report.Weights, error)
}

// People gives the masked names of those who serve.
type People interface {
	Names(ctx context.Context, a models.Actor, ids []models.PersonID) (map[models.PersonID]secret.Name, error)
}

// Service is the verbs of figures.
type Service struct {
	DB      *store.DB
	Now     models.Clock
	Weights Weights
	People  People

	stock stock
}

// Page asks for one page of a list.
type Page = store.Page

// Question says what is asked for: whose figures, of when, divided how. Zero fields do not narrow.
type Question struct {
	By        report.Dimension
	Level     models.AreaLevel // of the parts by area; the next one below what is asked for when empty
	Area      models.AreaCode
	Item      models.ItemID
	Volunteer models.PersonID
	From, To  calendar.Date // both included; twelve months until today when empty
}

// inTx is a question as it is answered.
type inTx struct {
	*Service
	tx     *store.Tx
	ctx    context.Context
	a      models.Actor
	filter reports.Filter
	by     reports.By
}

// asked checks a question of staff. An area that is not there or not within a seat is *not found*; a
// code that ended is followed to the present one.
func (s *Service) asked(ctx context.Context, a models.Actor, q Question) (inTx, error) {
	return s.askedBy(ctx, a, q, models.Staff)
}

// askedBy checks a question of whoever has one of the roles.
func (s *Service) askedBy(ctx context.Context, a models.Actor, q Question, roles []models.Role) (t inTx, err error) {
	t = inTx{Service: s, tx: s.DB.Read(ctx), ctx: ctx, a: a}
	span, err := report.SpanOf(q.From, q.To, s.Now())
	if err != nil {
		return t, err
	}
	scope, err := t.scope(q.Area, roles)
	if err != nil {
		return t, err
	}
	t.filter = reports.Filter{Scope: scope, Span: span, Item: q.Item, Volunteer: q.Volunteer, Hidden: a.Household, Now: s.Now()}
	t.by.Dimension = q.By
	t.by.Level, err = q.levelIn(scope)
	return t, err
}

// levelIn is the level of the parts by area of a scope. It is Invalid where parts would hold more than what is asked for.
func (q Question) levelIn(scope store.Scope) (models.AreaLevel, error) {
	level := q.Level
	if level == "" {
		level = below(scope)
	}
	if slices.ContainsFunc(scope.Areas, func(c models.AreaCode) bool { return len(c) > level.Digits() }) {
		return level, models.BadField("level", "field.choice")
	}
	return level, nil
}

// scope is what the actor's seats cover of an area; of everything when it is empty.
func (t inTx) scope(area models.AreaCode, roles []models.Role) (store.Scope, error) {
	seats := store.ScopeOf(t.a, roles...)
	switch {
	case len(seats.Areas) == 0:
		return seats, models.Denied
	case area == "":
		return seats, nil
	}
	area, err := areas.Present(t.tx, area)
	if err == nil && !t.a.Holds(area, roles...) {
		err = models.Missing
	}
	if err == nil {
		_, err = areas.Get(t.tx, area)
	}
	return store.Scope{Areas: []models.AreaCode{area}}, err
}

// below is the level of the parts of a scope: those of its one area, or the lowest of its areas.
func below(s store.Scope) models.AreaLevel {
	if len(s.Areas) == 1 {
		return s.Areas[0].Level().Below()
	}
	lowest := slices.MaxFunc(s.Areas, func(a, b models.AreaCode) int { return len(a) - len(b) })
	return lowest.Level()
}
