package report

import (
	"time"

	"delinli/models"
	"delinli/models/calendar"
)

// Dimension is by what a figure is divided.
type Dimension string

// The dimensions. Each row of a source falls into exactly one part of each.
const (
	ByArea      Dimension = "area"      // of one level
	ByItem      Dimension = "item"      // of the service menu; none for wishes and requests
	ByVolunteer Dimension = "volunteer" // who served, for a team its leader; none for what a department or nobody did
	ByMonth     Dimension = "month"     // of the city's calendar
	Whole       Dimension = ""
)

// Span is a stretch of time: from a moment on and before another.
type Span struct{ From, To time.Time }

// MaxYears is the longest span that may be asked for.
const MaxYears = 10

// yearAgo is where a span begins when nothing is said: with its month, the last twelve.
const yearAgo = -11

// SpanOf is the span of local days, both ends included. Without an end it ends today, without a beginning it holds twelve months. It is Invalid
// when it ends before it begins, is longer than MaxYears, or names no days.
func SpanOf(from, to calendar.Date, now time.Time) (s Span, err error) {
	last := models.Day(now)
	if to != "" {
		if last, err = midnight("to", to); err != nil {
			return s, err
		}
	}
	s = Span{Month(last).AddDate(0, yearAgo, 0), last.AddDate(0, 0, 1)}
	if from != "" {
		if s.From, err = midnight("from", from); err != nil {
			return s, err
		}
	}
	switch {
	case !s.From.Before(s.To):
		return s, models.BadField("to", "figures.span_backwards")
	case s.From.AddDate(MaxYears, 0, 0).Before(s.To):
		return s, models.BadField("from", "figures.span_too_long")
	}
	return s, nil
}

func midnight(field string, d calendar.Date) (time.Time, error) {
	t, ok := d.Midnight()
	if !ok || t.Year() < 2000 || t.Year() > 2100 {
		return t, models.BadField(field, "field.format")
	}
	return t, nil
}

// Month is the first moment of the local month of t.
func Month(t time.Time) time.Time {
	year, month, _ := t.In(models.Local).Date()
	return time.Date(year, month, 1, 0, 0, 0, 0, models.Local)
}

// Months widens the span to whole months.
func (s Span) Months() Span {
	end := Month(s.To)
	if end.Before(s.To) {
		end = end.AddDate(0, 1, 0)
	}
	return Span{Month(s.From), end}
}

// MonthKey is how a month is written: 2026-03.
func MonthKey(t time.Time) string { return t.In(models.Local).Format("2006-01") }

// MonthKeys are the months that the span touches, in order.
func (s Span) MonthKeys() (keys []string) {
	for month := Month(s.From); month.Before(s.To); month = month.AddDate(0, 1, 0) {
		keys = append(keys, MonthKey(month))
	}
	return keys
}
