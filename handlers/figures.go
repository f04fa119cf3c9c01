package handlers

import (
	"context"
	"slices"
	"time"

	"delinli/app/ordering"
	"delinli/app/reporting"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/order"
	"delinli/models/report"
)

// Figures are the doors to what the town is doing. Staff see the figures of their own areas.
type Figures struct {
	Reporting *reporting.Service
	Ordering  *ordering.Service
}

func (h Figures) routes() []Route {
	return []Route{
		get("/figures", OrderStaff, h.catalogue, "Every figure with its unit, what it counts and where that is laid down"),
		get("/figures/day", OrderStaff, h.day, "The day of an area and of the areas right below it"),
		get("/figures/rates", OrderStaff, h.rates, "The three rates, the composite and the on-time rate, with numerators and denominators"),
		get("/figures/times", OrderStaff, h.times, "How long it took until somebody took an order, and until it was finished"),
		get("/figures/heat", OrderStaff, h.heat, "What came in which hour of the week"),
		get("/figures/trend", OrderStaff, h.trend, "A figure month by month, compared with the month and the year before"),
		get("/figures/standing", fourLevels, h.standing, "What an area has - places, people, organisations, money - and the areas below it"),
		get("/figures/orders", OrderStaff, h.orders, "The orders that a figure counts, the last placed first; of a rate, those of its denominator"),
	}
}

type figureView struct {
	Name   report.Name `json:"name" example:"satisfaction"`
	Unit   report.Unit `json:"unit" example:"率"`
	Counts string      `json:"counts"`
	Rule   string      `json:"rule" doc:"where that is laid down"`
}

type cataloguePage struct {
	Items []figureView `json:"items"`
}

func (h Figures) catalogue(context.Context, models.Actor, Nothing) (out cataloguePage, err error) {
	for _, f := range slices.Concat(report.Catalogue, report.Standing) {
		out.Items = append(out.Items, figureView{f.Name, f.Unit, f.Counts, f.Rule})
	}
	return out, nil
}

type (
	// spanIn is a run of days, both ends included.
	spanIn struct {
		From calendar.Date `query:"from" validate:"omitempty,datetime=2006-01-02" example:"2026-01-01" doc:"twelve months when left out"`
		To   calendar.Date `query:"to" validate:"omitempty,datetime=2006-01-02" example:"2026-03-31" doc:"included; today when left out"`
	}
	figuresIn struct {
		spanIn
		Area      models.AreaCode `query:"area" validate:"omitempty,areacode" example:"370785001" doc:"the asker's own areas when left out"`
		Item      models.ItemID   `query:"item"`
		Volunteer models.PersonID `query:"volunteer" doc:"whose service it was"`
	}
	dividedIn struct {
		figuresIn
		By    report.Dimension `query:"by" validate:"omitempty,oneof=area item volunteer month" doc:"only the whole when left out"`
		Level models.AreaLevel `query:"level" validate:"omitempty,oneof=street community grid building" doc:"of the parts by area; the level below when left out"`
	}
	measureIn struct {
		figuresIn
		Measure report.Name `query:"measure" validate:"required,max=40" example:"satisfaction"`
	}
	heatIn struct {
		figuresIn
		Measure report.Name `query:"measure" default:"placed" validate:"oneof=placed accepted finished"`
	}
	behindIn struct {
		Page
		figuresIn
		Figure report.Name `query:"figure" validate:"required,max=40" example:"valid"`
	}
	dayIn struct {
		Area models.AreaCode `query:"area" validate:"omitempty,areacode" example:"370785001"`
	}
)

func (in figuresIn) question() reporting.Question {
	return reporting.Question{Area: in.Area, Item: in.Item, Volunteer: in.Volunteer, From: in.From, To: in.To}
}

func (in dividedIn) question() reporting.Question {
	q := in.figuresIn.question()
	q.By, q.Level = in.By, in.Level
	return q
}

type (
	// partView is one row of a table. Rates without data are null.
	partView struct {
		Key          string   `json:"key" example:"370785001" doc:"code of an area, id of an item or a volunteer, month; empty for what falls into none"`
		Name         string   `json:"name" example:"朝阳街道"`
		Placed       int64    `json:"placed" example:"42"`
		Finished     int64    `json:"finished" example:"39"`
		Valid        int64    `json:"valid" example:"20"`
		Contacted    int64    `json:"contacted" example:"19"`
		Solved       int64    `json:"solved" example:"16"`
		Satisfied    int64    `json:"satisfied" example:"12"`
		Basically    int64    `json:"basically" example:"3"`
		Unanswered   int64    `json:"unanswered" example:"1"`
		Response     *float64 `json:"response" example:"0.95"`
		Resolution   *float64 `json:"resolution" example:"0.8"`
		Satisfaction *float64 `json:"satisfaction" example:"0.735"`
		Composite    *float64 `json:"composite" example:"0.789"`
		Due          int64    `json:"due" example:"40"`
		OnTime       int64    `json:"on_time" example:"38"`
		OnTimeRate   *float64 `json:"on_time_rate" example:"0.95"`
	}
	ratesPage struct {
		From    calendar.Date `json:"from" example:"2025-04-01"`
		To      calendar.Date `json:"to" example:"2026-03-10" doc:"included"`
		Weights ratesBody     `json:"weights"`
		Whole   partView      `json:"whole"`
		Items   []partView    `json:"items"`
		LeftOff int           `json:"left_off" doc:"parts that are not shown"`
	}
)

func partOf(p reporting.Part) partView {
	t, r := p.Tally, p.Rates
	return partView{p.Key, p.Name, t[report.Placed], t[report.Finished], t[report.Valid], t[report.Contacted], t[report.Solved], t[report.Satisfied], t[report.Basically], t[report.Unanswered],
		r.Response, r.Resolution, r.Satisfaction, r.Composite, t[report.Due], t[report.OnTime], r.OnTime}
}

func (h Figures) rates(ctx context.Context, a models.Actor, in dividedIn) (out ratesPage, err error) {
	found, err := h.Reporting.Rates(ctx, a, in.question())
	out = ratesPage{firstOf(found.Span), lastOf(found.Span), ratesBody(found.Weights), partOf(found.Whole), nil, found.LeftOff}
	for _, p := range found.Parts {
		out.Items = append(out.Items, partOf(p))
	}
	return out, err
}

func firstOf(s report.Span) calendar.Date { return calendar.DateOf(s.From) }

func lastOf(s report.Span) calendar.Date { return calendar.DateOf(s.To.Add(-time.Nanosecond)) }

type (
	// dayPart is the day of one area.
	dayPart struct {
		Area              models.AreaCode `json:"area_code" example:"370785001" doc:"empty for several seats together"`
		Name              string          `json:"name" example:"朝阳街道"`
		Placed            int64           `json:"placed" example:"12"`
		PlacedYesterday   int64           `json:"placed_yesterday" example:"15"`
		Finished          int64           `json:"finished" example:"9"`
		FinishedYesterday int64           `json:"finished_yesterday" example:"11"`
		Owed              int64           `json:"owed" example:"31" doc:"a step is owed"`
		Overdue           int64           `json:"overdue" example:"3" doc:"the step is late: the queue of the desk"`
		Due               int64           `json:"due" example:"8" doc:"whose whole limit ended today, up to now"`
		OnTime            int64           `json:"on_time" example:"7"`
		OnTimeRate        *float64        `json:"on_time_rate" example:"0.875"`
	}
	dayView struct {
		dayPart
		At     time.Time           `json:"at"`
		Date   calendar.Date       `json:"date" example:"2026-03-10"`
		Queues map[order.Queue]int `json:"queues"`
		States map[order.State]int `json:"states"`
		Items  []dayPart           `json:"items" doc:"the areas right below"`
	}
)

func dayOf(p reporting.Part) dayPart {
	t := p.Tally
	return dayPart{models.AreaCode(p.Key), p.Name, t[report.Placed], t[report.PlacedYesterday], t[report.Finished], t[report.FinishedYesterday],
		t[report.Owed], t[report.Overdue], t[report.Due], t[report.OnTime], p.Rates.OnTime}
}

func (h Figures) day(ctx context.Context, a models.Actor, in dayIn) (out dayView, err error) {
	found, err := h.Reporting.Day(ctx, a, in.Area)
	out = dayView{dayPart: dayOf(found.Whole), At: found.At, Date: calendar.DateOf(found.At), Queues: found.Owed.Queues, States: found.Owed.States}
	for _, p := range found.Parts {
		out.Items = append(out.Items, dayOf(p))
	}
	return out, err
}

func (h Figures) orders(ctx context.Context, a models.Actor, in behindIn) (out ItemsOf[orderView], err error) {
	ids, next, err := h.Reporting.Behind(ctx, a, in.Figure, in.question(), reporting.Page{Limit: in.Limit, Cursor: in.Cursor})
	if err != nil {
		return out, err
	}
	found, err := h.Ordering.Cards(ctx, a, ids)
	return views(found, next), err
}
