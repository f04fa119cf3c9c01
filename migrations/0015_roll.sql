-- +goose Up

-- Which transaction changed last what a ranking knows of a volunteer: whoever keeps the roll in memory reads only what it has not seen.
ALTER TABLE volunteers ADD COLUMN touched xid8 NOT NULL DEFAULT pg_current_xact_id();

-- +goose StatementBegin
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.touched := pg_current_xact_id();
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER volunteers_touch BEFORE UPDATE ON volunteers FOR EACH ROW EXECUTE FUNCTION touch();

-- +goose StatementBegin
CREATE FUNCTION touch_volunteer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE volunteers SET touched = pg_current_xact_id() WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER persons_touch_volunteer AFTER UPDATE OF household_id ON persons FOR EACH ROW EXECUTE FUNCTION touch_volunteer();

-- +goose Down
DROP TRIGGER persons_touch_volunteer ON persons;
DROP TRIGGER volunteers_touch ON volunteers;
DROP FUNCTION touch_volunteer, touch;
ALTER TABLE volunteers DROP COLUMN touched;
