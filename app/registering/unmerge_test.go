package registering_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/app/registering"
	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

func (w twins) unmerge(m registering.Merged) error {
	_, err := w.Unmerge(w.T.Context(), w.staff, m.ID)
	return err
}

// TestUndoing: once, by those who may merge; what came since stays where it came.
func TestUndoing(t *testing.T) {
	w := newTwins(t)
	before := w.order(w.gone.ID)
	m := w.merge(resident.FieldPhone)
	since := w.order(w.kept.ID)
	if _, err := w.Unmerge(t.Context(), w.elsewhere, m.ID); models.KindOf(err) != models.NotFound {
		t.Errorf("from elsewhere: %v", err)
	}
	own := w.staff
	own.Person = w.kept.ID
	if _, err := w.Unmerge(t.Context(), own, m.ID); models.CodeOf(err) != "merge.own" {
		t.Errorf("their own: %v", err)
	}
	if err := w.unmerge(m); err != nil {
		t.Fatal(err)
	}
	tx := w.Store.Read(t.Context())
	if a, b := sure(orders.Get(tx, before)), sure(orders.Get(tx, since)); a.Requester != w.gone.ID || !a.SealedFor.IsZero() || b.Requester != w.kept.ID {
		t.Errorf("%s, %s, %s", a.Requester, a.SealedFor, b.Requester)
	}
	for id, phone := range map[models.PersonID]secret.Phone{w.kept.ID: w.kept.Phone, w.gone.ID: w.gone.Phone} {
		if k, err := w.Show(t.Context(), w.staff, id); err != nil || k.ID != id || k.Phone != phone {
			t.Errorf("%+v, %v", k, err)
		}
	}
	if err := w.unmerge(m); models.CodeOf(err) != "merge.undone" {
		t.Errorf("twice: %v", err)
	}
	if n := w.Count(`SELECT count(*) FROM merges WHERE undone_by = @by AND gone_was IS NULL`, store.Args{"by": w.staff.Person}); n != 1 {
		t.Errorf("%d keep what they would be undone by", n)
	}
	w.merge() // once more
}

// TestWhatCanNoLongerBeUndone: each in its own words, and nothing changes.
func TestWhatCanNoLongerBeUndone(t *testing.T) {
	for want, since := range map[string]func(twins){
		"merge.changed_since": func(w twins) {
			e := granny(func(e *resident.Entry) { e.Number, e.Phone = w.gone.Number, sure(secret.ParsePhone("13800138055")) })
			if _, err := w.Edit(w.T.Context(), w.staff, w.kept.ID, w.now(w.kept.ID), e); err != nil {
				w.T.Fatal(err)
			}
		},
		"merge.phone_taken": func(w twins) {
			w.register(w.worker, granny(func(e *resident.Entry) { e.Number, e.Phone = number("19500301", 2), w.kept.Phone }))
		},
		"merge.number_taken": func(w twins) {
			w.register(w.worker, granny(func(e *resident.Entry) { e.Number, e.Phone = w.kept.Number, secret.Phone{} }))
		},
		"merge.came_since": func(w twins) {
			w.Exec(`UPDATE persons SET came_at = now() WHERE id = @id`, store.Args{"id": w.kept.ID})
		},
		"merge.later_first": func(w twins) { w.gone = w.twin(2); w.merge() },
	} {
		w := newTwins(t)
		m := w.merge(resident.FieldPhone, resident.FieldNumber)
		since(w)
		if err := w.unmerge(m); models.CodeOf(err) != want {
			t.Errorf("%s: %v", want, err)
		}
		if n := w.Count(`SELECT count(*) FROM merges WHERE id = @id AND undone_at IS NULL AND kept_was IS NOT NULL`, store.Args{"id": m.ID}); n != 1 {
			t.Errorf("%s: the merging does not stand", want)
		}
	}
}

// TestAnEditOfWhatWasNotTakenOver hinders nothing, and stays.
func TestAnEditOfWhatWasNotTakenOver(t *testing.T) {
	w := newTwins(t)
	m := w.merge(resident.FieldPhone)
	e := granny(func(e *resident.Entry) {
		e.Number, e.Phone, e.Address = w.kept.Number, w.gone.Phone, secret.NewText("9号楼")
	})
	if _, err := w.Edit(t.Context(), w.staff, w.gone.ID, w.now(w.kept.ID), e); err != nil {
		t.Fatal(err)
	}
	if err := w.unmerge(m); err != nil {
		t.Fatal(err)
	}
	if k, err := w.Show(t.Context(), w.staff, w.kept.ID); err != nil || k.Address.Plain() != "9号楼" || k.Phone != w.kept.Phone {
		t.Errorf("%+v, %v", k, err)
	}
}

// TestARecordMergedTwice leads on through both, and is undone from the end.
func TestARecordMergedTwice(t *testing.T) {
	w := newTwins(t)
	o := w.order(w.gone.ID)
	first, last := w.merge(), twins{w.town, w.twin(2), w.kept}
	second := last.merge()
	if k, err := w.Show(t.Context(), w.staff, w.gone.ID); err != nil || k.ID != last.kept.ID {
		t.Errorf("%+v, %v", k, err)
	}
	if got := sure(orders.Get(w.Store.Read(t.Context()), o)); got.Requester != last.kept.ID || got.Owner() != w.gone.ID {
		t.Errorf("%s, %s", got.Requester, got.Owner())
	}
	if err := w.unmerge(first); models.CodeOf(err) != "merge.later_first" {
		t.Error(err)
	}
	for _, m := range []registering.Merged{second, first} {
		if err := w.unmerge(m); err != nil {
			t.Error(err)
		}
	}
	w.replays(o)
	if got := sure(orders.Get(w.Store.Read(t.Context()), o)); got.Requester != w.gone.ID || !got.SealedFor.IsZero() {
		t.Errorf("%s, %s", got.Requester, got.SealedFor)
	}
}

// people who are named by a row: what follows, what is another's act or comes with one, and so belongs to a record that stays, and what a merging itself writes or reads with all records of somebody.
var (
	follows = []string{"complaints.about", "corrections.person_id", "grid_posts.person_id", "notices.person_id", "orders.requester_id", "person_tags.person_id"}
	acts    = []string{"accounts.person_id", "approvals.asked_by", "approvals.decided_by", "area_successors.by", "assignment_members.person_id", "assignments.person_id",
		"call_backs.served_by", "complaints.answered_by", "complaints.complainant", "corrections.asked_by", "corrections.decided_by", "dispatches.actor_id",
		"exports.owner_id", "files.owner_id", "followers.person_id", "fund_entries.by", "grid_posts.granted_by", "home_returns.person_id", "hours.person_id",
		"idempotency_keys.person_id", "intakes.owner_id", "leaves.arranged_by", "leaves.deputy_id", "leaves.person_id", "order_events.actor_id",
		"orders.assignee_id", "orders.placed_by", "person_tags.noted_by", "ratings.rated_by", "revisions.changed_by", "seats.granted_by", "seats.person_id",
		"sessions.person_id", "team_invitations.person_id", "team_members.person_id", "teams.leader_id", "volunteers.decided_by", "volunteers.person_id"}
	itself = []string{"consents.noted_by", "consents.person_id", "distinct_pairs.one", "distinct_pairs.other", "distinct_pairs.parted_by", "merges.gone_id", "merges.kept_id", "merges.merged_by", "merges.undone_by",
		"orders.sealed_for", "person_keys.person_id", "persons.merged_into"}
)

// TestEveryRowThatNamesPeopleIsKnown: a new one must be told what a merging does to it.
func TestEveryRowThatNamesPeopleIsKnown(t *testing.T) {
	w := testkit.NewEmptyWorld(t)
	found := sure(store.Query(w.Store.Read(t.Context()), `SELECT c.conrelid::regclass || '.' || a.attname FROM pg_constraint c
		JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
		WHERE c.contype = 'f' AND c.confrelid IN ('persons'::regclass, 'volunteers'::regclass) ORDER BY 1`, nil, store.Value[string]))
	known := slices.Sorted(slices.Values(slices.Concat(follows, acts, itself)))
	slices.Sort(found)
	if !slices.Equal(found, known) {
		t.Errorf("rows name people in\n%v\nand known are\n%v", found, known)
	}
}

// state is all rows that a merging can touch, without versions, which only grow.
func (n *town) state() map[string]json.RawMessage {
	n.T.Helper()
	state := map[string]json.RawMessage{}
	for table, sql := range map[string]string{
		"persons":     `SELECT jsonb_agg(to_jsonb(x) - 'version' ORDER BY x.id) FROM persons x`,
		"tags":        `SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id) FROM person_tags x`,
		"posts":       `SELECT jsonb_agg(to_jsonb(x) - 'version' ORDER BY x.id) FROM grid_posts x`,
		"notices":     `SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id) FROM notices x`,
		"complaints":  `SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id) FROM complaints x`,
		"corrections": `SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id) FROM corrections x`,
		"orders":      `SELECT jsonb_agg(to_jsonb(x) - 'version' ORDER BY x.id) FROM orders x`,
		"followed":    `SELECT jsonb_agg(to_jsonb(x)) FROM merge_rows x`,
		"households":  `SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id) FROM households x`,
		"keys":        `SELECT jsonb_agg(to_jsonb(x) ORDER BY x.person_id) FROM person_keys x`,
		"volunteers":  `SELECT jsonb_agg(to_jsonb(x) - 'touched' ORDER BY x.person_id) FROM volunteers x`,
	} {
		state[table] = sure(store.One(n.Store.Read(n.T.Context()), sql, nil, func(r store.Rows, into *json.RawMessage) error { return r.Scan((*[]byte)(into)) }))
	}
	return state
}

// TestMergingAndUndoingChangesNothing: whatever two records have, and whatever is taken over, undoing gives every row back as it was.
func TestMergingAndUndoingChangesNothing(t *testing.T) {
	w := newTwins(t)
	rapid.Check(t, func(r *rapid.T) {
		w.furnish(r)
		w.read()
		before := w.state()
		fields := rapid.SliceOfNDistinct(rapid.SampledFrom(resident.Mergeable), 0, len(resident.Mergeable), rapid.ID[resident.Field]).Draw(r, "fields")
		m, err := w.Merge(t.Context(), w.staff, w.choice(fields...))
		if err != nil {
			r.Fatal(err)
		}
		if _, err := w.Unmerge(t.Context(), w.staff, m.ID); err != nil {
			r.Fatal(err)
		}
		w.read()
		for table, rows := range w.state() {
			if string(rows) != string(before[table]) {
				r.Errorf("%s:\n%s\nwas\n%s", table, rows, before[table])
			}
		}
		for _, id := range sure(store.Query(w.Store.Read(t.Context()), `SELECT id FROM orders`, nil, store.Value[models.OrderID])) {
			w.replays(id)
		}
	})
}

// furnish gives either record some of what refers to people.
func (w twins) furnish(r *rapid.T) {
	either := rapid.SampledFrom([]models.PersonID{w.kept.ID, w.gone.ID})
	args := store.Args{"who": either.Draw(r, "who"), "by": w.resident.Person, "at": w.World.Now(), "n": w.Count(`SELECT count(*) FROM notices`, nil)}
	switch rapid.IntRange(0, 6).Draw(r, "what") {
	case 0:
		w.order(args["who"].(models.PersonID))
	case 1:
		tag := rapid.SampledFrom(resident.Tags).Draw(r, "tag")
		if _, err := w.Tag(w.T.Context(), w.staff, args["who"].(models.PersonID), tag, resident.Visit, "2026-01-05"); err != nil {
			r.Fatal(err)
		}
	case 2:
		w.Exec(`INSERT INTO notices (id, person_id, kind, cause, at) SELECT gen_random_uuid(), id, 'order.placed', 'c' || @n, @at FROM persons WHERE id IN (@who, @kept)`,
			store.Args{"who": args["who"], "kept": w.kept.ID, "n": fmt.Sprint(args["n"]), "at": args["at"]})
	case 3:
		w.Exec(`INSERT INTO complaints (id, complainant, about, level, area_code, text, state, at) VALUES (gen_random_uuid(), @by, @who, 'street', '370785001005', '', 'open', @at)`, args)
	case 4:
		w.Exec(`INSERT INTO grid_posts (id, grid, kind, person_id, origin, from_on, until_on)
			VALUES (gen_random_uuid(), '370785001005003', 'part_time', @who, 'residents', '2026-01-01', '2026-01-31')`, args)
	case 5:
		w.corrected(args["who"].(models.PersonID))
	case 6:
		home := models.NewID[models.HouseholdID](w.Random)
		w.Exec(`INSERT INTO households (id, area_code) VALUES (@home, @area)`, store.Args{"home": home, "area": string(testkit.Grid)})
		w.Exec(`UPDATE persons SET household_id = @home WHERE id = @who`, store.Args{"home": home, "who": args["who"]})
	}
}

// corrected leaves a correction that was refused.
func (w twins) corrected(who models.PersonID) {
	w.T.Helper()
	key := sure(people.Key(w.Store.Read(w.T.Context()), who))
	c := resident.Correction{ID: models.NewID[models.CorrectionID](w.Random), Person: who, AskedBy: w.resident.Person, Field: resident.FieldName,
		State: resident.CorrectionRefused, At: w.World.Now(), DecidedBy: w.staff.Person}
	seal := func(column string) secret.Sealed {
		return sure(w.World.Vault.Seal(key, residents.CorrectionPlace(c, column), "张秀瑛"))
	}
	w.Exec(`INSERT INTO corrections (id, person_id, asked_by, field, value, reason, state, answer, at, decided_by, decided_at)
		VALUES (@id, @who, @asker, 'name', @value, @reason, 'refused', @answer, @at, @by, @at)`, store.Args{"id": c.ID, "who": who, "asker": c.AskedBy, "value": seal("value"),
		"reason": seal("reason"), "answer": seal("answer"), "at": c.At, "by": c.DecidedBy})
}
