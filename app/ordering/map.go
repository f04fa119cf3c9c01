package ordering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/models"
)

// Heap is how many orders of the pool lie in one area.
type Heap = orders.Heap

// PoolMap counts what the pool holds within an area: to staff by grid, to volunteers what they may reach, by community as its card names it.
func (s *Service) PoolMap(ctx context.Context, a models.Actor, within models.AreaCode) ([]Heap, error) {
	tx := s.DB.Read(ctx)
	if a.Has(models.Staff...) {
		return orders.PoolMap(tx, store.ScopeOf(a, models.Staff...), within)
	}
	return orders.PoolMapOf(tx, a.Person, within)
}
