package reporting_test

import (
	"errors"
	"maps"
	"math"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/export"
	"delinli/models/report"
)

// again is what an independent statement finds, part by part: it reads raw rows, one order after the other, and divides by itself.
type again struct {
	part                                       string
	valid                                      int
	response, resolution, satisfaction, onTime *float64
}

// anew counts every figure of the three rates with sums of ones and zeros over the raw rows, in another way than the program.
const anew = `
	WITH hanging AS (
		SELECT id FROM orders WHERE state = 'suspended' INTERSECT SELECT order_id FROM approvals WHERE kind = 'suspend' AND outcome = 'approved'
	), heard AS (
		SELECT substr(o.area_code, 1, @digits) AS part, CASE WHEN c.contacted THEN 1.0 ELSE 0.0 END AS contacted, CASE WHEN c.solved THEN 1.0 ELSE 0.0 END AS solved,
			CASE c.satisfaction WHEN 'satisfied' THEN 1.0 WHEN 'basically' THEN 0.9 ELSE 0.0 END AS satisfied
		FROM order_events e JOIN call_backs c ON c.event_id = e.id JOIN orders o ON o.id = e.order_id
		WHERE c.valid AND e.at BETWEEN @from AND @to AND position(@area IN o.area_code) = 1 AND o.id NOT IN (SELECT id FROM hanging)
	), owed AS (
		SELECT substr(o.area_code, 1, @digits) AS part,
			CASE WHEN o.state IN ('done', 'rated', 'unfulfillable') OR o.state IN ('appealed', 'closed') AND o.finishes >= 1 THEN
				CASE WHEN o.stopped_at >= o.due_at THEN 0.0 ELSE 1.0 END
			WHEN o.state IN ('rejected', 'merged', 'cancelled', 'appealed', 'closed') THEN NULL
			WHEN lamp(o.due_at, o.due_at, o.stopped_at, @now) = 'red' THEN 0.0 END AS on_time
		FROM orders o WHERE o.due_at BETWEEN @from AND LEAST(@to, CAST(@now AS timestamptz)) AND position(@area IN o.area_code) = 1
			AND NOT EXISTS (SELECT FROM hanging h WHERE h.id = o.id)
	)
	SELECT COALESCE(h.part, d.part), COALESCE(h.valid, 0), h.response, h.resolution, h.satisfaction, d.on_time
	FROM (SELECT part, count(*) AS valid, avg(contacted) AS response, avg(solved) AS resolution, avg(satisfied) AS satisfaction FROM heard GROUP BY part) h
		FULL JOIN (SELECT part, avg(on_time) AS on_time FROM owed GROUP BY part) d ON d.part = h.part`

func (n *town) again(area models.AreaCode, digits int, s report.Span) map[string]again {
	n.T.Helper()
	found, err := store.Query(n.Store.Read(n.T.Context()), anew, store.Args{"area": string(area), "digits": digits, "from": s.From,
		"to": s.To.Add(-time.Microsecond), "now": n.Now()}, func(r store.Rows, a *again) error {
		return r.Scan(&a.part, &a.valid, &a.response, &a.resolution, &a.satisfaction, &a.onTime)
	})
	if err != nil {
		n.T.Fatal(err)
	}
	parts := map[string]again{}
	for _, a := range found {
		parts[a.part] = a
	}
	return parts
}

func same(a, b *float64) bool {
	return (a == nil) == (b == nil) && (a == nil || math.Abs(*a-*b) < 1e-9)
}

// TestTheRatesAreThoseOfTheRawRows: over random orders of every kind, an independent statement finds the same rates in every part.
func TestTheRatesAreThoseOfTheRawRows(t *testing.T) {
	n := newTown(t)
	n.scatter(mathrand.New(mathrand.NewPCG(1, 2)), 400)
	months := reporting.Question{From: "2025-11-17", To: "2026-02-03"}
	for _, tt := range []struct {
		who    models.Actor
		area   models.AreaCode
		level  models.AreaLevel
		digits int
		q      reporting.Question
	}{
		{n.city, "", "", 9, all}, {n.city, "", models.Community, 12, all}, {n.city, testkit.Street, models.Grid, 15, all}, {n.street, "", "", 12, all},
		{n.staff, "", "", 15, all}, {n.city, "", "", 9, months}, {n.city, "", models.Grid, 15, months},
	} {
		q := tt.q
		q.By, q.Area, q.Level = report.ByArea, tt.area, tt.level
		found := n.rates(tt.who, q)
		whole := tt.area
		if whole == "" {
			whole = tt.who.Seats[0].Area
		}
		want := n.again(whole, tt.digits, found.Span)
		counted := 0
		for _, p := range found.Parts {
			w := want[p.Key]
			if int(p.Tally[report.Valid]) != w.valid || !same(p.Response, w.response) || !same(p.Resolution, w.resolution) ||
				!same(p.Satisfaction, w.satisfaction) || !same(p.OnTime, w.onTime) {
				t.Errorf("%s by %d digits, %s: %+v, want %+v", whole, tt.digits, p.Key, p, w)
			}
			if w.valid > 0 {
				counted++
				composite := 0.1**w.response + 0.5**w.resolution + 0.4**w.satisfaction
				if !same(p.Composite, &composite) {
					t.Errorf("%s: composite %v, want %v", p.Key, *p.Composite, composite)
				}
			}
			delete(want, p.Key)
		}
		if len(want) > 0 || counted == 0 {
			t.Errorf("%s by %d digits: %d parts counted, left out %v", whole, tt.digits, counted, slices.Collect(maps.Keys(want)))
		}
	}
}

// TestThePartsAddUpToTheWhole: over areas of every level, items, volunteers and months, every count of every source.
func TestThePartsAddUpToTheWhole(t *testing.T) {
	n := newTown(t)
	n.scatter(mathrand.New(mathrand.NewPCG(3, 4)), 300)
	whole := n.rates(n.city, all).Whole
	if whole.Tally[report.Valid] < 100 || whole.Tally[report.Due] < 100 || whole.Tally[report.OnTime] == 0 {
		t.Fatalf("the whole is %+v", whole)
	}
	for _, d := range []report.Dimension{report.ByArea, report.ByItem, report.ByVolunteer, report.ByMonth} {
		for _, level := range []models.AreaLevel{"", models.Street, models.Community, models.Grid, models.Building} {
			q := by(d)
			q.Level = level
			sum := report.Tally{}
			found := n.rates(n.city, q)
			for _, p := range found.Parts {
				sum.Add(p.Tally)
			}
			if !maps.Equal(sum, whole.Tally) || !maps.Equal(found.Whole.Tally, whole.Tally) {
				t.Errorf("by %s, %s: %v, want %v", d, level, sum, whole.Tally)
			}
		}
	}
	n.Exec(`UPDATE orders SET area_code = @street WHERE area_code = @city`, store.Args{"street": string(testkit.Street), "city": string(testkit.City)})
	sum := report.Tally{}
	for _, area := range []models.AreaCode{testkit.Street, "370785002"} {
		q := all
		q.Area = area
		sum.Add(n.rates(n.city, q).Whole.Tally)
	}
	if !maps.Equal(sum, whole.Tally) {
		t.Errorf("the streets have %v of %v", sum, whole.Tally)
	}
}

var good = answer{valid: true, contacted: true, solved: true, satisfaction: "satisfied"}

// on20 is an order that was placed twenty days ago, due a week later, and finished within an hour.
func on20(n *town, change func(*row)) models.OrderID {
	o := row{state: "rated", finishes: 1, placed: n.Now().AddDate(0, 0, -20)}
	o.stopped, o.ended = new(o.placed.Add(time.Hour)), new(o.placed.Add(2*time.Hour))
	if change != nil {
		change(&o)
	}
	return n.order(o)
}

func lapsed(o *row) { o.state, o.noAnswer = "closed", true }

func without(state string) func(*row) { return func(o *row) { o.state, o.finishes = state, 0 } }

// stands is an open order that stands still since some days after it was placed.
func stands(state string, days int) func(*row) {
	return func(o *row) { *o = row{state: state, placed: o.placed, stopped: new(o.placed.AddDate(0, 0, days))} }
}

func stopped(days int) func(*row) {
	return func(o *row) { o.stopped = new(o.placed.AddDate(0, 0, days)) }
}

// counting are single orders with what they count for.
var counting = map[string]struct {
	change   func(*row)
	approval string
	answers  []answer
	want     report.Tally
}{
	"a good one": {nil, "", []answer{good}, report.Tally{report.Valid: 1, report.Contacted: 1, report.Solved: 1, report.Satisfied: 1, report.Due: 1, report.OnTime: 1}},
	"not valid":  {nil, "", []answer{{contacted: true, solved: true, satisfaction: "satisfied"}}, report.Tally{report.Due: 1, report.OnTime: 1}},
	"no answer is not satisfied": {lapsed, "", []answer{{valid: true, contacted: true}},
		report.Tally{report.Valid: 1, report.Contacted: 1, report.Unanswered: 1, report.Due: 1, report.OnTime: 1}},
	"closed by the clock": {lapsed, "", nil, report.Tally{report.Due: 1, report.OnTime: 1}},
	"basically":           {nil, "", []answer{{valid: true, satisfaction: "basically"}}, report.Tally{report.Valid: 1, report.Basically: 1, report.Due: 1, report.OnTime: 1}},
	"done anew and called again": {nil, "", []answer{good, {finish: 1, valid: true, satisfaction: "unsatisfied"}},
		report.Tally{report.Valid: 2, report.Contacted: 1, report.Solved: 1, report.Satisfied: 1, report.Due: 1, report.OnTime: 1}},
	"hangs with approval": {stands("suspended", 10), "approved", []answer{good}, report.Tally{}},
	"hangs without approval": {stands("suspended", 10), "denied", []answer{good},
		report.Tally{report.Valid: 1, report.Contacted: 1, report.Solved: 1, report.Satisfied: 1, report.Due: 1}},
	"hung once":      {nil, "approved", nil, report.Tally{report.Due: 1, report.OnTime: 1}},
	"late":           {stopped(8), "", nil, report.Tally{report.Due: 1}},
	"at the moment":  {stopped(7), "", nil, report.Tally{report.Due: 1}},
	"open and late":  {func(o *row) { *o = row{placed: o.placed} }, "", nil, report.Tally{report.Due: 1}},
	"open, not due":  {func(o *row) { *o = row{} }, "", nil, report.Tally{}},
	"done, not due":  {func(o *row) { o.due = testkit.Noon.Add(time.Minute) }, "", nil, report.Tally{}},
	"asked in time":  {stands("need_info", 1), "", nil, report.Tally{}},
	"asked too late": {stands("need_info", 10), "", nil, report.Tally{report.Due: 1}},
	"cancelled":      {without("cancelled"), "", nil, report.Tally{}},
	"unfulfillable":  {without("unfulfillable"), "", nil, report.Tally{report.Due: 1, report.OnTime: 1}},
	"refused anew":   {without("closed"), "", nil, report.Tally{}},
}

// TestWhatCounts holds single orders against the rules, one by one.
func TestWhatCounts(t *testing.T) {
	n := newTown(t)
	for name, tt := range counting {
		t.Run(name, func(t *testing.T) {
			id := on20(n, tt.change)
			if tt.approval != "" {
				n.approve(id, tt.approval)
			}
			for _, a := range tt.answers {
				n.callBack(id, a)
			}
			whole := n.rates(n.city, all).Whole
			for _, name := range append(report.Counted(report.CallBacks), report.Counted(report.Dues)...) {
				if whole.Tally[name] != tt.want[name] {
					t.Errorf("%s = %d, want %d", name, whole.Tally[name], tt.want[name])
				}
			}
			if whole.Tally[report.Valid] == 0 && (whole.Response != nil || whole.Composite != nil) || whole.Tally[report.Due] == 0 && whole.OnTime != nil {
				t.Errorf("rates without data: %+v", whole.Rates)
			}
			n.Exec(`DELETE FROM call_backs`, nil)
			n.Exec(`DELETE FROM approvals`, nil)
			n.Exec(`UPDATE orders SET due_at = 'infinity'`, nil)
		})
	}
}

// TestServiceIsOfWhoDidIt: an order that is done anew by another leaves the first call-back with the first.
func TestServiceIsOfWhoDidIt(t *testing.T) {
	n := newTown(t)
	id := n.order(row{state: "rated", finishes: 2, person: n.servers[1], stopped: new(n.Now())})
	n.callBack(id, answer{finish: 1, valid: true, by: n.servers[0]})
	n.callBack(id, answer{finish: 2, valid: true, solved: true, by: n.servers[1]})
	teams := n.order(row{state: "rated", finishes: 1, team: n.team, placed: n.Now().AddDate(0, 0, -9), stopped: new(n.Now().AddDate(0, 0, -8))})
	n.callBack(teams, answer{valid: true, by: n.servers[2]})
	found := n.rates(n.city, by(report.ByVolunteer))
	solved := map[string]float64{}
	for _, p := range found.Parts {
		solved[p.Key] = *p.Resolution
	}
	if len(solved) != 3 || solved[n.servers[0].String()] != 0 || solved[n.servers[1].String()] != 1 {
		t.Errorf("%+v", found.Parts)
	}
	q := all
	q.Volunteer = n.servers[2]
	if whole := n.rates(n.city, q).Whole.Tally; whole[report.Valid] != 1 || whole[report.Due] != 1 {
		t.Errorf("the leader answers for %v", whole)
	}
}

// TestRatesAsATable: an export has the rows of the page, within the areas that it holds, and the sum of all.
func TestRatesAsATable(t *testing.T) {
	n := newTown(t)
	n.callBack(n.order(row{area: testkit.Grid, state: "done", finishes: 1, stopped: new(n.Now())}), answer{valid: true, contacted: true})
	n.callBack(n.order(row{area: testkit.Elsewhere, state: "done", finishes: 1, stopped: new(n.Now())}), answer{valid: true})
	x := reporting.Exporter{Service: n.Service}
	for who, want := range map[*models.Actor]int{&n.city: 3, &n.staff: 2} {
		q := export.Query{Filter: export.Filter{"by": "area"}}
		var err error
		if q.Areas, err = x.Covers(*who, q); err != nil {
			t.Fatal(err)
		}
		for rows, err := range x.Pages(t.Context(), *who, q) {
			if err != nil || len(rows) != want || len(rows[0]) != len(x.Head(q)) || rows[len(rows)-1][0] != "合计" {
				t.Errorf("%v: %v %v", q.Areas, rows, err)
			}
		}
	}
	for name, q := range map[string]export.Query{"personal": {Personal: true}, "a bad day": {Filter: export.Filter{"from": "soon"}},
		"backwards": {Filter: export.Filter{"from": "2026-03-02", "to": "2026-03-01"}}, "unknown": {Filter: export.Filter{"colour": "red"}},
		"no level": {Filter: export.Filter{"level": "city"}}, "streets of a community": {Filter: export.Filter{"level": "street", "by": "volunteer"}}} {
		_, err := x.Covers(n.staff, q)
		e, _ := errors.AsType[*models.Error](err)
		if e == nil || e.Kind != models.Invalid {
			t.Fatalf("%s: %v", name, err)
		}
		for field := range e.Fields {
			if field != "personal" && (!strings.HasPrefix(field, "filter.") || strings.Count(field, ".") > 1) {
				t.Errorf("%s blames %s", name, field)
			}
		}
	}
	split := export.Query{Areas: []models.AreaCode{testkit.Grid, testkit.Community + "002"}, Filter: export.Filter{"area": string(testkit.Grid)}}
	for rows, err := range x.Pages(t.Context(), n.staff, split) {
		if err != nil || len(rows) == 0 || slices.ContainsFunc(rows, func(r export.Row) bool { return len(r[0].(string)) == len(testkit.Grid) }) {
			t.Errorf("of a grid that was split since, still by building: %v (%v)", rows, err)
		}
	}
	twice := n.staff
	twice.Seats = append(slices.Clone(twice.Seats), models.Seat{Role: models.CommunitySecretary, Area: testkit.Community})
	if areas, err := x.Covers(twice, export.Query{}); err != nil || len(areas) != 1 {
		t.Errorf("two seats over one area: %v (%v)", areas, err)
	}
	if _, err := x.Covers(n.staff, export.Query{Filter: export.Filter{"area": string(testkit.Elsewhere)}}); models.KindOf(err) != models.NotFound {
		t.Errorf("another's area: %v", err)
	}
}
