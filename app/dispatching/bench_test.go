package dispatching_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"delinli/app/postgres"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
)

// BenchmarkSuggest8900 ranks every party cadre of the city (domain figure: 8,900) for one order, from the database on; it reports the 99th
// percentile beside the mean.
func BenchmarkSuggest8900(b *testing.B) {
	n := newTown(b)
	n.crowd(8_900)
	n.order.Reach = models.City
	var took []time.Duration
	for b.Loop() {
		before := b.Elapsed()
		ranked, err := n.Suggest(b.Context(), n.staff, n.order.ID, 10)
		if err != nil || len(ranked) != 10 {
			b.Fatalf("%d ranked: %v", len(ranked), err)
		}
		took = append(took, b.Elapsed()-before)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100])/1e6, "p99-ms")
}

// crowd makes verified volunteers all over the town, each with a calendar and three orders of the last days.
func (n *town) crowd(size int) {
	n.Exec(`INSERT INTO persons (id, area_code, created_at)
		SELECT CAST(lpad(to_hex(i), 32, '0') AS uuid), @city, @at FROM generate_series(1, @size) i`,
		store.Args{"city": string(testkit.City), "at": n.Now(), "size": size})
	n.Exec(`INSERT INTO volunteers (person_id, number, state, areas, skills, availability, rating_sum, rating_count, applied_at)
		SELECT CAST(lpad(to_hex(i), 32, '0') AS uuid), CAST(i AS text), 'verified', ARRAY[CASE i % 3 WHEN 0 THEN @grid WHEN 1 THEN @community ELSE @other END],
			'{hairdressing,plumbing}', '{"weekly": [{"weekday": 1, "from": 480, "to": 720}, {"weekday": 6, "from": 480, "to": 720}]}', 4 * (i % 9), i % 9, @at
		FROM generate_series(1, @size) i`,
		store.Args{"grid": string(testkit.Grid), "community": string(testkit.Community), "other": string(testkit.Elsewhere), "at": n.Now(), "size": size})
	n.Exec(`WITH a AS (INSERT INTO assignments (id, order_id, person_id, offered_at, accepted_at, ended_at, ended_by)
			SELECT gen_random_uuid(), @o, person_id, @at, @at, @at, 'finish' FROM volunteers, generate_series(1, 3) RETURNING id, person_id)
		INSERT INTO assignment_members (assignment_id, person_id) SELECT id, person_id FROM a`, store.Args{"o": n.order.ID, "at": n.Now()})
	n.analyze()
}

// analyze tells the planner how large the tables are, as the server does by itself in time.
func (n *town) analyze() {
	pool, err := postgres.Open(context.Background(), n.OwnerURL, postgres.PoolOptions{})
	if err != nil {
		n.T.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Pgx().Exec(context.Background(), `ANALYZE`); err != nil {
		n.T.Fatal(err)
	}
}
