// Package report is the SQL of figures: each counts in the areas of a scope alone.
package report

import (
	_ "embed"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/report"
)

//go:embed rates.sql
var ratesSQL string

//go:embed times.sql
var timesSQL string

//go:embed heat.sql
var heatSQL string

// By is what a table has a row for.
type By string

// What a table may have a row for: the areas right below one, items, volunteers, months.
const (
	Area      By = "area"
	Item      By = "item"
	Volunteer By = "volunteer"
	Month     By = "month"
)

// Span is what is counted: what happened from a moment until before another, in an area and everything below, with one item or all.
type Span struct {
	Within   models.AreaCode
	Item     models.ItemID
	From, To time.Time
}

func (s Span) args(sc store.Scope, by By) store.Args {
	return store.Args{"areas": store.Array(sc.Areas), "within": string(s.Within), "item": s.Item, "from": s.From, "to": s.To, "by": string(by),
		"digits": below(s.Within)}
}

// below is how many digits the codes right below an area have; of a community and deeper, a grid's.
func below(a models.AreaCode) int {
	switch a.Level() {
	case models.City:
		return 9
	case models.Street:
		return 12
	}
	return 15
}

// Rates counts work and call-backs, a line for each key that has any.
func Rates(tx *store.Tx, sc store.Scope, s Span, by By) ([]report.Line, error) {
	return store.Query(tx, ratesSQL, s.args(sc, by), func(r store.Rows, l *report.Line) error {
		return r.Scan(&l.Key, &l.Placed, &l.Finished, &l.OnTime, &l.Valid, &l.Contacted, &l.Solved, &l.Satisfied, &l.Basically, &l.Unsatisfied)
	})
}

// Spread is how long something took, in minutes: the median, and what nine of ten did not exceed.
type Spread struct {
	Count       int
	Median, P90 float64
}

// Pace is how long orders took from being placed.
type Pace struct {
	Key              string
	Accept, Complete Spread
}

// Times measures the pace of the orders that were placed in the span.
func Times(tx *store.Tx, sc store.Scope, s Span, by By) ([]Pace, error) {
	return store.Query(tx, timesSQL, s.args(sc, by), func(r store.Rows, p *Pace) error {
		return r.Scan(&p.Key, &p.Accept.Count, &p.Accept.Median, &p.Accept.P90, &p.Complete.Count, &p.Complete.Median, &p.Complete.P90)
	})
}

// Heat is how many orders were placed in an hour of a day of the week, Sunday being 0, by the clocks of the city.
type Heat struct{ Weekday, Hour, Count int }

// Hours counts when orders are placed.
func Hours(tx *store.Tx, sc store.Scope, s Span) ([]Heat, error) {
	args := s.args(sc, "")
	delete(args, "by")
	delete(args, "digits")
	return store.Query(tx, heatSQL, args, func(r store.Rows, h *Heat) error { return r.Scan(&h.Weekday, &h.Hour, &h.Count) })
}
