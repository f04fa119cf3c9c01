package reports

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/report"
)

const (
	listed = `SELECT DISTINCT f.placed_at, f.id FROM (`
	paged  = ` AND (f.placed_at, f.id) < (@at, CAST(@id AS uuid)) ORDER BY f.placed_at DESC, f.id DESC LIMIT @limit`
)

// behind are the statements that list the orders of a source's rows, of which a figure may count some.
var behind = map[report.Source]string{
	report.CallBacks: listed + callBacks + `) f` + inScope + ` AND CASE @figure WHEN 'contacted' THEN contacted WHEN 'solved' THEN solved
		WHEN 'satisfied' THEN satisfaction = 'satisfied' WHEN 'basically' THEN satisfaction = 'basically' WHEN 'unanswered' THEN satisfaction = ''
		ELSE true END` + paged,
	report.Dues:        listed + dues + `) f` + inScope + ` AND CASE @figure WHEN 'on_time' THEN on_time ELSE true END` + paged,
	report.Placings:    listed + placings + `) f` + inScope + paged,
	report.Acceptances: listed + acceptances + `) f` + inScope + paged,
	report.Finishes:    listed + finishes + `) f` + inScope + paged,
	report.Closings:    listed + closings + `) f` + inScope + paged,
	report.Services:    listed + services + `) f` + inScope + paged,
}

// Behind lists the orders that a figure counts, the last placed first; each once, however often it counts.
func Behind(tx *store.Tx, figure report.Figure, f Filter, p store.Page) ([]models.OrderID, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	args := f.args()
	args["figure"], args["at"], args["id"], args["limit"] = string(figure.Name), after.At, after.ID, p.Limit+1
	type placed struct {
		at time.Time
		id models.OrderID
	}
	found, err := store.Query(tx, behind[figure.From()], args, func(r store.Rows, o *placed) error { return r.Scan(&o.at, &o.id) })
	if err != nil {
		return nil, "", err
	}
	found, next := store.Next(p, found, func(o placed) store.Key { return store.Key{At: o.at, ID: o.id.String()} })
	ids := make([]models.OrderID, len(found))
	for i, o := range found {
		ids[i] = o.id
	}
	return ids, next, nil
}
