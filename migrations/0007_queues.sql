-- +goose Up

-- What lies in a queue is said by order.Pile alone, whose parts the lists of the desk are given.
DROP FUNCTION lies;

-- A queue looks up each of its states by itself, so that a list of twenty reads twenty of each, however many wait.
DROP INDEX orders_owed, orders_owed_by_community;
CREATE INDEX orders_owed ON orders (state, next_due, id) WHERE next_due IS NOT NULL;
CREATE INDEX orders_owed_by_community ON orders (left(area_code, 12), state, next_due, id) WHERE next_due IS NOT NULL;
CREATE INDEX orders_returned ON orders (next_due, id) WHERE next_due IS NOT NULL AND returns > 0;
CREATE INDEX orders_by_state ON orders (state, placed_at DESC, id DESC);
CREATE INDEX orders_by_item ON orders (item_id, placed_at DESC, id DESC) WHERE item_id IS NOT NULL;

-- A department that had an order gave it back too, and whoever cannot rate by themselves is owed a call. What the journal tells stays.
UPDATE orders o SET returns = returns + hand_backs
WHERE NOT EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = o.id AND e.patch ? 'returns');
UPDATE orders o SET next_due = CAST(clock ->> 'due_at' AS timestamptz)
WHERE state = 'done' AND EXISTS (SELECT 1 FROM persons p WHERE p.id = o.requester_id AND p.phone_index IS NULL)
    AND NOT EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = o.id AND e.patch ? 'next_due');

-- +goose Down
DROP INDEX orders_owed, orders_owed_by_community, orders_returned, orders_by_state, orders_by_item;
CREATE INDEX orders_owed ON orders (next_due, id) WHERE next_due IS NOT NULL;
CREATE INDEX orders_owed_by_community ON orders (left(area_code, 12), next_due, id) WHERE next_due IS NOT NULL;
-- +goose StatementBegin
CREATE FUNCTION lies(queue text, state text, next_due timestamptz, returns integer, at timestamptz, day_end timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE queue
    WHEN 'todo' THEN state IN ('placed', 'appealed') WHEN 'today' THEN next_due > at AND next_due < day_end
    WHEN 'overdue' THEN next_due <= at WHEN 'returned' THEN returns > 0 AND state IN ('placed', 'pool', 'offered')
    ELSE state = 'appealed' END;
-- +goose StatementEnd
