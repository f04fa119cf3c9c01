package areas

import (
	"maps"
	"slices"

	"delinli/app/store"
	"delinli/models"
)

// Names reads what areas, and those above them, are called.
func Names(tx *store.Tx, codes []models.AreaCode) (map[models.AreaCode]string, error) {
	all := map[models.AreaCode]bool{}
	for _, code := range codes {
		for ; code != "" && !all[code]; code = code.Parent() {
			all[code] = true
		}
	}
	type named struct {
		code models.AreaCode
		name string
	}
	found, err := store.Query(tx, `SELECT code, name FROM areas WHERE code = ANY (CAST(@codes AS text[]))`, store.Args{"codes": store.Array(slices.Collect(maps.Keys(all)))},
		func(r store.Rows, n *named) error { return r.Scan(&n.code, &n.name) })
	names := make(map[models.AreaCode]string, len(found))
	for _, n := range found {
		names[n.code] = n.name
	}
	return names, err
}
