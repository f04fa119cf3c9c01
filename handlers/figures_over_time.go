package handlers

import (
	"context"

	"delinli/app/reporting"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/report"
)

type (
	// tookView is in minutes; null where there were none.
	tookView struct {
		Count  int      `json:"count" example:"120"`
		Median *float64 `json:"median" example:"95.5"`
		P90    *float64 `json:"p90" example:"610"`
	}
	timesView struct {
		Key    string   `json:"key" example:"370785001" doc:"code of an area, id of an item or a volunteer, month; empty for what falls into none"`
		Name   string   `json:"name" example:"朝阳街道"`
		Accept tookView `json:"accept" doc:"from placing until somebody first took it"`
		Finish tookView `json:"finish" doc:"from placing until it was last finished"`
	}
	timesPage struct {
		From    calendar.Date `json:"from" example:"2025-04-01"`
		To      calendar.Date `json:"to" example:"2026-03-10" doc:"included"`
		Whole   timesView     `json:"whole"`
		Items   []timesView   `json:"items"`
		LeftOff int           `json:"left_off" doc:"parts that are not shown"`
	}
)

func timesOf(t reporting.Times) timesView {
	return timesView{t.Key, t.Name, tookView(t.Accept), tookView(t.Finish)}
}

func (h Figures) times(ctx context.Context, a models.Actor, in dividedIn) (out timesPage, err error) {
	found, err := h.Reporting.Times(ctx, a, in.question())
	out = timesPage{firstOf(found.Span), lastOf(found.Span), timesOf(found.Whole), nil, found.LeftOff}
	for _, p := range found.Parts {
		out.Items = append(out.Items, timesOf(p))
	}
	return out, err
}

type (
	hourView struct {
		Weekday int   `json:"weekday" example:"1" doc:"0 is Sunday"`
		Hour    int   `json:"hour" example:"9"`
		Count   int64 `json:"count" example:"14"`
	}
	heatView struct {
		Items []hourView `json:"items" doc:"hours without any are left out"`
	}
)

func (h Figures) heat(ctx context.Context, a models.Actor, in heatIn) (out heatView, err error) {
	found, err := h.Reporting.Heat(ctx, a, in.Measure, in.question())
	for _, x := range found {
		out.Items = append(out.Items, hourView(x))
	}
	return out, err
}

type (
	// pointView is one month. Counts and minutes change by a share of what they were, rates by the difference; null where there is nothing to
	// compare with.
	pointView struct {
		Month       string   `json:"month" example:"2026-03"`
		Value       *float64 `json:"value" example:"0.91"`
		Running     bool     `json:"running" doc:"the month has not ended, and is compared with none"`
		MonthBefore *float64 `json:"month_on_month" example:"0.02"`
		YearBefore  *float64 `json:"year_on_year" example:"0.05"`
	}
	trendView struct {
		Measure report.Name `json:"measure" example:"satisfaction"`
		Unit    report.Unit `json:"unit" example:"率"`
		Items   []pointView `json:"items"`
	}
)

func (h Figures) trend(ctx context.Context, a models.Actor, in measureIn) (out trendView, err error) {
	found, err := h.Reporting.Trend(ctx, a, in.Measure, in.question())
	figure, _ := report.Of(in.Measure)
	out = trendView{Measure: in.Measure, Unit: figure.Unit}
	for _, p := range found {
		out.Items = append(out.Items, pointView(p))
	}
	return out, err
}
