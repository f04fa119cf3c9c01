package census_test

import (
	"crypto/rand"
	"maps"
	"testing"

	"delinli/app/demo/census"
	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/app/store/settings"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/report"
)

// city makes the whole city in a database of its own.
func city(t *testing.T) (*testkit.World, *reporting.Service) {
	w := testkit.NewEmptyWorld(t)
	c := census.City{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Random: rand.Reader, Now: w.Now}
	if made, err := c.Make(t.Context()); err != nil || !made {
		t.Fatal(made, err)
	}
	if made, err := c.Make(t.Context()); err != nil || made {
		t.Errorf("made a second time: %v, %v", made, err)
	}
	clock, err := settings.ClockOf(w.Store.Read(t.Context()))
	if want := (settings.Simulated{AsOf: census.AsOf, DaysBehind: 572}); err != nil || clock != want {
		t.Fatalf("%+v (%v), want %+v", clock, err, want)
	}
	return w, &reporting.Service{DB: w.Store, Now: models.Clock(w.Now).Behind(clock.DaysBehind)}
}

// clerk sees the figures of an area.
func clerk(area models.AreaCode) models.Actor {
	roles := map[models.AreaLevel]models.Role{models.City: models.CityStaff, models.Street: models.StreetStaff, models.Community: models.CommunityStaff, models.Grid: models.GridChief}
	return models.Actor{Seats: []models.Seat{{Role: roles[area.Level()], Area: area}}}
}

// TestTheCity is the one of the case study: every row of its table, and what every level sees of it.
func TestTheCity(t *testing.T) {
	w, r := city(t)
	whole, err := r.Standing(t.Context(), clerk("370785"), "370785", "")
	if err != nil || whole.AsOf != census.AsOf || whole.Whole.Name != "高密市" {
		t.Fatalf("%v %s %s", err, whole.AsOf, whole.Whole.Name)
	}
	for name, p := range report.CaseStudy {
		if got := whole.Whole.Tally[name]; got != p.Value {
			t.Errorf("%s: %d, published is %d", name, got, p.Value)
		}
	}
	for name, want := range map[report.Name]int64{report.Dwelled: 163_450, report.Occupied: 104_600, report.Children: 48_212, report.Adults: 179_798,
		report.Elders: 44_990, report.Men: 138_302, report.Chiefs: 467, report.Liaisons: 467, report.PartTimeWorkers: 1_837, report.Committees: 44} {
		if got := whole.Whole.Tally[name]; got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
	t.Run("splits", func(t *testing.T) { splits(t, w) })
	t.Run("roll-up", func(t *testing.T) { rollUp(t, r, whole.Whole.Tally) })
}

// splits are the exact splits: how many have so many each.
func splits(t *testing.T, w *testkit.World) {
	for what, c := range map[string]struct {
		each string // a list of how many each has
		want map[int]int
	}{
		"grids of communities": {`SELECT count(*) FROM areas WHERE length(code) = 15 GROUP BY parent`,
			map[int]int{7: 3, 8: 5, 9: 6, 10: 8, 11: 7, 12: 6, 13: 5, 14: 2, 15: 2}},
		"communities of streets": {`SELECT count(*) FROM areas WHERE length(code) = 12 AND substr(code, 10, 1) < '2' GROUP BY parent`, map[int]int{16: 1, 15: 1, 13: 1}},
		"members of households": {`SELECT count(*) FROM persons WHERE registered_at IS NOT NULL GROUP BY household_id`,
			map[int]int{1: 20_926, 2: 32_420, 3: 28_242, 4: 14_644, 5: 6_276, 6: 2_092}},
		"branches of grids":                    {`SELECT count(*) FROM party_orgs WHERE kind = 'branch' GROUP BY area_code`, map[int]int{1: 461, 2: 6}},
		"groups of branches":                   {`SELECT count(*) FROM party_orgs WHERE kind = 'group' GROUP BY parent_id`, map[int]int{3: 258, 4: 215}},
		"centres of groups":                    {`SELECT count(*) FROM centre_households GROUP BY group_id`, map[int]int{3: 1_210, 4: 424}},
		"full-time workers":                    {`SELECT count(*) FROM grid_posts WHERE kind = 'full_time' GROUP BY grid`, map[int]int{3: 255, 2: 212}},
		"part-time workers":                    {`SELECT count(*) FROM grid_posts WHERE kind = 'part_time' GROUP BY grid`, map[int]int{4: 436, 3: 31}},
		"cadres of grids":                      {`SELECT count(*) FROM home_returns r JOIN persons p ON p.id = r.person_id GROUP BY p.area_code`, map[int]int{19: 440, 20: 27}},
		"units of cadres":                      {`SELECT count(DISTINCT unit) FROM home_returns`, map[int]int{140: 1}},
		"stations of grids":                    {`SELECT count(f.id) FROM areas a LEFT JOIN facilities f ON f.area_code = a.code AND f.kind = 'station' WHERE length(a.code) = 15 GROUP BY a.code`, map[int]int{1: 397, 0: 70}},
		"pavilions":                            {`SELECT count(*) FROM facilities WHERE kind = 'pavilion' GROUP BY left(area_code, 12)`, map[int]int{3: 43, 2: 1}},
		"too small or too large":               {`SELECT count(*) FROM dwellings GROUP BY left(building, 15) HAVING count(*) NOT BETWEEN 300 AND 500`, map[int]int{}},
		"posts held by nobody who lives there": {`SELECT 1 FROM grid_posts g JOIN persons p ON p.id = g.person_id WHERE p.area_code <> g.grid`, map[int]int{}},
		"balances beside their books":          {`SELECT 1 FROM funds f WHERE balance <> (SELECT sum(amount) FROM fund_entries e WHERE e.fund_id = f.id)`, map[int]int{}},
	} {
		found, err := store.Query(w.Store.Read(t.Context()), c.each, nil, store.Value[int])
		got := map[int]int{}
		for _, n := range found {
			got[n]++
		}
		if err != nil || !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v (%v)", what, got, c.want, err)
		}
	}
}

// rollUp checks at every level that the parts of an area add up to what it has, whoever asks.
func rollUp(t *testing.T, r *reporting.Service, city report.Tally) {
	for _, level := range []models.AreaLevel{models.Street, models.Community, models.Grid} {
		stock, err := r.Standing(t.Context(), clerk("370785"), "", level)
		if err != nil {
			t.Fatal(err)
		}
		sum := report.Tally{}
		for _, p := range stock.Parts {
			sum.Add(p.Tally)
		}
		if !maps.Equal(sum, city) {
			t.Errorf("the parts by %s are %v, the whole is %v", level, sum, city)
		}
		for i, p := range stock.Parts {
			if area := models.AreaCode(p.Key); area.Level() == level && i%40 == 7 {
				own, err := r.Standing(t.Context(), clerk(area), "", "")
				if err != nil || !maps.Equal(drop(own.Whole.Tally), drop(p.Tally)) {
					t.Errorf("%s sees %v of itself, the city sees %v (%v)", area, own.Whole.Tally, p.Tally, err)
				}
			}
		}
	}
}

// drop leaves out what was not counted.
func drop(t report.Tally) report.Tally {
	out := maps.Clone(t)
	maps.DeleteFunc(out, func(_ report.Name, n int64) bool { return n == 0 })
	return out
}
