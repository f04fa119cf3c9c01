package areas

const (
	moves = ` json_to_recordset(CAST(@moves AS json)) AS m (old text, new text) `
	named = ` FROM` + moves + `WHERE `

	// rezoned writes a line into the journal of each order that moved, since replaying a journal gives the row.
	rezoned = ` RETURNING o.id, o.state, o.version, o.area_code)
		INSERT INTO order_events (id, order_id, event, from_state, to_state, version, actor_id, at, patch)
		SELECT gen_random_uuid(), id, @event, state, state, version, @by, @at, jsonb_build_object('area_code', area_code, 'version', version) FROM moved`

	// served are the places of a list with each old code once under its new one, and beside a grid that is split its other half.
	served = `(SELECT array_agg(DISTINCT place ORDER BY place) FROM unnest(t.areas) AS a LEFT JOIN` + moves + `ON m.old = a,
		unnest(ARRAY[COALESCE(m.new, a), CASE WHEN @split AND a = @from THEN @to ELSE COALESCE(m.new, a) END]) AS place)
		WHERE t.areas && ARRAY(SELECT m.old FROM` + moves + `UNION ALL SELECT @from)`
)

// follow are the statements by which codes are moved, in their order. A table that names areas and is missing here stops every move: its foreign key does.
var follow = []string{
	`INSERT INTO area_successors (old, new, name, change, since, by) SELECT m.old, m.new, a.name, @change, @at, @by
		FROM` + moves + `JOIN areas a ON a.code = m.old`,
	`INSERT INTO areas (code, parent, name, lat, lng, boundary) SELECT m.new, left(m.new, CASE length(m.new) WHEN 20 THEN 15 ELSE 12 END), a.name, a.lat, a.lng, a.boundary
		FROM` + moves + `JOIN areas a ON a.code = m.old ON CONFLICT (code) DO NOTHING`,
	`INSERT INTO buildings (code, compound_id, units, floors) SELECT m.new, b.compound_id, b.units, b.floors FROM` + moves + `JOIN buildings b ON b.code = m.old`,
	`UPDATE dwellings t SET building = m.new` + named + `t.building = m.old`,
	`UPDATE centre_households t SET building = m.new` + named + `t.building = m.old`,
	`UPDATE households t SET area_code = m.new` + named + `t.area_code = m.old`,
	`UPDATE facilities t SET area_code = m.new, version = version + 1` + named + `t.area_code = m.old`,
	`UPDATE persons t SET area_code = m.new, version = version + 1` + named + `t.area_code = m.old`,
	`UPDATE party_orgs t SET area_code = m.new, version = version + 1` + named + `t.area_code = m.old`,
	`UPDATE funds t SET area_code = m.new` + named + `t.area_code = m.old`,
	`UPDATE grid_posts t SET grid = m.new, version = version + 1` + named + `t.grid = m.old`,
	`UPDATE seats t SET ended_at = @at` + named + `t.area_code = m.old AND t.ended_at IS NULL AND EXISTS (SELECT FROM seats s
		WHERE s.person_id = t.person_id AND s.role = t.role AND s.unit = t.unit AND s.area_code = m.new AND s.ended_at IS NULL)`,
	`UPDATE seats t SET area_code = m.new` + named + `t.area_code = m.old`,
	`UPDATE teams t SET area_code = m.new, version = version + 1` + named + `t.area_code = m.old`,
	`WITH moved AS (UPDATE orders o SET area_code = m.new, version = o.version + 1` + named + `o.area_code = m.old` + rezoned,
	`UPDATE complaints t SET area_code = m.new` + named + `t.area_code = m.old`,
	`UPDATE volunteers t SET version = version + 1, areas = ` + served,
	`UPDATE exports t SET areas = ` + served,

	`UPDATE households t SET area_code = @to FROM dwellings d WHERE @split AND t.area_code = @from AND d.id = t.dwelling_id AND d.building ^@ @to`,
	`UPDATE persons t SET area_code = @to, version = version + 1 FROM households h WHERE @split AND t.area_code = @from AND h.id = t.household_id AND h.area_code ^@ @to`,
	`WITH moved AS (UPDATE orders o SET area_code = @to, version = o.version + 1 FROM households h
		WHERE @split AND o.area_code = @from AND h.id = o.household_id AND h.area_code ^@ @to` + rezoned,
	`UPDATE complaints t SET area_code = @to FROM orders o WHERE @split AND t.area_code = @from AND o.id = t.order_id AND o.area_code ^@ @to`,

	`DELETE FROM buildings WHERE code IN (SELECT m.old FROM` + moves + `)`,
	`DELETE FROM areas WHERE code IN (SELECT m.old FROM` + moves + `)`,
}
