-- +goose Up

-- Files that staff take out. One process at a time writes one; the file goes after a day, what is known of it stays.
CREATE TABLE exports (
    id          uuid PRIMARY KEY,
    owner_id    uuid NOT NULL REFERENCES persons (id),
    what        text NOT NULL,
    areas       text[] NOT NULL CHECK (cardinality(areas) > 0), -- that it holds
    filter      bytea, -- sealed under the owner's key, as words is
    personal    boolean NOT NULL, -- names, phones and addresses in the clear
    reason      text NOT NULL,
    words       bytea,
    approval_id uuid REFERENCES approvals (id),
    state       text NOT NULL CHECK (state IN ('waiting', 'queued', 'running', 'done', 'stopped', 'denied', 'failed', 'gone')),
    attempts    integer NOT NULL,
    rows        integer NOT NULL, -- written
    total       integer NOT NULL, -- to be written
    fault       text NOT NULL,
    blob        text NOT NULL,
    size        bigint NOT NULL,
    asked_at    timestamptz NOT NULL,
    started_at  timestamptz,
    ended_at    timestamptz,
    expires_at  timestamptz,
    CONSTRAINT exports_reasoned CHECK (NOT personal OR reason <> ''),
    CONSTRAINT exports_second CHECK (personal = (approval_id IS NOT NULL)),
    CONSTRAINT exports_file CHECK (state <> 'done' OR blob <> '' AND expires_at IS NOT NULL)
);
CREATE INDEX exports_of ON exports (owner_id, asked_at DESC, id DESC);
CREATE INDEX exports_waiting ON exports (asked_at DESC, id DESC) WHERE state = 'waiting';
CREATE INDEX exports_next ON exports (asked_at, id) WHERE state IN ('queued', 'running');
CREATE INDEX exports_expire ON exports (expires_at) WHERE state = 'done';

-- +goose Down
DROP TABLE exports;
