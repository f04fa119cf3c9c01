package handlers_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models/report"
)

// Weights are those of the program.
func (c *corps) Weights(*store.Tx) (report.Weights, error) { return report.DefaultWeights(), nil }

// finished is an order that a volunteer has finished, all through the doors.
func (c *corps) finished(t *testing.T, after time.Duration) string {
	t.Helper()
	order := "/api/v1/orders/" + c.pooled(t)
	c.As("volunteer").Do("POST", order+"/claim", `{}`).Want(200)
	var mine struct {
		Code string `json:"sign_in_code"`
	}
	c.As("resident").Do("GET", order, nil).Want(200).Into(&mine)
	c.As("volunteer").Do("POST", order+"/sign-in", `{"code": "`+mine.Code+`"}`).Want(200)
	c.Pass(after)
	c.As("volunteer").Do("POST", order+"/finish", `{"result": "好了"}`).Want(200)
	return order
}

type ratesSeen struct {
	From, To string
	Whole    partSeen
	Items    []partSeen
	LeftOff  int `json:"left_off"`
}

type partSeen struct {
	Key, Name                                     string
	Valid, Contacted, Solved, Due                 int
	OnTime                                        int `json:"on_time"`
	Response, Resolution, Satisfaction, Composite *float64
	OnTimeRate                                    *float64 `json:"on_time_rate"`
}

// answers of call-backs; the empty one is never asked for.
var answers = []string{"", `{"valid": false}`, `{"valid": true}`, `{"valid": true, "contacted": true, "solved": true, "satisfaction": "satisfied"}`,
	`{"valid": true, "contacted": true, "solved": true, "satisfaction": "basically"}`, `{"valid": true, "contacted": true, "satisfaction": "unsatisfied"}`}

// TestRatesOfWhatWasDone: orders are served and people called back through the doors, once and by who had no part in them; the rates are
// those that the journal tells.
func TestRatesOfWhatWasDone(t *testing.T) {
	c := newCorps(t)
	r := rand.New(rand.NewPCG(1, 2))
	for range 16 {
		order := c.finished(t, time.Duration(1+r.IntN(7))*time.Hour)
		if form := answers[r.IntN(len(answers))]; form != "" {
			c.As("community_staff").Do("POST", order+"/call-back", form).Want(403) // they published it
			c.As("street_staff").Do("POST", order+"/call-back", form).Want(200)
			c.As("community_secretary").Do("POST", order+"/call-back", form).Want(409)
		}
	}
	c.pooled(t)
	c.Pass(20 * 24 * time.Hour)
	var seen ratesSeen
	c.As("community_staff").Do("GET", "/api/v1/figures/rates?by=volunteer", nil).Want(200).Into(&seen)
	type told struct {
		valid                              int
		response, resolution, satisfaction float64
	}
	want, err := store.One(c.Store.Read(t.Context()), `
		SELECT count(*), avg(CAST(contacted AS int)), avg(CAST(solved AS int)),
			avg(CASE satisfaction WHEN 'satisfied' THEN 1 WHEN 'basically' THEN 0.9 ELSE 0 END)
		FROM order_events e JOIN call_backs USING (order_id) WHERE e.event = 'finish' AND valid`, nil,
		func(r store.Rows, w *told) error {
			return r.Scan(&w.valid, &w.response, &w.resolution, &w.satisfaction)
		})
	if err != nil || want.valid == 0 {
		t.Fatal(want, err)
	}
	near := func(got *float64, want float64) bool { return got != nil && *got-want < 1e-9 && want-*got < 1e-9 }
	for _, p := range []partSeen{seen.Whole, seen.Items[0]} {
		if p.Valid != want.valid || !near(p.Response, want.response) || !near(p.Resolution, want.resolution) || !near(p.Satisfaction, want.satisfaction) ||
			!near(p.Composite, 0.1*want.response+0.5*want.resolution+0.4*want.satisfaction) {
			t.Errorf("%+v, want %+v", p, want)
		}
	}
	if seen.Whole.Due != 17 || seen.Whole.OnTime != 16 || !near(seen.Whole.OnTimeRate, 16.0/17) || seen.Items[0].Key != c.id("volunteer") {
		t.Errorf("%+v", seen)
	}
	var behind struct {
		Items []struct{ State, Title string }
		Next  string
	}
	c.As("community_staff").Do("GET", "/api/v1/figures/orders?figure=due&limit=5&volunteer="+c.id("volunteer"), nil).Want(200).Into(&behind)
	if len(behind.Items) != 5 || behind.Next == "" || behind.Items[0].Title == "" {
		t.Errorf("%+v", behind)
	}
}

// TestNoDataIsNull: a figure without a denominator says so.
func TestNoDataIsNull(t *testing.T) {
	c := newCorps(t)
	var seen ratesSeen
	c.As("city_staff").Do("GET", "/api/v1/figures/rates?by=area&from=2026-01-01&to=2026-01-31", nil).Want(200).Into(&seen)
	if len(seen.Items) != 2 || seen.Items[0].Response != nil || seen.Whole.Composite != nil || seen.Whole.OnTimeRate != nil || seen.From != "2026-01-01" || seen.To != "2026-01-31" {
		t.Errorf("%+v", seen)
	}
}

var figurePaths = []string{"/figures/day?", "/figures/rates?", "/figures/times?", "/figures/heat?", "/figures/trend?measure=placed&", "/figures/orders?figure=placed&"}

// TestFiguresAreOfOnesOwnAreas: order staff ask for what lies within their seats, and nobody else asks at all.
func TestFiguresAreOfOnesOwnAreas(t *testing.T) {
	c := newCorps(t)
	c.pooled(t)
	staff := []string{"community_staff", "community_secretary", "street_staff", "city_staff", "elsewhere"}
	c.only(t, "GET", "/api/v1/figures", nil, staff...)
	for _, path := range figurePaths {
		c.only(t, "GET", "/api/v1"+path, nil, staff...)
		for area, want := range map[string]map[string]int{
			string(testkit.Grid): {"community_staff": 200, "street_staff": 200, "city_staff": 200, "elsewhere": 404},
			string(testkit.City): {"community_staff": 404, "street_staff": 404, "city_staff": 200, "elsewhere": 404},
			"370785001777":       {"community_staff": 404, "street_staff": 404, "city_staff": 404},
			"110101":             {"city_staff": 404},
			"37":                 {"city_staff": 422},
		} {
			for who, status := range want {
				if got := c.As(who).Do("GET", "/api/v1"+path+"area="+area, nil).Status; got != status {
					t.Errorf("%s asks %sarea=%s: %d, want %d", who, path, area, got, status)
				}
			}
		}
	}
	var day struct {
		Placed int
		Items  []struct{ Placed int }
	}
	for who, placed := range map[string]int{"community_staff": 1, "city_staff": 1, "elsewhere": 0} {
		if c.As(who).Do("GET", "/api/v1/figures/day", nil).Want(200).Into(&day); day.Placed != placed {
			t.Errorf("%s is told of %d orders", who, day.Placed)
		}
	}
}

func TestBadQuestionsAboutFigures(t *testing.T) {
	c := newCorps(t)
	for query, field := range map[string]string{
		"rates?by=colour": "by", "rates?from=2026-03-02&to=2026-03-01": "to", "rates?from=1990-01-01": "from", "rates?from=1990-01-01&to=2030-01-01": "from",
		"rates?from=2000-01-01&to=2040-01-01": "from", "rates?from=yesterday": "from", "rates?to=2026-02-30": "to", "times?level=city": "level",
		"rates?item=1": "item", "rates?volunteer=x": "volunteer", "heat?measure=valid": "measure", "trend": "measure", "trend?measure=wishes": "measure",
		"orders": "figure", "orders?figure=overdue": "figure", "orders?figure=valid&limit=101": "limit", "orders?figure=valid&cursor=x": "cursor", "day?from=2026-01-01": "from",
	} {
		var p struct{ Fields map[string]any }
		if r := c.As("city_staff").Do("GET", "/api/v1/figures/"+query, nil).Want(422); true {
			if r.Into(&p); p.Fields[field] == nil {
				t.Errorf("%s: %v", query, p.Fields)
			}
		}
	}
}

// TestFiguresOverTime: times, heat, trend and the catalogue in the form of the document.
func TestFiguresOverTime(t *testing.T) {
	c := newCorps(t)
	c.finished(t, 2*time.Hour)
	var times struct {
		Whole struct {
			Accept, Finish struct {
				Count  int
				Median *float64
			}
		}
		Items []any
	}
	c.As("street_staff").Do("GET", "/api/v1/figures/times?by=month", nil).Want(200).Into(&times)
	if times.Whole.Accept.Count != 1 || *times.Whole.Accept.Median != 0 || *times.Whole.Finish.Median != 120 || len(times.Items) != 12 {
		t.Errorf("%+v", times)
	}
	var heat struct {
		Items []struct{ Weekday, Hour, Count int }
	}
	c.As("street_staff").Do("GET", "/api/v1/figures/heat", nil).Want(200).Into(&heat)
	if len(heat.Items) != 1 || heat.Items[0].Weekday != 2 || heat.Items[0].Hour != 12 {
		t.Errorf("%+v", heat)
	}
	var trend struct {
		Unit  string
		Items []struct {
			Month   string
			Value   *float64
			Running bool
		}
	}
	c.As("street_staff").Do("GET", "/api/v1/figures/trend?measure=finished", nil).Want(200).Into(&trend)
	if last := trend.Items[11]; trend.Unit != "件" || last.Month != "2026-03" || *last.Value != 1 || !last.Running || *trend.Items[0].Value != 0 {
		t.Errorf("%+v", trend)
	}
	var catalogue struct {
		Items []struct{ Name, Unit, Counts, Rule string }
	}
	if c.As("street_staff").Do("GET", "/api/v1/figures", nil).Want(200).Into(&catalogue); len(catalogue.Items) != len(report.Catalogue)+len(report.Standing) {
		t.Errorf("%+v", catalogue)
	}
}

// TestOrdersKnowWhatTheirJournalsTell: somebody takes an order, gives it back and takes it again; it is disputed and done anew.
func TestOrdersKnowWhatTheirJournalsTell(t *testing.T) {
	c := newCorps(t)
	order := "/api/v1/orders/" + c.pooled(t)
	c.As("volunteer").Do("POST", order+"/claim", `{}`).Want(200)
	c.Pass(time.Hour)
	c.As("volunteer").Do("POST", order+"/return", `{"reason": "临时有事"}`).Want(200)
	for range 2 {
		c.As("volunteer").Do("POST", order+"/claim", `{}`).Want(200)
		var mine struct {
			Code string `json:"sign_in_code"`
		}
		c.As("resident").Do("GET", order, nil).Want(200).Into(&mine)
		c.As("volunteer").Do("POST", order+"/sign-in", `{"code": "`+mine.Code+`"}`).Want(200)
		c.Pass(time.Hour)
		c.As("volunteer").Do("POST", order+"/finish", `{"result": "好了"}`).Want(200)
		c.As("resident").Do("POST", order+"/dispute", `{"reason": "没有修好"}`).Want(200)
		c.As("city_staff").Do("POST", order+"/grant", `{"reason": "请重办"}`)
	}
	told := `SELECT count(*) FROM orders o WHERE accepted_at = (SELECT min(at) FROM order_events WHERE order_id = o.id AND event = 'claim')
		AND finished_at = (SELECT max(at) FROM order_events WHERE order_id = o.id AND event = 'finish') AND finished_at > accepted_at + interval '2 hours'`
	if c.Count(told, nil) != 1 || c.Count(`SELECT count(*) FROM order_events WHERE event IN ('claim', 'finish')`, nil) != 5 {
		t.Error("the order does not know what its journal tells")
	}
}
