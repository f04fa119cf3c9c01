-- +goose Up

-- Tables of residents that are taken in. One process at a time works at one; beat_at is when it last did.
CREATE TABLE imports (
    id       uuid PRIMARY KEY,
    owner_id uuid REFERENCES persons (id), -- null: at the machine itself
    digest   bytea NOT NULL, -- of the file and of how it is read, by which work that was cut off goes on
    state    text NOT NULL CHECK (state IN ('staging', 'done', 'refused', 'dropped')),
    begun_at timestamptz NOT NULL,
    beat_at  timestamptz NOT NULL,
    ended_at timestamptz,
    entered  integer NOT NULL DEFAULT 0,
    CONSTRAINT imports_ended CHECK ((state = 'staging') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX imports_live ON imports (digest) WHERE state = 'staging';

-- Lines that are ready to be entered, sealed as they will stand in persons. They need no log of their own: what a crash of the server takes is read again.
CREATE UNLOGGED TABLE import_rows (
    import_id    uuid NOT NULL REFERENCES imports (id),
    line         integer NOT NULL,
    id           uuid NOT NULL,
    wrapped      bytea NOT NULL,
    name         bytea NOT NULL,
    id_number    bytea NOT NULL,
    id_index     bytea NOT NULL,
    phone        bytea,
    phone_index  bytea,
    address      bytea,
    household_id uuid,
    relation     text NOT NULL,
    sex          text NOT NULL,
    born         date NOT NULL,
    area_code    text COLLATE "C" NOT NULL,
    tags         text[] NOT NULL,
    PRIMARY KEY (import_id, line)
);

-- +goose Down
DROP TABLE import_rows;
DROP TABLE imports;
