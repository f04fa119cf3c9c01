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
	LeftOff   int
}

// MostAreas is how many areas are told of at once: those of a whole city, down to its grids and villages.
const MostAreas = 2000

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
	stock, err := s.counted(ctx)
	if err != nil {
		return out, err
	}
	out.AsOf, out.CountedAt = stock.asOf, stock.at
	table, err := t.divide(stock.within(t.filter.Scope, t.by.Level), report.Weights{}, MostAreas)
	out.Whole, out.Parts, out.LeftOff = table.Whole, table.Parts, table.LeftOff
	if err == nil {
		err = t.entitle(&out.Whole, out.Area)
	}
	return out, err
}
