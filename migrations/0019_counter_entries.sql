-- +goose Up

-- A mistake in a fund's book is undone by a counter-entry, once. It counts on the side of what it undoes, so that what was given and what was spent
-- stay true.
ALTER TABLE fund_entries
    ADD COLUMN reverses uuid UNIQUE REFERENCES fund_entries (id),
    ADD COLUMN income boolean NOT NULL GENERATED ALWAYS AS ((amount > 0) = (reverses IS NULL)) STORED;

-- +goose Down
ALTER TABLE fund_entries DROP COLUMN income, DROP COLUMN reverses;
