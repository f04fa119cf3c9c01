-- +goose Up

CREATE SEQUENCE order_numbers;

CREATE TABLE orders (
    id             uuid PRIMARY KEY,
    number         text COLLATE "C" NOT NULL UNIQUE,
    kind           text NOT NULL CHECK (kind IN ('menu', 'wish', 'request')),
    item_id        uuid REFERENCES items (id),
    class          text NOT NULL,
    area_code      text COLLATE "C" NOT NULL REFERENCES areas (code),
    requester_id   uuid NOT NULL REFERENCES persons (id),
    placed_by      uuid NOT NULL REFERENCES persons (id),
    household_id   uuid REFERENCES households (id),
    visibility     text NOT NULL CHECK (visibility IN ('public', 'private')),
    state          text NOT NULL CHECK (state IN ('placed', 'need_info', 'pool', 'offered', 'accepted', 'in_service', 'suspended',
                       'referred', 'done', 'appealed', 'rated', 'closed', 'rejected', 'merged', 'cancelled', 'unfulfillable')),
    version        int NOT NULL,
    priority       int NOT NULL,
    title          bytea NOT NULL,
    detail         bytea,
    address        bytea,
    search_tokens  bytea[] NOT NULL,
    wanted         jsonb,
    public_title   text NOT NULL,
    public_text    text NOT NULL,
    public_bigrams text[] NOT NULL,
    public_pictures boolean NOT NULL,
    slots          int NOT NULL CHECK (slots BETWEEN 1 AND 50),
    slot_of        uuid REFERENCES orders (id),
    route          text NOT NULL CHECK (route IN ('pool', 'offer', 'wait')),
    reach          text NOT NULL CHECK (reach IN ('', 'grid', 'community', 'street', 'city')),
    assignee_id    uuid REFERENCES persons (id),
    team_id        uuid REFERENCES teams (id),
    referred_to    text NOT NULL,
    hand_backs     int NOT NULL,
    merged_into    uuid REFERENCES orders (id),
    sign_in_code   bytea,
    signed_in_at   timestamptz,
    signed_out_at  timestamptz,
    served         int NOT NULL,
    finishes       int NOT NULL,
    result         bytea,
    no_answer      boolean NOT NULL,
    public_reason  text NOT NULL,
    ended_at       timestamptz,
    appeals        int NOT NULL CHECK (appeals BETWEEN 0 AND 2),
    urges          int NOT NULL,
    extended       boolean NOT NULL,
    card           text NOT NULL CHECK (card IN ('', 'yellow', 'red')),
    escalated      text NOT NULL CHECK (escalated IN ('', 'community', 'street', 'city')),
    escalated_at   timestamptz, -- when that level was told: the next one hears an escalation step later, whatever else happens meanwhile
    clock          jsonb NOT NULL,
    limit_clock    jsonb NOT NULL,
    due_at         timestamptz,
    amber_at       timestamptz,
    stopped_at     timestamptz,
    wake_at        timestamptz,
    placed_at      timestamptz NOT NULL,
    moved_at       timestamptz NOT NULL,
    CONSTRAINT orders_private_not_in_pool CHECK (NOT (visibility = 'private' AND state = 'pool')),
    CONSTRAINT orders_held CHECK ((state IN ('offered', 'accepted', 'in_service', 'suspended')) <= (assignee_id IS NOT NULL OR team_id IS NOT NULL)),
    CONSTRAINT orders_escalated_when CHECK ((escalated = '') = (escalated_at IS NULL)),
    CHECK (assignee_id <> requester_id)
) WITH (fillfactor = 80);

-- The lamp of the whole order's limit: amber from 70 % on, red when late, kept while the clock stands still.
-- +goose StatementBegin
CREATE FUNCTION lamp(due timestamptz, amber timestamptz, stopped timestamptz, at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN COALESCE(stopped, at) >= due THEN 'red' WHEN COALESCE(stopped, at) >= amber THEN 'amber' ELSE 'green' END;
-- +goose StatementEnd

-- How many digits of an area's code must agree for the pool to reach a volunteer.
-- +goose StatementBegin
CREATE FUNCTION reach_digits(reach text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE reach WHEN 'city' THEN 6 WHEN 'street' THEN 9 WHEN 'grid' THEN 15 ELSE 12 END;
-- +goose StatementEnd

CREATE INDEX orders_newest ON orders (placed_at DESC, id DESC);
CREATE INDEX orders_by_area ON orders (area_code, state, placed_at DESC, id DESC);
CREATE INDEX orders_by_community ON orders (left(area_code, 12), placed_at DESC, id DESC);
CREATE INDEX orders_mine ON orders (requester_id, placed_at DESC, id DESC);
CREATE INDEX orders_entered ON orders (placed_by, placed_at DESC, id DESC);
CREATE INDEX orders_tasks ON orders (assignee_id, placed_at DESC, id DESC) WHERE assignee_id IS NOT NULL;
CREATE INDEX orders_team_tasks ON orders (team_id, placed_at DESC, id DESC) WHERE team_id IS NOT NULL;
CREATE INDEX orders_wall ON orders (placed_at DESC, id DESC) WHERE visibility = 'public' AND public_title <> '';
CREATE INDEX orders_pool ON orders (placed_at DESC, id DESC) WHERE state = 'pool';
CREATE INDEX orders_wake ON orders (wake_at, id) WHERE wake_at IS NOT NULL;
CREATE INDEX orders_household ON orders (household_id, placed_at DESC);
CREATE INDEX orders_public_search ON orders USING gin (public_bigrams);
CREATE INDEX orders_secret_search ON orders USING gin (search_tokens);
CREATE INDEX orders_slots ON orders (slot_of) WHERE slot_of IS NOT NULL;

CREATE TABLE order_events (
    id         uuid PRIMARY KEY,
    order_id   uuid NOT NULL REFERENCES orders (id),
    event      text NOT NULL,
    from_state text NOT NULL,
    to_state   text NOT NULL,
    version    int NOT NULL, -- of the order after the event
    actor_id   uuid REFERENCES persons (id), -- null: the clock or the program
    at         timestamptz NOT NULL,
    note       bytea, -- reason or comment, sealed under the requester's key
    patch      jsonb NOT NULL,
    seq        bigint GENERATED ALWAYS AS IDENTITY
);
COMMENT ON TABLE order_events IS 'append-only: replaying the patches of an order gives its row';
CREATE INDEX order_events_of ON order_events (order_id, seq);
CREATE INDEX order_events_by ON order_events (actor_id, order_id);
CREATE UNIQUE INDEX order_events_version ON order_events (order_id, version)
    WHERE event NOT IN ('comment', 'attach', 'follow', 'call_back', 'report_danger', 'complain');

-- Who had an order, once a row for each time.
CREATE TABLE assignments (
    id          uuid PRIMARY KEY,
    order_id    uuid NOT NULL REFERENCES orders (id),
    person_id   uuid REFERENCES volunteers (person_id),
    team_id     uuid REFERENCES teams (id),
    offered_at  timestamptz NOT NULL,
    accepted_at timestamptz,
    ended_at    timestamptz,
    ended_by    text NOT NULL DEFAULT '', -- the event
    code_tries  int NOT NULL DEFAULT 0, -- of the code at the door
    CHECK ((person_id IS NULL) <> (team_id IS NULL))
);
CREATE UNIQUE INDEX assignments_live ON assignments (order_id) WHERE ended_at IS NULL;
CREATE INDEX assignments_of ON assignments (order_id, offered_at);
CREATE INDEX assignments_lately ON assignments (accepted_at) WHERE accepted_at IS NOT NULL; -- fairness counts the last 30 days
CREATE TABLE assignment_members (
    assignment_id uuid NOT NULL REFERENCES assignments (id),
    person_id     uuid NOT NULL REFERENCES volunteers (person_id),
    PRIMARY KEY (assignment_id, person_id)
);
CREATE INDEX assignment_members_person ON assignment_members (person_id);

CREATE TABLE ratings (
    order_id  uuid NOT NULL REFERENCES orders (id),
    finish    int NOT NULL,
    rated_by  uuid NOT NULL REFERENCES persons (id),
    solved    boolean NOT NULL,
    stars     int NOT NULL CHECK (stars BETWEEN 1 AND 5),
    tags      text[] NOT NULL DEFAULT '{}',
    comment   bytea,
    at        timestamptz NOT NULL,
    PRIMARY KEY (order_id, finish)
);

CREATE TABLE call_backs (
    event_id     uuid PRIMARY KEY REFERENCES order_events (id),
    order_id     uuid NOT NULL REFERENCES orders (id),
    valid        boolean NOT NULL,
    contacted    boolean NOT NULL,
    solved       boolean NOT NULL,
    satisfaction text NOT NULL CHECK (satisfaction IN ('', 'satisfied', 'basically', 'unsatisfied')),
    at           timestamptz NOT NULL
);
CREATE INDEX call_backs_of ON call_backs (order_id);

CREATE TABLE followers (
    order_id  uuid NOT NULL REFERENCES orders (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    at        timestamptz NOT NULL,
    PRIMARY KEY (order_id, person_id)
);
CREATE INDEX followers_person ON followers (person_id);

CREATE TABLE complaints (
    id           uuid PRIMARY KEY,
    order_id     uuid REFERENCES orders (id),
    complainant  uuid NOT NULL REFERENCES persons (id),
    about        uuid NOT NULL REFERENCES persons (id),
    level        text NOT NULL CHECK (level IN ('community', 'street', 'city')), -- who handles it: above those concerned
    area_code    text COLLATE "C" NOT NULL,
    text         bytea NOT NULL,
    state        text NOT NULL CHECK (state IN ('open', 'answered')),
    answer       bytea,
    answered_by  uuid REFERENCES persons (id),
    at           timestamptz NOT NULL
);

CREATE TABLE approvals (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('suspend', 'extend', 'give_up', 'hours', 'export')),
    order_id   uuid REFERENCES orders (id),
    subject    uuid, -- a person for hours
    body       jsonb NOT NULL,
    note       bytea,
    asked_by   uuid NOT NULL REFERENCES persons (id),
    asked_at   timestamptz NOT NULL,
    decided_by uuid REFERENCES persons (id),
    decided_at timestamptz,
    outcome    text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'approved', 'denied', 'void')),
    CHECK (asked_by <> decided_by),
    CHECK ((outcome = '') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX approvals_pending ON approvals (order_id, kind) WHERE outcome = '' AND order_id IS NOT NULL;

-- Hours of service: a credit for each member and finish, and corrections that two people made.
CREATE TABLE hours (
    id          uuid PRIMARY KEY,
    person_id   uuid NOT NULL REFERENCES volunteers (person_id),
    order_id    uuid REFERENCES orders (id),
    finish      int,
    minutes     int NOT NULL,
    day         date NOT NULL, -- Asia/Shanghai
    reason      text NOT NULL CHECK (reason IN ('service', 'correction')),
    approval_id uuid REFERENCES approvals (id),
    flagged     boolean NOT NULL DEFAULT false, -- the same pair of requester and volunteer again and again
    at          timestamptz NOT NULL,
    CHECK ((reason = 'service') = (order_id IS NOT NULL AND finish IS NOT NULL AND minutes >= 0)),
    CHECK ((reason = 'correction') = (approval_id IS NOT NULL))
);
CREATE UNIQUE INDEX hours_once ON hours (order_id, finish, person_id) WHERE reason = 'service';
CREATE UNIQUE INDEX hours_correction_once ON hours (approval_id) WHERE reason = 'correction';
CREATE INDEX hours_of ON hours (person_id, day);
COMMENT ON TABLE hours IS 'append-only: a ledger, never a balance';

CREATE TABLE dispatches (
    id       uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    inputs   jsonb NOT NULL, -- need, candidates and rule as they were ranked
    chosen   uuid,
    actor_id uuid REFERENCES persons (id),
    at       timestamptz NOT NULL
);
CREATE INDEX dispatches_of ON dispatches (order_id, at);
COMMENT ON TABLE dispatches IS 'append-only: so that a rule can be tried on the past';

-- +goose Down
DROP TABLE dispatches, hours, approvals, complaints, followers, call_backs, ratings, assignment_members, assignments, order_events, orders;
DROP FUNCTION lamp, reach_digits;
DROP SEQUENCE order_numbers;
