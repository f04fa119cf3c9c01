package reporting_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/report"
)

// town is a world with some months of orders in it.
type town struct {
	*testkit.World
	*reporting.Service
	staff, city models.Actor
	random      *rand.Rand
}

func newTown(t *testing.T) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, staff: w.Person(models.CommunityStaff, testkit.Community), city: w.Person(models.CityStaff, testkit.City),
		random: rand.New(rand.NewPCG(5, 6))}
	n.Service = &reporting.Service{DB: w.Store, Now: w.Now}
	return n
}

// Now is the world's clock.
func (n *town) Now() time.Time { return n.World.Now() }

const orderSQL = `
	INSERT INTO orders (id, number, kind, class, area_code, requester_id, placed_by, visibility, state, version, priority, title, search_tokens,
		public_title, public_text, public_bigrams, public_pictures, slots, route, reach, referred_to, hand_backs, served, finishes, no_answer,
		public_reason, appeals, urges, extended, card, escalated, clock, limit_clock, placed_at, moved_at, due_at, stopped_at)
	VALUES (CAST(@id AS uuid), CAST(@id AS text), 'wish', 'general', @area, @by, @by, 'public', @state, 1, 0, '\x01', '{}', '', '', '{}', false, 1, 'pool', '', '', 0, 0,
		@finishes, false, '', 0, 0, false, '', '', '{}', '{}', @placed, @placed, @due, @stopped)`

// fill leaves orders of many fates: some finished, some late, some called back once or twice, some not validly.
func (n *town) fill(orders int) {
	who := n.Person(models.Resident, testkit.City).Person
	pick := func(of ...string) string { return of[n.random.IntN(len(of))] }
	for range orders {
		id := models.NewID[models.OrderID](randomBytes{n.random})
		placed := n.Now().Add(-time.Duration(n.random.IntN(120*24)) * time.Hour)
		state, finishes := pick("placed", "pool", "done", "rated", "closed", "cancelled", "unfulfillable"), 0
		var stopped any
		if state != "placed" && state != "pool" {
			stopped = placed.Add(time.Duration(n.random.IntN(14*24)) * time.Hour)
		}
		if state == "done" || state == "rated" || state == "closed" && n.random.IntN(2) == 0 {
			finishes = 1
		}
		n.Exec(orderSQL, store.Args{"id": id.String(), "area": pick(string(testkit.Grid), string(testkit.Community), string(testkit.Elsewhere)), "by": who,
			"state": state, "finishes": finishes, "placed": placed, "due": placed.AddDate(0, 0, 7), "stopped": stopped})
		for range n.random.IntN(3) * finishes {
			n.callBack(id, placed.AddDate(0, 0, 8+n.random.IntN(10)), pick)
		}
	}
}

func (n *town) callBack(order models.OrderID, at time.Time, pick func(...string) string) {
	event := models.NewID[models.EventID](randomBytes{n.random})
	n.Exec(`INSERT INTO order_events (id, order_id, event, from_state, to_state, version, at, patch)
		VALUES (CAST(@id AS uuid), CAST(@order AS uuid), 'call_back', 'done', 'done', 1, @at, '{}')`, store.Args{"id": event.String(), "order": order.String(), "at": at})
	valid, contacted := n.random.IntN(5) > 0, n.random.IntN(5) > 0
	satisfaction := ""
	if valid && contacted {
		satisfaction = pick("satisfied", "satisfied", "basically", "unsatisfied")
	}
	n.Exec(`INSERT INTO call_backs (event_id, order_id, valid, contacted, solved, satisfaction, at) VALUES (CAST(@id AS uuid), CAST(@order AS uuid), @valid, @contacted, @solved, @s, @at)`,
		store.Args{"id": event.String(), "order": order.String(), "valid": valid, "contacted": contacted, "solved": contacted && n.random.IntN(4) > 0, "s": satisfaction, "at": at})
}

type randomBytes struct{ *rand.Rand }

// Read fills b.
func (r randomBytes) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(r.IntN(256))
	}
	return len(b), nil
}

// recount counts another way than the figures do: order by order, in the test, over raw rows.
func (n *town) recount(areas string, from, to time.Time) (all report.Line) {
	n.T.Helper()
	count := func(query string) int { return n.Count(query, store.Args{"area": areas, "from": from, "to": to}) }
	const within = ` FROM orders o WHERE o.area_code LIKE @area || '%' `
	all.Placed = count(`SELECT count(*)` + within + `AND o.placed_at BETWEEN @from AND @to`)
	const ended = within + `AND o.finishes = 1 AND o.state = ANY ('{done,rated,closed}') AND o.stopped_at BETWEEN @from AND @to`
	all.Finished = count(`SELECT count(*)` + ended)
	all.OnTime = all.Finished - count(`SELECT count(*)`+ended+` AND o.stopped_at > o.due_at`)
	const last = `SELECT count(*) FROM call_backs c JOIN orders o ON o.id = c.order_id WHERE o.area_code LIKE @area || '%' AND c.at BETWEEN @from AND @to AND c.valid
		AND NOT EXISTS (SELECT 1 FROM call_backs later WHERE later.order_id = c.order_id AND later.valid
			AND (later.at, later.event_id) > (c.at, c.event_id) AND later.at <= @to)`
	all.Valid, all.Contacted, all.Solved = count(last), count(last+` AND c.contacted`), count(last+` AND c.solved`)
	all.Satisfied, all.Basically, all.Unsatisfied = count(last+` AND c.satisfaction = 'satisfied'`), count(last+` AND c.satisfaction = 'basically'`), count(last+` AND c.satisfaction = 'unsatisfied'`)
	return all
}

// TestRatesFromRawRows: whatever a table has a row for, its rows add up to what is counted another way from the raw rows; and nobody counts
// outside of their seats.
func TestRatesFromRawRows(t *testing.T) {
	n := newTown(t)
	n.fill(250)
	span := reporting.Span{From: n.Now().AddDate(0, 0, -90), To: n.Now()}
	for name, tt := range map[string]struct {
		a      models.Actor
		within models.AreaCode
		counts string
	}{
		"city":                       {n.city, "", string(testkit.City)},
		"street, by the city":        {n.city, testkit.Street, string(testkit.Street)},
		"community":                  {n.staff, "", string(testkit.Community)},
		"city, asked by a community": {n.staff, testkit.City, string(testkit.Community)},
	} {
		want := n.recount(tt.counts, span.From, span.To)
		if want.Valid < 10 || want.Finished < 10 || want.OnTime == want.Finished {
			t.Fatalf("%s: the town is too quiet: %+v", name, want)
		}
		span.Within = tt.within
		for _, by := range []reporting.By{"", "area", "item", "volunteer", "month"} {
			lines, all, err := n.Rates(t.Context(), tt.a, span, by)
			all.Key = ""
			if err != nil || all != want {
				t.Errorf("%s by %q: %+v (%v), want %+v in %d lines", name, by, all, err, want, len(lines))
			}
		}
	}
	elsewhere, all, err := n.Rates(t.Context(), n.staff, reporting.Span{Within: testkit.Elsewhere, From: span.From, To: span.To}, "area")
	if err != nil || len(elsewhere) != 0 || all != (report.Line{}) {
		t.Errorf("a community counts another: %+v (%v)", elsewhere, err)
	}
}

// TestLinesAreNamed: a city has a row for each street, a street for each community, a community for each grid.
func TestLinesAreNamed(t *testing.T) {
	n := newTown(t)
	n.fill(60)
	for within, digits := range map[models.AreaCode]int{testkit.City: 9, testkit.Street: 12} {
		lines, _, err := n.Rates(t.Context(), n.city, reporting.Span{Within: within, From: n.Now().AddDate(0, 0, -90)}, "area")
		if err != nil || len(lines) == 0 {
			t.Fatalf("%s: %v (%v)", within, lines, err)
		}
		for _, l := range lines {
			if len(l.Key) != digits {
				t.Errorf("%s has a row for %s", within, l.Key)
			}
		}
	}
}

func TestTrend(t *testing.T) {
	n := newTown(t)
	n.fill(200)
	months, err := n.Trend(t.Context(), n.city, reporting.Span{}, 4)
	if err != nil || len(months) != 4 || months[3].Key != "2026-03" || months[0].Key != "2025-12" {
		t.Fatalf("%+v (%v)", months, err)
	}
	for i, m := range months[1:] {
		if m.MonthBefore != months[i].Line {
			t.Errorf("before %s: %+v, want %+v", m.Key, m.MonthBefore, months[i].Line)
		}
	}
	if months[0].YearBefore.Placed != 0 || months[2].Placed == 0 {
		t.Errorf("%+v", months)
	}
}

func TestTimesAndHours(t *testing.T) {
	n := newTown(t)
	n.fill(150)
	span := reporting.Span{From: n.Now().AddDate(0, -6, 0)}
	paces, err := n.Times(t.Context(), n.city, span, "")
	if err != nil || len(paces) != 1 {
		t.Fatalf("%+v (%v)", paces, err)
	}
	p := paces[0].Complete
	slower := n.Count(`SELECT count(*) FROM orders WHERE finishes > 0 AND EXTRACT(epoch FROM stopped_at - placed_at) / 60 > @m`, store.Args{"m": p.Median})
	if p.Count == 0 || math.Abs(float64(slower)-float64(p.Count)/2) > 1 || p.P90 < p.Median {
		t.Errorf("%+v, of which %d took longer", p, slower)
	}
	heat, err := n.Hours(t.Context(), n.city, span)
	placed := 0
	for _, h := range heat {
		placed += h.Count
	}
	if err != nil || placed != 150 {
		t.Errorf("%d orders have an hour (%v)", placed, err)
	}
}

func TestDay(t *testing.T) {
	n := newTown(t)
	n.fill(50)
	n.Exec(orderSQL, store.Args{"id": "00000000-0000-7000-8000-00000000000a", "area": string(testkit.Grid), "by": n.city.Person, "state": "placed", "finishes": 0,
		"placed": n.Now().Add(-time.Hour), "due": n.Now().AddDate(0, 0, 7), "stopped": nil})
	want := n.Count(`SELECT count(*) FROM orders WHERE placed_at >= @midnight AND starts_with(area_code, @area)`, store.Args{"midnight": models.Day(n.Now()), "area": string(testkit.Community)})
	d, err := n.Day(t.Context(), n.staff, "")
	if err != nil || d.Placed != want || want == 0 {
		t.Errorf("%+v (%v), want %d placed", d, err, want)
	}
}

func TestSpansAreSound(t *testing.T) {
	n := newTown(t)
	for name, span := range map[string]reporting.Span{
		"ends before it begins": {From: n.Now(), To: n.Now().Add(-time.Hour)},
		"forty years":           {From: n.Now().AddDate(-40, 0, 0)},
	} {
		if _, _, err := n.Rates(t.Context(), n.staff, span, "area"); models.KindOf(err) != models.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
