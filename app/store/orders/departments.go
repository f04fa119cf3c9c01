package orders

import (
	"time"

	"delinli/app/store"
	"delinli/models"
)

// Departments lists the departments that somebody has a seat for over the area.
func Departments(tx *store.Tx, area models.AreaCode, now time.Time) ([]string, error) {
	return store.Query(tx, `
		SELECT DISTINCT unit FROM seats WHERE role = 'department_staff' AND ended_at IS NULL AND from_at <= @now
			AND COALESCE(until_at, 'infinity') > @now AND starts_with(@area, area_code) ORDER BY unit`,
		store.Args{"area": string(area), "now": now}, store.Value[string])
}

// DepartmentsAround lists those that somebody has a seat for over the scope or over a part of it.
func DepartmentsAround(tx *store.Tx, s store.Scope, now time.Time) ([]string, error) {
	return store.Query(tx, `
		SELECT DISTINCT unit FROM seats, unnest(CAST(@areas AS text[])) scope WHERE role = 'department_staff' AND ended_at IS NULL
			AND from_at <= @now AND COALESCE(until_at, 'infinity') > @now AND (starts_with(scope, area_code) OR starts_with(area_code, scope))
		ORDER BY unit`,
		store.Args{"areas": store.Array(s.Areas), "now": now}, store.Value[string])
}
