-- +goose Up

-- Somebody who was entered twice: the record that goes keeps its row and its key, and leads to the one that stays.
ALTER TABLE persons
    ADD COLUMN merged_into uuid REFERENCES persons (id),
    ADD COLUMN name_index bytea, -- of a name in the register; null until it was read
    ADD CONSTRAINT persons_led_on CHECK (merged_into IS NULL OR (merged_into <> id AND registered_at IS NULL AND phone_index IS NULL
        AND id_index IS NULL AND openid IS NULL AND household_id IS NULL));
CREATE INDEX persons_merged ON persons (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX persons_alike ON persons (name_index, born, sex) WHERE registered_at IS NOT NULL;
CREATE INDEX persons_unread ON persons (id) WHERE registered_at IS NOT NULL AND name IS NOT NULL AND name_index IS NULL;

-- A name that changes is read anew.
-- +goose StatementBegin
CREATE FUNCTION unread() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name_index := NULL;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER persons_renamed BEFORE UPDATE OF name ON persons FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION unread();

-- The texts of an order stay sealed for whom it was placed when their record is merged into another.
ALTER TABLE orders ADD COLUMN sealed_for uuid REFERENCES persons (id);

ALTER TABLE person_tags ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY;

CREATE TABLE merges (
    id         uuid PRIMARY KEY,
    kept_id    uuid NOT NULL REFERENCES persons (id),
    gone_id    uuid NOT NULL REFERENCES persons (id),
    merged_by  uuid NOT NULL REFERENCES persons (id),
    at         timestamptz NOT NULL,
    fields     text[] NOT NULL, -- that the record which stays took over
    kept_was   jsonb, -- its columns before, and after; null when somebody was erased
    kept_now   jsonb,
    gone_was   jsonb, -- what the other record lost
    undone_by  uuid REFERENCES persons (id),
    undone_at  timestamptz,
    CHECK (kept_id <> gone_id),
    CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
CREATE UNIQUE INDEX merges_standing ON merges (gone_id) WHERE undone_at IS NULL;
CREATE INDEX merges_kept ON merges (kept_id);
CREATE INDEX merges_newest ON merges (at DESC, id DESC);

-- What followed a record into another one.
CREATE TABLE merge_rows (
    merge_id uuid NOT NULL REFERENCES merges (id),
    kind     text NOT NULL CHECK (kind IN ('tag', 'tag_twice', 'post', 'notice', 'complaint', 'correction', 'order')),
    row_id   uuid NOT NULL,
    was      jsonb, -- of a correction: its texts as they were sealed for the record that went
    PRIMARY KEY (merge_id, kind, row_id)
);

-- Pairs that look alike and are two people.
CREATE TABLE distinct_pairs (
    one       uuid NOT NULL REFERENCES persons (id),
    other     uuid NOT NULL REFERENCES persons (id),
    parted_by uuid NOT NULL REFERENCES persons (id),
    at        timestamptz NOT NULL,
    PRIMARY KEY (one, other),
    CHECK (one < other)
);
CREATE INDEX distinct_pairs_other ON distinct_pairs (other);

-- Nothing begins for a record that was merged: whoever comes too late is told so, and finds the one that stays.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION lives() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who uuid;
    gone boolean;
    away boolean;
BEGIN
    CASE TG_ARGV[0]
        WHEN 'person_id' THEN who := NEW.person_id;
        WHEN 'requester_id' THEN who := NEW.requester_id;
        WHEN 'placed_by' THEN who := NEW.placed_by;
        WHEN 'leader_id' THEN who := NEW.leader_id;
        WHEN 'owner_id' THEN who := NEW.owner_id;
        WHEN 'complainant' THEN who := NEW.complainant;
    END CASE;
    SELECT erased_at IS NOT NULL, merged_into IS NOT NULL INTO gone, away FROM persons WHERE id = who FOR KEY SHARE;
    IF gone THEN
        RAISE EXCEPTION 'somebody who was erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'persons_live';
    END IF;
    IF away THEN
        RAISE EXCEPTION 'a record that was merged' USING ERRCODE = 'check_violation', CONSTRAINT = 'persons_led_on';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER person_tags_live BEFORE INSERT ON person_tags FOR EACH ROW EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER corrections_live BEFORE INSERT ON corrections FOR EACH ROW EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER home_returns_live BEFORE INSERT ON home_returns FOR EACH ROW EXECUTE FUNCTION lives('person_id');

-- +goose Down
DROP TRIGGER home_returns_live ON home_returns;
DROP TRIGGER corrections_live ON corrections;
DROP TRIGGER person_tags_live ON person_tags;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION lives() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who uuid;
    gone boolean;
BEGIN
    CASE TG_ARGV[0]
        WHEN 'person_id' THEN who := NEW.person_id;
        WHEN 'requester_id' THEN who := NEW.requester_id;
        WHEN 'placed_by' THEN who := NEW.placed_by;
        WHEN 'leader_id' THEN who := NEW.leader_id;
        WHEN 'owner_id' THEN who := NEW.owner_id;
        WHEN 'complainant' THEN who := NEW.complainant;
    END CASE;
    SELECT erased_at IS NOT NULL INTO gone FROM persons WHERE id = who FOR KEY SHARE;
    IF gone THEN
        RAISE EXCEPTION 'somebody who was erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'persons_live';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
DROP TABLE distinct_pairs, merge_rows, merges;
ALTER TABLE person_tags DROP COLUMN id;
ALTER TABLE orders DROP COLUMN sealed_for;
DROP TRIGGER persons_renamed ON persons;
DROP FUNCTION unread;
DROP INDEX persons_unread, persons_alike, persons_merged;
ALTER TABLE persons DROP CONSTRAINT persons_led_on, DROP COLUMN name_index, DROP COLUMN merged_into;
