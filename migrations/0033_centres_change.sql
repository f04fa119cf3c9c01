-- +goose Up
-- A household may be a centre again after it was one.
ALTER TABLE centre_households DROP CONSTRAINT centre_households_pkey;
ALTER TABLE centre_households ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY;
CREATE UNIQUE INDEX centre_households_live ON centre_households (household_id) WHERE ended_at IS NULL;

-- +goose Down
DROP INDEX centre_households_live;
ALTER TABLE centre_households DROP COLUMN id;
DELETE FROM centre_households c USING centre_households later WHERE later.household_id = c.household_id AND (later.since, later.ctid) > (c.since, c.ctid);
ALTER TABLE centre_households ADD PRIMARY KEY (household_id);
