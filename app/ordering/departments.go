package ordering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/models"
)

// Departments lists those to which staff may refer what they run.
func (s *Service) Departments(ctx context.Context, a models.Actor) ([]string, error) {
	return orders.DepartmentsAround(s.DB.Read(ctx), store.ScopeOf(a, models.Staff...), s.Now())
}
