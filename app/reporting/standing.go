package reporting

import (
	"context"
	"slices"
	"time"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/report"
)

// Stock is what an area has, and the areas below it.
type Stock struct {
	AsOf      calendar.Date
	CountedAt time.Time
	Area      models.AreaCode // empty for several seats together
	Level     models.AreaLevel
	Whole     Part
	Parts     []Part // what lies above the level stands for itself
}

// Levels are the roles that see what their area has: city, street, community and grid.
var Levels = slices.Concat(models.Staff, models.Locals)

// Standing counts what an area has on the day as of which the city stands, divided by the areas of a level; of the level below when
// that is empty. It was counted a moment ago: the count is at most stockStale old, and counted anew once it is asked for after stockFresh.
func (s *Service) Standing(ctx context.Context, a models.Actor, area models.AreaCode, level models.AreaLevel) (out Stock, err error) {
	t, err := s.askedBy(ctx, a, Question{By: report.ByArea, Area: area, Level: level}, Levels)
	if err != nil {
		return out, err
	}
	out = Stock{Area: area, Level: t.by.Level}
	if len(t.filter.Areas) == 1 {
		out.Area = t.filter.Areas[0]
	}
	stock, err := s.counted()
	if err != nil {
		return out, err
	}
	out.AsOf, out.CountedAt = stock.asOf, stock.at
	table, err := t.divide(stock.within(t.filter.Scope, t.by.Level), report.Weights{})
	out.Whole, out.Parts = table.Whole, table.Parts
	if err != nil || out.Area == "" {
		return out, err
	}
	names, err := t.name([]string{string(out.Area)})
	out.Whole.Key, out.Whole.Name = string(out.Area), names[string(out.Area)]
	return out, err
}
