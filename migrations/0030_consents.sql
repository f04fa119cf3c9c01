-- +goose Up

-- What somebody agreed to, purpose by purpose, and when they took that back. The last line of a purpose holds.
CREATE TABLE consents (
    id        uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    purpose   text NOT NULL CHECK (purpose IN ('neighbours', 'calls')),
    version   integer NOT NULL CHECK (version > 0), -- of the text that they were shown
    given     boolean NOT NULL,
    channel   text NOT NULL CHECK (channel IN ('app', 'paper')),
    noted_by  uuid NOT NULL REFERENCES persons (id), -- they, who answers for a child, or staff
    note      bytea, -- where the paper lies and who was there; sealed
    at        timestamptz NOT NULL,
    CHECK ((channel = 'paper') = (note IS NOT NULL))
);
COMMENT ON TABLE consents IS 'append-only: what was agreed to and taken back';
CREATE INDEX consents_of ON consents (person_id, purpose, at DESC, id DESC);
CREATE TRIGGER consents_live BEFORE INSERT ON consents FOR EACH ROW EXECUTE FUNCTION lives('person_id');

-- Whether somebody agrees to a purpose now, in whichever of their records they last said so.
CREATE FUNCTION agrees(who uuid, what text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN COALESCE((WITH RECURSIVE self AS (SELECT who AS id UNION ALL SELECT p.id FROM persons p JOIN self ON p.merged_into = self.id)
    SELECT c.given FROM consents c JOIN self ON self.id = c.person_id WHERE c.purpose = what ORDER BY c.at DESC, c.id DESC LIMIT 1), false);

-- +goose Down
DROP FUNCTION agrees;
DROP TABLE consents;
