package reports

import (
	_ "embed"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/report"
)

//go:embed day.sql
var daySQL string

// Day counts what happened today and yesterday, and what is owed now, in each part of a level.
func Day(tx *store.Tx, f Filter, level models.AreaLevel) (map[models.AreaCode]report.Tally, error) {
	type counted struct {
		area   models.AreaCode
		figure report.Name
		count  int64
	}
	today := models.Day(f.Now)
	args := f.args()
	args["digits"], args["today"], args["yesterday"], args["late"] = level.Digits(), today, today.AddDate(0, 0, -1), order.Overdue.Pile(f.Now).Until
	found, err := store.Query(tx, daySQL, args, func(r store.Rows, c *counted) error { return r.Scan(&c.area, &c.figure, &c.count) })
	parts := map[models.AreaCode]report.Tally{}
	for _, c := range found {
		if parts[c.area] == nil {
			parts[c.area] = report.Tally{}
		}
		parts[c.area][c.figure] = c.count
	}
	return parts, err
}
