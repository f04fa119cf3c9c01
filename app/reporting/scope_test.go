package reporting_test

import (
	"crypto/rand"
	"testing"

	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/report"
)

// TestEverybodyIsToldOfTheirOwnAreas: what lies outside a seat is in no figure, and asking for it by name finds nothing.
func TestEverybodyIsToldOfTheirOwnAreas(t *testing.T) {
	n := newTown(t)
	for _, area := range []models.AreaCode{testkit.Grid, testkit.Community, testkit.Street, testkit.Elsewhere} {
		n.callBack(n.order(row{area: area, state: "done", finishes: 1, stopped: new(n.Now())}), answer{valid: true})
	}
	both := n.staff
	both.Seats = append(both.Seats, n.elsewhere.Seats...)
	for name, tt := range map[string]struct {
		who   models.Actor
		valid int64
		parts int
		see   []models.AreaCode
		miss  []models.AreaCode
	}{
		"city":       {n.city, 4, 2, []models.AreaCode{testkit.City, testkit.Grid}, []models.AreaCode{"370785009", "110101", "370784"}},
		"street":     {n.street, 3, 2, []models.AreaCode{testkit.Street, testkit.Grid}, []models.AreaCode{testkit.City, testkit.Elsewhere, "370785001999"}},
		"community":  {n.staff, 2, 2, []models.AreaCode{testkit.Community, testkit.Grid}, []models.AreaCode{testkit.City, testkit.Street, testkit.Elsewhere}},
		"elsewhere":  {n.elsewhere, 1, 1, []models.AreaCode{testkit.Elsewhere}, []models.AreaCode{testkit.Community, testkit.Grid}},
		"both seats": {both, 3, 2, []models.AreaCode{testkit.Elsewhere, testkit.Grid}, []models.AreaCode{testkit.Street}},
	} {
		found := n.rates(tt.who, by(report.ByArea))
		if found.Whole.Tally[report.Valid] != tt.valid || len(found.Parts) != tt.parts {
			t.Errorf("%s: %+v", name, found)
		}
		for _, area := range tt.see {
			q := all
			q.Area = area
			n.rates(tt.who, q)
		}
		for _, area := range tt.miss {
			n.missing(name, tt.who, area)
		}
	}
	for _, role := range []models.Role{models.Resident, models.Volunteer, models.GridWorker, models.DepartmentStaff, models.Auditor, models.SystemAdmin} {
		if _, err := n.Rates(t.Context(), n.Person(role, testkit.City), all); models.KindOf(err) != models.Forbidden {
			t.Errorf("%s: %v", role, err)
		}
	}
}

// missing asks every question about an area that must not be found.
func (n *town) missing(name string, who models.Actor, area models.AreaCode) {
	n.T.Helper()
	ctx, q := n.T.Context(), all
	q.Area = area
	_, rates := n.Rates(ctx, who, q)
	_, times := n.Times(ctx, who, q)
	_, heat := n.Heat(ctx, who, report.Placed, q)
	_, trend := n.Trend(ctx, who, report.Placed, q)
	_, _, behind := n.Behind(ctx, who, report.Placed, q, reporting.Page{Limit: 10})
	_, day := n.Day(ctx, who, area)
	for question, err := range map[string]error{"rates": rates, "times": times, "heat": heat, "trend": trend, "orders": behind, "day": day} {
		if models.KindOf(err) != models.NotFound {
			n.T.Errorf("%s asks for %s of %s: %v", name, question, area, err)
		}
	}
}

// TestAHouseholdsOrdersAreNotInItsOwnFigures: what a member of the household placed in confidence shows in no count of another's.
func TestAHouseholdsOrdersAreNotInItsOwnFigures(t *testing.T) {
	n := newTown(t)
	home := models.NewID[models.HouseholdID](rand.Reader)
	n.Exec(`INSERT INTO households (id, area_code) VALUES (@id, @area)`, store.Args{"id": home, "area": string(testkit.Grid)})
	id := n.order(row{household: home, state: "done", finishes: 1, placed: n.Now(), stopped: new(n.Now())})
	n.event(id, "accept", n.Now())
	n.event(id, "finish", n.Now())
	n.callBack(id, answer{valid: true})
	kin := n.staff
	kin.Household = home
	for who, want := range map[*models.Actor]int64{&n.staff: 1, &kin: 0} {
		if got := n.rates(*who, all).Whole.Tally[report.Valid]; got != want {
			t.Errorf("%d call-backs, want %d", got, want)
		}
		today, err := n.Day(t.Context(), *who, "")
		if err != nil || today.Whole.Tally[report.Placed] != want || today.Whole.Tally[report.Finished] != want {
			t.Errorf("%+v, %v, want %d", today, err, want)
		}
		times, err := n.Times(t.Context(), *who, all)
		if err != nil || int64(times.Whole.Accept.Count) != want || int64(times.Whole.Finish.Count) != want {
			t.Errorf("%+v, %v, want %d", times, err, want)
		}
		heat, err := n.Heat(t.Context(), *who, report.Placed, all)
		if err != nil || int64(len(heat)) != want {
			t.Errorf("%+v, %v, want %d", heat, err, want)
		}
		behind, _, err := n.Behind(t.Context(), *who, report.Valid, all, reporting.Page{Limit: 10})
		if err != nil || int64(len(behind)) != want {
			t.Errorf("%v, %v, want %d", behind, err, want)
		}
	}
}

func TestBadQuestions(t *testing.T) {
	n := newTown(t)
	for field, q := range map[string]reporting.Question{
		"to":   {From: "2026-03-02", To: "2026-03-01"},
		"from": {From: "2000-01-01", To: "2026-03-01"},
	} {
		_, err := n.Rates(t.Context(), n.city, q)
		if e, ok := err.(*models.Error); !ok || e.Fields[field] == "" {
			t.Errorf("%+v: %v", q, err)
		}
	}
	for _, q := range []reporting.Question{{From: "2026-02-30"}, {To: "0001-01-01"}, {From: "soon"}, {Level: models.Street, Area: testkit.Community}} {
		if _, err := n.Rates(t.Context(), n.city, q); models.KindOf(err) != models.Invalid {
			t.Errorf("%+v: %v", q, err)
		}
	}
	for _, measure := range []report.Name{"", "wishes", report.Owed} {
		if _, err := n.Trend(t.Context(), n.city, measure, all); models.KindOf(err) != models.Invalid {
			t.Errorf("a trend of %s: %v", measure, err)
		}
		if _, _, err := n.Behind(t.Context(), n.city, measure, all, reporting.Page{Limit: 1}); models.KindOf(err) != models.Invalid {
			t.Errorf("orders of %s: %v", measure, err)
		}
	}
	if _, err := n.Heat(t.Context(), n.city, report.Valid, all); models.KindOf(err) != models.Invalid {
		t.Errorf("heat of call-backs: %v", err)
	}
	if _, _, err := n.Behind(t.Context(), n.city, report.Valid, all, reporting.Page{Limit: 1, Cursor: "x"}); models.KindOf(err) != models.Invalid {
		t.Errorf("a bad cursor: %v", err)
	}
}
