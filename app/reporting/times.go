package reporting

import (
	"context"

	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/report"
)

// Took is how long things took in one part: how many there were, the median and the ninth tenth in minutes, nil where there were none.
type Took struct {
	Count       int64
	Median, P90 *float64
}

// Times is how long it took in one part until somebody took an order, and until it was finished.
type Times struct {
	Key, Name      string
	Accept, Finish Took
}

// TimesTable is times, divided.
type TimesTable struct {
	report.Span
	Whole   Times
	Parts   []Times
	LeftOff int
}

// Times gives how long it took from placing to the first acceptance and to the last finish, each at the moment when it came.
func (s *Service) Times(ctx context.Context, a models.Actor, q Question) (out TimesTable, err error) {
	t, err := s.asked(ctx, a, q)
	if err != nil {
		return out, err
	}
	out.Span = t.filter.Span
	parts := map[string]*Times{}
	for _, source := range []report.Source{report.Acceptances, report.Finishes} {
		measured, err := reports.TimesOf(t.tx, source, t.filter, t.by)
		if err != nil {
			return out, err
		}
		for _, m := range measured {
			out.take(parts, source, m)
		}
	}
	if t.by.Dimension == report.Whole {
		return out, nil
	}
	return out, out.list(t, parts)
}

// take puts what was measured in its place.
func (out *TimesTable) take(parts map[string]*Times, s report.Source, m reports.Times) {
	of := &out.Whole
	if !m.Whole {
		if parts[m.Part] == nil {
			parts[m.Part] = &Times{Key: m.Part}
		}
		of = parts[m.Part]
	}
	took := Took{Count: m.Count}
	if m.Count > 0 {
		took.Median, took.P90 = new(m.Median), new(m.P90)
	}
	if s == report.Acceptances {
		of.Accept = took
	} else {
		of.Finish = took
	}
}

// list puts the parts in order and names them.
func (out *TimesTable) list(t inTx, parts map[string]*Times) error {
	tallies := make(map[string]report.Tally, len(parts))
	for key, p := range parts {
		tallies[key] = report.Tally{report.Accepted: p.Accept.Count, report.Finished: p.Finish.Count}
	}
	keys, left, err := t.keys(tallies)
	out.LeftOff = left
	if err != nil {
		return err
	}
	names, err := t.name(keys)
	for _, key := range keys {
		p := Times{Key: key}
		if parts[key] != nil {
			p = *parts[key]
		}
		p.Name = names[key]
		out.Parts = append(out.Parts, p)
	}
	return err
}
