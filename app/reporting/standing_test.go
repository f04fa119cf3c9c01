package reporting_test

import (
	"testing"
	"time"

	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/report"
)

// settle puts a few people and a station into two grids.
func (n *town) settle() {
	const other models.AreaCode = testkit.Community + "004"
	n.Exec(`INSERT INTO areas (code, parent, name) VALUES (@grid, @up, '第四网格')`, store.Args{"grid": string(other), "up": string(testkit.Community)})
	for area, ages := range map[models.AreaCode][]int{testkit.Grid: {3, 14, 15, 59, 60}, other: {80}, testkit.Elsewhere: {40}} {
		for _, age := range ages {
			born := n.Now().AddDate(-age, 0, 0).Format("2006-01") + "-01"
			n.Exec(`INSERT INTO persons (id, area_code, sex, born, created_at, registered_at) VALUES (gen_random_uuid(), @area, 'male', @born, @at, @at)`,
				store.Args{"area": string(area), "born": born, "at": n.Now()})
		}
	}
	n.Exec(`INSERT INTO facilities (id, kind, name, area_code, lat, lng, opened_on, ended_at)
		SELECT gen_random_uuid(), 'station', '驿站', @grid, 36.3, 119.7, '2024-01-01', ended FROM unnest(ARRAY[NULL, CAST(@at AS timestamptz)]) AS ended`,
		store.Args{"grid": string(testkit.Grid), "at": n.Now()})
}

func (n *town) standing(who models.Actor, area models.AreaCode, level models.AreaLevel) reporting.Stock {
	n.T.Helper()
	stock, err := n.Standing(n.T.Context(), who, area, level)
	if err != nil {
		n.T.Fatal(err)
	}
	return stock
}

// TestEveryLevelSeesWhatItHas: what a level sees of itself is what the level above sees of it.
func TestEveryLevelSeesWhatItHas(t *testing.T) {
	n := newTown(t)
	n.settle()
	for _, c := range []struct {
		role             models.Role
		area             models.AreaCode
		residents, grids int64
		parts            int
	}{
		{models.CityStaff, testkit.City, 7, 2, 3}, {models.StreetStaff, testkit.Street, 6, 2, 2}, {models.CommunityStaff, testkit.Community, 6, 2, 3},
		{models.GridWorker, testkit.Grid, 5, 1, 1}, {models.GridChief, testkit.Grid, 5, 1, 1}, {models.CommunityStaff, testkit.Elsewhere, 1, 0, 1},
	} {
		stock := n.standing(n.Person(c.role, c.area), "", "")
		tally := stock.Whole.Tally
		if tally[report.Residents] != c.residents || tally[report.Grids] != c.grids || len(stock.Parts) != c.parts || stock.Area != c.area || stock.AsOf != "2026-03-10" {
			t.Errorf("%s of %s: %d residents, %d grids, %d parts of %s as of %s", c.role, c.area, tally[report.Residents], tally[report.Grids], len(stock.Parts), stock.Area, stock.AsOf)
		}
	}
	grid := n.standing(n.staff, testkit.Grid, "").Whole.Tally
	if grid[report.Children] != 2 || grid[report.Adults] != 2 || grid[report.Elders] != 1 || grid[report.Stations] != 1 {
		t.Errorf("the grid has %v", grid)
	}
}

// TestAChangeOfGridsIsCountedAtOnce: and a code that ended shows what its place is now.
func TestAChangeOfGridsIsCountedAtOnce(t *testing.T) {
	n := newTown(t)
	n.settle()
	old, present := testkit.Community+"009", testkit.Community+"004"
	if residents := n.standing(n.staff, present, "").Whole.Tally[report.Residents]; residents != 1 {
		t.Fatalf("%d residents before", residents)
	}
	n.Exec(`UPDATE persons SET area_code = @to WHERE area_code = @from AND registered_at IS NOT NULL`, store.Args{"from": string(testkit.Grid), "to": string(present)})
	if residents := n.standing(n.staff, present, "").Whole.Tally[report.Residents]; residents != 1 {
		t.Fatalf("%d residents, though nobody was told to count anew", residents)
	}
	n.Succeed(old, present)
	if stock := n.standing(n.staff, old, ""); stock.Area != present || stock.Whole.Tally[report.Residents] != 6 {
		t.Errorf("%s has %v", stock.Area, stock.Whole.Tally)
	}
}

// TestWhatAnotherAreaHasIsNotFound: and whoever has no such seat is told no.
func TestWhatAnotherAreaHasIsNotFound(t *testing.T) {
	n := newTown(t)
	n.settle()
	worker := n.Person(models.GridWorker, testkit.Grid)
	for who, areas := range map[*models.Actor][]models.AreaCode{&worker: {testkit.Community, testkit.Elsewhere, testkit.Community + "004"},
		&n.staff: {testkit.Street, testkit.Elsewhere, testkit.City, "370785001005999"}} {
		for _, area := range areas {
			if _, err := n.Standing(t.Context(), *who, area, ""); models.KindOf(err) != models.NotFound {
				t.Errorf("%v asks for %s: %v", who.Seats, area, err)
			}
		}
	}
	if _, err := n.Standing(t.Context(), n.staff, "", models.Street); models.KindOf(err) != models.Invalid {
		t.Errorf("a community divided by streets: %v", err)
	}
	for _, role := range []models.Role{models.Resident, models.Volunteer, models.DepartmentStaff, models.Auditor, models.SystemAdmin} {
		if _, err := n.Standing(t.Context(), n.Person(role, testkit.City), "", ""); models.KindOf(err) != models.Forbidden {
			t.Errorf("%s: %v", role, err)
		}
	}
}

// TestWhatStandsGoesByTheClock: ages and years are those of the day.
func TestWhatStandsGoesByTheClock(t *testing.T) {
	n := newTown(t)
	n.settle()
	n.Pass(386 * 24 * time.Hour)
	stock := n.standing(n.city, testkit.Grid, "")
	if stock.AsOf != "2027-03-31" || stock.Whole.Tally[report.Elders] != 2 || stock.Whole.Tally[report.Children] != 1 {
		t.Errorf("as of %s: %v", stock.AsOf, stock.Whole.Tally)
	}
}
