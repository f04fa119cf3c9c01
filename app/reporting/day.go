package reporting

import (
	"context"
	"time"

	"delinli/app/store/orders"
	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/report"
)

// Today is how the day of an area goes.
type Today struct {
	At    time.Time
	Area  models.AreaCode // empty for several seats together
	Whole Part
	Parts []Part        // by the areas below
	Owed  orders.Counts // as the desk has it
}

// Day tells what happened today and how it stands now, for an area and for those right below it. What was due today counts up to now.
func (s *Service) Day(ctx context.Context, a models.Actor, area models.AreaCode) (out Today, err error) {
	t, err := s.asked(ctx, a, Question{By: report.ByArea, Area: area})
	if err != nil {
		return out, err
	}
	out = Today{At: t.filter.Now, Area: area}
	if len(t.filter.Areas) == 1 {
		out.Area = t.filter.Areas[0]
	}
	t.filter.Span = report.Span{From: models.Day(t.filter.Now), To: t.filter.Now}
	tallies, err := t.tally(report.Dues)
	if err != nil {
		return out, err
	}
	counted, err := reports.Day(t.tx, t.filter, t.by.Level)
	if err != nil {
		return out, err
	}
	if out.Owed, err = orders.Count(t.tx, t.filter.Scope, a, t.filter.Now); err != nil {
		return out, err
	}
	for area, tally := range counted {
		tally.Add(tallies[string(area)])
		tallies[string(area)] = tally
	}
	table, err := t.table(tallies)
	out.Whole, out.Parts = table.Whole, table.Parts
	if err == nil {
		err = t.entitle(&out.Whole, out.Area)
	}
	return out, err
}
