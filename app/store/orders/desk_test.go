package orders_test

import (
	"context"
	"testing"
	"time"

	"delinli/app/postgres"
	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/order"
)

// crowdSQL puts n orders into twenty communities: most of them are over or wait in the pool, a few are in every other state, few came back, and
// one of a thousand is late.
const crowdSQL = `
	INSERT INTO orders SELECT r.* FROM generate_series(1, CAST(@n AS integer)) i, LATERAL (SELECT CASE WHEN i % 16 < 12 THEN 'rated' WHEN i % 16 < 15 THEN 'pool'
			ELSE (CAST(@states AS text[]))[1 + i / 16 % array_length(CAST(@states AS text[]), 1)] END AS state) s,
		LATERAL (SELECT CAST(@now AS timestamptz) - interval '1 day' + make_interval(hours => CASE i % 400 WHEN 14 THEN 20 ELSE 30 END, secs => i) AS due) d,
		jsonb_populate_record(CAST(NULL AS orders), jsonb_build_object('id', gen_random_uuid(), 'number', i, 'kind', 'wish', 'class', 'general',
			'area_code', @street || to_char(i % 20, 'FM000'), 'requester_id', CASE i % 997 WHEN 0 THEN @other ELSE @person END, 'placed_by', CAST(@person AS text),
			'visibility', 'public', 'reachable', true, 'state', state, 'version', 1, 'priority', 0, 'title', '\x00', 'search_tokens', '{}', 'public_title', '', 'public_text', '',
			'public_bigrams', '{}', 'public_pictures', false, 'slots', 1, 'route', 'pool', 'reach', '', 'referred_to', '', 'hand_backs', 0,
			'assignee_id', CASE WHEN state IN ('offered', 'accepted', 'in_service', 'suspended') THEN @helper END, 'served', 0, 'finishes', 0,
			'no_answer', false, 'public_reason', '', 'appeals', 0, 'urges', 0, 'extended', false, 'card', '', 'escalated', '',
			'clock', '{}', 'limit_clock', '{}', 'due_at', due, 'amber_at', due, 'placed_at', CAST(@now AS timestamptz) - make_interval(secs => i), 'moved_at', CAST(@now AS timestamptz),
			'next_due', CASE WHEN state <> 'rated' THEN due END, 'returns', CASE i % 250 WHEN 13 THEN 1 ELSE 0 END)) r`

type desk struct {
	*testkit.World
	resident, other, helper models.Actor
	all, here               store.Scope
}

func crowded(t *testing.T, n int) *desk {
	w := testkit.NewWorld(t)
	d := &desk{World: w, resident: w.Person(models.Resident, testkit.City), other: w.Person(models.Resident, testkit.City), helper: w.Volunteer(testkit.Street, 3)}
	d.all, d.here = store.Scope{Areas: []models.AreaCode{testkit.City}}, store.Scope{Areas: []models.AreaCode{testkit.Community}}
	w.Exec(`INSERT INTO areas (code, parent, name) SELECT @street || to_char(i, 'FM000'), @street, '社区' FROM generate_series(0, 19) i ON CONFLICT DO NOTHING`,
		store.Args{"street": string(testkit.Street)})
	w.Exec(crowdSQL, store.Args{"n": n, "states": store.Array(order.Owed), "now": w.Now(), "street": string(testkit.Street),
		"person": d.resident.Person.String(), "other": d.other.Person.String(), "helper": d.helper.Person.String()})
	if err := postgres.Vacuum(context.Background(), w.OwnerURL); err != nil {
		t.Fatal(err)
	}
	return d
}

const readSQL = `SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'orders'`

// reads tells how many rows of orders a list of twenty reads, planned without a look at what is asked, and how many it gives.
func (d *desk) reads(plans string, s store.Scope, f orders.Filter) (read, found int) {
	d.T.Helper()
	f.Now = d.Now()
	err := d.Store.Write(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.Exec(`SELECT set_config('plan_cache_mode', @plans, true)`, store.Args{"plans": plans}); err != nil {
			return err
		}
		before, err := store.One(tx, readSQL, nil, store.Value[int])
		if err != nil {
			return err
		}
		rows, _, err := orders.Desk(tx, s, f, store.Page{Limit: 20})
		if err != nil {
			return err
		}
		after, err := store.One(tx, readSQL, nil, store.Value[int])
		read, found = after-before, len(rows)
		return err
	})
	if err != nil {
		d.T.Fatal(err)
	}
	return read, found
}

// TestDeskReadsPages: a list of the desk reads about as many rows as it shows, of each state where it looks for several, however many there are.
func TestDeskReadsPages(t *testing.T) {
	d := crowded(t, 50_000)
	pile := func(q order.Queue) *order.Pile {
		p := q.Pile(d.Now())
		return &p
	}
	const few = 4 // that the planner itself may look up
	long := time.Hour * 24 * 365
	for name, tt := range map[string]struct {
		orders.Filter
		most, least int // rows that may be read, and that must be found
	}{
		"all":            {orders.Filter{}, 200, 20},
		"a state":        {orders.Filter{State: order.Appealed}, 30, 20},
		"a late month":   {orders.Filter{To: d.Now().Add(-3 * time.Hour)}, 200, 20},
		"before all":     {orders.Filter{To: d.Now().Add(-long)}, few, 0},
		"after all":      {orders.Filter{From: d.Now().Add(long)}, few, 0},
		"a requester":    {orders.Filter{Requester: d.other.Person}, 30, 1},
		"what is due":    {orders.Filter{Pile: pile(""), Due: true}, 250, 20},
		"todo":           {orders.Filter{Pile: pile(order.Todo), Due: true}, 100, 20},
		"todo, newest":   {orders.Filter{Pile: pile(order.Todo)}, 100, 20},
		"late":           {orders.Filter{Pile: pile(order.Overdue), Due: true}, 60, 10},
		"today":          {orders.Filter{Pile: pile(order.Today), Due: true}, 250, 20},
		"came back":      {orders.Filter{Pile: pile(order.Returned), Due: true}, 60, 20},
		"held by":        {orders.Filter{Assignee: d.helper.Person}, 60, 20},
		"nothing at all": {orders.Filter{State: order.Merged}, few, 0},
	} {

		for _, plans := range []string{"force_generic_plan", "force_custom_plan"} {
			if read, found := d.reads(plans, d.all, tt.Filter); read > tt.most || found < tt.least {
				t.Errorf("%s, %s: read %d, found %d; want at most %d, at least %d", name, plans, read, found, tt.most, tt.least)
			}
			if read, _ := d.reads(plans, d.here, tt.Filter); read > 2_700 {
				t.Errorf("%s, %s: of one community of 2,500 it reads %d", name, plans, read)
			}
			narrow := tt.Filter
			narrow.Area = testkit.Community
			if read, _ := d.reads(plans, d.all, narrow); read > 2_700 {
				t.Errorf("%s, %s: of the city, narrowed to a community of 2,000, it reads %d", name, plans, read)
			}
		}
	}
}
