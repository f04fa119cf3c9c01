-- +goose Up

-- What is counted on the desk stands in the index by which it is listed: rows are wide, and when the next step is owed stands at their end.
DROP INDEX orders_owed;
CREATE INDEX orders_owed ON orders (state, next_due, id) INCLUDE (area_code, requester_id, household_id, returns, due_at, amber_at, stopped_at)
    WHERE next_due IS NOT NULL;

-- +goose Down
DROP INDEX orders_owed;
CREATE INDEX orders_owed ON orders (state, next_due, id) WHERE next_due IS NOT NULL;
