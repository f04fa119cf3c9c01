package reporting

import (
	"context"

	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/report"
)

// Part is one row of a table of figures.
type Part struct {
	Key  string // code of an area, id of an item or a volunteer, month; empty for what falls into none
	Name string
	report.Tally
	report.Rates
}

// Table is figures, divided.
type Table struct {
	report.Span
	report.Weights
	Whole   Part // of all parts, those that were left off too
	Parts   []Part
	LeftOff int
}

// MostParts is how many parts a table has at most; those that count most come first where they have no order of their own.
const MostParts = 1000

// rated are the sources of the rates, and of how much work stands behind them.
var rated = []report.Source{report.CallBacks, report.Dues, report.Placings, report.Finishes}

// Rates gives the three rates, the composite and the on-time rate with all that they are made of.
func (s *Service) Rates(ctx context.Context, a models.Actor, q Question) (Table, error) {
	t, err := s.asked(ctx, a, q)
	if err != nil {
		return Table{}, err
	}
	tallies, err := t.tally(rated...)
	if err != nil {
		return Table{}, err
	}
	return t.table(tallies)
}

// tally counts sources in each part.
func (t inTx) tally(sources ...report.Source) (map[string]report.Tally, error) {
	return gather(sources, func(source report.Source) (map[string]report.Tally, error) {
		return reports.Tallies(t.tx, source, t.filter, t.by)
	})
}

// table divides tallies, with the rates that they make.
func (t inTx) table(tallies map[string]report.Tally) (Table, error) {
	weights, err := t.Weights.Weights(t.tx)
	if err != nil {
		return Table{}, err
	}
	return t.divide(tallies, weights, MostParts)
}

// divide puts parts in order, at most so many, names them and adds them up.
func (t inTx) divide(tallies map[string]report.Tally, w report.Weights, most int) (out Table, err error) {
	out.Span, out.Weights = t.filter.Span, w
	keys, left, err := t.keys(tallies, most)
	if err != nil {
		return out, err
	}
	whole := report.Tally{}
	for _, tally := range tallies {
		whole.Add(tally)
	}
	out.Whole = Part{Tally: whole, Rates: whole.Rates(w)}
	if t.by.Dimension == report.Whole {
		return out, nil
	}
	out.LeftOff = left
	names, err := t.name(keys)
	for _, key := range keys {
		out.Parts = append(out.Parts, Part{key, names[key], tallies[key], tallies[key].Rates(w)})
	}
	return out, err
}
