package cataloguing_test

import (
	"fmt"
	"testing"

	"delinli/app/cataloguing"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/area"
)

// fourth is the second grid of the community.
const fourth models.AreaCode = "370785001005004"

// settled is a house whose community has two grids in which people live: three buildings of three dwellings, and one of three.
func settled(t *testing.T) house {
	t.Helper()
	h := newHouse(t)
	_, err := h.AddArea(t.Context(), h.city, area.Area{Code: fourth, Name: "第四网格"})
	h.must(err)
	h.build(testkit.Grid, 3, 3)
	h.build(fourth, 1, 3)
	return h
}

// build puts up houses and fills their dwellings: in each a household of two, who have placed an order.
func (h house) build(grid models.AreaCode, houses, dwellings int) {
	h.t.Helper()
	args := store.Args{"grid": string(grid), "houses": houses, "dwellings": dwellings, "at": h.World.Now()}
	for _, statement := range []string{
		`INSERT INTO areas (code, parent, name) SELECT CAST(@grid AS text) || to_char(n, 'FM00000'), @grid, n || '号楼' FROM generate_series(1, @houses) n`,
		`INSERT INTO buildings (code, units, floors) SELECT code, 3, 6 FROM areas WHERE parent = @grid`,
		`INSERT INTO dwellings (id, building, unit, door) SELECT gen_random_uuid(), code, 1, CAST(n AS text) FROM buildings, generate_series(1, @dwellings) n WHERE code ^@ @grid`,
		`INSERT INTO households (id, area_code, dwelling_id) SELECT gen_random_uuid(), @grid, id FROM dwellings WHERE building ^@ @grid`,
		`INSERT INTO persons (id, area_code, household_id, created_at, registered_at) SELECT gen_random_uuid(), @grid, id, @at, @at
			FROM households, generate_series(1, 2) WHERE area_code = @grid AND dwelling_id IS NOT NULL`,
		`INSERT INTO orders SELECT o.* FROM households h, LATERAL (SELECT id FROM persons p WHERE p.household_id = h.id LIMIT 1) p,
			jsonb_populate_record(CAST(NULL AS orders), jsonb_build_object('id', gen_random_uuid(), 'number', h.id, 'kind', 'wish', 'class', 'general', 'area_code', h.area_code,
			'requester_id', p.id, 'placed_by', p.id, 'household_id', h.id, 'visibility', 'private', 'state', 'placed', 'version', 1, 'priority', 0, 'title', '\x00',
			'search_tokens', '{}', 'public_title', '', 'public_text', '', 'public_bigrams', '{}', 'public_pictures', false, 'slots', 1, 'route', 'wait', 'reach', '',
			'referred_to', '', 'hand_backs', 0, 'served', 0, 'finishes', 0, 'no_answer', false, 'public_reason', '', 'appeals', 0, 'urges', 0, 'reachable', true, 'extended', false,
			'card', '', 'escalated', '', 'clock', jsonb_build_object(), 'limit_clock', jsonb_build_object(), 'returns', 0, 'placed_at', CAST(@at AS timestamptz), 'moved_at', CAST(@at AS timestamptz))) o
			WHERE h.area_code = @grid`,
		`INSERT INTO order_events (id, order_id, event, from_state, to_state, version, at, patch)
			SELECT gen_random_uuid(), id, 'place', '', 'placed', 1, @at, jsonb_build_object('area_code', area_code, 'version', 1) FROM orders WHERE area_code = @grid`,
	} {
		h.Exec(statement, args)
	}
}

// furnish lets every table that can name a grid or a building name this grid or its first building; clerk is who holds and owns things there.
func (h house) furnish(grid models.AreaCode) (clerk models.Actor) {
	h.t.Helper()
	clerk = h.Volunteer(grid, 3)
	args := store.Args{"grid": string(grid), "house": string(grid) + "00001", "clerk": clerk.Person, "at": h.World.Now(), "day": "2026-03-10"}
	for _, statement := range []string{
		`INSERT INTO facilities (id, kind, name, area_code, lat, lng, opened_on) VALUES (gen_random_uuid(), 'station', '驿站', @grid, 36.3, 119.7, @day)`,
		`INSERT INTO party_orgs (id, kind, name, area_code, founded_on) VALUES (gen_random_uuid(), 'committee', '支部', @grid, @day)`,
		`INSERT INTO funds (id, area_code, year) VALUES (gen_random_uuid(), @grid, 2026)`,
		`INSERT INTO centre_households (household_id, group_id, building, since) SELECT h.id, o.id, @house, @day
			FROM households h JOIN dwellings d ON d.id = h.dwelling_id, party_orgs o WHERE d.building = @house AND o.area_code = @grid LIMIT 1`,
		`INSERT INTO grid_posts (id, grid, kind, person_id, origin, from_on, until_on) VALUES (gen_random_uuid(), @grid, 'chief', @clerk, 'residents', '2026-01-01', NULL),
			(gen_random_uuid(), @grid, 'part_time', @clerk, 'residents', '2025-01-01', '2025-12-31'), (gen_random_uuid(), @grid, 'liaison', @clerk, 'residents', '2026-05-01', NULL)`,
		`INSERT INTO seats (id, person_id, role, area_code, from_at) VALUES (gen_random_uuid(), @clerk, 'grid_chief', @grid, @at),
			(gen_random_uuid(), @clerk, 'steward', @house, @at)`,
		`INSERT INTO teams (id, name, leader_id, area_code) VALUES (gen_random_uuid(), '队', @clerk, @grid)`,
		`INSERT INTO complaints (id, order_id, complainant, about, level, area_code, text, state, at) SELECT gen_random_uuid(), id, requester_id, @clerk, 'community', area_code, '\x00', 'open', @at
			FROM orders WHERE area_code = @grid`,
		`INSERT INTO exports (id, owner_id, what, areas, personal, reason, state, attempts, rows, total, fault, blob, size, asked_at)
			VALUES (gen_random_uuid(), @clerk, 'orders', ARRAY[CAST(@grid AS text), CAST(@house AS text)], false, '', 'queued', 0, 0, 0, '', '', 0, @at)`,
		`UPDATE volunteers SET areas = ARRAY[CAST(@grid AS text), CAST(@house AS text)] WHERE person_id = @clerk`,
		`UPDATE orders SET area_code = @house WHERE id = (SELECT id FROM orders WHERE household_id IN (SELECT household_id FROM centre_households WHERE building = @house))`,
		`INSERT INTO order_events (id, order_id, event, from_state, to_state, version, at, patch)
			SELECT gen_random_uuid(), id, 'comment', state, state, version, @at, jsonb_build_object('area_code', area_code) FROM orders WHERE area_code = @house`,
	} {
		h.Exec(statement, args)
	}
	return clerk
}

// named counts, in each column of text of the tables that are not append-only, the rows that name a code.
func (h house) named(code models.AreaCode) (where []string) {
	h.t.Helper()
	type column struct{ table, name, kind string }
	columns, err := store.Query(h.Store.Read(h.t.Context()), `SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
		FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r' AND a.attnum > 0
			AND format_type(a.atttypid, NULL) IN ('text', 'text[]') AND COALESCE(obj_description(c.oid, 'pg_class'), '') NOT LIKE 'append-only%'
			AND c.relname NOT IN ('outbox', 'river_job', 'idempotency_keys')`, nil, func(r store.Rows, c *column) error { return r.Scan(&c.table, &c.name, &c.kind) })
	h.must(err)
	for _, c := range columns {
		statement := fmt.Sprintf(`SELECT count(*) FROM %q WHERE %q = @code`, c.table, c.name)
		if c.kind == "text[]" {
			statement = fmt.Sprintf(`SELECT count(*) FROM %q WHERE @code = ANY (%q)`, c.table, c.name)
		}
		if n := h.Count(statement, store.Args{"code": string(code)}); n > 0 {
			where = append(where, fmt.Sprintf("%s.%s: %d", c.table, c.name, n))
		}
	}
	return where
}

// version is that of an area now.
func (h house) version(code models.AreaCode) int {
	h.t.Helper()
	a, err := h.Area(h.t.Context(), code)
	h.must(err)
	return a.Version
}

func (h house) regroup(code models.AreaCode) cataloguing.Regroup {
	h.t.Helper()
	return cataloguing.Regroup{Grid: code, Version: h.version(code)}
}

// seen is the area as it is edited for the first time.
func seen(a area.Area) area.Area {
	a.Version = 1
	return a
}
