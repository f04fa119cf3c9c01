package reporting

import (
	"context"

	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/report"
)

// Trend gives how a figure went, month by month, over the whole months of what is asked for.
func (s *Service) Trend(ctx context.Context, a models.Actor, measure report.Name, q Question) (points []report.Point, err error) {
	figure, ok := report.Of(measure)
	if !ok || figure.From() == report.Days {
		return nil, models.BadField("measure", "field.choice")
	}
	q.By = report.ByMonth
	t, err := s.asked(ctx, a, q)
	if err != nil {
		return nil, err
	}
	span := t.filter.Span.Months()
	t.filter.Span = report.Span{From: span.From.AddDate(-1, 0, 0), To: span.To}
	at, err := t.months(figure)
	if err != nil {
		return nil, err
	}
	return figure.Trend(span, t.filter.Now, at), nil
}

// months gives what a figure was in each month; nil for a month without data.
func (t inTx) months(f report.Figure) (func(month string) *float64, error) {
	if f.Name == report.AcceptMinutes || f.Name == report.FinishMinutes {
		times, err := reports.Times(t.tx, f.From(), t.filter, t.by)
		return func(month string) *float64 { return report.TookOf(times[month]).Median }, err
	}
	weights, err := t.Weights.Weights(t.tx)
	if err != nil {
		return nil, err
	}
	tallies, err := t.tally(f.From())
	return func(month string) *float64 { return tallies[month].Value(f.Name, weights) }, err
}

// Hour is how much fell into one hour of the week.
type Hour = reports.Hour

// Heat counts by the hours of the week, in the city's time, what was placed, accepted or finished.
func (s *Service) Heat(ctx context.Context, a models.Actor, measure report.Name, q Question) ([]Hour, error) {
	figure, ok := report.Of(measure)
	if !ok || measure != report.Placed && measure != report.Accepted && measure != report.Finished {
		return nil, models.BadField("measure", "field.choice")
	}
	t, err := s.asked(ctx, a, q)
	if err != nil {
		return nil, err
	}
	return reports.Heat(t.tx, figure.Source, t.filter)
}

// Behind lists a page of the orders that a figure counts, the last placed first; of a rate, those of its denominator.
func (s *Service) Behind(ctx context.Context, a models.Actor, name report.Name, q Question, p Page) ([]models.OrderID, string, error) {
	figure, ok := report.Of(name)
	if !ok || figure.From() == report.Days {
		return nil, "", models.BadField("figure", "field.choice")
	}
	t, err := s.asked(ctx, a, q)
	if err != nil {
		return nil, "", err
	}
	return reports.Behind(t.tx, figure, t.filter, p)
}
