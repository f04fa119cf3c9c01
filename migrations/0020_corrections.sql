-- +goose Up

-- What residents ask to have put right in their own record. Texts are sealed under the key of whose record it is.
CREATE TABLE corrections (
    id         uuid PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES persons (id), -- whose record
    asked_by   uuid NOT NULL REFERENCES persons (id), -- they, or who answers for a child
    field      text NOT NULL CHECK (field IN ('name', 'id_number', 'phone', 'area_code', 'address', 'relation', 'tags')),
    value      bytea NOT NULL,
    reason     bytea NOT NULL,
    state      text NOT NULL CHECK (state IN ('asked', 'accepted', 'refused')),
    answer     bytea, -- why it was refused
    at         timestamptz NOT NULL,
    decided_by uuid REFERENCES persons (id),
    decided_at timestamptz,
    CHECK ((state = 'asked') = (decided_at IS NULL)),
    CHECK ((state = 'refused') = (answer IS NOT NULL))
);
CREATE UNIQUE INDEX corrections_open ON corrections (person_id, field) WHERE state = 'asked';
CREATE INDEX corrections_queue ON corrections (state, at, id);
CREATE INDEX corrections_asked_by ON corrections (asked_by, at);

-- +goose Down
DROP TABLE corrections;
