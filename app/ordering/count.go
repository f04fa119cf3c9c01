package ordering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/models"
)

// Counts tells how much is owed.
type Counts = orders.Counts

// Counts counts what is owed on the desk of staff, within an area or, for the empty one, all over it.
func (s *Service) Counts(ctx context.Context, a models.Actor, within models.AreaCode) (Counts, error) {
	return orders.Count(s.DB.Read(ctx), store.ScopeOf(a, models.Staff...).Within(within), a, s.moment())
}
