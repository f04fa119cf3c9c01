package handlers

import (
	"context"
	"time"

	"delinli/app/reporting"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/report"
)

// Figures are the doors to what is counted.
type Figures struct{ Reporting *reporting.Service }

func (h Figures) routes() []Route {
	return []Route{
		get("/figures/day", OrderStaff, h.day, "The day of an area so far, and what is owed in it"),
		get("/figures/rates", OrderStaff, h.rates, "Work and the three rates of call-backs, by area, item, volunteer or month"),
		get("/figures/times", OrderStaff, h.times, "How long it took to accept and to finish, in minutes"),
		get("/figures/heat", OrderStaff, h.heat, "When orders are placed, by weekday and hour"),
		get("/figures/trend", OrderStaff, h.trend, "The last months, each beside the month and the year before"),
	}
}

// spanIn says what is counted; the last thirty days and the asker's widest area when nothing is said.
type spanIn struct {
	Area models.AreaCode `query:"area" validate:"omitempty,areacode" example:"370785001"`
	Item models.ItemID   `query:"item"`
	From time.Time       `query:"from" doc:"from this moment on"`
	To   time.Time       `query:"to" doc:"before this moment"`
}

func (in spanIn) span() reporting.Span {
	return reporting.Span{Within: in.Area, Item: in.Item, From: in.From, To: in.To}
}

type tableIn struct {
	spanIn
	By reporting.By `query:"by" default:"area" validate:"oneof=area item volunteer month" doc:"area: those right below the one that is asked for"`
}

// rateView is a part of a whole; value is null where the whole is nothing, which is no data.
type rateView struct {
	Part  int      `json:"part" example:"7"`
	Whole int      `json:"whole" example:"8"`
	Value *float64 `json:"value" example:"0.875"`
}

func rateOf(r report.Rate) rateView { return rateView{r.Part, r.Whole, r.Value()} }

// lineRates is a row of a table: counts of orders, and of each order's last valid call-back.
type lineRates struct {
	Key          string   `json:"key" doc:"area code, item, volunteer or month; empty where there is none"`
	Placed       int      `json:"placed"`
	Finished     int      `json:"finished"`
	Punctuality  rateView `json:"punctuality" doc:"finished before the limit of the whole order"`
	Response     rateView `json:"response"`
	Resolution   rateView `json:"resolution"`
	Satisfaction *float64 `json:"satisfaction" doc:"(satisfied + 0.9 × basically satisfied) ÷ valid"`
	Composite    *float64 `json:"composite" doc:"0.1 response + 0.5 resolution + 0.4 satisfaction"`
	Satisfied    int      `json:"satisfied"`
	Basically    int      `json:"basically"`
	Unsatisfied  int      `json:"unsatisfied"`
}

func ratesOf(l report.Line) lineRates {
	return lineRates{l.Key, l.Placed, l.Finished, rateOf(l.Punctuality()), rateOf(l.Response()), rateOf(l.Resolution()), l.Satisfaction(),
		l.Composite(report.Usual), l.Satisfied, l.Basically, l.Unsatisfied}
}

type ratesView struct {
	Items []lineRates `json:"items"`
	All   lineRates   `json:"all"`
}

func (h Figures) rates(ctx context.Context, a models.Actor, in tableIn) (out ratesView, err error) {
	lines, all, err := h.Reporting.Rates(ctx, a, in.span(), in.By)
	for _, l := range lines {
		out.Items = append(out.Items, ratesOf(l))
	}
	out.All = ratesOf(all)
	return out, err
}

type spreadView struct {
	Count  int     `json:"count"`
	Median float64 `json:"median" doc:"minutes"`
	P90    float64 `json:"p90" doc:"minutes that nine of ten did not exceed"`
}

type paceView struct {
	Key    string     `json:"key"`
	Accept spreadView `json:"accept"`
	Finish spreadView `json:"finish"`
}

type timesView struct {
	Items []paceView `json:"items"`
}

func (h Figures) times(ctx context.Context, a models.Actor, in tableIn) (out timesView, err error) {
	found, err := h.Reporting.Times(ctx, a, in.span(), in.By)
	for _, p := range found {
		out.Items = append(out.Items, paceView{p.Key, spreadView(p.Accept), spreadView(p.Complete)})
	}
	return out, err
}

type heatView struct {
	Weekday int `json:"weekday" doc:"0 is Sunday"`
	Hour    int `json:"hour"`
	Count   int `json:"count"`
}

type heatsView struct {
	Items []heatView `json:"items"`
}

func (h Figures) heat(ctx context.Context, a models.Actor, in spanIn) (out heatsView, err error) {
	found, err := h.Reporting.Hours(ctx, a, in.span())
	for _, one := range found {
		out.Items = append(out.Items, heatView(one))
	}
	return out, err
}

type trendIn struct {
	Area   models.AreaCode `query:"area" validate:"omitempty,areacode"`
	Item   models.ItemID   `query:"item"`
	Months int             `query:"months" default:"12" validate:"min=1,max=36"`
}

// trendMonth is a month; the changes are shares of what was counted before, null where that was nothing.
type trendMonth struct {
	lineRates
	PlacedMonth   *float64 `json:"placed_month_on_month"`
	PlacedYear    *float64 `json:"placed_year_on_year"`
	FinishedMonth *float64 `json:"finished_month_on_month"`
	FinishedYear  *float64 `json:"finished_year_on_year"`
}

type trendView struct {
	Items []trendMonth `json:"items"`
}

func (h Figures) trend(ctx context.Context, a models.Actor, in trendIn) (out trendView, err error) {
	found, err := h.Reporting.Trend(ctx, a, reporting.Span{Within: in.Area, Item: in.Item}, in.Months)
	for _, m := range found {
		out.Items = append(out.Items, trendMonth{ratesOf(m.Line), report.Change(m.Placed, m.MonthBefore.Placed), report.Change(m.Placed, m.YearBefore.Placed),
			report.Change(m.Finished, m.MonthBefore.Finished), report.Change(m.Finished, m.YearBefore.Finished)})
	}
	return out, err
}

type dayIn struct {
	Area models.AreaCode `query:"area" validate:"omitempty,areacode"`
}

type dayView struct {
	Today  lineRates           `json:"today"`
	Queues map[order.Queue]int `json:"queues"`
	States map[order.State]int `json:"states"`
}

func (h Figures) day(ctx context.Context, a models.Actor, in dayIn) (dayView, error) {
	d, err := h.Reporting.Day(ctx, a, in.Area)
	return dayView{ratesOf(d.Line), d.Owed.Queues, d.Owed.States}, err
}
