-- +goose Up

CREATE TABLE areas (
    code    text COLLATE "C" PRIMARY KEY CHECK (code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15}|[0-9]{20})$'),
    parent  text COLLATE "C" REFERENCES areas (code) CHECK (starts_with(code, parent) AND code <> parent),
    name    text NOT NULL CHECK (name <> ''),
    lat     double precision CHECK (lat BETWEEN -90 AND 90),
    lng     double precision CHECK (lng BETWEEN -180 AND 180),
    boundary jsonb, -- GeoJSON Polygon, WGS 84
    version int NOT NULL DEFAULT 1,
    CHECK ((length(code) = 6) = (parent IS NULL))
);
CREATE INDEX areas_parent ON areas (parent);

CREATE TABLE households (
    id        uuid PRIMARY KEY,
    area_code text COLLATE "C" NOT NULL REFERENCES areas (code)
);

-- A person is anybody whom the town knows: with or without a phone, an account or a seat.
CREATE TABLE persons (
    id           uuid PRIMARY KEY,
    name         bytea,
    phone        bytea,
    phone_index  bytea UNIQUE, -- SM3-HMAC of the number
    address      bytea,
    household_id uuid REFERENCES households (id),
    area_code    text COLLATE "C" NOT NULL REFERENCES areas (code),
    preferences  jsonb NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL,
    erased_at    timestamptz,
    CHECK (erased_at IS NULL OR (name IS NULL AND phone IS NULL AND phone_index IS NULL AND address IS NULL))
);
CREATE INDEX persons_household ON persons (household_id);

-- Erasing a person deletes this row: whatever was sealed with the key, here or in any backup of the tables, is gone.
CREATE TABLE person_keys (
    person_id uuid PRIMARY KEY REFERENCES persons (id),
    wrapped   bytea NOT NULL
);

CREATE TABLE accounts (
    person_id     uuid PRIMARY KEY REFERENCES persons (id),
    login         text COLLATE "C" NOT NULL UNIQUE CHECK (login ~ '^[a-z][a-z0-9._-]{2,31}$'),
    password_hash text NOT NULL,
    password_until timestamptz, -- a one-time password: good until then, and changed by its holder at the first login
    totp_secret   bytea,
    totp_next     bytea, -- a second factor that no code of it has confirmed yet
    totp_step     bigint NOT NULL DEFAULT 0, -- the last time step that was used: no code counts twice
    recovery      bytea[] NOT NULL DEFAULT '{}',
    version       int NOT NULL DEFAULT 1,
    disabled_at   timestamptz,
    created_at    timestamptz NOT NULL
);

CREATE TABLE seats (
    id         uuid PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES persons (id),
    role       text NOT NULL CHECK (role IN ('resident', 'volunteer', 'steward', 'grid_worker', 'grid_chief', 'community_staff',
                   'community_secretary', 'street_staff', 'city_staff', 'department_staff', 'care_worker', 'auditor',
                   'security_admin', 'system_admin')),
    area_code  text COLLATE "C" NOT NULL REFERENCES areas (code),
    unit       text NOT NULL DEFAULT '' CHECK ((unit <> '') = (role = 'department_staff')),
    granted_by uuid REFERENCES persons (id),
    from_at    timestamptz NOT NULL,
    until_at   timestamptz,
    ended_at   timestamptz
);
CREATE UNIQUE INDEX seats_live ON seats (person_id, role, area_code, unit) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX seats_one_administration ON seats (person_id) WHERE ended_at IS NULL AND role IN ('auditor', 'security_admin', 'system_admin');
CREATE INDEX seats_person ON seats (person_id); -- auditors see what somebody held at the time
CREATE INDEX seats_area ON seats (role, area_code) WHERE ended_at IS NULL;

CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    person_id    uuid NOT NULL REFERENCES persons (id),
    token_hash   bytea NOT NULL UNIQUE,
    device       text NOT NULL,
    staff        boolean NOT NULL,
    created_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz
);
CREATE INDEX sessions_person ON sessions (person_id) WHERE revoked_at IS NULL;

CREATE TABLE challenges (
    id          uuid PRIMARY KEY,
    phone_index bytea NOT NULL,
    code_hash   bytea NOT NULL,
    guesses     int NOT NULL DEFAULT 0 CHECK (guesses <= 5),
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz
);

-- Counters of a window of time: one row a key, whose window begins at its first use, so that nothing passes twice at the turn of a
-- minute, and limits hold over many processes.
CREATE TABLE limits (
    key       text COLLATE "C" PRIMARY KEY,
    window_at timestamptz NOT NULL,
    used      int NOT NULL
);

CREATE TABLE volunteers (
    person_id    uuid PRIMARY KEY REFERENCES persons (id),
    number       text NOT NULL UNIQUE, -- unified volunteer number, never an ID number (MZ/T 061-2015)
    state        text NOT NULL CHECK (state IN ('applied', 'verified', 'refused', 'paused', 'ended')),
    party_member boolean NOT NULL DEFAULT false, -- as verified by staff
    skills       text[] NOT NULL DEFAULT '{}',
    areas        text[] NOT NULL DEFAULT '{}',
    availability jsonb NOT NULL DEFAULT '{}',
    cap          int NOT NULL DEFAULT 3 CHECK (cap BETWEEN 0 AND 20),
    load         int NOT NULL DEFAULT 0,
    rating_sum   int NOT NULL DEFAULT 0,
    rating_count int NOT NULL DEFAULT 0,
    note         bytea,
    version      int NOT NULL DEFAULT 1,
    applied_at   timestamptz NOT NULL,
    decided_by   uuid REFERENCES persons (id),
    CONSTRAINT volunteers_load_within_cap CHECK (load BETWEEN 0 AND cap)
);
CREATE SEQUENCE volunteer_numbers;

CREATE TABLE teams (
    id        uuid PRIMARY KEY,
    name      text NOT NULL CHECK (name <> ''),
    leader_id uuid NOT NULL REFERENCES volunteers (person_id),
    area_code text COLLATE "C" NOT NULL REFERENCES areas (code),
    version   int NOT NULL DEFAULT 1,
    ended_at  timestamptz
);
CREATE TABLE team_members (
    team_id   uuid NOT NULL REFERENCES teams (id),
    person_id uuid NOT NULL REFERENCES volunteers (person_id),
    PRIMARY KEY (team_id, person_id)
);
CREATE INDEX team_members_person ON team_members (person_id);

CREATE TABLE items (
    id       uuid PRIMARY KEY,
    category text NOT NULL,
    name     text NOT NULL UNIQUE,
    position int NOT NULL,
    active   boolean NOT NULL DEFAULT true,
    body     jsonb NOT NULL, -- class, skills, risk, party, route, publishes by itself, texts in zh and en
    version  int NOT NULL DEFAULT 1
);

-- What administrators may change and the program reads: calendar years, limits per class, dispatch rule, message templates.
CREATE TABLE settings (
    kind    text NOT NULL CHECK (kind IN ('calendar', 'policy', 'dispatch', 'template')),
    name    text NOT NULL,
    body    jsonb NOT NULL,
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (kind, name)
);

CREATE TABLE revisions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject    text NOT NULL, -- "item", "area", "calendar", …
    key        text NOT NULL,
    version    int NOT NULL,
    body       jsonb NOT NULL,
    changed_by uuid REFERENCES persons (id),
    at         timestamptz NOT NULL,
    UNIQUE (subject, key, version)
);
COMMENT ON TABLE revisions IS 'append-only: what staff changed in areas, menu and settings';

-- +goose Down
DROP TABLE revisions, settings, items, team_members, teams, volunteers, limits, challenges, sessions, seats, accounts, person_keys, persons,
    households, areas;
DROP SEQUENCE volunteer_numbers;
