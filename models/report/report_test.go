package report_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/report"
)

// TestTheCatalogueIsWhole: each figure once, with unit, meaning and rule; each leads to rows that are counted.
func TestTheCatalogueIsWhole(t *testing.T) {
	seen := map[report.Name]bool{}
	for _, f := range report.Catalogue {
		if seen[f.Name] || f.Unit == "" || f.Counts == "" || f.Rule == "" || f.From() == "" {
			t.Errorf("%+v", f)
		}
		seen[f.Name] = true
		if got, ok := report.Of(f.Name); !ok || got != f {
			t.Errorf("%s is found as %+v", f.Name, got)
		}
		if f.Source != "" && !slices.Contains(report.Counted(f.Source), f.Name) {
			t.Errorf("%s is not counted from %s", f.Name, f.Source)
		}
	}
	if _, ok := report.Of("wishes"); ok {
		t.Error("found what is not there")
	}
}

func is(p *float64, want float64) bool { return p != nil && math.Abs(*p-want) < 1e-9 }

// TestTheFormulas are those of the rules, worked out by hand.
func TestTheFormulas(t *testing.T) {
	tally := report.Tally{report.Valid: 20, report.Contacted: 19, report.Solved: 16, report.Satisfied: 12, report.Basically: 3, report.Due: 8, report.OnTime: 7}
	r := tally.Rates(report.DefaultWeights())
	if !is(r.Response, 0.95) || !is(r.Resolution, 0.8) || !is(r.Satisfaction, 0.735) || !is(r.Composite, 0.1*0.95+0.5*0.8+0.4*0.735) || !is(r.OnTime, 0.875) {
		t.Errorf("%+v", r)
	}
	r = tally.Rates(report.Weights{Response: 1, Basically: 0.5})
	if !is(r.Satisfaction, 13.5/20) || !is(r.Composite, 0.95) {
		t.Errorf("weighed otherwise: %v, %v", *r.Satisfaction, *r.Composite)
	}
	for name, want := range map[report.Name]float64{report.Valid: 20, report.Placed: 0, report.Response: 0.95, report.OnTimeRate: 0.875} {
		if !is(tally.Value(name, report.DefaultWeights()), want) {
			t.Errorf("%s is not %v", name, want)
		}
	}
	if tally.Value("wishes", report.DefaultWeights()) != nil || tally.Value(report.AcceptMinutes, report.DefaultWeights()) != nil {
		t.Error("a value of nothing")
	}
}

var tallies = rapid.Custom(func(t *rapid.T) report.Tally {
	n := func(most int64, what string) int64 { return rapid.Int64Range(0, most).Draw(t, what) }
	tally := report.Tally{report.Valid: n(50, "valid"), report.Due: n(50, "due")}
	tally[report.Contacted], tally[report.Solved] = n(tally[report.Valid], "contacted"), n(tally[report.Valid], "solved")
	tally[report.Satisfied] = n(tally[report.Valid], "satisfied")
	tally[report.Basically] = n(tally[report.Valid]-tally[report.Satisfied], "basically")
	tally[report.OnTime] = n(tally[report.Due], "on time")
	return tally
})

// TestRatesLieBetweenThoseOfTheParts: all rates are from 0 to 1, without data exactly where there is nothing to divide by, and that of a sum lies
// between those of what was added up.
func TestRatesLieBetweenThoseOfTheParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := report.DefaultWeights()
		parts := rapid.SliceOfN(tallies, 1, 5).Draw(t, "parts")
		whole := report.Tally{}
		for _, p := range parts {
			whole.Add(p)
		}
		for _, name := range []report.Name{report.Response, report.Resolution, report.Satisfaction, report.Composite, report.OnTimeRate} {
			low, high, any := 1.0, 0.0, false
			for _, p := range parts {
				if v := p.Value(name, w); v != nil {
					low, high, any = min(low, *v), max(high, *v), true
				}
			}
			v := whole.Value(name, w)
			if (v != nil) != any {
				t.Fatalf("%s of %v: data %v, of the parts %v", name, whole, v != nil, any)
			}
			if v != nil && (*v < low-1e-9 || *v > high+1e-9 || *v < 0 || *v > 1+1e-9) {
				t.Fatalf("%s = %v, of the parts %v to %v", name, *v, low, high)
			}
		}
	})
}

func TestWeights(t *testing.T) {
	if err := report.DefaultWeights().Check(); err != nil {
		t.Error(err)
	}
	for field, w := range map[string]report.Weights{
		"response": {Response: -0.1, Resolution: 0.7, Satisfaction: 0.4}, "resolution": {Resolution: math.NaN(), Response: 1},
		"basically": {Response: 1, Basically: 1.1}, "satisfaction": {Response: 0.1, Resolution: 0.5, Satisfaction: 0.3},
	} {
		e, ok := w.Check().(*models.Error)
		if !ok || e.Kind != models.Invalid || e.Fields[field] == "" {
			t.Errorf("%+v: %v", w, e)
		}
	}
}

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, models.Local)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, models.Local) }

func TestSpans(t *testing.T) {
	for name, tt := range map[string]struct {
		from, to calendar.Date
		want     report.Span
		field    string
	}{
		"twelve months":  {"", "", report.Span{day(2025, 4, 1), day(2026, 3, 11)}, ""},
		"until a day":    {"", "2024-02-29", report.Span{day(2023, 3, 1), day(2024, 3, 1)}, ""},
		"one day":        {"2026-01-05", "2026-01-05", report.Span{day(2026, 1, 5), day(2026, 1, 6)}, ""},
		"ten years":      {"2016-03-11", "2026-03-10", report.Span{day(2016, 3, 11), day(2026, 3, 11)}, ""},
		"more":           {"2016-03-10", "2026-03-10", report.Span{}, "from"},
		"forty years":    {"2000-01-01", "2040-01-01", report.Span{}, "from"},
		"backwards":      {"2026-01-06", "2026-01-05", report.Span{}, "to"},
		"no day":         {"2026-02-30", "", report.Span{}, "from"},
		"before all":     {"0001-01-01", "0001-01-02", report.Span{}, "to"},
		"words":          {"", "today", report.Span{}, "to"},
		"after all days": {"", "9999-12-31", report.Span{}, "to"},
	} {
		s, err := report.SpanOf(tt.from, tt.to, noon)
		if tt.field == "" {
			if err != nil || !s.From.Equal(tt.want.From) || !s.To.Equal(tt.want.To) {
				t.Errorf("%s: %v, %v", name, s, err)
			}
			continue
		}
		if e, ok := err.(*models.Error); !ok || e.Fields[tt.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMonthsCoverTheSpan: widened to months it holds the span, begins and ends with a month, and grows no further.
func TestMonthsCoverTheSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := day(2024, 1, 1).Add(time.Duration(rapid.IntRange(0, 900*24*60).Draw(t, "from")) * time.Minute)
		s := report.Span{From: from, To: from.Add(time.Duration(rapid.IntRange(1, 400*24*60).Draw(t, "length")) * time.Minute)}
		m := s.Months()
		if m.From.After(s.From) || m.To.Before(s.To) || report.Month(m.From) != m.From || report.Month(m.To) != m.To || m.Months() != m {
			t.Fatalf("%v is widened to %v", s, m)
		}
		keys := s.MonthKeys()
		if !slices.IsSorted(keys) || keys[0] != report.MonthKey(s.From) || keys[len(keys)-1] != report.MonthKey(s.To.Add(-1)) || !slices.Equal(keys, m.MonthKeys()) {
			t.Fatalf("%v has the months %v", s, keys)
		}
	})
}

func TestTrends(t *testing.T) {
	values := map[string]float64{"2025-01": 0.5, "2025-12": 0.8, "2026-01": 0.9, "2026-02": 0}
	at := func(month string) *float64 {
		if v, ok := values[month]; ok {
			return &v
		}
		return nil
	}
	s := report.Span{From: day(2026, 1, 10), To: day(2026, 4, 2)}
	rate, _ := report.Of(report.Satisfaction)
	count, _ := report.Of(report.Placed)
	points := rate.Trend(s, noon, at)
	if len(points) != 4 || points[0].Month != "2026-01" || !is(points[0].MonthBefore, 0.1) || !is(points[0].YearBefore, 0.4) || !is(points[1].MonthBefore, -0.9) {
		t.Errorf("a rate: %+v", points)
	}
	if points[1].YearBefore != nil || points[2].Value != nil || points[2].MonthBefore != nil || !points[2].Running || points[1].Running {
		t.Errorf("without data: %+v", points)
	}
	points = count.Trend(s, noon, at)
	if !is(points[0].MonthBefore, 0.125) || !is(points[0].YearBefore, 0.8) || !is(points[1].MonthBefore, -1) {
		t.Errorf("a count: %+v", points)
	}
	values["2026-03"] = 3
	if march := count.Trend(s, noon.AddDate(0, 1, 0), at)[2]; march.MonthBefore != nil || !is(march.Value, 3) || march.Running {
		t.Errorf("after nothing: %+v", march)
	}
}

// TestWhatStandsIsWhole: each figure once, counted from rows, and every published one among them.
func TestWhatStandsIsWhole(t *testing.T) {
	seen := map[report.Name]bool{}
	for _, f := range report.Standing {
		if _, twice := report.Of(f.Name); twice || seen[f.Name] || f.Unit == "" || f.Source == "" || f.Counts == "" || f.Rule == "" {
			t.Errorf("%+v", f)
		}
		seen[f.Name] = true
	}
	for name := range report.CaseStudy {
		if !seen[name] {
			t.Errorf("%s was published and is not counted", name)
		}
	}
	sources := report.StandingSources()
	if got := slices.Compact(slices.Sorted(slices.Values(sources))); len(got) != len(sources) {
		t.Errorf("a source twice in %v", sources)
	}
}
