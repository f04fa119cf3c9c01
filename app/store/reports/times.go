package reports

import (
	"delinli/app/store"
	"delinli/models/report"
)

// Times tells of a part how long orders took: how many they are, the median and the ninth tenth in minutes.
type Times struct {
	Part        string
	Count       int64
	Median, P90 float64
	Whole       bool // of all parts together
}

const (
	quantiles = `, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes), percentile_cont(0.9) WITHIN GROUP (ORDER BY minutes)`
	andWhole  = ` GROUP BY GROUPING SETS ((part), ())`
)

var times = map[report.Source]string{
	report.Acceptances: `SELECT COALESCE(part, ''), GROUPING(part) = 1` + quantiles + ` FROM (SELECT ` + part + ` AS part, minutes
		FROM (` + acceptances + `) f` + inScope + `) parts` + andWhole,
	report.Finishes: `SELECT COALESCE(part, ''), GROUPING(part) = 1` + quantiles + ` FROM (SELECT ` + part + ` AS part, minutes
		FROM (` + finishes + `) f` + inScope + `) parts` + andWhole,
}

// TimesOf measures acceptances or finishes in each part, and in all together, which is there for none too.
func TimesOf(tx *store.Tx, s report.Source, f Filter, b By) ([]Times, error) {
	return store.Query(tx, times[s], b.into(f.args()), func(r store.Rows, t *Times) error {
		var median, p90 *float64
		err := r.Scan(&t.Part, &t.Whole, &t.Count, &median, &p90)
		if median != nil && p90 != nil {
			t.Median, t.P90 = *median, *p90
		}
		return err
	})
}
