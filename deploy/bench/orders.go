package main

import (
	"context"
	"fmt"
	"time"

	"delinli/app/demo/crowd"
	"delinli/app/postgres"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/order"
	"delinli/models/secret"
)

// batch is how many orders one statement writes.
const batch = 5_000

// addOrders fills the town with orders that are like the one that the program placed, each sealed for itself, with their journals.
func (t *town) addOrders(ctx context.Context, like order.Order) error {
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
	_, err := t.owner.Exec(ctx, `UPDATE orders SET reach = 'city' WHERE id = $1`, id(firstOrder+t.pool()-1))
	if err == nil {
		err = postgres.Vacuum(ctx, t.server.OwnerURL())
	}
	return err
}

func (t *town) addBatch(ctx context.Context, like order.Order, from, to int64) error {
	orders := make([]order.Order, 0, to-from)
	for i := from; i < to; i++ {
		o, err := t.another(like, i)
		if err != nil {
			return err
		}
		orders = append(orders, o)
	}
	return t.write(ctx, func(tx *store.Tx) error { return crowd.AddOrders(tx, orders) })
}

// another is the i-th order: it waits in the pool, or was served and rated.
func (t *town) another(like order.Order, i int64) (o order.Order, err error) {
	o = like
	row := id(firstOrder + i)
	who := t.requester(firstOrder + i)
	o.ID, _ = models.ParseID[models.OrderID](row)
	o.Requester, _ = models.ParseID[models.PersonID](id(who))
	o.Number, o.PlacedBy, o.Area = row, o.Requester, models.AreaCode(community(i))
	for _, text := range []struct {
		into         *secret.Sealed
		column, text string
	}{
		{&o.Title, "title", "想要一副老花镜"}, {&o.Detail, "detail", "三百度,家里的那副摔坏了,看药盒上的字很吃力"},
		{&o.Address, "address", `{"detail":"幸福小区3号楼2单元501室"}`},
	} {
		sealed, err := t.seal(t.keys[who-firstResident], o.Requester, "orders", text.column, row, text.text)
		if err != nil {
			return o, err
		}
		*text.into = sealed
	}
	o.Visibility, o.PublicTitle, o.Reach, o.Route, o.WakeAt = order.Public, "一位老人想要一副老花镜", models.Community, dispatch.ToPool, nil
	o.PlacedAt = t.now.Add(-time.Duration(float64(400*24*time.Hour) * (1 - float64(i)/float64(t.Orders)))).Truncate(time.Microsecond)
	o.State, o.Version = order.Pool, 2
	if helper := t.holder(i); helper != "" {
		o.State, o.Version, o.Finishes, o.EndedAt, o.DueAt, o.AmberAt, o.NextDue = order.Rated, 6, 1, &t.now, nil, nil, nil
		o.Assignee, _ = models.ParseID[models.PersonID](helper)
		o.AcceptedAt, o.FinishedAt = new(o.PlacedAt.Add(3*time.Hour)), new(o.PlacedAt.Add(5*time.Hour)) // as the journal has it
	}
	return o, nil
}

// holder is who served the i-th order; empty for one in the pool.
func (t *town) holder(i int64) string {
	if i < t.pool() {
		return ""
	}
	return id(firstVolunteer + i%t.Volunteers)
}

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
