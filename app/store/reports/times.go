package reports

import (
	"slices"

	"delinli/app/store"
	"delinli/models/report"
)

const byPart = ` GROUP BY part`

var times = map[report.Source]string{
	report.Acceptances: `SELECT part, array_agg(seconds) FROM (SELECT ` + part + ` AS part, seconds FROM (` + acceptances + `) f` + inScope + `) parts` + byPart,
	report.Finishes:    `SELECT part, array_agg(seconds) FROM (SELECT ` + part + ` AS part, seconds FROM (` + finishes + `) f` + inScope + `) parts` + byPart,
}

// Times lists how many seconds each acceptance or finish of a part took, from the shortest. They are put in order here: the database would
// sort all of them twice.
func Times(tx *store.Tx, s report.Source, f Filter, b By) (map[string][]int32, error) {
	type took struct {
		part    string
		seconds []int32
	}
	found, err := store.Query(tx, times[s], b.into(f.args()), func(r store.Rows, t *took) error { return r.Scan(&t.part, store.List(&t.seconds)) })
	parts := make(map[string][]int32, len(found))
	for _, t := range found {
		slices.Sort(t.seconds)
		parts[t.part] = t.seconds
	}
	return parts, err
}
