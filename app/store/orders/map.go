package orders

import (
	"delinli/app/store"
	"delinli/models"
)

// Heap is how many orders of the pool lie in one area.
type Heap struct {
	Area  models.AreaCode
	Name  string
	Count int
}

// PoolMap counts by grid what the pool holds in the areas of a scope, within an area; the empty one is everywhere.
func PoolMap(tx *store.Tx, s store.Scope, within models.AreaCode) ([]Heap, error) {
	return store.Query(tx, heaps+`EXISTS (SELECT 1 FROM unnest(CAST(@areas AS text[])) a WHERE starts_with(o.area_code, a))`+byArea,
		store.Args{"areas": store.Array(s.Areas), "within": string(within), "digits": 15}, scanHeap)
}

// PoolMapOf counts by community, as public cards name it, what may be claimed within reach of a volunteer's areas.
func PoolMapOf(tx *store.Tx, p models.PersonID, within models.AreaCode) ([]Heap, error) {
	return store.Query(tx, heaps+`EXISTS (
			SELECT 1 FROM volunteers v, unnest(v.areas) a WHERE v.person_id = @person AND v.state = 'verified'
				AND (starts_with(a, left(o.area_code, reach_digits(o.reach))) OR starts_with(left(o.area_code, reach_digits(o.reach)), a)))`+byArea,
		store.Args{"person": p, "within": string(within), "digits": 12}, scanHeap)
}

const (
	heaps = `SELECT a.code, a.name, count(*) FROM orders o JOIN areas a ON a.code = left(o.area_code, @digits)
		WHERE o.state = 'pool' AND starts_with(left(o.area_code, @digits), @within) AND `
	byArea = ` GROUP BY a.code, a.name ORDER BY a.code`
)

func scanHeap(r store.Rows, h *Heap) error { return r.Scan(&h.Area, &h.Name, &h.Count) }
