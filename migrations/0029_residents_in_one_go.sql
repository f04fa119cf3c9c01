-- +goose Up

-- Residents are entered in one transaction while their table is read; nothing lies aside meanwhile.
DROP TABLE import_rows, imports;

-- Most people have no account of WeChat.
ALTER TABLE persons DROP CONSTRAINT persons_openid_index_key;
CREATE UNIQUE INDEX persons_openid_index_key ON persons (openid_index) WHERE openid_index IS NOT NULL;

-- +goose Down
DROP INDEX persons_openid_index_key;
ALTER TABLE persons ADD CONSTRAINT persons_openid_index_key UNIQUE (openid_index);
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
