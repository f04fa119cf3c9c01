package reporting_test

import (
	"context"
	"testing"

	"delinli/app/postgres"
	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/models/report"
)

// BenchmarkFigures asks each question as the city over a year of 100,000 orders, nine of ten finished, as many called back. All are to answer in
// less than 300 ms.
func BenchmarkFigures(b *testing.B) {
	n := newTown(b)
	n.crowd(100_000)
	year := reporting.Question{From: "2025-03-11", To: "2026-03-10"}
	ask := map[string]func() error{
		"day":   func() error { _, err := n.Day(b.Context(), n.city, ""); return err },
		"heat":  func() error { _, err := n.Heat(b.Context(), n.city, report.Placed, year); return err },
		"trend": func() error { _, err := n.Trend(b.Context(), n.city, report.Composite, year); return err },
		"orders": func() error {
			_, _, err := n.Behind(b.Context(), n.city, report.Satisfied, year, reporting.Page{Limit: 20})
			return err
		},
	}
	for _, by := range []report.Dimension{report.ByArea, report.ByVolunteer, report.ByMonth} {
		q := year
		q.By = by
		ask["rates by "+string(by)] = func() error { _, err := n.Rates(b.Context(), n.city, q); return err }
		ask["times by "+string(by)] = func() error { _, err := n.Times(b.Context(), n.city, q); return err }
	}
	for name, question := range ask {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := question(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// crowd makes a year of orders all over the city's communities, with texts as long as sealed ones are.
func (n *town) crowd(orders int) {
	n.T.Helper()
	n.Exec(`INSERT INTO areas (code, parent, name) SELECT '370785001' || lpad(CAST(c AS text), 3, '0'), '370785001', CAST(c AS text) FROM generate_series(101, 300) c`, nil)
	n.Exec(`INSERT INTO persons (id, area_code, created_at) SELECT CAST(lpad(to_hex(i), 32, '0') AS uuid), '370785', @now FROM generate_series(1, 2000) i`,
		store.Args{"now": n.Now()})
	like := n.order(row{state: "rated", finishes: 1})
	n.Exec(`INSERT INTO orders SELECT r.* FROM orders o, generate_series(1, @orders) i, LATERAL jsonb_populate_record(o, jsonb_build_object(
			'id', gen_random_uuid(), 'number', i, 'area_code', '370785001' || CAST(101 + i % 200 AS text), 'item_id', (CAST(@items AS text[]))[1 + i % 3],
			'title', repeat('ab', 60), 'detail', repeat('ab', 200), 'address', repeat('ab', 100), 'assignee_id', lpad(to_hex(1 + i % 2000), 32, '0'),
			'placed_at', CAST(@now AS timestamptz) - interval '1 year' * i / @orders, 'due_at', CAST(@now AS timestamptz) - interval '1 year' * i / @orders + interval '7 days',
			'stopped_at', CAST(@now AS timestamptz) - interval '1 year' * i / @orders + interval '1 day' * (i % 9), 'next_due', NULL, 'ended_at', CAST(@now AS timestamptz),
			'state', CASE WHEN i % 10 = 0 THEN 'cancelled' ELSE 'rated' END, 'finishes', CASE WHEN i % 10 = 0 THEN 0 ELSE 1 END,
			'accepted_at', CAST(@now AS timestamptz) - interval '1 year' * i / @orders + interval '1 minute' * (i % 1000),
			'finished_at', CASE WHEN i % 10 > 0 THEN CAST(@now AS timestamptz) - interval '1 year' * i / @orders + interval '1 day' * (1 + i % 9) END)) r WHERE o.id = @like`,
		store.Args{"orders": orders, "items": store.Array(n.items), "now": n.Now(), "like": like})
	n.Exec(`INSERT INTO order_events (id, order_id, event, from_state, to_state, version, at, patch)
		SELECT gen_random_uuid(), id, 'call_back', '', '', 9, finished_at, '{}' FROM orders WHERE finished_at IS NOT NULL`, nil)
	n.Exec(`INSERT INTO call_backs (event_id, order_id, served_by, valid, contacted, solved, satisfaction, at)
		SELECT e.id, order_id, assignee_id, random() < 0.9, random() < 0.9, random() < 0.8, (CAST('{satisfied,basically,unsatisfied,""}' AS text[]))[CAST(1 + floor(random() * 4) AS int)], e.at
		FROM order_events e JOIN orders o ON o.id = e.order_id WHERE event = 'call_back'`, nil)
	pool, err := postgres.Open(context.Background(), n.OwnerURL, postgres.PoolOptions{})
	if err != nil {
		n.T.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Pgx().Exec(context.Background(), `VACUUM ANALYZE`); err != nil {
		n.T.Fatal(err)
	}
	if whole := n.rates(n.city, reporting.Question{}).Whole.Tally; whole[report.Valid] < int64(orders)/2 || whole[report.Due] < int64(orders)/2 {
		n.T.Fatalf("the town is too quiet: %v", whole)
	}
}
