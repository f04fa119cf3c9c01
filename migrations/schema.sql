-- Written by make generate: the schema to which the migrations lead.

CREATE OR REPLACE FUNCTION public.agrees(who uuid, what text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((WITH RECURSIVE self AS (SELECT agrees.who AS id UNION ALL SELECT p.id FROM (persons p JOIN self self_1 ON ((p.merged_into = self_1.id)))) SELECT c.given FROM (consents c JOIN self ON ((self.id = c.person_id))) WHERE (c.purpose = agrees.what) ORDER BY c.at DESC, c.id DESC LIMIT 1), false);

CREATE OR REPLACE FUNCTION public.extent(boundary jsonb)
 RETURNS box
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT box(point(min(((p.value ->> 0))::double precision), min(((p.value ->> 1))::double precision)), point(max(((p.value ->> 0))::double precision), max(((p.value ->> 1))::double precision))) AS box FROM jsonb_array_elements((extent.boundary #> '{coordinates,0}'::text[])) p(value));

CREATE OR REPLACE FUNCTION public.lamp(due timestamp with time zone, amber timestamp with time zone, stopped timestamp with time zone, at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (COALESCE(stopped, at) >= due) THEN 'red'::text WHEN (COALESCE(stopped, at) >= amber) THEN 'amber'::text ELSE 'green'::text END;

CREATE OR REPLACE FUNCTION public.lives()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION public.reach_digits(reach text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE reach WHEN 'city'::text THEN 6 WHEN 'street'::text THEN 9 WHEN 'grid'::text THEN 15 ELSE 12 END;

CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    NEW.touched := pg_current_xact_id();
    RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION public.touch_volunteer()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    UPDATE volunteers SET touched = pg_current_xact_id() WHERE person_id = NEW.id;
    RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.unread()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    NEW.name_index := NULL;
    RETURN NEW;
END $function$;

CREATE TABLE accounts (
    person_id uuid NOT NULL,
    login text COLLATE "C" NOT NULL,
    password_hash text NOT NULL,
    password_until timestamp with time zone,
    totp_secret bytea,
    totp_next bytea,
    totp_step bigint NOT NULL DEFAULT 0,
    recovery bytea[] NOT NULL DEFAULT '{}'::bytea[],
    version integer NOT NULL DEFAULT 1,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    views jsonb NOT NULL DEFAULT '[]'::jsonb,
    CONSTRAINT accounts_pkey PRIMARY KEY (person_id),
    CONSTRAINT accounts_login_key UNIQUE (login),
    CONSTRAINT accounts_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id),
    CONSTRAINT accounts_login_check CHECK ((login ~ '^[a-z][a-z0-9._-]{2,31}$'::text))
);
CREATE TRIGGER accounts_live BEFORE INSERT ON public.accounts FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON accounts TO delinli_app;

CREATE TABLE approvals (
    id uuid NOT NULL,
    kind text NOT NULL,
    order_id uuid,
    subject uuid,
    body jsonb NOT NULL,
    note bytea,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    outcome text NOT NULL DEFAULT ''::text,
    CONSTRAINT approvals_pkey PRIMARY KEY (id),
    CONSTRAINT approvals_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES persons(id),
    CONSTRAINT approvals_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES persons(id),
    CONSTRAINT approvals_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
    CONSTRAINT approvals_check CHECK ((asked_by <> decided_by)),
    CONSTRAINT approvals_check1 CHECK (((outcome = ''::text) = (decided_at IS NULL))),
    CONSTRAINT approvals_kind_check CHECK ((kind = ANY (ARRAY['suspend'::text, 'extend'::text, 'give_up'::text, 'hours'::text, 'export'::text]))),
    CONSTRAINT approvals_outcome_check CHECK ((outcome = ANY (ARRAY[''::text, 'approved'::text, 'denied'::text, 'void'::text])))
);
CREATE UNIQUE INDEX approvals_pending ON public.approvals USING btree (order_id, kind) WHERE ((outcome = ''::text) AND (order_id IS NOT NULL));
GRANT DELETE, INSERT, SELECT, UPDATE ON approvals TO delinli_app;

CREATE TABLE area_successors (
    old text COLLATE "C" NOT NULL,
    new text COLLATE "C" NOT NULL,
    name text NOT NULL,
    change text NOT NULL,
    since timestamp with time zone NOT NULL,
    by uuid,
    CONSTRAINT area_successors_pkey PRIMARY KEY (old),
    CONSTRAINT area_successors_by_fkey FOREIGN KEY (by) REFERENCES persons(id),
    CONSTRAINT area_successors_change_check CHECK ((change = ANY (ARRAY['split'::text, 'merge'::text, 'renumber'::text]))),
    CONSTRAINT area_successors_check CHECK (((old <> new) AND (length(old) = length(new)) AND (length(old) = ANY (ARRAY[15, 20])) AND ("left"(old, 12) = "left"(new, 12))))
);
COMMENT ON TABLE area_successors IS 'append-only: codes that ended, and those under which their places went on';
CREATE INDEX area_successors_new ON public.area_successors USING btree (new);
GRANT INSERT, SELECT ON area_successors TO delinli_app;

CREATE TABLE areas (
    code text COLLATE "C" NOT NULL,
    parent text COLLATE "C",
    name text NOT NULL,
    lat double precision,
    lng double precision,
    boundary jsonb,
    version integer NOT NULL DEFAULT 1,
    hotline text NOT NULL DEFAULT ''::text,
    CONSTRAINT areas_pkey PRIMARY KEY (code),
    CONSTRAINT areas_parent_fkey FOREIGN KEY (parent) REFERENCES areas(code),
    CONSTRAINT areas_check CHECK ((starts_with(code, parent) AND (code <> parent))),
    CONSTRAINT areas_check1 CHECK (((length(code) = 6) = (parent IS NULL))),
    CONSTRAINT areas_code_check CHECK ((code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15}|[0-9]{20})$'::text)),
    CONSTRAINT areas_hotline CHECK (((hotline = ''::text) OR ((hotline ~ '^[0-9+ -]{3,20}$'::text) AND (length(code) <= 12)))),
    CONSTRAINT areas_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
    CONSTRAINT areas_lng_check CHECK (((lng >= ('-180'::integer)::double precision) AND (lng <= (180)::double precision))),
    CONSTRAINT areas_name_check CHECK ((name <> ''::text))
);
CREATE INDEX areas_extent ON public.areas USING gist (extent(boundary));
CREATE INDEX areas_parent ON public.areas USING btree (parent);
GRANT DELETE, INSERT, SELECT, UPDATE ON areas TO delinli_app;

CREATE TABLE assignment_members (
    assignment_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT assignment_members_pkey PRIMARY KEY (assignment_id, person_id),
    CONSTRAINT assignment_members_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES assignments(id),
    CONSTRAINT assignment_members_person_id_fkey FOREIGN KEY (person_id) REFERENCES volunteers(person_id)
);
CREATE INDEX assignment_members_person ON public.assignment_members USING btree (person_id);
CREATE TRIGGER assignment_members_live BEFORE INSERT ON public.assignment_members FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON assignment_members TO delinli_app;

CREATE TABLE assignments (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    person_id uuid,
    team_id uuid,
    offered_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_by text NOT NULL DEFAULT ''::text,
    code_tries integer NOT NULL DEFAULT 0,
    CONSTRAINT assignments_pkey PRIMARY KEY (id),
    CONSTRAINT assignments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
    CONSTRAINT assignments_person_id_fkey FOREIGN KEY (person_id) REFERENCES volunteers(person_id),
    CONSTRAINT assignments_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
    CONSTRAINT assignments_check CHECK (((person_id IS NULL) <> (team_id IS NULL)))
);
CREATE INDEX assignments_lately ON public.assignments USING btree (accepted_at) WHERE (accepted_at IS NOT NULL);
CREATE INDEX assignments_of ON public.assignments USING btree (order_id, offered_at);
CREATE UNIQUE INDEX assignments_live ON public.assignments USING btree (order_id) WHERE (ended_at IS NULL);
GRANT DELETE, INSERT, SELECT, UPDATE ON assignments TO delinli_app;

CREATE TABLE audit (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamp with time zone NOT NULL,
    actor_id uuid,
    session_id uuid,
    action text NOT NULL,
    subject text NOT NULL,
    subject_id text NOT NULL,
    person_id uuid,
    reason text NOT NULL DEFAULT ''::text,
    detail jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT audit_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE audit IS 'append-only: chained by audit_seals';
CREATE INDEX audit_actor ON public.audit USING btree (actor_id, at);
CREATE INDEX audit_person ON public.audit USING btree (person_id, at) WHERE (person_id IS NOT NULL);
CREATE INDEX audit_subject ON public.audit USING btree (subject, subject_id, at);
CREATE INDEX audit_time ON public.audit USING btree (at, id);
CREATE INDEX audit_unsealed ON public.audit USING btree (xid, id);
GRANT INSERT, SELECT ON audit TO delinli_app;

CREATE TABLE audit_seals (
    seq bigint NOT NULL,
    audit_id bigint NOT NULL,
    xid xid8 NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_seals_pkey PRIMARY KEY (seq),
    CONSTRAINT audit_seals_audit_id_key UNIQUE (audit_id),
    CONSTRAINT audit_seals_audit_id_fkey FOREIGN KEY (audit_id) REFERENCES audit(id)
);
COMMENT ON TABLE audit_seals IS 'append-only: the chain';
GRANT INSERT, SELECT ON audit_seals TO delinli_app;

CREATE TABLE buildings (
    code text COLLATE "C" NOT NULL,
    compound_id uuid,
    units integer NOT NULL,
    floors integer NOT NULL,
    CONSTRAINT buildings_pkey PRIMARY KEY (code),
    CONSTRAINT buildings_code_fkey FOREIGN KEY (code) REFERENCES areas(code),
    CONSTRAINT buildings_compound_id_fkey FOREIGN KEY (compound_id) REFERENCES compounds(id),
    CONSTRAINT buildings_code_check CHECK ((length(code) = 20)),
    CONSTRAINT buildings_floors_check CHECK (((floors >= 1) AND (floors <= 200))),
    CONSTRAINT buildings_units_check CHECK (((units >= 1) AND (units <= 50)))
);
GRANT DELETE, INSERT, SELECT, UPDATE ON buildings TO delinli_app;

CREATE TABLE call_backs (
    event_id uuid NOT NULL,
    order_id uuid NOT NULL,
    valid boolean NOT NULL,
    contacted boolean NOT NULL,
    solved boolean NOT NULL,
    satisfaction text NOT NULL,
    at timestamp with time zone NOT NULL,
    served_by uuid,
    finish integer NOT NULL,
    CONSTRAINT call_backs_pkey PRIMARY KEY (event_id),
    CONSTRAINT call_backs_once UNIQUE (order_id, finish),
    CONSTRAINT call_backs_event_id_fkey FOREIGN KEY (event_id) REFERENCES order_events(id),
    CONSTRAINT call_backs_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
    CONSTRAINT call_backs_served_by_fkey FOREIGN KEY (served_by) REFERENCES persons(id),
    CONSTRAINT call_backs_satisfaction_check CHECK ((satisfaction = ANY (ARRAY[''::text, 'satisfied'::text, 'basically'::text, 'unsatisfied'::text])))
);
GRANT DELETE, INSERT, SELECT, UPDATE ON call_backs TO delinli_app;

CREATE TABLE centre_households (
    household_id uuid NOT NULL,
    group_id uuid NOT NULL,
    building text COLLATE "C" NOT NULL,
    unit integer,
    since date NOT NULL,
    ended_at timestamp with time zone,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    CONSTRAINT centre_households_pkey PRIMARY KEY (id),
    CONSTRAINT centre_households_building_fkey FOREIGN KEY (building) REFERENCES buildings(code),
    CONSTRAINT centre_households_group_id_fkey FOREIGN KEY (group_id) REFERENCES party_orgs(id),
    CONSTRAINT centre_households_household_id_fkey FOREIGN KEY (household_id) REFERENCES households(id),
    CONSTRAINT centre_households_unit_check CHECK (((unit >= 1) AND (unit <= 50)))
);
CREATE INDEX centre_households_group ON public.centre_households USING btree (group_id);
CREATE UNIQUE INDEX centre_households_live ON public.centre_households USING btree (household_id) WHERE (ended_at IS NULL);
GRANT DELETE, INSERT, SELECT, UPDATE ON centre_households TO delinli_app;

CREATE TABLE challenges (
    id uuid NOT NULL,
    phone_index bytea NOT NULL,
    code_hash bytea NOT NULL,
    guesses integer NOT NULL DEFAULT 0,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT challenges_pkey PRIMARY KEY (id),
    CONSTRAINT challenges_guesses_check CHECK ((guesses <= 5))
);
GRANT DELETE, INSERT, SELECT, UPDATE ON challenges TO delinli_app;

CREATE TABLE complaints (
    id uuid NOT NULL,
    order_id uuid,
    complainant uuid NOT NULL,
    about uuid NOT NULL,
    level text NOT NULL,
    area_code text COLLATE "C" NOT NULL,
    text bytea NOT NULL,
    state text NOT NULL,
    answer bytea,
    answered_by uuid,
    at timestamp with time zone NOT NULL,
    CONSTRAINT complaints_pkey PRIMARY KEY (id),
    CONSTRAINT complaints_about_fkey FOREIGN KEY (about) REFERENCES persons(id),
    CONSTRAINT complaints_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES persons(id),
    CONSTRAINT complaints_complainant_fkey FOREIGN KEY (complainant) REFERENCES persons(id),
    CONSTRAINT complaints_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
    CONSTRAINT complaints_level_check CHECK ((level = ANY (ARRAY['community'::text, 'street'::text, 'city'::text]))),
    CONSTRAINT complaints_state_check CHECK ((state = ANY (ARRAY['open'::text, 'answered'::text])))
);
CREATE TRIGGER complaints_live BEFORE INSERT ON public.complaints FOR EACH ROW EXECUTE FUNCTION lives('complainant');
GRANT DELETE, INSERT, SELECT, UPDATE ON complaints TO delinli_app;

CREATE TABLE compounds (
    id uuid NOT NULL,
    name text NOT NULL,
    area_code text COLLATE "C" NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT compounds_pkey PRIMARY KEY (id),
    CONSTRAINT compounds_area_code_name_key UNIQUE (area_code, name),
    CONSTRAINT compounds_area_code_fkey FOREIGN KEY (area_code) REFERENCES areas(code),
    CONSTRAINT compounds_area_code_check CHECK ((length(area_code) = 12)),
    CONSTRAINT compounds_name_check CHECK ((name <> ''::text))
);
GRANT DELETE, INSERT, SELECT, UPDATE ON compounds TO delinli_app;

CREATE TABLE consents (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    purpose text NOT NULL,
    version integer NOT NULL,
    given boolean NOT NULL,
    channel text NOT NULL,
    noted_by uuid NOT NULL,
    note bytea,
    at timestamp with time zone NOT NULL,
    CONSTRAINT consents_pkey PRIMARY KEY (id),
    CONSTRAINT consents_noted_by_fkey FOREIGN KEY (noted_by) REFERENCES persons(id),
    CONSTRAINT consents_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id),
    CONSTRAINT consents_channel_check CHECK ((channel = ANY (ARRAY['app'::text, 'paper'::text]))),
    CONSTRAINT consents_check CHECK (((channel = 'paper'::text) = (note IS NOT NULL))),
    CONSTRAINT consents_purpose_check CHECK ((purpose = ANY (ARRAY['neighbours'::text, 'calls'::text]))),
    CONSTRAINT consents_version_check CHECK ((version > 0))
);
COMMENT ON TABLE consents IS 'append-only: what was agreed to and taken back';
CREATE INDEX consents_of ON public.consents USING btree (person_id, purpose, at DESC, id DESC);
CREATE TRIGGER consents_live BEFORE INSERT ON public.consents FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT INSERT, SELECT ON consents TO delinli_app;

CREATE TABLE corrections (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    asked_by uuid NOT NULL,
    field text NOT NULL,
    value bytea NOT NULL,
    reason bytea NOT NULL,
    state text NOT NULL,
    answer bytea,
    at timestamp with time zone NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    CONSTRAINT corrections_pkey PRIMARY KEY (id),
    CONSTRAINT corrections_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES persons(id),
    CONSTRAINT corrections_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES persons(id),
    CONSTRAINT corrections_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id),
    CONSTRAINT corrections_check CHECK (((state = 'asked'::text) = (decided_at IS NULL))),
    CONSTRAINT corrections_check1 CHECK (((state = 'refused'::text) = (answer IS NOT NULL))),
    CONSTRAINT corrections_field_check CHECK ((field = ANY (ARRAY['name'::text, 'id_number'::text, 'phone'::text, 'area_code'::text, 'address'::text, 'relation'::text, 'tags'::text]))),
    CONSTRAINT corrections_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'accepted'::text, 'refused'::text])))
);
CREATE INDEX corrections_asked_by ON public.corrections USING btree (asked_by, at);
CREATE INDEX corrections_queue ON public.corrections USING btree (state, at, id);
CREATE UNIQUE INDEX corrections_open ON public.corrections USING btree (person_id, field) WHERE (state = 'asked'::text);
CREATE TRIGGER corrections_live BEFORE INSERT ON public.corrections FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON corrections TO delinli_app;

CREATE TABLE deliveries (
    notice_id uuid NOT NULL,
    channel text NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    after_at timestamp with time zone NOT NULL,
    error text NOT NULL DEFAULT ''::text,
    CONSTRAINT deliveries_pkey PRIMARY KEY (notice_id, channel),
    CONSTRAINT deliveries_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices(id),
    CONSTRAINT deliveries_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'wechat'::text]))),
    CONSTRAINT deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX deliveries_waiting ON public.deliveries USING btree (after_at) WHERE (state = 'waiting'::text);
GRANT DELETE, INSERT, SELECT, UPDATE ON deliveries TO delinli_app;

CREATE TABLE dispatches (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    inputs jsonb NOT NULL,
    chosen uuid,
    actor_id uuid,
    at timestamp with time zone NOT NULL,
    CONSTRAINT dispatches_pkey PRIMARY KEY (id),
    CONSTRAINT dispatches_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES persons(id),
    CONSTRAINT dispatches_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
COMMENT ON TABLE dispatches IS 'append-only: so that a rule can be tried on the past';
CREATE INDEX dispatches_of ON public.dispatches USING btree (order_id, at);
GRANT INSERT, SELECT ON dispatches TO delinli_app;

CREATE TABLE distinct_pairs (
    one uuid NOT NULL,
    other uuid NOT NULL,
    parted_by uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT distinct_pairs_pkey PRIMARY KEY (one, other),
    CONSTRAINT distinct_pairs_one_fkey FOREIGN KEY (one) REFERENCES persons(id),
    CONSTRAINT distinct_pairs_other_fkey FOREIGN KEY (other) REFERENCES persons(id),
    CONSTRAINT distinct_pairs_parted_by_fkey FOREIGN KEY (parted_by) REFERENCES persons(id),
    CONSTRAINT distinct_pairs_check CHECK ((one < other))
);
CREATE INDEX distinct_pairs_other ON public.distinct_pairs USING btree (other);
GRANT DELETE, INSERT, SELECT, UPDATE ON distinct_pairs TO delinli_app;

CREATE TABLE dwellings (
    id uuid NOT NULL,
    building text COLLATE "C" NOT NULL,
    unit integer NOT NULL,
    door text NOT NULL,
    CONSTRAINT dwellings_pkey PRIMARY KEY (id),
    CONSTRAINT dwellings_building_unit_door_key UNIQUE (building, unit, door),
    CONSTRAINT dwellings_building_fkey FOREIGN KEY (building) REFERENCES buildings(code),
    CONSTRAINT dwellings_door_check CHECK ((door ~ '^[0-9A-Z-]{1,8}$'::text)),
    CONSTRAINT dwellings_unit_check CHECK (((unit >= 1) AND (unit <= 50)))
);
GRANT DELETE, INSERT, SELECT, UPDATE ON dwellings TO delinli_app;

CREATE TABLE exports (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    what text NOT NULL,
    areas text[] NOT NULL,
    filter bytea,
    personal boolean NOT NULL,
    reason text NOT NULL,
    words bytea,
    approval_id uuid,
    state text NOT NULL,
    attempts integer NOT NULL,
    rows integer NOT NULL,
    total integer NOT NULL,
    fault text NOT NULL,
    blob text NOT NULL,
    size bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    expires_at timestamp with time zone,
    format text NOT NULL DEFAULT 'xlsx'::text,
    crossings integer NOT NULL DEFAULT 0,
    CONSTRAINT exports_pkey PRIMARY KEY (id),
    CONSTRAINT exports_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approvals(id),
    CONSTRAINT exports_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES persons(id),
    CONSTRAINT exports_areas_check CHECK ((cardinality(areas) > 0)),
    CONSTRAINT exports_file CHECK (((state <> 'done'::text) OR ((blob <> ''::text) AND (expires_at IS NOT NULL)))),
    CONSTRAINT exports_format CHECK ((format = ANY (ARRAY['xlsx'::text, 'csv'::text]))),
    CONSTRAINT exports_reasoned CHECK (((NOT personal) OR (reason <> ''::text))),
    CONSTRAINT exports_second CHECK ((personal = (approval_id IS NOT NULL))),
    CONSTRAINT exports_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'queued'::text, 'running'::text, 'done'::text, 'stopped'::text, 'denied'::text, 'failed'::text, 'gone'::text])))
);
CREATE INDEX exports_expire ON public.exports USING btree (expires_at) WHERE (state = 'done'::text);
CREATE INDEX exports_next ON public.exports USING btree (asked_at, id) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX exports_of ON public.exports USING btree (owner_id, asked_at DESC, id DESC);
CREATE INDEX exports_waiting ON public.exports USING btree (asked_at DESC, id DESC) WHERE (state = 'waiting'::text);
GRANT DELETE, INSERT, SELECT, UPDATE ON exports TO delinli_app;

CREATE TABLE facilities (
    id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    area_code text COLLATE "C" NOT NULL,
    lat double precision NOT NULL,
    lng double precision NOT NULL,
    opened_on date NOT NULL,
    ended_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT facilities_pkey PRIMARY KEY (id),
    CONSTRAINT facilities_area_code_fkey FOREIGN KEY (area_code) REFERENCES areas(code),
    CONSTRAINT facilities_kind_check CHECK ((kind = ANY (ARRAY['station'::text, 'pavilion'::text, 'square'::text, 'talk_point'::text, 'listening_corner'::text]))),
    CONSTRAINT facilities_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
    CONSTRAINT facilities_lng_check CHECK (((lng >= ('-180'::integer)::double precision) AND (lng <= (180)::double precision))),
    CONSTRAINT facilities_name_check CHECK ((name <> ''::text))
);
CREATE INDEX facilities_area ON public.facilities USING btree (area_code) WHERE (ended_at IS NULL);
GRANT DELETE, INSERT, SELECT, UPDATE ON facilities TO delinli_app;

CREATE TABLE files (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    kind text NOT NULL,
    mime text NOT NULL,
    size integer NOT NULL,
    width integer NOT NULL DEFAULT 0,
    height integer NOT NULL DEFAULT 0,
    seconds integer NOT NULL DEFAULT 0,
    blob text NOT NULL,
    thumb text NOT NULL DEFAULT ''::text,
    order_id uuid,
    purpose text NOT NULL DEFAULT ''::text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT files_pkey PRIMARY KEY (id),
    CONSTRAINT files_blob_key UNIQUE (blob),
    CONSTRAINT files_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
    CONSTRAINT files_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES persons(id),
    CONSTRAINT files_kind_check CHECK ((kind = ANY (ARRAY['picture'::text, 'voice'::text]))),
    CONSTRAINT files_purpose_check CHECK ((purpose = ANY (ARRAY[''::text, 'order'::text, 'result'::text, 'comment'::text, 'portrait'::text]))),
    CONSTRAINT files_size_check CHECK ((size > 0))
);
CREATE INDEX files_of_order ON public.files USING btree (order_id) WHERE (order_id IS NOT NULL);
CREATE INDEX files_orphans ON public.files USING btree (at) WHERE (purpose = ''::text);
CREATE TRIGGER files_live BEFORE INSERT ON public.files FOR EACH ROW EXECUTE FUNCTION lives('owner_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON files TO delinli_app;

CREATE TABLE followers (
    order_id uuid NOT NULL,
    person_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT followers_pkey PRIMARY KEY (order_id, person_id),
    CONSTRAINT followers_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
    CONSTRAINT followers_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
);
CREATE INDEX followers_person ON public.followers USING btree (person_id);
CREATE TRIGGER followers_live BEFORE INSERT ON public.followers FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON followers TO delinli_app;

CREATE TABLE fund_entries (
    id uuid NOT NULL,
    fund_id uuid NOT NULL,
    amount bigint NOT NULL,
    purpose text NOT NULL,
    voucher text NOT NULL,
    by uuid,
    at timestamp with time zone NOT NULL,
    reverses uuid,
    income boolean NOT NULL GENERATED ALWAYS AS (((amount > 0) = (reverses IS NULL))) STORED,
    CONSTRAINT fund_entries_pkey PRIMARY KEY (id),
    CONSTRAINT fund_entries_fund_id_voucher_key UNIQUE (fund_id, voucher),
    CONSTRAINT fund_entries_reverses_key UNIQUE (reverses),
    CONSTRAINT fund_entries_by_fkey FOREIGN KEY (by) REFERENCES persons(id),
    CONSTRAINT fund_entries_fund_id_fkey FOREIGN KEY (fund_id) REFERENCES funds(id),
    CONSTRAINT fund_entries_reverses_fkey FOREIGN KEY (reverses) REFERENCES fund_entries(id),
    CONSTRAINT fund_entries_amount_check CHECK ((amount <> 0)),
    CONSTRAINT fund_entries_purpose_check CHECK ((purpose <> ''::text)),
    CONSTRAINT fund_entries_voucher_check CHECK ((voucher <> ''::text))
);
COMMENT ON TABLE fund_entries IS 'append-only: income and spending of funds';
CREATE INDEX fund_entries_fund ON public.fund_entries USING btree (fund_id) INCLUDE (amount);
GRANT INSERT, SELECT ON fund_entries TO delinli_app;

CREATE TABLE funds (
    id uuid NOT NULL,
    org_id uuid,
    area_code text COLLATE "C",
    year integer NOT NULL,
    balance bigint NOT NULL DEFAULT 0,
    CONSTRAINT funds_pkey PRIMARY KEY (id),
    CONSTRAINT funds_area_code_fkey FOREIGN KEY (area_code) REFERENCES areas(code),
    CONSTRAINT funds_org_id_fkey FOREIGN KEY (org_id) REFERENCES party_orgs(id),
    CONSTRAINT funds_check CHECK ((num_nonnulls(org_id, area_code) = 1)),
    CONSTRAINT funds_not_overdrawn CHECK ((balance >= 0)),
    CONSTRAINT funds_year_check CHECK (((year >= 2000) AND (year <= 2100)))
);
CREATE UNIQUE INDEX funds_branch ON public.funds USING btree (org_id, year) WHERE (org_id IS NOT NULL);
CREATE UNIQUE INDEX funds_service ON public.funds USING btree (area_code, year) WHERE (area_code IS NOT NULL);
GRANT DELETE, INSERT, SELECT, UPDATE ON funds TO delinli_app;

CREATE TABLE grid_posts (
    id uuid NOT NULL,
    grid text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    person_id uuid NOT NULL,
    origin text NOT NULL,
    from_on date NOT NULL,
    until_on date,
    granted_by uuid,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT grid_posts_pkey PRIMARY KEY (id),
    CONSTRAINT grid_posts_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES persons(id),
    CONSTRAINT grid_posts_grid_fkey FOREIGN KEY (grid) REFERENCES areas(code),
    CONSTRAINT grid_posts_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id),
    CONSTRAINT grid_posts_check CHECK ((until_on >= from_on)),
    CONSTRAINT grid_posts_grid_check CHECK ((length(grid) = 15)),
    CONSTRAINT grid_posts_kind_check CHECK ((kind = ANY (ARRAY['chief'::text, 'liaison'::text, 'full_time'::text, 'part_time'::text]))),
    CONSTRAINT grid_posts_origin_check CHECK ((origin = ANY (ARRAY['community_staff'::text, 'owners_committee'::text, 'property_staff'::text, 'residents'::text])))
);
CREATE INDEX grid_posts_of ON public.grid_posts USING btree (person_id);
CREATE UNIQUE INDEX grid_posts_one ON public.grid_posts USING btree (grid, kind) WHERE ((until_on IS NULL) AND (kind = ANY (ARRAY['chief'::text, 'liaison'::text])));
CREATE UNIQUE INDEX grid_posts_person ON public.grid_posts USING btree (grid, kind, person_id) WHERE (until_on IS NULL);
CREATE TRIGGER grid_posts_live BEFORE INSERT ON public.grid_posts FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON grid_posts TO delinli_app;

CREATE TABLE home_returns (
    person_id uuid NOT NULL,
    kind text NOT NULL,
    unit text NOT NULL,
    community text COLLATE "C" NOT NULL,
    skills text[] NOT NULL DEFAULT '{}'::text[],
    reported_on date NOT NULL,
    version integer NOT NULL DEFAULT 1,
    ended_at timestamp with time zone,
    CONSTRAINT home_returns_pkey PRIMARY KEY (person_id),
    CONSTRAINT home_returns_community_fkey FOREIGN KEY (community) REFERENCES areas(code),
    CONSTRAINT home_returns_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id),
    CONSTRAINT home_returns_community_check CHECK ((length(community) = 12)),
    CONSTRAINT home_returns_kind_check CHECK ((kind = ANY (ARRAY['serving'::text, 'retired'::text, 'veteran'::text]))),
    CONSTRAINT home_returns_unit_check CHECK ((unit <> ''::text))
);
CREATE INDEX home_returns_community ON public.home_returns USING btree (community) WHERE (ended_at IS NULL);
CREATE TRIGGER home_returns_live BEFORE INSERT ON public.home_returns FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON home_returns TO delinli_app;

CREATE TABLE hours (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    order_id uuid,
    finish integer,
    minutes integer NOT NULL,
    day date NOT NULL,
    reason text NOT NULL,
    approval_id uuid,
    flagged boolean NOT NULL DEFAULT false,
    at timestamp with time zone NOT NULL,
    CONSTRAINT hours_pkey PRIMARY KEY (id),
    CONSTRAINT hours_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approvals(id),
    CONSTRAINT hours_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
    CONSTRAINT hours_person_id_fkey FOREIGN KEY (person_id) REFERENCES volunteers(person_id),
    CONSTRAINT hours_check CHECK (((reason = 'service'::text) = ((order_id IS NOT NULL) AND (finish IS NOT NULL) AND (minutes >= 0)))),
    CONSTRAINT hours_check1 CHECK (((reason = 'correction'::text) = (approval_id IS NOT NULL))),
    CONSTRAINT hours_reason_check CHECK ((reason = ANY (ARRAY['service'::text, 'correction'::text])))
);
COMMENT ON TABLE hours IS 'append-only: a ledger, never a balance';
CREATE INDEX hours_of ON public.hours USING btree (person_id, day);
CREATE UNIQUE INDEX hours_correction_once ON public.hours USING btree (approval_id) WHERE (reason = 'correction'::text);
CREATE UNIQUE INDEX hours_once ON public.hours USING btree (order_id, finish, person_id) WHERE (reason = 'service'::text);
GRANT INSERT, SELECT ON hours TO delinli_app;

CREATE TABLE households (
    id uuid NOT NULL,
    area_code text COLLATE "C" NOT NULL,
    dwelling_id uuid,
    CONSTRAINT households_pkey PRIMARY KEY (id),
    CONSTRAINT households_area_code_fkey FOREIGN KEY (area_code) REFERENCES areas(code),
    CONSTRAINT households_dwelling_id_fkey FOREIGN KEY (dwelling_id) REFERENCES dwellings(id)
);
CREATE INDEX households_area ON public.households USING btree (area_code);
CREATE INDEX households_dwelling ON public.households USING btree (dwelling_id) WHERE (dwelling_id IS NOT NULL);
GRANT DELETE, INSERT, SELECT, UPDATE ON households TO delinli_app;

CREATE TABLE idempotency_keys (
    person_id uuid NOT NULL,
    key text NOT NULL,
    body_hash bytea NOT NULL,
    status integer NOT NULL DEFAULT 0,
    ref text NOT NULL DEFAULT ''::text,
    locked_until timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (person_id, key),
    CONSTRAINT idempotency_keys_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON idempotency_keys TO delinli_app;

CREATE TABLE intake_parts (
    intake_id uuid NOT NULL,
    n integer NOT NULL,
    blob text NOT NULL,
    CONSTRAINT intake_parts_pkey PRIMARY KEY (intake_id, n),
    CONSTRAINT intake_parts_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES intakes(id),
    CONSTRAINT intake_parts_n_check CHECK ((n >= 0))
);
GRANT DELETE, INSERT, SELECT, UPDATE ON intake_parts TO delinli_app;

CREATE TABLE intakes (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    name bytea,
    size bigint NOT NULL,
    parts integer NOT NULL,
    heads bytea,
    mapping text[] NOT NULL,
    good_only boolean NOT NULL,
    source text NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    progress jsonb NOT NULL,
    outcome jsonb,
    fault text NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    goes_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    CONSTRAINT intakes_pkey PRIMARY KEY (id),
    CONSTRAINT intakes_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES persons(id),
    CONSTRAINT intakes_ended CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text, 'stopped'::text, 'gone'::text])) = (ended_at IS NOT NULL))),
    CONSTRAINT intakes_kind_check CHECK ((kind = ANY (ARRAY['residents'::text, 'dwellings'::text, 'teams'::text, 'organisations'::text]))),
    CONSTRAINT intakes_size_check CHECK ((size > 0)),
    CONSTRAINT intakes_source_check CHECK ((source = ANY (ARRAY[''::text, 'visit'::text, 'self'::text, 'department'::text]))),
    CONSTRAINT intakes_state_check CHECK ((state = ANY (ARRAY['receiving'::text, 'opening'::text, 'ready'::text, 'checking'::text, 'checked'::text, 'entering'::text, 'done'::text, 'failed'::text, 'stopped'::text, 'gone'::text])))
);
CREATE INDEX intakes_next ON public.intakes USING btree (goes_at) WHERE (ended_at IS NULL);
CREATE INDEX intakes_of ON public.intakes USING btree (owner_id, begun_at DESC, id DESC);
GRANT DELETE, INSERT, SELECT, UPDATE ON intakes TO delinli_app;

CREATE TABLE items (
    id uuid NOT NULL,
    category text NOT NULL,
    name text NOT NULL,
    "position" integer NOT NULL,
    active boolean NOT NULL DEFAULT true,
    body jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT items_pkey PRIMARY KEY (id),
    CONSTRAINT items_name_key UNIQUE (name)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON items TO delinli_app;

CREATE TABLE leaves (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    deputy_id uuid NOT NULL,
    arranged_by uuid NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    at timestamp with time zone NOT NULL,
    CONSTRAINT leaves_pkey PRIMARY KEY (id),
    CONSTRAINT leaves_arranged_by_fkey FOREIGN KEY (arranged_by) REFERENCES persons(id),
    CONSTRAINT leaves_deputy_id_fkey FOREIGN KEY (deputy_id) REFERENCES persons(id),
    CONSTRAINT leaves_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id),
    CONSTRAINT leaves_others CHECK ((deputy_id <> person_id)),
    CONSTRAINT leaves_span CHECK ((until_at > from_at))
);
CREATE INDEX leaves_deputy ON public.leaves USING btree (deputy_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX leaves_one ON public.leaves USING btree (person_id) WHERE (ended_at IS NULL);
GRANT DELETE, INSERT, SELECT, UPDATE ON leaves TO delinli_app;

CREATE TABLE limits (
    key text COLLATE "C" NOT NULL,
    window_at timestamp with time zone NOT NULL,
    used integer NOT NULL,
    CONSTRAINT limits_pkey PRIMARY KEY (key)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON limits TO delinli_app;

CREATE TABLE merge_rows (
    merge_id uuid NOT NULL,
    kind text NOT NULL,
    row_id uuid NOT NULL,
    was jsonb,
    CONSTRAINT merge_rows_pkey PRIMARY KEY (merge_id, kind, row_id),
    CONSTRAINT merge_rows_merge_id_fkey FOREIGN KEY (merge_id) REFERENCES merges(id),
    CONSTRAINT merge_rows_kind_check CHECK ((kind = ANY (ARRAY['tag'::text, 'tag_twice'::text, 'post'::text, 'notice'::text, 'complaint'::text, 'correction'::text, 'order'::text])))
);
GRANT DELETE, INSERT, SELECT, UPDATE ON merge_rows TO delinli_app;

CREATE TABLE merges (
    id uuid NOT NULL,
    kept_id uuid NOT NULL,
    gone_id uuid NOT NULL,
    merged_by uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    fields text[] NOT NULL,
    kept_was jsonb,
    kept_now jsonb,
    gone_was jsonb,
    undone_by uuid,
    undone_at timestamp with time zone,
    CONSTRAINT merges_pkey PRIMARY KEY (id),
    CONSTRAINT merges_gone_id_fkey FOREIGN KEY (gone_id) REFERENCES persons(id),
    CONSTRAINT merges_kept_id_fkey FOREIGN KEY (kept_id) REFERENCES persons(id),
    CONSTRAINT merges_merged_by_fkey FOREIGN KEY (merged_by) REFERENCES persons(id),
    CONSTRAINT merges_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES persons(id),
    CONSTRAINT merges_check CHECK ((kept_id <> gone_id)),
    CONSTRAINT merges_check1 CHECK (((undone_by IS NULL) = (undone_at IS NULL)))
);
CREATE INDEX merges_kept ON public.merges USING btree (kept_id);
CREATE INDEX merges_newest ON public.merges USING btree (at DESC, id DESC);
CREATE UNIQUE INDEX merges_standing ON public.merges USING btree (gone_id) WHERE (undone_at IS NULL);
GRANT DELETE, INSERT, SELECT, UPDATE ON merges TO delinli_app;

CREATE TABLE notices (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    order_id uuid,
    cause text NOT NULL,
    params jsonb NOT NULL DEFAULT '{}'::jsonb,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT notices_pkey PRIMARY KEY (id),
    CONSTRAINT notices_person_id_kind_cause_key UNIQUE (person_id, kind, cause),
    CONSTRAINT notices_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
    CONSTRAINT notices_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
);
CREATE INDEX notices_of ON public.notices USING btree (person_id, at DESC, id DESC);
GRANT DELETE, INSERT, SELECT, UPDATE ON notices TO delinli_app;

CREATE TABLE order_events (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    event text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    version integer NOT NULL,
    actor_id uuid,
    at timestamp with time zone NOT NULL,
    note bytea,
    patch jsonb NOT NULL,
    seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT order_events_pkey PRIMARY KEY (id),
    CONSTRAINT order_events_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES persons(id),
    CONSTRAINT order_events_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
COMMENT ON TABLE order_events IS 'append-only: replaying the patches of an order gives its row';
CREATE INDEX order_events_by ON public.order_events USING btree (actor_id, order_id);
CREATE INDEX order_events_of ON public.order_events USING btree (order_id, seq);
CREATE UNIQUE INDEX order_events_version ON public.order_events USING btree (order_id, version) WHERE (event <> ALL (ARRAY['comment'::text, 'attach'::text, 'follow'::text, 'call_back'::text, 'report_danger'::text, 'complain'::text, 'sign_in_code'::text]));
GRANT INSERT, SELECT ON order_events TO delinli_app;

CREATE SEQUENCE order_numbers;
GRANT USAGE ON order_numbers TO delinli_app;

CREATE TABLE orders (
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    item_id uuid,
    class text NOT NULL,
    area_code text COLLATE "C" NOT NULL,
    requester_id uuid NOT NULL,
    placed_by uuid NOT NULL,
    household_id uuid,
    visibility text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    priority integer NOT NULL,
    title bytea NOT NULL,
    detail bytea,
    address bytea,
    search_tokens bytea[] NOT NULL,
    wanted jsonb,
    public_title text NOT NULL,
    public_text text NOT NULL,
    public_bigrams text[] NOT NULL,
    public_pictures boolean NOT NULL,
    slots integer NOT NULL,
    slot_of uuid,
    route text NOT NULL,
    reach text NOT NULL,
    assignee_id uuid,
    team_id uuid,
    referred_to text NOT NULL,
    hand_backs integer NOT NULL,
    merged_into uuid,
    sign_in_code bytea,
    signed_in_at timestamp with time zone,
    signed_out_at timestamp with time zone,
    served integer NOT NULL,
    finishes integer NOT NULL,
    result bytea,
    no_answer boolean NOT NULL,
    public_reason text NOT NULL,
    ended_at timestamp with time zone,
    appeals integer NOT NULL,
    urges integer NOT NULL,
    extended boolean NOT NULL,
    card text NOT NULL,
    escalated text NOT NULL,
    escalated_at timestamp with time zone,
    clock jsonb NOT NULL,
    limit_clock jsonb NOT NULL,
    due_at timestamp with time zone,
    amber_at timestamp with time zone,
    stopped_at timestamp with time zone,
    wake_at timestamp with time zone,
    placed_at timestamp with time zone NOT NULL,
    moved_at timestamp with time zone NOT NULL,
    next_due timestamp with time zone,
    returns integer NOT NULL DEFAULT 0,
    accepted_at timestamp with time zone,
    finished_at timestamp with time zone,
    reachable boolean NOT NULL DEFAULT false,
    sealed_for uuid,
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_number_key UNIQUE (number),
    CONSTRAINT orders_area_code_fkey FOREIGN KEY (area_code) REFERENCES areas(code),
    CONSTRAINT orders_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES persons(id),
    CONSTRAINT orders_household_id_fkey FOREIGN KEY (household_id) REFERENCES households(id),
    CONSTRAINT orders_item_id_fkey FOREIGN KEY (item_id) REFERENCES items(id),
    CONSTRAINT orders_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES orders(id),
    CONSTRAINT orders_placed_by_fkey FOREIGN KEY (placed_by) REFERENCES persons(id),
    CONSTRAINT orders_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES persons(id),
    CONSTRAINT orders_sealed_for_fkey FOREIGN KEY (sealed_for) REFERENCES persons(id),
    CONSTRAINT orders_slot_of_fkey FOREIGN KEY (slot_of) REFERENCES orders(id),
    CONSTRAINT orders_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
    CONSTRAINT orders_appeals_check CHECK (((appeals >= 0) AND (appeals <= 2))),
    CONSTRAINT orders_card_check CHECK ((card = ANY (ARRAY[''::text, 'yellow'::text, 'red'::text]))),
    CONSTRAINT orders_check CHECK ((assignee_id <> requester_id)),
    CONSTRAINT orders_escalated_check CHECK ((escalated = ANY (ARRAY[''::text, 'community'::text, 'street'::text, 'city'::text]))),
    CONSTRAINT orders_escalated_when CHECK (((escalated = ''::text) = (escalated_at IS NULL))),
    CONSTRAINT orders_held CHECK (((state = ANY (ARRAY['offered'::text, 'accepted'::text, 'in_service'::text, 'suspended'::text])) <= ((assignee_id IS NOT NULL) OR (team_id IS NOT NULL)))),
    CONSTRAINT orders_kind_check CHECK ((kind = ANY (ARRAY['menu'::text, 'wish'::text, 'request'::text]))),
    CONSTRAINT orders_private_not_in_pool CHECK ((NOT ((visibility = 'private'::text) AND (state = 'pool'::text)))),
    CONSTRAINT orders_reach_check CHECK ((reach = ANY (ARRAY[''::text, 'grid'::text, 'community'::text, 'street'::text, 'city'::text]))),
    CONSTRAINT orders_route_check CHECK ((route = ANY (ARRAY['pool'::text, 'offer'::text, 'wait'::text]))),
    CONSTRAINT orders_slots_check CHECK (((slots >= 1) AND (slots <= 50))),
    CONSTRAINT orders_state_check CHECK ((state = ANY (ARRAY['placed'::text, 'need_info'::text, 'pool'::text, 'offered'::text, 'accepted'::text, 'in_service'::text, 'suspended'::text, 'referred'::text, 'done'::text, 'appealed'::text, 'rated'::text, 'closed'::text, 'rejected'::text, 'merged'::text, 'cancelled'::text, 'unfulfillable'::text]))),
    CONSTRAINT orders_visibility_check CHECK ((visibility = ANY (ARRAY['public'::text, 'private'::text])))
);
CREATE INDEX orders_by_area ON public.orders USING btree (area_code, state, placed_at DESC, id DESC);
CREATE INDEX orders_by_community ON public.orders USING btree ("left"(area_code, 12), placed_at DESC, id DESC);
CREATE INDEX orders_by_item ON public.orders USING btree (item_id, placed_at DESC, id DESC) WHERE (item_id IS NOT NULL);
CREATE INDEX orders_by_state ON public.orders USING btree (state, placed_at DESC, id DESC);
CREATE INDEX orders_entered ON public.orders USING btree (placed_by, placed_at DESC, id DESC);
CREATE INDEX orders_figures ON public.orders USING btree (id) INCLUDE (area_code, item_id, household_id, state, placed_at, accepted_at, finished_at, due_at, stopped_at, ended_at, no_answer, finishes, assignee_id, team_id);
CREATE INDEX orders_household ON public.orders USING btree (household_id, placed_at DESC);
CREATE INDEX orders_mine ON public.orders USING btree (requester_id, placed_at DESC, id DESC);
CREATE INDEX orders_newest ON public.orders USING btree (placed_at DESC, id DESC);
CREATE INDEX orders_owed ON public.orders USING btree (state, next_due, id) INCLUDE (area_code, requester_id, household_id, returns, due_at, amber_at, stopped_at) WHERE (next_due IS NOT NULL);
CREATE INDEX orders_owed_by_community ON public.orders USING btree ("left"(area_code, 12), state, next_due, id) WHERE (next_due IS NOT NULL);
CREATE INDEX orders_pool ON public.orders USING btree (placed_at DESC, id DESC) WHERE (state = 'pool'::text);
CREATE INDEX orders_public_search ON public.orders USING gin (public_bigrams);
CREATE INDEX orders_returned ON public.orders USING btree (next_due, id) WHERE ((next_due IS NOT NULL) AND (returns > 0));
CREATE INDEX orders_secret_search ON public.orders USING gin (search_tokens);
CREATE INDEX orders_slots ON public.orders USING btree (slot_of) WHERE (slot_of IS NOT NULL);
CREATE INDEX orders_tasks ON public.orders USING btree (assignee_id, placed_at DESC, id DESC) WHERE (assignee_id IS NOT NULL);
CREATE INDEX orders_team_tasks ON public.orders USING btree (team_id, placed_at DESC, id DESC) WHERE (team_id IS NOT NULL);
CREATE INDEX orders_wake ON public.orders USING btree (wake_at, id) WHERE (wake_at IS NOT NULL);
CREATE INDEX orders_wall ON public.orders USING btree (placed_at DESC, id DESC) WHERE ((visibility = 'public'::text) AND (public_title <> ''::text));
CREATE TRIGGER orders_placer_lives BEFORE INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION lives('placed_by');
CREATE TRIGGER orders_requester_lives BEFORE INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION lives('requester_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON orders TO delinli_app;

CREATE TABLE outbox (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    topic text NOT NULL,
    ref text NOT NULL,
    event text NOT NULL DEFAULT ''::text,
    version integer NOT NULL DEFAULT 0,
    at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT outbox_pkey PRIMARY KEY (id)
);
CREATE INDEX outbox_settled ON public.outbox USING btree (xid, id);
GRANT DELETE, INSERT, SELECT, UPDATE ON outbox TO delinli_app;

CREATE TABLE party_orgs (
    id uuid NOT NULL,
    kind text NOT NULL,
    parent_id uuid,
    name text NOT NULL,
    area_code text COLLATE "C" NOT NULL,
    compound_id uuid,
    founded_on date NOT NULL,
    ended_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT party_orgs_pkey PRIMARY KEY (id),
    CONSTRAINT party_orgs_area_code_fkey FOREIGN KEY (area_code) REFERENCES areas(code),
    CONSTRAINT party_orgs_compound_id_fkey FOREIGN KEY (compound_id) REFERENCES compounds(id),
    CONSTRAINT party_orgs_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES party_orgs(id),
    CONSTRAINT party_orgs_check CHECK (((parent_id IS NULL) = (kind = 'committee'::text))),
    CONSTRAINT party_orgs_check1 CHECK (((compound_id IS NULL) OR (kind = 'branch'::text))),
    CONSTRAINT party_orgs_kind_check CHECK ((kind = ANY (ARRAY['committee'::text, 'branch'::text, 'group'::text]))),
    CONSTRAINT party_orgs_name_check CHECK ((name <> ''::text))
);
CREATE INDEX party_orgs_area ON public.party_orgs USING btree (area_code);
CREATE INDEX party_orgs_parent ON public.party_orgs USING btree (parent_id);
GRANT DELETE, INSERT, SELECT, UPDATE ON party_orgs TO delinli_app;

CREATE TABLE person_keys (
    person_id uuid NOT NULL,
    wrapped bytea NOT NULL,
    CONSTRAINT person_keys_pkey PRIMARY KEY (person_id),
    CONSTRAINT person_keys_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON person_keys TO delinli_app;

CREATE TABLE person_tags (
    person_id uuid NOT NULL,
    tag text NOT NULL,
    source text NOT NULL,
    since date NOT NULL,
    noted_by uuid,
    at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    CONSTRAINT person_tags_pkey PRIMARY KEY (id),
    CONSTRAINT person_tags_noted_by_fkey FOREIGN KEY (noted_by) REFERENCES persons(id),
    CONSTRAINT person_tags_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id),
    CONSTRAINT person_tags_source_check CHECK ((source = ANY (ARRAY['visit'::text, 'self'::text, 'department'::text]))),
    CONSTRAINT person_tags_tag_check CHECK ((tag = ANY (ARRAY['living_alone'::text, 'empty_nest'::text, 'disabled'::text, 'chronic_illness'::text, 'low_income'::text, 'extreme_poverty'::text, 'veteran'::text, 'bereaved'::text, 'left_behind_child'::text, 'party_member'::text])))
);
CREATE INDEX person_tags_tag ON public.person_tags USING btree (tag) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX person_tags_live ON public.person_tags USING btree (person_id, tag) WHERE (ended_at IS NULL);
CREATE TRIGGER person_tags_live BEFORE INSERT ON public.person_tags FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON person_tags TO delinli_app;

CREATE TABLE persons (
    id uuid NOT NULL,
    name bytea,
    phone bytea,
    phone_index bytea,
    address bytea,
    household_id uuid,
    area_code text COLLATE "C" NOT NULL,
    preferences jsonb NOT NULL DEFAULT '{}'::jsonb,
    created_at timestamp with time zone NOT NULL,
    erased_at timestamp with time zone,
    openid bytea,
    openid_index bytea,
    id_number bytea,
    id_index bytea,
    sex text,
    born date,
    relation text,
    registered_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    came_at timestamp with time zone,
    merged_into uuid,
    name_index bytea,
    CONSTRAINT persons_pkey PRIMARY KEY (id),
    CONSTRAINT persons_id_index_key UNIQUE (id_index),
    CONSTRAINT persons_phone_index_key UNIQUE (phone_index),
    CONSTRAINT persons_area_code_fkey FOREIGN KEY (area_code) REFERENCES areas(code),
    CONSTRAINT persons_household_id_fkey FOREIGN KEY (household_id) REFERENCES households(id),
    CONSTRAINT persons_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES persons(id),
    CONSTRAINT persons_born_check CHECK ((EXTRACT(day FROM born) = (1)::numeric)),
    CONSTRAINT persons_check CHECK (((erased_at IS NULL) OR ((name IS NULL) AND (phone IS NULL) AND (phone_index IS NULL) AND (address IS NULL)))),
    CONSTRAINT persons_erased_register CHECK (((erased_at IS NULL) OR ((id_number IS NULL) AND (id_index IS NULL) AND (sex IS NULL) AND (born IS NULL) AND (relation IS NULL) AND (registered_at IS NULL)))),
    CONSTRAINT persons_led_on CHECK (((merged_into IS NULL) OR ((merged_into <> id) AND (registered_at IS NULL) AND (phone_index IS NULL) AND (id_index IS NULL) AND (openid IS NULL) AND (household_id IS NULL)))),
    CONSTRAINT persons_openid_erased CHECK (((erased_at IS NULL) OR (openid IS NULL))),
    CONSTRAINT persons_openid_found CHECK (((openid IS NULL) = (openid_index IS NULL))),
    CONSTRAINT persons_relation_check CHECK ((relation = ANY (ARRAY['head'::text, 'spouse'::text, 'child'::text, 'parent'::text, 'grandchild'::text, 'grandparent'::text, 'sibling'::text, 'other'::text]))),
    CONSTRAINT persons_sex_check CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text])))
);
CREATE INDEX persons_alike ON public.persons USING btree (name_index, born, sex) WHERE (registered_at IS NOT NULL);
CREATE INDEX persons_entered ON public.persons USING btree (registered_at DESC, id DESC, born) WHERE (registered_at IS NOT NULL);
CREATE INDEX persons_household ON public.persons USING btree (household_id);
CREATE INDEX persons_merged ON public.persons USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX persons_register ON public.persons USING btree (area_code, born, sex) INCLUDE (registered_at);
CREATE INDEX persons_unread ON public.persons USING btree (id) WHERE ((registered_at IS NOT NULL) AND (name IS NOT NULL) AND (name_index IS NULL));
CREATE UNIQUE INDEX persons_openid_index_key ON public.persons USING btree (openid_index) WHERE (openid_index IS NOT NULL);
CREATE TRIGGER persons_renamed BEFORE UPDATE OF name ON public.persons FOR EACH ROW WHEN ((old.name IS DISTINCT FROM new.name)) EXECUTE FUNCTION unread();
CREATE TRIGGER persons_touch_volunteer AFTER UPDATE OF household_id ON public.persons FOR EACH ROW EXECUTE FUNCTION touch_volunteer();
GRANT DELETE, INSERT, SELECT, UPDATE ON persons TO delinli_app;

CREATE TABLE ratings (
    order_id uuid NOT NULL,
    finish integer NOT NULL,
    rated_by uuid NOT NULL,
    solved boolean NOT NULL,
    stars integer NOT NULL,
    tags text[] NOT NULL DEFAULT '{}'::text[],
    comment bytea,
    at timestamp with time zone NOT NULL,
    CONSTRAINT ratings_pkey PRIMARY KEY (order_id, finish),
    CONSTRAINT ratings_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
    CONSTRAINT ratings_rated_by_fkey FOREIGN KEY (rated_by) REFERENCES persons(id),
    CONSTRAINT ratings_stars_check CHECK (((stars >= 1) AND (stars <= 5)))
);
GRANT DELETE, INSERT, SELECT, UPDATE ON ratings TO delinli_app;

CREATE TABLE relay (
    one boolean NOT NULL DEFAULT true,
    xid xid8 NOT NULL DEFAULT '0'::xid8,
    id bigint NOT NULL DEFAULT 0,
    CONSTRAINT relay_pkey PRIMARY KEY (one),
    CONSTRAINT relay_one_check CHECK (one)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON relay TO delinli_app;

CREATE TABLE revisions (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    subject text NOT NULL,
    key text NOT NULL,
    version integer NOT NULL,
    body jsonb NOT NULL,
    changed_by uuid,
    at timestamp with time zone NOT NULL,
    CONSTRAINT revisions_pkey PRIMARY KEY (id),
    CONSTRAINT revisions_subject_key_version_key UNIQUE (subject, key, version),
    CONSTRAINT revisions_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES persons(id)
);
COMMENT ON TABLE revisions IS 'append-only: what staff changed in areas, menu and settings';
GRANT INSERT, SELECT ON revisions TO delinli_app;

CREATE TABLE seats (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    area_code text COLLATE "C" NOT NULL,
    unit text NOT NULL DEFAULT ''::text,
    granted_by uuid,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone,
    ended_at timestamp with time zone,
    lent_of uuid,
    leave_id uuid,
    CONSTRAINT seats_pkey PRIMARY KEY (id),
    CONSTRAINT seats_area_code_fkey FOREIGN KEY (area_code) REFERENCES areas(code),
    CONSTRAINT seats_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES persons(id),
    CONSTRAINT seats_leave_id_fkey FOREIGN KEY (leave_id) REFERENCES leaves(id),
    CONSTRAINT seats_lent_of_fkey FOREIGN KEY (lent_of) REFERENCES seats(id),
    CONSTRAINT seats_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id),
    CONSTRAINT seats_check CHECK (((unit <> ''::text) = (role = 'department_staff'::text))),
    CONSTRAINT seats_role_check CHECK ((role = ANY (ARRAY['resident'::text, 'volunteer'::text, 'steward'::text, 'grid_worker'::text, 'grid_chief'::text, 'community_staff'::text, 'community_secretary'::text, 'street_staff'::text, 'city_staff'::text, 'department_staff'::text, 'care_worker'::text, 'auditor'::text, 'security_admin'::text, 'system_admin'::text])))
);
CREATE INDEX seats_area ON public.seats USING btree (role, area_code) WHERE (ended_at IS NULL);
CREATE INDEX seats_lent ON public.seats USING btree (lent_of) WHERE ((lent_of IS NOT NULL) AND (ended_at IS NULL));
CREATE INDEX seats_person ON public.seats USING btree (person_id);
CREATE INDEX seats_within ON public.seats USING btree (area_code);
CREATE UNIQUE INDEX seats_live ON public.seats USING btree (person_id, role, area_code, unit) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX seats_one_administration ON public.seats USING btree (person_id) WHERE ((ended_at IS NULL) AND (role = ANY (ARRAY['auditor'::text, 'security_admin'::text, 'system_admin'::text])));
CREATE TRIGGER seats_live_person BEFORE INSERT ON public.seats FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON seats TO delinli_app;

CREATE TABLE sessions (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    device text NOT NULL,
    staff boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_token_hash_key UNIQUE (token_hash),
    CONSTRAINT sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
);
CREATE INDEX sessions_person ON public.sessions USING btree (person_id) WHERE (revoked_at IS NULL);
CREATE TRIGGER sessions_live BEFORE INSERT ON public.sessions FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON sessions TO delinli_app;

CREATE TABLE settings (
    kind text NOT NULL,
    name text NOT NULL,
    body jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT settings_pkey PRIMARY KEY (kind, name),
    CONSTRAINT settings_kind_check CHECK ((kind = ANY (ARRAY['calendar'::text, 'policy'::text, 'dispatch'::text, 'template'::text, 'weights'::text, 'city'::text])))
);
GRANT DELETE, INSERT, SELECT, UPDATE ON settings TO delinli_app;

CREATE TABLE team_invitations (
    team_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT team_invitations_pkey PRIMARY KEY (team_id, person_id),
    CONSTRAINT team_invitations_person_id_fkey FOREIGN KEY (person_id) REFERENCES volunteers(person_id),
    CONSTRAINT team_invitations_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id)
);
CREATE INDEX team_invitations_person ON public.team_invitations USING btree (person_id);
CREATE TRIGGER team_invitations_live BEFORE INSERT ON public.team_invitations FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON team_invitations TO delinli_app;

CREATE TABLE team_members (
    team_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT team_members_pkey PRIMARY KEY (team_id, person_id),
    CONSTRAINT team_members_person_id_fkey FOREIGN KEY (person_id) REFERENCES volunteers(person_id),
    CONSTRAINT team_members_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id)
);
CREATE INDEX team_members_person ON public.team_members USING btree (person_id);
CREATE TRIGGER team_members_live BEFORE INSERT ON public.team_members FOR EACH ROW EXECUTE FUNCTION lives('person_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON team_members TO delinli_app;

CREATE TABLE teams (
    id uuid NOT NULL,
    name text NOT NULL,
    leader_id uuid NOT NULL,
    area_code text COLLATE "C" NOT NULL,
    version integer NOT NULL DEFAULT 1,
    ended_at timestamp with time zone,
    CONSTRAINT teams_pkey PRIMARY KEY (id),
    CONSTRAINT teams_area_code_fkey FOREIGN KEY (area_code) REFERENCES areas(code),
    CONSTRAINT teams_leader_id_fkey FOREIGN KEY (leader_id) REFERENCES volunteers(person_id),
    CONSTRAINT teams_name_check CHECK ((name <> ''::text))
);
CREATE TRIGGER teams_live BEFORE INSERT ON public.teams FOR EACH ROW EXECUTE FUNCTION lives('leader_id');
GRANT DELETE, INSERT, SELECT, UPDATE ON teams TO delinli_app;

CREATE SEQUENCE volunteer_numbers;
GRANT USAGE ON volunteer_numbers TO delinli_app;

CREATE TABLE volunteers (
    person_id uuid NOT NULL,
    number text NOT NULL,
    state text NOT NULL,
    party_member boolean NOT NULL DEFAULT false,
    skills text[] NOT NULL DEFAULT '{}'::text[],
    areas text[] NOT NULL DEFAULT '{}'::text[],
    availability jsonb NOT NULL DEFAULT '{}'::jsonb,
    cap integer NOT NULL DEFAULT 3,
    load integer NOT NULL DEFAULT 0,
    rating_sum integer NOT NULL DEFAULT 0,
    rating_count integer NOT NULL DEFAULT 0,
    note bytea,
    version integer NOT NULL DEFAULT 1,
    applied_at timestamp with time zone NOT NULL,
    decided_by uuid,
    touched xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT volunteers_pkey PRIMARY KEY (person_id),
    CONSTRAINT volunteers_number_key UNIQUE (number),
    CONSTRAINT volunteers_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES persons(id),
    CONSTRAINT volunteers_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id),
    CONSTRAINT volunteers_cap_check CHECK (((cap >= 0) AND (cap <= 20))),
    CONSTRAINT volunteers_load_within_cap CHECK (((load >= 0) AND (load <= cap))),
    CONSTRAINT volunteers_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'verified'::text, 'refused'::text, 'paused'::text, 'ended'::text])))
);
CREATE TRIGGER volunteers_live BEFORE INSERT OR UPDATE OF state ON public.volunteers FOR EACH ROW WHEN ((new.state <> 'ended'::text)) EXECUTE FUNCTION lives('person_id');
CREATE TRIGGER volunteers_touch BEFORE UPDATE ON public.volunteers FOR EACH ROW EXECUTE FUNCTION touch();
GRANT DELETE, INSERT, SELECT, UPDATE ON volunteers TO delinli_app;
