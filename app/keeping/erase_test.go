package keeping_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	appsecret "delinli/app/secret"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/order"
	"delinli/models/secret"
)

// canaries are what must stand nowhere in the clear: name, phone, address and words of one resident.
var canaries = texts{title: "金丝雀甲", detail: "金丝雀乙头疼得厉害", address: "金丝雀苑3号楼2单元501", note: "金丝雀丙不在家"}

const (
	canaryName  = "金丝雀丁"
	canaryPhone = "13800138777"
)

func (x texts) all() []string {
	return []string{x.title, x.detail, x.address, x.note, canaryName, canaryPhone}
}

// dump writes every table as text, as a backup would.
func (w *town) dump() string {
	w.t.Helper()
	rows, err := w.root.Query(w.t.Context(), `SELECT quote_ident(table_name) FROM information_schema.tables
		WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1`)
	if err != nil {
		w.t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		w.t.Fatal(err)
	}
	var out bytes.Buffer
	for _, table := range tables {
		fmt.Fprintf(&out, "-- %s\n", table)
		if _, err := w.root.PgConn().CopyTo(w.t.Context(), &out, "COPY "+table+" TO STDOUT"); err != nil {
			w.t.Fatal(err)
		}
	}
	return out.String()
}

// shows lists the canaries that a dump shows, plain or as hexadecimal digits or base64 of their bytes.
func shows(dump string) (found []string) {
	for _, c := range canaries.all() {
		for _, form := range []string{c, hex.EncodeToString([]byte(c)), base64.RawStdEncoding.EncodeToString([]byte(c))} {
			if strings.Contains(dump, form) {
				found = append(found, form)
			}
		}
	}
	return found
}

// opened lists what of the person opens with the keys of the program and of the database.
func (w *town) opened(id models.PersonID, o models.OrderID) (plain []string) {
	w.t.Helper()
	tx := w.DB.Read(w.t.Context())
	p, row := sure(people.Get(tx, id)), sure(orders.Get(tx, o))
	at := func(column string) secret.Place {
		return secret.Place{Person: id, Table: "orders", Column: column, Row: o.String()}
	}
	for _, s := range []struct {
		at    secret.Place
		value secret.Sealed
	}{{people.Place(id, "name"), p.Name}, {people.Place(id, "phone"), p.Phone}, {at("title"), row.Title}, {at("detail"), row.Detail}, {at("address"), row.Address}} {
		if text, err := w.Vault.Open(p.Key, s.at, s.value); err == nil && text != "" {
			plain = append(plain, text)
		}
	}
	return plain
}

// canary lives in the town with an ended order, files, notices, sessions and everything else that somebody leaves.
func (w *town) canary() (models.PersonID, order.Order) {
	w.t.Helper()
	id := w.resident(canaryPhone, canaryName, canaries.address)
	o := w.place(id, canaries)
	o = w.move(o, order.Cancel, models.Actor{Person: id}, order.Input{})
	w.owner(`INSERT INTO sessions (id, person_id, token_hash, device, staff, created_at, seen_at, expires_at)
		VALUES (gen_random_uuid(), $1, '\x01', 'Mi 14', false, now(), now(), now())`, id)
	w.owner(`INSERT INTO notices (id, person_id, kind, cause, at) VALUES ('00000000-0000-7000-8000-00000000000a', $1, 'order.done', 'x', now())`, id)
	w.owner(`INSERT INTO deliveries (notice_id, channel, state, after_at) VALUES ('00000000-0000-7000-8000-00000000000a', 'sms', 'sent', now())`)
	w.owner(`INSERT INTO followers (order_id, person_id, at) VALUES ($1, $2, now())`, o.ID, id)
	w.owner(`INSERT INTO idempotency_keys (person_id, key, body_hash, locked_until, at) VALUES ($1, 'k', '\x', now(), now())`, id)
	w.owner(`INSERT INTO seats (id, person_id, role, area_code, from_at) VALUES (gen_random_uuid(), $1, 'volunteer', '370785001005', now())`, id)
	w.owner(`INSERT INTO volunteers (person_id, number, state, party_member, skills, applied_at) VALUES ($1, 'V1', 'verified', true, '{care}', now())`, id)
	w.owner(`INSERT INTO challenges (id, phone_index, code_hash, expires_at) VALUES (gen_random_uuid(), $1, '\x', now())`,
		w.world.Keys.BlindIndex(appsecret.PhoneIndex, canaryPhone))
	return id, o
}

// file adds a file of somebody, at an order or at none.
func (w *town) file(owner models.PersonID, blob, thumb string, o any, purpose string) {
	w.t.Helper()
	w.owner(`INSERT INTO files (id, owner_id, kind, mime, size, blob, thumb, order_id, purpose, at)
		VALUES (gen_random_uuid(), $1, 'picture', 'image/jpeg', 1, $2, $3, $4, $5, now())`, owner, blob, thumb, o, purpose)
}

func TestErasingLeavesNothingToRead(t *testing.T) {
	w := newTown(t)
	id, o := w.canary()
	tokens := w.world.Keys.SearchTokens(canaries.title)
	before := w.dump()
	if found := shows(before); len(found) > 0 {
		t.Errorf("in the clear before: %v", found)
	}
	if plain := w.opened(id, o.ID); len(plain) != 5 || !slices.Contains(plain, canaries.title) || !slices.Contains(plain, canaryPhone) {
		t.Fatalf("the control opens %v", plain)
	}
	if !strings.Contains(before, hex.EncodeToString(tokens[0])) {
		t.Error("the control finds no search token")
	}
	if err := w.Erase(t.Context(), models.Actor{Person: id}, id, audit.Asked); err != nil {
		t.Fatal(err)
	}
	after := w.dump()
	if found := shows(after); len(found) > 0 {
		t.Errorf("in the clear after: %v", found)
	}
	if plain := w.opened(id, o.ID); len(plain) > 0 {
		t.Errorf("opens after: %v", plain)
	}
	for _, trace := range append(tokens, w.world.Keys.BlindIndex(appsecret.PhoneIndex, canaryPhone)) {
		if strings.Contains(after, hex.EncodeToString(trace)) {
			t.Errorf("%x is still there", trace)
		}
	}
	for _, table := range []string{"person_keys", "sessions", "notices", "deliveries", "followers", "idempotency_keys", "challenges"} {
		if n := w.number("SELECT count(*) FROM " + table); n != 0 {
			t.Errorf("%d rows are left in %s", n, table)
		}
	}
	if n := w.number("SELECT count(*) FROM volunteers WHERE state = 'ended' AND NOT party_member AND skills = '{}'"); n != 1 {
		t.Error("the volunteer is known still")
	}
	if report := w.verify(); !report.Sound() || report.Orders != 1 {
		t.Errorf("replay after erasing: %+v", report)
	}
	if all := w.lines("person.erase"); len(all) != 1 || all[0].person != id.String() || all[0].reason != "asked" {
		t.Errorf("lines %+v", all)
	}
}

// The control: the dump shows what stands in the clear in any table, in any of the three forms.
func TestTheDumpShowsCanaries(t *testing.T) {
	w := newTown(t)
	w.owner(`UPDATE areas SET name = $1 WHERE code = '370785'`, canaryName)
	if found := shows(w.dump()); !slices.Equal(found, []string{canaryName}) {
		t.Errorf("found %v", found)
	}
	w.owner(`INSERT INTO limits (key, window_at, used) VALUES ($1, now(), 1)`, hex.EncodeToString([]byte(canaryPhone)))
	if found := shows(w.dump()); len(found) != 2 {
		t.Errorf("found %v", found)
	}
}

func TestErasingTakesFilesAlong(t *testing.T) {
	w := newTown(t)
	id, o := w.canary()
	other := w.resident("13800000002", "李四", "")
	theirs := w.place(other, texts{title: "买菜"})
	w.file(id, "a", "a.thumb", nil, "portrait")
	w.file(id, "b", "", o.ID, "order")
	w.file(other, "c", "", o.ID, "result")
	w.file(id, "d", "", theirs.ID, "result")
	w.file(other, "e", "", nil, "")
	w.blob.err = errors.New("the disk is away")
	logged := logging(t)
	if err := w.Erase(t.Context(), models.Actor{Person: id}, id, audit.Asked); err != nil {
		t.Fatal(err)
	}
	slices.Sort(w.blob.deleted)
	if !slices.Equal(w.blob.deleted, []string{"a", "a.thumb", "b", "c"}) {
		t.Errorf("deleted %v", w.blob.deleted)
	}
	if n := w.number("SELECT count(*) FROM files WHERE blob IN ('d', 'e')"); n != 2 {
		t.Errorf("%d files of others are left, want 2", n)
	}
	if !strings.Contains(logged.String(), "the disk is away") {
		t.Error("nobody was told of the bytes that stay for now")
	}
}

// logging gives what the program logs until the test ends.
func logging(t *testing.T) *bytes.Buffer {
	t.Helper()
	var logged bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return &logged
}

func TestWhoMayEraseWhom(t *testing.T) {
	w := newTown(t)
	id := w.resident(canaryPhone, canaryName, "")
	other := w.resident("13800000002", "李四", "")
	for name, c := range map[string]struct {
		a      models.Actor
		who    models.PersonID
		reason audit.Reason
		code   string
	}{
		"a visitor":                 {models.Actor{}, id, audit.Asked, "not_found"},
		"somebody else":             {models.Actor{Person: other}, id, audit.Asked, "not_found"},
		"staff":                     {w.actor(models.CommunitySecretary, community), id, audit.Asked, "not_found"},
		"an administrator far away": {w.actor(models.SecurityAdmin, "370786"), id, audit.Asked, "not_found"},
		"nobody":                    {w.actor(models.SecurityAdmin, city), w.actor("", "").Person, audit.Asked, "not_found"},
		"without a reason":          {w.actor(models.SecurityAdmin, city), id, "", "input.invalid"},
		"for a look's reason":       {w.actor(models.SecurityAdmin, city), id, audit.Serve, "input.invalid"},
	} {
		if err := w.Erase(t.Context(), c.a, c.who, c.reason); models.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if n := w.number("SELECT count(*) FROM person_keys"); n != 2 {
		t.Fatalf("%d keys are left", n)
	}
	admin := w.actor(models.SecurityAdmin, city)
	if err := w.Erase(t.Context(), admin, id, audit.Deceased); err != nil {
		t.Fatal(err)
	}
	if err := w.Erase(t.Context(), admin, id, audit.Deceased); models.CodeOf(err) != "not_found" {
		t.Errorf("erased twice: %v", err)
	}
}

func TestWhatTiesSomebody(t *testing.T) {
	w := newTown(t)
	id, _ := w.canary()
	live := w.place(id, texts{title: "买菜"})
	other := w.resident("13800000002", "李四", "")
	held := w.place(other, texts{title: "买菜"})
	w.owner(`WITH a AS (INSERT INTO assignments (id, order_id, person_id, offered_at) VALUES (gen_random_uuid(), $1, $2, now()) RETURNING id)
		INSERT INTO assignment_members SELECT id, $2 FROM a`, held.ID, id)
	w.owner(`INSERT INTO seats (id, person_id, role, area_code, from_at) VALUES (gen_random_uuid(), $1, 'steward', '370785001005', now())`, id)
	w.owner(`INSERT INTO teams (id, name, leader_id, area_code) VALUES (gen_random_uuid(), '红马甲', $1, '370785001005')`, id)
	w.owner(`INSERT INTO areas (code, parent, name) VALUES ('370785001005009', '370785001005', '第九网格')`)
	w.owner(`INSERT INTO grid_posts (id, grid, kind, person_id, origin, from_on, until_on) SELECT gen_random_uuid(), '370785001005009', kind, $1, 'residents', '2020-01-01', until
		FROM (VALUES ('chief', NULL), ('liaison', CAST('2099-12-31' AS date)), ('part_time', '2020-12-31')) AS p (kind, until)`, id)
	err := w.Erase(t.Context(), models.Actor{Person: id}, id, audit.Asked)
	tied, ok := errors.AsType[*models.Error](err)
	want := map[string]string{live.Number: "erase.order_live", held.Number: "erase.order_held", "steward 370785001005": "erase.seat_held",
		"红马甲": "erase.team_led", "chief 370785001005009": "erase.post_held", "liaison 370785001005009": "erase.post_held"}
	if !ok || tied.Kind != models.Conflict || tied.Code != "erase.tied" || !maps.Equal(tied.Fields, want) {
		t.Fatalf("tied by %v", err)
	}
	if plain := w.opened(id, live.ID); len(plain) < 3 {
		t.Errorf("something is gone: %v", plain)
	}
	w.move(live, order.Cancel, models.Actor{Person: id}, order.Input{})
	w.owner(`UPDATE assignments SET ended_at = now()`)
	w.owner(`UPDATE seats SET ended_at = now()`)
	w.owner(`UPDATE teams SET ended_at = now()`)
	w.owner(`UPDATE grid_posts SET until_on = '2020-12-31'`)
	if err := w.Erase(t.Context(), models.Actor{Person: id}, id, audit.Asked); err != nil {
		t.Errorf("untied: %v", err)
	}
}

func TestWhatFailsErasesNothing(t *testing.T) {
	w := newTown(t)
	id, o := w.canary()
	w.owner(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`)
	w.owner(`CREATE TRIGGER refuse BEFORE DELETE ON files FOR EACH STATEMENT EXECUTE FUNCTION refuse()`)
	if err := w.Erase(t.Context(), models.Actor{Person: id}, id, audit.Asked); err == nil {
		t.Fatal("erased in spite of a failure")
	}
	if plain := w.opened(id, o.ID); len(plain) != 5 || len(w.lines("person.erase")) != 0 {
		t.Errorf("only %v is left", plain)
	}
}
