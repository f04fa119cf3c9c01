-- +goose Up

-- Tables that staff send in part by part. One process at a time reads one; the file goes when it is done with, or after a day.
CREATE TABLE intakes (
    id        uuid PRIMARY KEY,
    owner_id  uuid NOT NULL REFERENCES persons (id),
    name      bytea, -- of the file; sealed under the owner's key, as heads are
    size      bigint NOT NULL CHECK (size > 0),
    parts     integer NOT NULL, -- that have come
    heads     bytea,
    mapping   text[] NOT NULL,
    good_only boolean NOT NULL,
    source    text NOT NULL CHECK (source IN ('', 'visit', 'self', 'department')),
    state     text NOT NULL CHECK (state IN ('receiving', 'opening', 'ready', 'checking', 'checked', 'entering', 'done', 'failed', 'stopped', 'gone')),
    attempts  integer NOT NULL,
    progress  jsonb NOT NULL,
    outcome   jsonb, -- of lines by their number; null: not read yet
    fault     text NOT NULL,
    begun_at  timestamptz NOT NULL,
    ended_at  timestamptz,
    goes_at   timestamptz NOT NULL,
    CONSTRAINT intakes_ended CHECK ((state IN ('done', 'failed', 'stopped', 'gone')) = (ended_at IS NOT NULL))
);
CREATE INDEX intakes_of ON intakes (owner_id, begun_at DESC, id DESC);
CREATE INDEX intakes_next ON intakes (goes_at) WHERE ended_at IS NULL;

CREATE TABLE intake_parts (
    intake_id uuid NOT NULL REFERENCES intakes (id),
    n         integer NOT NULL CHECK (n >= 0),
    blob      text NOT NULL,
    PRIMARY KEY (intake_id, n)
);

-- +goose Down
DROP TABLE intake_parts, intakes;
