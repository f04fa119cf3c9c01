package reporting

import (
	"context"
	"slices"

	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/report"
)

// Stock is what an area has, and the areas below it.
type Stock struct {
	AsOf  calendar.Date
	Area  models.AreaCode // empty for several seats together
	Level models.AreaLevel
	Whole Part
	Parts []Part // what lies above the level stands for itself
}

// Levels are the roles that see what their area has: city, street, community and grid.
var Levels = slices.Concat(models.Staff, models.Locals)

// Standing counts what an area has on the day as of which the city stands, divided by the areas of a level; of the level below when that is empty.
func (s *Service) Standing(ctx context.Context, a models.Actor, area models.AreaCode, level models.AreaLevel) (out Stock, err error) {
	t, err := s.askedBy(ctx, a, Question{By: report.ByArea, Area: area, Level: level}, Levels)
	if err != nil {
		return out, err
	}
	out = Stock{Area: area, Level: t.by.Level}
	if len(t.filter.Areas) == 1 {
		out.Area = t.filter.Areas[0]
	}
	if out.AsOf, err = reports.AsOf(t.tx); err != nil {
		return out, err
	}
	if out.AsOf == "" {
		out.AsOf = calendar.DateOf(t.filter.Now)
	}
	tallies, err := t.standings(out.AsOf)
	if err != nil {
		return out, err
	}
	table, err := t.table(tallies)
	out.Whole, out.Parts = table.Whole, table.Parts
	if err != nil || out.Area == "" {
		return out, err
	}
	names, err := t.name([]string{string(out.Area)})
	out.Whole.Key, out.Whole.Name = string(out.Area), names[string(out.Area)]
	return out, err
}

// standings counts every source at the same time.
func (t inTx) standings(day calendar.Date) (map[string]report.Tally, error) {
	return t.gather(report.StandingSources(), func(source report.Source) (map[string]report.Tally, error) {
		return reports.Standings(t.tx, source, t.filter.Scope, t.by.Level, day)
	})
}
