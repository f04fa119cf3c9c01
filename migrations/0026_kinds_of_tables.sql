-- +goose Up

-- What the lines of a table are.
ALTER TABLE intakes ADD COLUMN kind text NOT NULL DEFAULT 'residents' CHECK (kind IN ('residents', 'dwellings', 'teams', 'organisations'));
ALTER TABLE intakes ALTER COLUMN kind DROP DEFAULT;

-- +goose Down
ALTER TABLE intakes DROP COLUMN kind;
