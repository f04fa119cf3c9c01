-- +goose Up

-- Whoever is away lends their seats to a deputy for the time.
CREATE TABLE leaves (
    id          uuid PRIMARY KEY,
    person_id   uuid NOT NULL REFERENCES persons (id),
    deputy_id   uuid NOT NULL REFERENCES persons (id),
    arranged_by uuid NOT NULL REFERENCES persons (id),
    from_at     timestamptz NOT NULL,
    until_at    timestamptz NOT NULL,
    ended_at    timestamptz,
    at          timestamptz NOT NULL,
    CONSTRAINT leaves_others CHECK (deputy_id <> person_id),
    CONSTRAINT leaves_span CHECK (until_at > from_at)
);
CREATE UNIQUE INDEX leaves_one ON leaves (person_id) WHERE ended_at IS NULL;
CREATE INDEX leaves_deputy ON leaves (deputy_id) WHERE ended_at IS NULL;
ALTER TABLE seats ADD COLUMN lent_of uuid REFERENCES seats (id), ADD COLUMN leave_id uuid REFERENCES leaves (id);
CREATE INDEX seats_lent ON seats (lent_of) WHERE lent_of IS NOT NULL AND ended_at IS NULL;

-- +goose Down
ALTER TABLE seats DROP COLUMN leave_id, DROP COLUMN lent_of;
DROP TABLE leaves;
