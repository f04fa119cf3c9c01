package reports

import (
	"delinli/app/store"
	"delinli/models/report"
)

// Hour is how much fell into one hour of the week.
type Hour struct {
	Weekday int // 0 is Sunday
	Hour    int // 0 to 23
	Count   int64
}

const (
	hours  = `SELECT date_part('dow', f.at AT TIME ZONE INTERVAL '8 hours'), date_part('hour', f.at AT TIME ZONE INTERVAL '8 hours'), count(*) FROM (`
	byHour = ` GROUP BY 1, 2 ORDER BY 1, 2`
)

var heat = map[report.Source]string{
	report.Placings:    hours + placings + `) f` + inScope + byHour,
	report.Acceptances: hours + acceptances + `) f` + inScope + byHour,
	report.Finishes:    hours + finishes + `) f` + inScope + byHour,
}

// Heat counts the rows of placings, acceptances or finishes by the hours of the week; hours without any are left out.
func Heat(tx *store.Tx, s report.Source, f Filter) ([]Hour, error) {
	return store.Query(tx, heat[s], f.args(), func(r store.Rows, h *Hour) error { return r.Scan(&h.Weekday, &h.Hour, &h.Count) })
}
