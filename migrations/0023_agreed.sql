-- +goose Up

-- Nothing begins for somebody who was erased: whoever writes a row that ties a person holds the person while they look, and erasing takes the
-- person alone. One of both waits, and is refused.
-- +goose StatementBegin
CREATE FUNCTION lives() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER orders_requester_lives BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION lives('requester_id');
CREATE TRIGGER orders_placer_lives BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION lives('placed_by');
CREATE TRIGGER followers_live BEFORE INSERT ON followers FOR EACH ROW EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER complaints_live BEFORE INSERT ON complaints FOR EACH ROW EXECUTE FUNCTION lives('complainant');
CREATE TRIGGER assignment_members_live BEFORE INSERT ON assignment_members FOR EACH ROW EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER volunteers_live BEFORE INSERT OR UPDATE OF state ON volunteers FOR EACH ROW WHEN (NEW.state <> 'ended')
    EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER teams_live BEFORE INSERT ON teams FOR EACH ROW EXECUTE FUNCTION lives('leader_id');
CREATE TRIGGER team_members_live BEFORE INSERT ON team_members FOR EACH ROW EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER seats_live_person BEFORE INSERT ON seats FOR EACH ROW EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER sessions_live BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER accounts_live BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER grid_posts_live BEFORE INSERT ON grid_posts FOR EACH ROW EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER files_live BEFORE INSERT ON files FOR EACH ROW EXECUTE FUNCTION lives('owner_id');

-- One call-back counts for each finish. Of those that were made about one finish before, the last stays; the journal keeps that there were more.
ALTER TABLE call_backs ADD COLUMN finish int NOT NULL DEFAULT 0;
UPDATE call_backs c SET finish = (SELECT count(*) FROM order_events f WHERE f.order_id = c.order_id AND f.event = 'finish' AND f.at <= c.at);
DELETE FROM call_backs c USING call_backs later WHERE later.order_id = c.order_id AND later.finish = c.finish AND (later.at, later.event_id) > (c.at, c.event_id);
ALTER TABLE call_backs ALTER COLUMN finish DROP DEFAULT, ADD CONSTRAINT call_backs_once UNIQUE (order_id, finish);
DROP INDEX call_backs_of;

-- Who rates for themselves is settled when an order is placed: a phone that is taken away later changes nothing.
ALTER TABLE orders ADD COLUMN reachable boolean NOT NULL DEFAULT false;
UPDATE orders o SET reachable = true FROM persons p WHERE p.id = o.requester_id AND p.phone_index IS NOT NULL;

-- Whom a team asked to join it. They are no members before they say yes; a row goes with the answer.
CREATE TABLE team_invitations (
    team_id   uuid NOT NULL REFERENCES teams (id),
    person_id uuid NOT NULL REFERENCES volunteers (person_id),
    PRIMARY KEY (team_id, person_id)
);
CREATE INDEX team_invitations_person ON team_invitations (person_id);
CREATE TRIGGER team_invitations_live BEFORE INSERT ON team_invitations FOR EACH ROW EXECUTE FUNCTION lives('person_id');

-- +goose Down
DROP TABLE team_invitations;
ALTER TABLE orders DROP COLUMN reachable;
CREATE INDEX call_backs_of ON call_backs (order_id);
ALTER TABLE call_backs DROP COLUMN finish;
DROP TRIGGER files_live ON files;
DROP TRIGGER grid_posts_live ON grid_posts;
DROP TRIGGER accounts_live ON accounts;
DROP TRIGGER sessions_live ON sessions;
DROP TRIGGER seats_live_person ON seats;
DROP TRIGGER team_members_live ON team_members;
DROP TRIGGER teams_live ON teams;
DROP TRIGGER volunteers_live ON volunteers;
DROP TRIGGER assignment_members_live ON assignment_members;
DROP TRIGGER complaints_live ON complaints;
DROP TRIGGER followers_live ON followers;
DROP TRIGGER orders_placer_lives ON orders;
DROP TRIGGER orders_requester_lives ON orders;
DROP FUNCTION lives;
