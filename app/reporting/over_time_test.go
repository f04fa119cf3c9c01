package reporting_test

import (
	"math"
	mathrand "math/rand/v2"
	"slices"
	"testing"
	"time"

	"delinli/app/reporting"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/report"
)

func (n *town) times(q reporting.Question) reporting.TimesTable {
	n.T.Helper()
	found, err := n.Times(n.T.Context(), n.city, q)
	if err != nil {
		n.T.Fatal(err)
	}
	return found
}

// quantile of minutes, between the two nearest as is usual.
func quantile(minutes []float64, q float64) float64 {
	slices.Sort(minutes)
	at := q * float64(len(minutes)-1)
	low := int(at)
	if low == len(minutes)-1 {
		return minutes[low]
	}
	return minutes[low] + (at-float64(low))*(minutes[low+1]-minutes[low])
}

// TestTimesAreThoseOfTheJournal: the first acceptance and the last finish of each order, whatever came between.
func TestTimesAreThoseOfTheJournal(t *testing.T) {
	n := newTown(t)
	r := mathrand.New(mathrand.NewPCG(5, 6))
	want := map[string]map[models.ItemID][]float64{"accept": {}, "finish": {}}
	for range 60 {
		o := row{item: pick(r, n.items...), placed: n.Now().AddDate(0, 0, -r.IntN(300))}
		id := n.order(o)
		first := float64(r.IntN(5000))
		for again := range 1 + r.IntN(3) {
			n.event(id, pick(r, "claim", "accept"), o.placed.Add(time.Duration((first+float64(again*r.IntN(90)))*float64(time.Minute))))
		}
		last := 6000 + float64(r.IntN(5000))
		for again := range 1 + r.IntN(2) {
			n.event(id, "finish", o.placed.Add(time.Duration((last-float64(again*r.IntN(90)))*float64(time.Minute))))
		}
		want["accept"][o.item] = append(want["accept"][o.item], first)
		want["finish"][o.item] = append(want["finish"][o.item], last)
	}
	found := n.times(by(report.ByItem))
	if len(found.Parts) != 3 || found.Whole.Accept.Count != 60 || found.Whole.Finish.Count != 60 {
		t.Fatalf("%+v", found)
	}
	for _, p := range found.Parts {
		id, _ := models.ParseID[models.ItemID](p.Key)
		for name, took := range map[string]report.Took{"accept": p.Accept, "finish": p.Finish} {
			minutes := want[name][id]
			if took.Count != len(minutes) || math.Abs(*took.Median-quantile(minutes, 0.5)) > 1e-6 || math.Abs(*took.P90-quantile(minutes, 0.9)) > 1e-6 {
				t.Errorf("%s of %s: %d, %f, %f; want %v", name, p.Name, took.Count, *took.Median, *took.P90, minutes)
			}
		}
	}
	if none := n.times(reporting.Question{From: "2020-01-01", To: "2020-12-31"}).Whole; none.Accept.Median != nil || none.Finish.P90 != nil || none.Accept.Count != 0 {
		t.Errorf("of nothing: %+v", none)
	}
}

func (n *town) trend(measure report.Name, q reporting.Question) []report.Point {
	n.T.Helper()
	points, err := n.Trend(n.T.Context(), n.city, measure, q)
	if err != nil {
		n.T.Fatal(err)
	}
	return points
}

func TestATrendComparesWithTheMonthAndTheYearBefore(t *testing.T) {
	n := newTown(t)
	place := func(month time.Month, year, orders int) {
		for range orders {
			n.order(row{placed: time.Date(year, month, 15, 12, 0, 0, 0, models.Local)})
		}
	}
	place(time.February, 2025, 2)
	place(time.January, 2026, 4)
	place(time.February, 2026, 3)
	place(time.March, 2026, 1)
	points := n.trend(report.Placed, reporting.Question{From: "2026-01-20", To: "2026-03-10"})
	if len(points) != 3 {
		t.Fatalf("%+v", points)
	}
	january, february, march := points[0], points[1], points[2]
	if *january.Value != 4 || january.MonthBefore != nil || january.YearBefore != nil {
		t.Errorf("January after nothing: %+v", january)
	}
	if *february.Value != 3 || *february.MonthBefore != -0.25 || *february.YearBefore != 0.5 {
		t.Errorf("February: %+v", february)
	}
	if *march.Value != 1 || !march.Running || march.MonthBefore != nil || february.Running {
		t.Errorf("March has not ended: %+v", march)
	}
	if none := n.trend(report.Satisfaction, reporting.Question{From: "2026-01-01", To: "2026-02-28"}); none[0].Value != nil || none[1].MonthBefore != nil {
		t.Errorf("satisfaction without call-backs: %+v", none)
	}
}

// TestEveryFigureOfATrendIsCounted: each measure that the catalogue has gives what the tables have.
func TestEveryFigureOfATrendIsCounted(t *testing.T) {
	n := newTown(t)
	n.scatter(mathrand.New(mathrand.NewPCG(7, 8)), 150)
	id := n.order(row{state: "done", finishes: 1, person: n.servers[0]})
	n.serve(id, n.servers[0], 90)
	n.serve(id, n.servers[1], 60)
	for _, f := range report.Catalogue {
		if f.From() == report.Days {
			continue
		}
		counted := 0.0
		for _, p := range n.trend(f.Name, reporting.Question{From: "2025-01-01", To: "2026-03-31"}) {
			if p.Value != nil {
				counted += *p.Value
			}
		}
		if counted <= 0 {
			t.Errorf("%s counts nothing", f.Name)
		}
		if f.Name == report.ServiceMinutes && counted != 150 || f.Name == report.Served && counted != 2 {
			t.Errorf("%s = %f", f.Name, counted)
		}
	}
}

func TestHeatCountsTheCitysHours(t *testing.T) {
	n := newTown(t)
	n.order(row{placed: time.Date(2026, 3, 8, 15, 59, 0, 0, time.UTC)}) // Sunday, a minute before midnight
	n.order(row{placed: time.Date(2026, 3, 8, 16, 0, 0, 0, time.UTC)})  // Monday
	n.order(row{placed: time.Date(2026, 3, 2, 0, 30, 0, 0, time.UTC)})  // Monday, half past eight
	n.order(row{placed: time.Date(2026, 3, 2, 0, 31, 0, 0, time.UTC)})
	found, err := n.Heat(t.Context(), n.city, report.Placed, reporting.Question{})
	if err != nil || !slices.Equal(found, []reporting.Hour{{0, 23, 1}, {1, 0, 1}, {1, 8, 2}}) {
		t.Errorf("%+v, %v", found, err)
	}
	if found, err := n.Heat(t.Context(), n.city, report.Finished, reporting.Question{}); err != nil || len(found) != 0 {
		t.Errorf("finished: %+v, %v", found, err)
	}
}

// TestTheDay: what came today, what lies where, and what is late, by the areas below.
func TestTheDay(t *testing.T) {
	n := newTown(t)
	yesterday, long := n.Now().AddDate(0, 0, -1), n.Now().AddDate(0, 0, -30)
	n.order(row{})
	n.order(row{state: "pool", placed: yesterday})
	n.order(row{state: "accepted", placed: long})                                  // late
	n.order(row{state: "in_service", placed: long, due: n.Now().Add(time.Minute)}) // due today
	n.order(row{state: "suspended", placed: long, stopped: &long})                 // late by its next step
	n.order(row{state: "appealed", placed: long, finishes: 1, stopped: &long})     // its decision is late
	finished := n.order(row{state: "done", placed: long, finishes: 1, stopped: new(n.Now())})
	n.event(finished, "finish", yesterday)
	n.event(finished, "finish", n.Now())
	n.order(row{state: "rated", placed: long, due: n.Now().Add(-time.Hour), finishes: 1, stopped: &long, ended: new(n.Now())}) // due today, done long ago
	n.order(row{area: "370785001005", state: "placed"})
	found, err := n.Day(t.Context(), n.staff, "")
	if err != nil {
		t.Fatal(err)
	}
	want := report.Tally{report.Placed: 2, report.PlacedYesterday: 1, report.Finished: 1, report.Owed: 7, report.Overdue: 3, report.Due: 1, report.OnTime: 1}
	for name, count := range found.Whole.Tally {
		if count != want[name] {
			t.Errorf("%s = %d, want %d", name, count, want[name])
		}
		delete(want, name)
	}
	if len(want) > 0 || *found.Whole.OnTime != 1 || len(found.Parts) != 2 || found.Parts[0].Key != "370785001005" || found.Parts[0].Tally[report.Placed] != 1 {
		t.Errorf("missing %v; %+v", want, found)
	}
	if q := found.Owed.Queues; q[order.Overdue] != 3 || q[order.Today] != 1 || q[order.Appeals] != 1 || found.Owed.States[order.InService] != 1 {
		t.Errorf("the desk has %+v", found.Owed)
	}
	nothing, err := n.Day(t.Context(), n.elsewhere, "")
	if err != nil || len(nothing.Whole.Tally) != 0 || nothing.Whole.OnTime != nil || nothing.Area != "370785002001" || nothing.Whole.Name == "" {
		t.Errorf("elsewhere: %+v, %v", nothing, err)
	}
}
