package report

import "time"

// Point is one month of a trend. A month that has not ended is compared with none.
type Point struct {
	Month       string // 2026-03
	Value       *float64
	Running     bool     // the month has not ended
	MonthBefore *float64 // change since the month before 环比
	YearBefore  *float64 // change since the same month of the year before 同比
}

// Trend gives the months of a span with what a figure was in each and how it changed; at tells what it was in a month, also a year before the
// span, and nil for no data. Counts and medians change by a share of what they were, rates by the difference; where there was nothing, or no
// data, there is no change to tell.
func (f Figure) Trend(s Span, now time.Time, at func(month string) *float64) (points []Point) {
	value := func(month time.Time) *float64 { return at(MonthKey(month)) }
	s = s.Months()
	for month := s.From; month.Before(s.To); month = month.AddDate(0, 1, 0) {
		p := Point{Month: MonthKey(month), Value: value(month), Running: month.AddDate(0, 1, 0).After(now)}
		if !p.Running {
			p.MonthBefore = f.change(value(month.AddDate(0, -1, 0)), p.Value)
			p.YearBefore = f.change(value(month.AddDate(-1, 0, 0)), p.Value)
		}
		points = append(points, p)
	}
	return points
}

// change is how a figure changed; nil where that cannot be told.
func (f Figure) change(was, is *float64) *float64 {
	switch {
	case was == nil || is == nil:
		return nil
	case f.Unit == Share:
		return new(*is - *was)
	case *was == 0:
		return nil
	}
	return new((*is - *was) / *was)
}
