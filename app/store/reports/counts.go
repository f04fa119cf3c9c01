// Package reports is the SQL of figures. It counts orders, call-backs and services within a scope, divides them, and lists what it counted.
package reports

import (
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/report"
)

// Filter says what counts. Zero fields do not narrow.
type Filter struct {
	store.Scope
	report.Span
	Item      models.ItemID
	Volunteer models.PersonID    // whose service it was
	Hidden    models.HouseholdID // of the viewer: what its members placed is not theirs to know of
	Now       time.Time
}

func (f Filter) args() store.Args {
	return store.Args{"areas": store.Array(f.Areas), "from": f.From, "to": f.To, "item": f.Item, "volunteer": f.Volunteer, "hidden": f.Hidden,
		"now": f.Now}
}

// By is how figures are divided.
type By struct {
	report.Dimension
	Level models.AreaLevel // of the parts, by area
}

func (b By) into(args store.Args) store.Args {
	args["by"], args["digits"] = string(b.Dimension), b.Level.Digits()
	return args
}

// inScope is what the rows of a source f must meet. The CASE hides it from the planner, which would take a span for one that leaves few rows, and
// read the tables of a whole year by the index of the time.
const inScope = ` WHERE CASE WHEN f.at >= @from AND f.at < @to AND f.area_code ^@ ANY (CAST(@areas AS text[]))
	AND COALESCE(f.item_id = CAST(@item AS uuid), CAST(@item AS uuid) IS NULL)
	AND COALESCE(f.server_id = CAST(@volunteer AS uuid), CAST(@volunteer AS uuid) IS NULL)
	AND COALESCE(f.household_id <> CAST(@hidden AS uuid), true) THEN true ELSE false END`

// part is the part into which a row falls; what lies above a level stands for itself there.
const part = `CASE @by WHEN 'area' THEN left(f.area_code, @digits)
	WHEN 'item' THEN COALESCE(CAST(f.item_id AS text), '') WHEN 'volunteer' THEN COALESCE(CAST(f.server_id AS text), '')
	WHEN 'month' THEN left(CAST(CAST(f.at AT TIME ZONE INTERVAL '8 hours' AS date) AS text), 7) ELSE '' END`

const grouped = ` GROUP BY 1`

// tallies are the statements that count a source.
var tallies = map[report.Source]string{
	report.CallBacks: `SELECT ` + part + `, jsonb_build_object('valid', count(*), 'contacted', count(*) FILTER (WHERE contacted),
			'solved', count(*) FILTER (WHERE solved), 'satisfied', count(*) FILTER (WHERE satisfaction = 'satisfied'),
			'basically', count(*) FILTER (WHERE satisfaction = 'basically'), 'unanswered', count(*) FILTER (WHERE satisfaction = ''))
		FROM (` + callBacks + `) f` + inScope + grouped,
	report.Dues: `SELECT ` + part + `, jsonb_build_object('due', count(*), 'on_time', count(*) FILTER (WHERE on_time))
		FROM (` + dues + `) f` + inScope + grouped,
	report.Placings:    `SELECT ` + part + `, jsonb_build_object('placed', count(*)) FROM (` + placings + `) f` + inScope + grouped,
	report.Acceptances: `SELECT ` + part + `, jsonb_build_object('accepted', count(*)) FROM (` + acceptances + `) f` + inScope + grouped,
	report.Finishes:    `SELECT ` + part + `, jsonb_build_object('finished', count(*)) FROM (` + finishes + `) f` + inScope + grouped,
	report.Closings:    `SELECT ` + part + `, jsonb_build_object('no_answer', count(*)) FROM (` + closings + `) f` + inScope + grouped,
	report.Services: `SELECT ` + part + `, jsonb_build_object('served', count(*), 'service_minutes', COALESCE(sum(minutes), 0))
		FROM (` + services + `) f` + inScope + grouped,
}

// Tallies counts the figures of a source in each part. The part without a name is what falls into none.
func Tallies(tx *store.Tx, s report.Source, f Filter, b By) (map[string]report.Tally, error) {
	return count(tx, tallies[s], b.into(f.args()))
}

func count(tx *store.Tx, statement string, args store.Args) (map[string]report.Tally, error) {
	type row struct {
		part string
		report.Tally
	}
	found, err := store.Query(tx, statement, args, func(r store.Rows, c *row) error {
		var raw []byte
		if err := r.Scan(&c.part, &raw); err != nil {
			return err
		}
		return json.Unmarshal(raw, &c.Tally)
	})
	parts := make(map[string]report.Tally, len(found))
	for _, c := range found {
		parts[c.part] = c.Tally
	}
	return parts, err
}
