-- +goose Up

-- Territory.
CREATE TABLE compounds (
    id        uuid PRIMARY KEY,
    name      text NOT NULL CHECK (name <> ''),
    area_code text COLLATE "C" NOT NULL REFERENCES areas (code) CHECK (length(area_code) = 12),
    version   int NOT NULL DEFAULT 1,
    UNIQUE (area_code, name)
);

-- What a building is beside a place: an area of the lowest level.
CREATE TABLE buildings (
    code        text COLLATE "C" PRIMARY KEY REFERENCES areas (code) CHECK (length(code) = 20),
    compound_id uuid REFERENCES compounds (id),
    units       int NOT NULL CHECK (units BETWEEN 1 AND 50), -- 单元
    floors      int NOT NULL CHECK (floors BETWEEN 1 AND 200)
);

CREATE TABLE dwellings (
    id       uuid PRIMARY KEY,
    building text COLLATE "C" NOT NULL REFERENCES buildings (code),
    unit     int NOT NULL CHECK (unit BETWEEN 1 AND 50),
    door     text NOT NULL CHECK (door ~ '^[0-9A-Z-]{1,8}$'),
    UNIQUE (building, unit, door)
);

ALTER TABLE households ADD COLUMN dwelling_id uuid REFERENCES dwellings (id);
CREATE INDEX households_dwelling ON households (dwelling_id) WHERE dwelling_id IS NOT NULL;
CREATE INDEX households_area ON households (area_code);

CREATE TABLE facilities (
    id        uuid PRIMARY KEY,
    kind      text NOT NULL CHECK (kind IN ('station', 'pavilion', 'square', 'talk_point', 'listening_corner')),
    name      text NOT NULL CHECK (name <> ''),
    area_code text COLLATE "C" NOT NULL REFERENCES areas (code),
    lat       double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lng       double precision NOT NULL CHECK (lng BETWEEN -180 AND 180),
    opened_on date NOT NULL,
    ended_at  timestamptz,
    version   int NOT NULL DEFAULT 1
);
CREATE INDEX facilities_area ON facilities (area_code) WHERE ended_at IS NULL;

-- The register of residents. Of the day of birth only the month is in the clear, for counts by age; the day is in the identity number.
ALTER TABLE persons
    ADD COLUMN id_number     bytea,
    ADD COLUMN id_index      bytea UNIQUE, -- SM3-HMAC of the number
    ADD COLUMN sex           text CHECK (sex IN ('female', 'male')),
    ADD COLUMN born          date CHECK (EXTRACT(day FROM born) = 1),
    ADD COLUMN relation      text CHECK (relation IN ('head', 'spouse', 'child', 'parent', 'grandchild', 'grandparent', 'sibling', 'other')), -- to the head of the household
    ADD COLUMN registered_at timestamptz, -- since when the register of residents has them
    ADD COLUMN version       int NOT NULL DEFAULT 1,
    ADD CONSTRAINT persons_erased_register CHECK (erased_at IS NULL OR (id_number IS NULL AND id_index IS NULL AND sex IS NULL AND born IS NULL
        AND relation IS NULL AND registered_at IS NULL));
CREATE INDEX persons_register ON persons (area_code, born, sex) WHERE registered_at IS NOT NULL;

-- What is known of somebody's situation, from whom and since when.
CREATE TABLE person_tags (
    person_id uuid NOT NULL REFERENCES persons (id),
    tag       text NOT NULL CHECK (tag IN ('living_alone', 'empty_nest', 'disabled', 'chronic_illness', 'low_income', 'extreme_poverty', 'veteran',
                  'bereaved', 'left_behind_child', 'party_member')),
    source    text NOT NULL CHECK (source IN ('visit', 'self', 'department')),
    since     date NOT NULL,
    noted_by  uuid REFERENCES persons (id),
    at        timestamptz NOT NULL,
    ended_at  timestamptz
);
CREATE UNIQUE INDEX person_tags_live ON person_tags (person_id, tag) WHERE ended_at IS NULL;
CREATE INDEX person_tags_tag ON person_tags (tag) WHERE ended_at IS NULL;

-- The party's four levels: committee of a community, branch of a grid or a compound, building group, centre household.
CREATE TABLE party_orgs (
    id          uuid PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('committee', 'branch', 'group')),
    parent_id   uuid REFERENCES party_orgs (id) CHECK ((parent_id IS NULL) = (kind = 'committee')),
    name        text NOT NULL CHECK (name <> ''),
    area_code   text COLLATE "C" NOT NULL REFERENCES areas (code),
    compound_id uuid REFERENCES compounds (id) CHECK (compound_id IS NULL OR kind = 'branch'),
    founded_on  date NOT NULL,
    ended_at    timestamptz,
    version     int NOT NULL DEFAULT 1
);
CREATE INDEX party_orgs_parent ON party_orgs (parent_id);
CREATE INDEX party_orgs_area ON party_orgs (area_code);

CREATE TABLE centre_households (
    household_id uuid PRIMARY KEY REFERENCES households (id),
    group_id     uuid NOT NULL REFERENCES party_orgs (id),
    building     text COLLATE "C" NOT NULL REFERENCES buildings (code), -- of which it is the steward
    unit         int CHECK (unit BETWEEN 1 AND 50), -- of which unit 单元长; null: of the whole building 楼栋长
    since        date NOT NULL,
    ended_at     timestamptz
);
CREATE INDEX centre_households_group ON centre_households (group_id);

-- Money in fen. A fund never goes below nothing, and its balance is the sum of its entries.
CREATE TABLE funds (
    id        uuid PRIMARY KEY,
    org_id    uuid REFERENCES party_orgs (id),           -- whose branch fund 支部经费 it is
    area_code text COLLATE "C" REFERENCES areas (code),  -- or whose service fund 服务群众专项经费
    year      int NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    balance   bigint NOT NULL DEFAULT 0,
    CONSTRAINT funds_not_overdrawn CHECK (balance >= 0),
    CHECK (num_nonnulls(org_id, area_code) = 1)
);
CREATE UNIQUE INDEX funds_branch ON funds (org_id, year) WHERE org_id IS NOT NULL;
CREATE UNIQUE INDEX funds_service ON funds (area_code, year) WHERE area_code IS NOT NULL;

CREATE TABLE fund_entries (
    id      uuid PRIMARY KEY,
    fund_id uuid NOT NULL REFERENCES funds (id),
    amount  bigint NOT NULL CHECK (amount <> 0), -- fen; income above zero, spending below
    purpose text NOT NULL CHECK (purpose <> ''),
    voucher text NOT NULL CHECK (voucher <> ''),
    by      uuid REFERENCES persons (id),
    at      timestamptz NOT NULL,
    UNIQUE (fund_id, voucher)
);
CREATE INDEX fund_entries_fund ON fund_entries (fund_id) INCLUDE (amount);
COMMENT ON TABLE fund_entries IS 'append-only: income and spending of funds';

-- Fixed posts 定岗 of grid teams.
CREATE TABLE grid_posts (
    id         uuid PRIMARY KEY,
    grid       text COLLATE "C" NOT NULL REFERENCES areas (code) CHECK (length(grid) = 15),
    kind       text NOT NULL CHECK (kind IN ('chief', 'liaison', 'full_time', 'part_time')),
    person_id  uuid NOT NULL REFERENCES persons (id),
    origin     text NOT NULL CHECK (origin IN ('community_staff', 'owners_committee', 'property_staff', 'residents')),
    from_on    date NOT NULL,
    until_on   date CHECK (until_on >= from_on), -- the last day; null: until further notice
    granted_by uuid REFERENCES persons (id),
    version    int NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX grid_posts_one ON grid_posts (grid, kind) WHERE until_on IS NULL AND kind IN ('chief', 'liaison');
CREATE UNIQUE INDEX grid_posts_person ON grid_posts (grid, kind, person_id) WHERE until_on IS NULL;
CREATE INDEX grid_posts_of ON grid_posts (person_id);

-- Cadres who report to the community they live in 在职党员回家.
CREATE TABLE home_returns (
    person_id   uuid PRIMARY KEY REFERENCES persons (id),
    kind        text NOT NULL CHECK (kind IN ('serving', 'retired', 'veteran')),
    unit        text NOT NULL CHECK (unit <> ''), -- where they work or worked
    community   text COLLATE "C" NOT NULL REFERENCES areas (code) CHECK (length(community) = 12),
    skills      text[] NOT NULL DEFAULT '{}',
    reported_on date NOT NULL,
    version     int NOT NULL DEFAULT 1,
    ended_at    timestamptz
);
CREATE INDEX home_returns_community ON home_returns (community) WHERE ended_at IS NULL;

-- 'city': facts of the whole city, such as the day as of which its figures stand.
ALTER TABLE settings DROP CONSTRAINT settings_kind_check,
    ADD CONSTRAINT settings_kind_check CHECK (kind IN ('calendar', 'policy', 'dispatch', 'template', 'weights', 'city'));

-- +goose Down
DELETE FROM settings WHERE kind = 'city';
ALTER TABLE settings DROP CONSTRAINT settings_kind_check,
    ADD CONSTRAINT settings_kind_check CHECK (kind IN ('calendar', 'policy', 'dispatch', 'template', 'weights'));
DROP TABLE home_returns, grid_posts, fund_entries, funds, centre_households, party_orgs, person_tags;
ALTER TABLE persons DROP COLUMN id_number, DROP COLUMN id_index, DROP COLUMN sex, DROP COLUMN born, DROP COLUMN relation, DROP COLUMN registered_at,
    DROP COLUMN version;
DROP TABLE facilities;
ALTER TABLE households DROP COLUMN dwelling_id;
DROP INDEX households_area;
DROP TABLE dwellings, buildings, compounds;
