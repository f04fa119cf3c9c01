package dispatching

import (
	"context"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/dispatch"
)

// Manned counts how many volunteers with room who serve somewhere in an area can come in each hour of seven days, and how many there are in all.
// Outside of the seats of staff it is *not found*; the empty area is the first of those seats.
func (s *Service) Manned(ctx context.Context, a models.Actor, area models.AreaCode) (first time.Time, hours [7 * 24]int, all int, err error) {
	within := store.ScopeOf(a, models.Staff...).Within(area)
	if len(within.Areas) == 0 {
		return first, hours, 0, models.Missing
	}
	candidates, err := s.roll.within(s.DB.Read(ctx), within.Areas[0], nil, s.Now().Add(-Fairness))
	first = models.Day(s.Now())
	return first, dispatch.Manned(candidates, first), len(candidates), err
}
