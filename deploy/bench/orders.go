package main

import (
	"context"
	"fmt"

	"delinli/models"
)

// batch is how many orders one statement writes.
const batch = 5_000

// addOrders fills the town with orders that are like the one that the program placed, each sealed for itself, with their journals.
func (t *town) addOrders(ctx context.Context, like string) error {
	for from := int64(0); from < t.Orders; from += batch {
		if err := t.addBatch(ctx, like, from, min(from+batch, t.Orders)); err != nil {
			return fmt.Errorf("orders from %d: %w", from, err)
		}
	}
	for _, statement := range []string{eventsSQL, assignmentsSQL, ratingsSQL} {
		if _, err := t.owner.Exec(ctx, statement, id(firstOrder), id(firstStaff), t.now); err != nil {
			return err
		}
	}
	_, err := t.owner.Exec(ctx, `ANALYZE`)
	if err == nil {
		_, err = t.owner.Exec(ctx, `UPDATE orders SET reach = 'city' WHERE id = $1`, id(firstOrder+t.pool()-1))
	}
	return err
}

func (t *town) addBatch(ctx context.Context, like string, from, to int64) error {
	var ids, requesters, areas, holders []string
	var titles, details, addresses [][]byte
	for i := from; i < to; i++ {
		order := firstOrder + i
		who := t.requester(order)
		person, _ := models.ParseID[models.PersonID](id(who))
		for _, text := range []struct {
			into         *[][]byte
			column, text string
		}{
			{&titles, "title", "想要一副老花镜"}, {&details, "detail", "三百度,家里的那副摔坏了,看药盒上的字很吃力"},
			{&addresses, "address", `{"detail":"幸福小区3号楼2单元501室"}`},
		} {
			sealed, err := t.seal(t.keys[who-firstResident], person, "orders", text.column, id(order), text.text)
			if err != nil {
				return err
			}
			*text.into = append(*text.into, sealed)
		}
		ids, requesters, areas = append(ids, id(order)), append(requesters, id(who)), append(areas, community(i))
		holders = append(holders, t.holder(i))
	}
	_, err := t.owner.Exec(ctx, ordersSQL, ids, requesters, areas, holders, titles, details, addresses, like, t.now, t.Orders)
	return err
}

// holder is who served the i-th order; empty for one in the pool.
func (t *town) holder(i int64) string {
	if i < t.pool() {
		return ""
	}
	return id(firstVolunteer + i%t.Volunteers)
}

const ordersSQL = `
	INSERT INTO orders
	SELECT r.* FROM unnest(CAST($1 AS uuid[]), CAST($2 AS uuid[]), CAST($3 AS text[]), CAST($4 AS text[]), CAST($5 AS bytea[]), CAST($6 AS bytea[]), CAST($7 AS bytea[]))
			AS u (id, requester, area, holder, title, detail, address),
		LATERAL jsonb_populate_record(CAST(NULL AS orders), CAST($8 AS jsonb) || jsonb_build_object('id', id, 'number', id, 'requester_id', requester,
			'placed_by', requester, 'area_code', area, 'title', CAST(title AS text), 'detail', CAST(detail AS text), 'address', CAST(address AS text),
			'visibility', 'public', 'public_title', '一位老人想要一副老花镜', 'reach', 'community', 'route', 'pool', 'wake_at', NULL,
			'placed_at', CAST($9 AS timestamptz) - interval '400 days' * (1 - CAST(right(CAST(id AS text), 9) AS float8) / $10)) ||
			CASE WHEN holder = '' THEN '{"state": "pool", "version": 2, "finishes": 0}'
				ELSE jsonb_build_object('state', 'rated', 'version', 6, 'finishes', 1, 'assignee_id', holder, 'ended_at', $9, 'due_at', NULL, 'amber_at', NULL) END) r`

// The journal of an order in the pool has two lines, that of a rated one six.
const eventsSQL = `
	INSERT INTO order_events (id, order_id, event, from_state, to_state, version, actor_id, at, patch)
	SELECT gen_random_uuid(), o.id, e.event, e.was, e.next, e.version,
		CASE e.who WHEN 'requester' THEN o.requester_id WHEN 'staff' THEN CAST($2 AS uuid) ELSE o.assignee_id END,
		o.placed_at + interval '1 hour' * e.version,
		CASE e.version WHEN 1 THEN to_jsonb(o) - 'search_tokens' ELSE jsonb_build_object('state', e.next, 'version', e.version, 'moved_at', CAST($3 AS timestamptz), 'clock', o.clock) END
	FROM orders o JOIN (VALUES (1, 'place', '', 'placed', 'requester'), (2, 'publish', 'placed', 'pool', 'staff'), (3, 'claim', 'pool', 'accepted', ''),
		(4, 'sign_in', 'accepted', 'in_service', ''), (5, 'finish', 'in_service', 'done', ''), (6, 'rate', 'done', 'rated', 'requester'))
		AS e (version, event, was, next, who) ON e.version <= o.version
	WHERE o.id BETWEEN $1 AND '00000000-0000-0000-0000-999999999999' ORDER BY o.id, e.version`

const assignmentsSQL = `
	WITH a AS (
		INSERT INTO assignments (id, order_id, person_id, offered_at, accepted_at, ended_at, ended_by)
		SELECT id, id, assignee_id, placed_at, placed_at, $3, 'finish' FROM orders WHERE assignee_id IS NOT NULL AND id >= $1 AND assignee_id < $2
		RETURNING id, person_id
	)
	INSERT INTO assignment_members (assignment_id, person_id) SELECT id, person_id FROM a`

const ratingsSQL = `
	INSERT INTO ratings (order_id, finish, rated_by, solved, stars, at)
	SELECT id, 1, requester_id, true, 5, $3 FROM orders WHERE state = 'rated' AND id >= $1 AND requester_id < $2`
