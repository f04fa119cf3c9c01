-- +goose Up

-- Every change and every look at personal data. Rows hold ids and ciphertext only; the sealer chains them afterwards.
CREATE TABLE audit (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at         timestamptz NOT NULL,
    actor_id   uuid,
    session_id uuid,
    action     text NOT NULL, -- "order.claim", "look.phone", "seat.grant", …
    subject    text NOT NULL, -- "order", "person", "seat", …
    subject_id text NOT NULL,
    person_id  uuid, -- whose data it was about
    reason     text NOT NULL DEFAULT '',
    detail     jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE audit IS 'append-only: chained by audit_seals';
CREATE INDEX audit_time ON audit (at, id); -- auditors page through everything by time
CREATE INDEX audit_actor ON audit (actor_id, at);
CREATE INDEX audit_person ON audit (person_id, at) WHERE person_id IS NOT NULL;
CREATE INDEX audit_subject ON audit (subject, subject_id, at);
CREATE INDEX audit_unsealed ON audit (xid, id);

CREATE TABLE audit_seals (
    seq      bigint PRIMARY KEY,
    audit_id bigint NOT NULL UNIQUE REFERENCES audit (id),
    xid      xid8 NOT NULL,
    hash     bytea NOT NULL -- SM3 of the hash before and of this line
);
COMMENT ON TABLE audit_seals IS 'append-only: the chain';

CREATE TABLE outbox (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid     xid8 NOT NULL DEFAULT pg_current_xact_id(),
    topic   text NOT NULL, -- "order", "notice", "session", …
    ref     text NOT NULL,
    event   text NOT NULL DEFAULT '',
    version int NOT NULL DEFAULT 0,
    at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX outbox_settled ON outbox (xid, id);

-- How far the relay has come: one row.
CREATE TABLE relay (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    xid xid8 NOT NULL DEFAULT '0',
    id  bigint NOT NULL DEFAULT 0
);
INSERT INTO relay DEFAULT VALUES;

CREATE TABLE idempotency_keys (
    person_id  uuid NOT NULL REFERENCES persons (id),
    key        text NOT NULL,
    body_hash  bytea NOT NULL,
    status     int NOT NULL DEFAULT 0, -- 0: the first request still runs
    ref        text NOT NULL DEFAULT '',
    locked_until timestamptz NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (person_id, key)
);

CREATE TABLE files (
    id         uuid PRIMARY KEY,
    owner_id   uuid NOT NULL REFERENCES persons (id),
    kind       text NOT NULL CHECK (kind IN ('picture', 'voice')),
    mime       text NOT NULL,
    size       int NOT NULL CHECK (size > 0),
    width      int NOT NULL DEFAULT 0,
    height     int NOT NULL DEFAULT 0,
    seconds    int NOT NULL DEFAULT 0,
    blob       text NOT NULL UNIQUE,
    thumb      text NOT NULL DEFAULT '',
    order_id   uuid REFERENCES orders (id),
    purpose    text NOT NULL DEFAULT '' CHECK (purpose IN ('', 'order', 'result', 'comment', 'portrait')),
    at         timestamptz NOT NULL
);
CREATE INDEX files_of_order ON files (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX files_orphans ON files (at) WHERE purpose = '';

CREATE TABLE notices (
    id        uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    kind      text NOT NULL,
    order_id  uuid REFERENCES orders (id),
    cause     text NOT NULL, -- what it came from, so that it comes once
    params    jsonb NOT NULL DEFAULT '{}', -- nothing personal
    at        timestamptz NOT NULL,
    read_at   timestamptz,
    UNIQUE (person_id, kind, cause)
);
CREATE INDEX notices_of ON notices (person_id, at DESC, id DESC);

CREATE TABLE deliveries (
    notice_id uuid NOT NULL REFERENCES notices (id),
    channel   text NOT NULL CHECK (channel IN ('sms', 'wechat')),
    state     text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts  int NOT NULL DEFAULT 0,
    after_at  timestamptz NOT NULL, -- quiet hours
    error     text NOT NULL DEFAULT '',
    PRIMARY KEY (notice_id, channel)
);
CREATE INDEX deliveries_waiting ON deliveries (after_at) WHERE state = 'waiting';

-- +goose Down
DROP TABLE deliveries, notices, files, idempotency_keys, relay, outbox, audit_seals, audit;
