-- +goose Up

-- When somebody first took an order and when it was last finished, for figures: over 100,000 orders a third of the time.
ALTER TABLE orders ADD COLUMN accepted_at timestamptz, ADD COLUMN finished_at timestamptz;
UPDATE orders o SET accepted_at = e.accepted_at, finished_at = e.finished_at
FROM (SELECT order_id, min(at) FILTER (WHERE event IN ('claim', 'accept')) AS accepted_at, max(at) FILTER (WHERE event = 'finish') AS finished_at
    FROM order_events WHERE event IN ('claim', 'accept', 'finish') GROUP BY order_id) e WHERE e.order_id = o.id;
DROP INDEX order_events_finished, order_events_taken, orders_figures;
CREATE INDEX orders_figures ON orders (id) INCLUDE (area_code, item_id, household_id, state, placed_at, accepted_at, finished_at, due_at, stopped_at, ended_at, no_answer,
    finishes, assignee_id, team_id);

-- +goose Down
DROP INDEX orders_figures;
ALTER TABLE orders DROP COLUMN accepted_at, DROP COLUMN finished_at;
CREATE INDEX orders_figures ON orders (id) INCLUDE (area_code, item_id, household_id, state, placed_at, due_at, stopped_at, ended_at, no_answer, finishes, assignee_id,
    team_id);
CREATE INDEX order_events_taken ON order_events (order_id, at) WHERE event IN ('claim', 'accept');
CREATE INDEX order_events_finished ON order_events (order_id, at) WHERE event = 'finish';
