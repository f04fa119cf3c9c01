-- +goose Up

-- When the highest level was told: the next one hears an escalation step later, whatever else happens to the order meanwhile.
ALTER TABLE orders ADD COLUMN escalated_at timestamptz;
UPDATE orders SET escalated_at = moved_at WHERE escalated <> '';
ALTER TABLE orders ADD CONSTRAINT orders_escalated_when CHECK ((escalated = '') = (escalated_at IS NULL));

-- +goose Down
ALTER TABLE orders DROP COLUMN escalated_at;
