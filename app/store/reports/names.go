package reports

import (
	"delinli/app/store"
	"delinli/models"
	"delinli/models/report"
)

// names are the statements that name parts; volunteers are named by those who may open names.
var names = map[report.Dimension]string{
	report.ByArea: `SELECT code, name FROM areas WHERE code = ANY (CAST(@parts AS text[]))`,
	report.ByItem: `SELECT CAST(id AS text), name FROM items WHERE CAST(id AS text) = ANY (CAST(@parts AS text[]))`,
}

// Names names areas or items.
func Names(tx *store.Tx, by report.Dimension, parts []string) (map[string]string, error) {
	type named struct{ part, name string }
	found, err := store.Query(tx, names[by], store.Args{"parts": store.Array(parts)}, func(r store.Rows, n *named) error { return r.Scan(&n.part, &n.name) })
	out := make(map[string]string, len(found))
	for _, n := range found {
		out[n.part] = n.name
	}
	return out, err
}

// AreasAt lists the areas of a level within a scope.
func AreasAt(tx *store.Tx, s store.Scope, level models.AreaLevel) ([]string, error) {
	return store.Query(tx, `SELECT code FROM areas WHERE length(code) = @digits AND code ^@ ANY (CAST(@areas AS text[]))`,
		store.Args{"digits": level.Digits(), "areas": store.Array(s.Areas)}, store.Value[string])
}
