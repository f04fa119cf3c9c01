package cataloguing_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"delinli/app/cataloguing"
	"delinli/app/store"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/notice"
	"delinli/models/report"
)

var next = calendar.Year{Year: 2027, Off: []calendar.Span{{From: "2027-01-01", To: "2027-01-03"}}, On: []calendar.Date{"2027-01-09"}}

func TestBeforeSeedingTheProgramsOwnSettingsHold(t *testing.T) {
	h := newHouse(t)
	tx := h.Store.Read(t.Context())
	if p, err := h.Policy(tx, calendar.Urgent); err != nil || p != calendar.Default(calendar.Urgent) {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err := h.Policy(tx, "of an older program"); err != nil || p != calendar.Default(calendar.General) {
		t.Errorf("%+v, %v", p, err)
	}
	if r, err := h.Dispatch(tx); err != nil || r != dispatch.DefaultRule() {
		t.Errorf("%+v, %v", r, err)
	}
	if years, err := h.MissingYears(t.Context()); err != nil || !slices.Equal(years, []int{2026}) {
		t.Errorf("missing %v, %v", years, err)
	}
}

func TestAYearIsEnteredAndMended(t *testing.T) {
	h := newHouse(t)
	h.must(h.Seed(t.Context()))
	calendarNow := func() calendar.Calendar {
		t.Helper()
		c, err := h.Calendar(h.Store.Read(t.Context()))
		h.must(err)
		return c
	}
	newYear := time.Date(2027, 1, 1, 12, 0, 0, 0, models.Local)
	before := calendarNow()
	if works, known := before.Workday(newYear); !works || known {
		t.Fatalf("2027 before its table: works %v, known %v", works, known)
	}
	y, err := h.SetYear(t.Context(), h.system, next)
	h.must(err)
	if works, known := calendarNow().Workday(newYear); works || !known || y.Version != 1 || calendarNow().Version() != before.Version()+1 {
		t.Errorf("version %d: works %v, known %v", y.Version, works, known)
	}
	y.On = nil
	y, err = h.SetYear(t.Context(), h.system, y)
	h.must(err)
	if works, _ := calendarNow().Workday(newYear.AddDate(0, 0, 8)); works || y.Version != 2 || calendarNow().Version() != before.Version()+2 {
		t.Errorf("version %d: works %v", y.Version, works)
	}
	if n := h.left(cataloguing.Calendar, "2027"); n != [3]int{2, 2, 2} {
		t.Errorf("%v revisions, audit lines and rows of the outbox", n)
	}
	k, err := h.Settings(t.Context(), h.street)
	if err != nil || len(k.Years) != 4 || !reflect.DeepEqual(k.Years[3], y) {
		t.Errorf("years %+v, %v", k, err)
	}
}

func TestMissingYears(t *testing.T) {
	h := newHouse(t)
	h.must(h.Seed(t.Context()))
	h.Pass(time.Date(2026, 10, 31, 15, 59, 0, 0, time.UTC).Sub(h.World.Now()))
	for _, want := range [][]int{nil, {2027}} {
		k, err := h.Settings(t.Context(), h.auditor)
		h.must(err)
		if years, err := h.MissingYears(t.Context()); err != nil || !slices.Equal(years, want) || !slices.Equal(k.Missing, want) {
			t.Errorf("at %v: %v and %v, %v; want %v", h.World.Now(), years, k.Missing, err, want)
		}
		h.Pass(time.Minute)
	}
	_, err := h.SetYear(t.Context(), h.system, next)
	h.must(err)
	if years, err := h.MissingYears(t.Context()); err != nil || years != nil {
		t.Errorf("after it was entered: %v, %v", years, err)
	}
}

func TestPolicyAndRuleAreChanged(t *testing.T) {
	h := newHouse(t)
	h.must(h.Seed(t.Context()))
	k, err := h.Settings(t.Context(), h.city)
	h.must(err)
	p, r := k.Policies[calendar.Complex], k.Rule
	p.Offer = calendar.Limit{Amount: 3, Unit: calendar.Hour, Window: calendar.Window{From: 8, To: 20}}
	p.Extension = calendar.Limit{}
	r.Near, r.PriorStars = 40.5, 3.9
	p, err = h.SetPolicy(t.Context(), h.city, calendar.Complex, p)
	h.must(err)
	r, err = h.SetRule(t.Context(), h.city, r)
	h.must(err)
	w, err := h.SetRates(t.Context(), h.city, cataloguing.RateWeights{Version: 1, Weights: report.Weights{Response: 0.2, Resolution: 0.4, Satisfaction: 0.4, Basically: 0.8}})
	h.must(err)
	tx := h.Store.Read(t.Context())
	if got, err := h.Weights(tx); err != nil || got != w.Weights || w.Version != 2 {
		t.Errorf("%+v, %v, want %+v", got, err, w)
	}
	if got, err := h.Policy(tx, calendar.Complex); err != nil || got != p.Policy || p.Version != 2 {
		t.Errorf("%+v, %v, want %+v", got, err, p)
	}
	if got, err := h.Policy(tx, calendar.General); err != nil || got != calendar.Default(calendar.General) {
		t.Errorf("another class: %+v, %v", got, err)
	}
	if got, err := h.Dispatch(tx); err != nil || got != r.Rule || r.Version != 2 {
		t.Errorf("%+v, %v, want %+v", got, err, r)
	}
	if a, b := h.versions(cataloguing.Policy, "complex", 1), h.versions(cataloguing.Dispatch, cataloguing.RuleKey, 1); !slices.Equal(a, []int{2, 1}) || !slices.Equal(b, a) {
		t.Errorf("versions %v and %v", a, b)
	}
}

func TestBadSettingsChangeNothing(t *testing.T) {
	h := newHouse(t)
	_, err := h.SetYear(t.Context(), h.system, calendar.Year{Year: 2027, Off: []calendar.Span{{From: "2028-01-01", To: "2028-01-01"}}, On: []calendar.Date{"2027-01-04"}})
	wantFields(t, err, map[string]string{"off.0": "calendar.not_in_year", "on.0": "calendar.not_a_weekend_day"})
	p := cataloguing.ClassPolicy{Policy: calendar.Default(calendar.General)}
	p.Handle.Amount, p.Extension.Unit = 0, calendar.Hour
	_, err = h.SetPolicy(t.Context(), h.city, calendar.General, p)
	wantFields(t, err, map[string]string{"handle": "clock.bad_limit", "extension": "clock.extension_unit"})
	_, err = h.SetPolicy(t.Context(), h.city, "of nobody", cataloguing.ClassPolicy{Policy: calendar.Default(calendar.General)})
	if !errors.Is(err, models.Missing) {
		t.Errorf("no class: %v", err)
	}
	_, err = h.SetRule(t.Context(), h.city, cataloguing.DispatchRule{Rule: dispatch.Rule{Skill: -1}})
	wantFields(t, err, map[string]string{"skill": "dispatch.weight_out_of_range", "prior_stars": "dispatch.prior_out_of_range",
		"prior_count": "dispatch.prior_out_of_range"})
	_, err = h.SetRates(t.Context(), h.city, cataloguing.RateWeights{Weights: report.Weights{Response: 1, Resolution: 1}})
	wantFields(t, err, map[string]string{"satisfaction": "figures.weights_not_whole"})
	_, err = h.SetRule(t.Context(), h.city, cataloguing.DispatchRule{Version: 3, Rule: dispatch.DefaultRule()})
	if !errors.Is(err, revisions.ErrMovedOn) {
		t.Errorf("a version that never was: %v", err)
	}
	if n := h.Count(`SELECT count(*) FROM settings`, nil) + h.Count(`SELECT count(*) FROM outbox`, nil); n != 0 {
		t.Errorf("%d rows were left", n)
	}
}

func TestWhoMayChangeSettings(t *testing.T) {
	h := newHouse(t)
	for _, tt := range []struct {
		what string
		act  func(models.Actor) error
		want []string
	}{
		{"calendar", func(a models.Actor) error { _, err := h.SetYear(t.Context(), a, calendar.Year{}); return err }, []string{"system"}},
		{"policy", func(a models.Actor) error {
			_, err := h.SetPolicy(t.Context(), a, calendar.General, cataloguing.ClassPolicy{})
			return err
		}, []string{"city"}},
		{"rule", func(a models.Actor) error {
			_, err := h.SetRule(t.Context(), a, cataloguing.DispatchRule{})
			return err
		}, []string{"city"}},
		{"rates", func(a models.Actor) error {
			_, err := h.SetRates(t.Context(), a, cataloguing.RateWeights{})
			return err
		}, []string{"city"}},
		{"read", func(a models.Actor) error { _, err := h.Settings(t.Context(), a); return err }, []string{"auditor", "city", "secretary", "street", "system"}},
	} {
		if got := h.may(tt.act); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.what, got, tt.want)
		}
	}
}

func TestOfManyEditorsOfASettingOneWins(t *testing.T) {
	h := newHouse(t)
	for version := range 3 {
		race(t, func(n int) error {
			r := cataloguing.DispatchRule{Version: version, Rule: dispatch.DefaultRule()}
			r.Near = float64(n)
			_, err := h.SetRule(t.Context(), h.city, r)
			return err
		})
	}
	if got := h.versions(cataloguing.Dispatch, cataloguing.RuleKey, 100); !slices.Equal(got, []int{3, 2, 1}) {
		t.Errorf("versions %v", got)
	}
}

func TestHistoryOfNothing(t *testing.T) {
	h := newHouse(t)
	if _, _, err := h.History(t.Context(), h.city, cataloguing.Policy, "general", whole); !errors.Is(err, models.Missing) {
		t.Errorf("err = %v", err)
	}
	for _, cursor := range []string{"x", "0", "-1", "2147483648", "99999999999999999999"} {
		_, _, err := h.History(t.Context(), h.city, cataloguing.Policy, "general", store.Page{Limit: 1, Cursor: cursor})
		wantFields(t, err, map[string]string{"cursor": "unreadable"})
	}
}

// change sets how much nearness weighs, in another process.
func (h house) change(near float64, version int) {
	h.t.Helper()
	r := cataloguing.DispatchRule{Version: version, Rule: dispatch.DefaultRule()}
	r.Near = near
	_, err := h.another().SetRule(h.t.Context(), h.city, r)
	h.must(err)
}

func (h house) near() float64 {
	h.t.Helper()
	r, err := h.Dispatch(h.Store.Read(h.t.Context()))
	h.must(err)
	return r.Near
}

func TestSettingsAreBelievedUntilToldOtherwise(t *testing.T) {
	h := newHouse(t)
	h.change(1, 0)
	if h.near() != 1 {
		t.Fatal(h.near())
	}
	h.change(2, 1)
	if h.near() != 1 {
		t.Error("every reader asks the database")
	}
	h.Forget()
	if h.near() != 2 {
		t.Error("word of a change was not heeded")
	}
}

func TestSettingsAreNotBelievedForLong(t *testing.T) {
	h := newHouse(t)
	h.Believe(20 * time.Millisecond)
	h.change(1, 0)
	h.near()
	h.change(2, 1)
	for began := time.Now(); h.near() != 2; time.Sleep(time.Millisecond) {
		if time.Since(began) > 5*time.Second {
			t.Fatal("what is old is still believed")
		}
	}
}

func TestWhatWasReadBeforeAChangeIsNotRemembered(t *testing.T) {
	h := newHouse(t)
	k, err := h.Settings(t.Context(), h.city)
	h.must(err)
	if h.Between(k, h.Forget); h.Remembers() {
		t.Error("settings from before the change are remembered")
	}
	if h.Between(k, func() {}); !h.Remembers() {
		t.Error("settings are never remembered")
	}
}

func TestReadersAndWritersAtOnce(t *testing.T) {
	h := newHouse(t)
	h.Believe(time.Millisecond)
	h.change(0, 0)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			last := 0.0
			for range 200 {
				r, err := h.Dispatch(h.Store.Read(t.Context()))
				if err != nil || r.Near < last {
					t.Errorf("near %v after %v, %v", r.Near, last, err)
				}
				last = r.Near
			}
		})
	}
	for n := range 10 {
		r := cataloguing.DispatchRule{Version: n + 1, Rule: dispatch.DefaultRule()}
		r.Near = float64(n + 1)
		_, err := h.SetRule(t.Context(), h.city, r)
		h.must(err)
		if h.near() < r.Near {
			t.Errorf("the writer does not see its own change %v", r.Near)
		}
	}
	wg.Wait()
}

func TestASettingThatCannotBeReadIsLoudAndNotRemembered(t *testing.T) {
	h := newHouse(t)
	tx := h.Store.Read(t.Context())
	for _, body := range []string{`{"year": 2028, "off": "all of it"}`, `{"year": 2028, "off": [{"from": "2027-01-01", "to": "2027-01-01"}]}`} {
		h.Exec(`INSERT INTO settings (kind, name, body) VALUES ('calendar', '2028', CAST(@body AS jsonb))`, store.Args{"body": body})
		_, calendarErr := h.Calendar(tx)
		_, policyErr := h.Policy(tx, calendar.General)
		_, ruleErr := h.Dispatch(tx)
		for _, err := range []error{calendarErr, policyErr, ruleErr} {
			if err == nil || h.Remembers() {
				t.Errorf("%s: err = %v, remembered %v", body, err, h.Remembers())
			}
		}
		h.Exec(`DELETE FROM settings`, nil)
	}
	if c, err := h.Calendar(tx); err != nil || c.Version() != 0 {
		t.Errorf("after it was mended: version %d, %v", c.Version(), err)
	}
}

func TestWhileTheDatabaseIsAwayWhatIsKnownHolds(t *testing.T) {
	h := newHouse(t)
	h.must(h.Seed(t.Context()))
	h.near()
	gone, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	tx := h.Store.Read(gone)
	if r, err := h.Dispatch(tx); err != nil || r != dispatch.DefaultRule() {
		t.Errorf("%+v, %v", r, err)
	}
	h.Forget()
	if _, err := h.Dispatch(tx); models.KindOf(err) != models.Unavailable {
		t.Errorf("err = %v", err)
	}
	if err := h.Seed(gone); models.KindOf(err) != models.Unavailable {
		t.Errorf("seed: %v", err)
	}
}

// TestNoticesAreWordedAnew: city staff change what a kind says, all who read it from then on see it, and who comes with an old version is told.
func TestNoticesAreWordedAnew(t *testing.T) {
	h := newHouse(t)
	mine := notice.Shipped(notice.Done)
	mine.Zh.Title = "办好了,请打分"
	w, err := h.SetWording(t.Context(), h.city, notice.Done, cataloguing.KindWording{Wording: mine})
	h.must(err)
	words, err := h.Words(h.Store.Read(t.Context()))
	if h.must(err); w.Version != 1 || words[notice.Done] != mine || len(words) != 1 {
		t.Errorf("version %d: %+v", w.Version, words)
	}
	if _, err := h.SetWording(t.Context(), h.city, notice.Done, cataloguing.KindWording{Wording: mine}); !errors.Is(err, revisions.ErrMovedOn) {
		t.Errorf("over a version that was not seen: %v", err)
	}
	if _, err := h.SetWording(t.Context(), h.system, notice.Done, w); models.KindOf(err) != models.Forbidden {
		t.Errorf("a system administrator words: %v", err)
	}
	if _, err := h.SetWording(t.Context(), h.city, "order.unheard_of", w); models.KindOf(err) != models.NotFound {
		t.Errorf("no kind: %v", err)
	}
	w.Zh.Body = "办好了"
	if _, err := h.SetWording(t.Context(), h.city, notice.Done, w); models.KindOf(err) != models.Invalid {
		t.Errorf("without the order: %v", err)
	}
}
