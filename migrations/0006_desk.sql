-- +goose Up

-- By when the next step is owed, and how often an order came back: what the queues of the desk are made of.
ALTER TABLE orders ADD COLUMN next_due timestamptz, ADD COLUMN returns integer NOT NULL DEFAULT 0;
UPDATE orders SET next_due = LEAST(CAST(clock ->> 'due_at' AS timestamptz), CASE WHEN stopped_at IS NULL THEN due_at END)
WHERE state IN ('placed', 'need_info', 'pool', 'offered', 'accepted', 'in_service', 'suspended', 'referred', 'appealed');
UPDATE orders o SET returns = (SELECT count(*) FROM order_events e WHERE e.order_id = o.id
    AND e.event IN ('return', 'revoke', 'absent', 'no_show', 'release'));
CREATE INDEX orders_owed ON orders (next_due, id) WHERE next_due IS NOT NULL;
CREATE INDEX orders_owed_by_community ON orders (left(area_code, 12), next_due, id) WHERE next_due IS NOT NULL;

-- Says in SQL what order.Order.Lies says in Go.
-- +goose StatementBegin
CREATE FUNCTION lies(queue text, state text, next_due timestamptz, returns integer, at timestamptz, day_end timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE queue
    WHEN 'todo' THEN state IN ('placed', 'appealed') WHEN 'today' THEN next_due > at AND next_due < day_end
    WHEN 'overdue' THEN next_due <= at WHEN 'returned' THEN returns > 0 AND state IN ('placed', 'pool', 'offered')
    ELSE state = 'appealed' END;
-- +goose StatementEnd

-- What members of staff keep of their lists.
ALTER TABLE accounts ADD COLUMN views jsonb NOT NULL DEFAULT '[]';

-- +goose Down
ALTER TABLE accounts DROP COLUMN views;
DROP FUNCTION lies;
ALTER TABLE orders DROP COLUMN next_due, DROP COLUMN returns;
