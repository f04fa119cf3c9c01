package ordering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/models"
)

// Counts tells how much is owed.
type Counts = orders.Counts

// Counts counts what is owed within an area of the desk of staff; the empty one is all of it.
func (s *Service) Counts(ctx context.Context, a models.Actor, within models.AreaCode) (Counts, error) {
	return orders.Count(s.DB.Read(ctx), store.ScopeOf(a, models.Staff...), a, within, s.moment())
}
