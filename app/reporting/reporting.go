// Package reporting counts what happens in the town, for those who lead it.
package reporting

import (
	"cmp"
	"context"
	"slices"
	"time"

	"delinli/app/store"
	"delinli/app/store/orders"
	stored "delinli/app/store/report"
	"delinli/models"
	"delinli/models/report"
)

// Service is the verbs of figures.
type Service struct {
	DB  *store.DB
	Now models.Clock
}

// By is what a table has a row for.
type By = stored.By

// Span is what is counted.
type Span = stored.Span

// Pace is how long orders took.
type Pace = stored.Pace

// Heat is when orders are placed.
type Heat = stored.Heat

// longest is the longest span that is counted at once.
const longest = 5 * 366 * 24 * time.Hour

// Whole fills what a question leaves out: the last thirty days, and the widest area of the actor's seats. It is *invalid* for a span that ends
// before it begins or is longer than five years.
func (s *Service) Whole(a models.Actor, span Span) (Span, error) {
	if span.To.IsZero() {
		span.To = s.Now()
	}
	if span.From.IsZero() {
		span.From = models.Day(span.To).AddDate(0, 0, -29)
	}
	if span.Within == "" {
		areas := a.Areas(models.Staff...)
		span.Within = slices.MinFunc(areas, func(x, y models.AreaCode) int { return cmp.Compare(len(x), len(y)) })
	}
	switch took := span.To.Sub(span.From); {
	case took <= 0:
		return span, models.BadField("to", "field.too_small")
	case took > longest:
		return span, models.BadField("from", "field.too_small")
	}
	return span, nil
}

// Rates counts work and call-backs in the areas of the actor's seats as staff, a line for each key and their sum.
func (s *Service) Rates(ctx context.Context, a models.Actor, span Span, by By) (lines []report.Line, all report.Line, err error) {
	if span, err = s.Whole(a, span); err != nil {
		return nil, all, err
	}
	lines, err = stored.Rates(s.DB.Read(ctx), scope(a), span, by)
	return lines, report.Sum(lines), err
}

// Times tells how long it took until somebody accepted an order and until it was finished.
func (s *Service) Times(ctx context.Context, a models.Actor, span Span, by By) ([]Pace, error) {
	span, err := s.Whole(a, span)
	if err != nil {
		return nil, err
	}
	return stored.Times(s.DB.Read(ctx), scope(a), span, by)
}

// Hours tells when orders are placed, by weekday and hour.
func (s *Service) Hours(ctx context.Context, a models.Actor, span Span) ([]Heat, error) {
	span, err := s.Whole(a, span)
	if err != nil {
		return nil, err
	}
	return stored.Hours(s.DB.Read(ctx), scope(a), span)
}

// Month is what happened in a month, beside the month and the year before.
type Month struct {
	report.Line
	MonthBefore, YearBefore report.Line
}

// Trend counts the last so many months, this one included, up to now; of the months they are compared with, the whole.
func (s *Service) Trend(ctx context.Context, a models.Actor, span Span, months int) ([]Month, error) {
	now := s.Now().In(models.Local)
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, models.Local)
	span.From, span.To = first.AddDate(-1, 1-months, 0), now
	span, err := s.Whole(a, span)
	if err != nil {
		return nil, err
	}
	lines, err := stored.Rates(s.DB.Read(ctx), scope(a), span, stored.Month)
	known := map[string]report.Line{}
	for _, l := range lines {
		known[l.Key] = l
	}
	trend := make([]Month, months)
	for i := range trend {
		at := first.AddDate(0, 1+i-months, 0)
		trend[i] = Month{named(known, at), named(known, at.AddDate(0, -1, 0)), named(known, at.AddDate(-1, 0, 0))}
	}
	return trend, err
}

// named is the line of a month; of one in which nothing happened, an empty one.
func named(known map[string]report.Line, month time.Time) report.Line {
	l := known[month.Format("2006-01")]
	l.Key = month.Format("2006-01")
	return l
}

// Day is the day of an area so far: what came, what was finished, and what is owed now.
type Day struct {
	report.Line
	Owed orders.Counts
}

// Day counts today, from midnight on.
func (s *Service) Day(ctx context.Context, a models.Actor, within models.AreaCode) (Day, error) {
	now := s.Now()
	span, err := s.Whole(a, Span{Within: within, From: models.Day(now), To: now.Add(time.Second)})
	if err != nil {
		return Day{}, err
	}
	tx := s.DB.Read(ctx)
	lines, err := stored.Rates(tx, scope(a), span, "")
	if err != nil {
		return Day{}, err
	}
	owed, err := orders.Count(tx, scope(a).Within(span.Within), a, now)
	return Day{report.Sum(lines), owed}, err
}

func scope(a models.Actor) store.Scope { return store.ScopeOf(a, models.Staff...) }
