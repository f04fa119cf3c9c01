-- +goose Up

-- Auditors page through everything by time, and see which seats somebody held at the time.
CREATE INDEX audit_time ON audit (at, id);
CREATE INDEX seats_person ON seats (person_id);

-- +goose Down
DROP INDEX audit_time, seats_person;
