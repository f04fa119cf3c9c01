package registering_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"delinli/app/registering"
	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/app/store/revisions"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
	"delinli/models/resident"
	"delinli/models/secret"
)

// twins are two records of one granny, entered one after the other.
type twins struct {
	*town
	kept, gone registering.Known
}

func newTwins(t *testing.T) twins {
	n := newTown(t)
	w := twins{town: n}
	w.kept, w.gone = w.twin(0), w.twin(1)
	w.read()
	return w
}

// twin enters the granny again, under another number and phone.
func (n *town) twin(i int) registering.Known {
	n.T.Helper()
	n.Pass(time.Minute)
	return n.register(n.worker, granny(func(e *resident.Entry) {
		e.Number, e.Phone = number("19490301", 2+2*i), sure(secret.ParsePhone(fmt.Sprintf("138001380%02d", i)))
		e.Address = secret.NewText(fmt.Sprintf("%d号楼", i))
	}))
}

// read reads every name of the register.
func (n *town) read() {
	n.T.Helper()
	if _, err := n.IndexNames(n.T.Context()); err != nil {
		n.T.Fatal(err)
	}
}

func (w twins) choice(fields ...resident.Field) registering.Choice {
	return registering.Choice{Kept: w.kept.ID, Gone: w.gone.ID, KeptVersion: w.now(w.kept.ID), GoneVersion: w.now(w.gone.ID), Fields: fields}
}

func (n *town) now(id models.PersonID) int {
	return n.Count(`SELECT version FROM persons WHERE id = @id`, store.Args{"id": id})
}

func (w twins) merge(fields ...resident.Field) registering.Merged {
	w.T.Helper()
	m, err := w.Merge(w.T.Context(), w.staff, w.choice(fields...))
	if err != nil {
		w.T.Fatal(err)
	}
	return m
}

// draft is an order that staff place for somebody.
func (n *town) draft(who models.PersonID) order.Change {
	n.T.Helper()
	id := models.NewID[models.OrderID](n.Random)
	key := sure(people.Key(n.Store.Read(n.T.Context()), who))
	o := order.Order{ID: id, Number: id.String(), Kind: order.Request, Class: calendar.General, Area: testkit.Grid, Requester: who, PlacedBy: n.staff.Person,
		Visibility: order.Private, Route: dispatch.ToStaff, Slots: 1,
		Title: sure(n.World.Vault.Seal(key, secret.Place{Person: who, Table: "orders", Column: "title", Row: id.String()}, "买菜"))}
	facts := order.Facts{Now: n.World.Now(), Calendar: sure(calendar.New(calendar.Shipped()...)), Policy: calendar.Default(calendar.General)}
	return order.Begin(o, facts, n.staff, order.Input{Event: models.NewID[models.EventID](n.Random)})
}

// order is one that staff placed for somebody.
func (n *town) order(who models.PersonID) models.OrderID {
	n.T.Helper()
	change := n.draft(who)
	if err := n.Store.Write(n.T.Context(), func(tx *store.Tx) error { return orders.Commit(tx, change) }); err != nil {
		n.T.Fatal(err)
	}
	return change.Next().ID
}

// TestRecordsThatLookAlike: by name with birth, by name or birth with household; not across areas, and not what was told apart.
func TestRecordsThatLookAlike(t *testing.T) {
	w := newTwins(t)
	other := w.register(w.worker, granny(func(e *resident.Entry) {
		e.Name, e.Number, e.Phone = sure(secret.ParseName("张秀瑛")), number("19490305", 8), secret.Phone{}
	}))
	w.register(w.elsewhere, granny(func(e *resident.Entry) {
		e.Number, e.Phone, e.Area = number("19490311", 2), secret.Phone{}, testkit.Elsewhere+"001"
	}))
	home := models.NewID[models.HouseholdID](w.Random)
	w.Exec(`INSERT INTO households (id, area_code) VALUES (@id, @area)`, store.Args{"id": home, "area": string(testkit.Grid)})
	w.Exec(`UPDATE persons SET household_id = @home WHERE id IN (@a, @b)`, store.Args{"home": home, "a": other.ID, "b": w.gone.ID})
	w.read()
	found, next, err := w.Suspects(t.Context(), w.staff, "", registering.Page{Limit: 20})
	if err != nil || next != "" || len(found) != 2 || found[0].ID != other.ID || found[1].ID != w.gone.ID {
		t.Fatalf("%+v, %v", found, err)
	}
	if got := found[1].Others; len(got) != 1 || got[0].ID != w.kept.ID || !slices.Equal(got[0].Why, []resident.Likeness{resident.SameNameAndBirth}) {
		t.Errorf("%+v", got)
	}
	if got := found[0].Others; len(got) != 1 || !slices.Equal(got[0].Why, []resident.Likeness{resident.SameBirthAndHome}) {
		t.Errorf("%+v", got)
	}
	pair, err := w.Compare(t.Context(), w.staff, w.kept.ID, w.gone.ID)
	if err != nil || !slices.Equal(pair.Same, []resident.Field{resident.FieldName, resident.FieldArea, resident.FieldRelation}) || pair.One.Refusal != nil {
		t.Errorf("%v, %v", pair.Same, err)
	}
	for range 2 {
		if err := w.Part(t.Context(), w.staff, w.kept.ID, w.gone.ID); err != nil {
			t.Error(err)
		}
	}
	if found, _, err := w.Suspects(t.Context(), w.staff, testkit.Community, registering.Page{Limit: 20}); err != nil || len(found) != 1 || found[0].ID != other.ID {
		t.Errorf("what was told apart: %+v, %v", found, err)
	}
	w.Exec(`UPDATE persons SET name = '\x00' WHERE id = @id`, store.Args{"id": w.gone.ID})
	if w.Count(`SELECT count(*) FROM persons WHERE id = @id AND name_index IS NOT NULL`, store.Args{"id": w.gone.ID}) != 0 {
		t.Error("a name that changed has its old index")
	}
}

// TestMerging: what refers to the record follows, its id leads on, it counts once, and either has its line.
func TestMerging(t *testing.T) {
	w := newTwins(t)
	o := w.order(w.gone.ID)
	for _, who := range []models.PersonID{w.kept.ID, w.gone.ID} {
		if _, err := w.Tag(t.Context(), w.staff, who, resident.LivingAlone, resident.Visit, "2026-01-05"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Tag(t.Context(), w.staff, w.gone.ID, resident.Disabled, resident.Visit, "2026-01-05"); err != nil {
		t.Fatal(err)
	}
	m := w.merge(resident.FieldPhone, resident.FieldAddress)
	if m.Into.ID != w.kept.ID || m.Into.Phone != w.gone.Phone || m.Into.Address != w.gone.Address || m.Into.Number != w.kept.Number || m.Name.Mask() != "张**" {
		t.Errorf("%+v", m)
	}
	if k, err := w.Show(t.Context(), w.staff, w.gone.ID); err != nil || k.ID != w.kept.ID || k.MergedFrom != w.gone.ID || len(k.Tags) != 2 {
		t.Errorf("the old id shows %+v, %v", k, err)
	}
	if got := sure(orders.Get(w.Store.Read(t.Context()), o)); got.Requester != w.kept.ID || got.Owner() != w.gone.ID {
		t.Errorf("the order is %s's, sealed for %s", got.Requester, got.Owner())
	}
	w.replays(o)
	if n := w.Count(`SELECT count(*) FROM persons WHERE registered_at IS NOT NULL`, nil); n != 1 {
		t.Errorf("%d residents", n)
	}
	if n := w.Count(`SELECT count(*) FROM person_tags WHERE ended_at IS NULL AND person_id = @id`, store.Args{"id": w.kept.ID}); n != 2 {
		t.Errorf("%d tags", n)
	}
	if n := w.Count(`SELECT count(*) FROM audit WHERE action = 'resident.merge' AND actor_id = @by AND person_id IN (@a, @b)`,
		store.Args{"by": w.staff.Person, "a": w.kept.ID, "b": w.gone.ID}); n != 2 {
		t.Errorf("%d lines", n)
	}
	if again := w.register(w.worker, granny(func(e *resident.Entry) { e.Number, e.Phone = w.gone.Number, secret.Phone{} })); again.ID == w.gone.ID {
		t.Error("a number that nobody took over is still in use")
	}
	if all, _, err := w.Mergings(t.Context(), w.staff, "", registering.Page{Limit: 20}); err != nil || len(all) != 1 || all[0].ID != m.ID {
		t.Errorf("%+v, %v", all, err)
	}
}

// replays asks that the journal of an order gives its row.
func (n *town) replays(id models.OrderID) {
	n.T.Helper()
	tx := n.Store.Read(n.T.Context())
	journal := sure(orders.Journal(tx, id))
	want, row := sure(order.Replay(journal)), sure(orders.Get(tx, id))
	if want.Requester != row.Requester || want.SealedFor != row.SealedFor || want.Version != row.Version {
		n.T.Errorf("the journal says %s, sealed for %s, version %d; the row %s, %s, %d", want.Requester, want.SealedFor, want.Version, row.Requester, row.SealedFor, row.Version)
	}
}

// TestWhoMayNotMerge: of other areas, residents, whose own record or household it is; a record that moved on; a pair of one.
func TestWhoMayNotMerge(t *testing.T) {
	w := newTwins(t)
	own, kin := w.staff, w.staff
	own.Person = w.gone.ID
	kin.Household = models.NewID[models.HouseholdID](w.Random)
	w.Exec(`INSERT INTO households (id, area_code) VALUES (@id, @area)`, store.Args{"id": kin.Household, "area": string(testkit.Grid)})
	for name, c := range map[string]struct {
		by     models.Actor
		change func(*registering.Choice)
		want   string
	}{
		"another area":    {by: w.elsewhere, want: "not_found"},
		"a grid's worker": {by: w.worker, want: "not_found"},
		"a resident":      {by: w.resident, want: "forbidden"},
		"their own":       {by: own, want: "merge.own"},
		"one of it":       {by: w.staff, change: func(c *registering.Choice) { c.Gone = c.Kept }, want: "input.invalid"},
		"an old version":  {by: w.staff, change: func(c *registering.Choice) { c.GoneVersion++ }, want: models.CodeOf(revisions.ErrMovedOn)},
		"nobody":          {by: w.staff, change: func(c *registering.Choice) { c.Gone = w.resident.Person }, want: "not_found"},
	} {
		choice := w.choice()
		if c.change != nil {
			c.change(&choice)
		}
		if _, err := w.Merge(t.Context(), c.by, choice); models.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.Exec(`UPDATE persons SET household_id = @home WHERE id = @id`, store.Args{"home": kin.Household, "id": w.kept.ID})
	if _, err := w.Merge(t.Context(), kin, w.choice()); models.CodeOf(err) != "merge.own" {
		t.Errorf("of their household: %v", err)
	}
	if err := w.Part(t.Context(), kin, w.kept.ID, w.gone.ID); models.CodeOf(err) != "merge.own" {
		t.Errorf("parted: %v", err)
	}
	if _, _, err := w.Suspects(t.Context(), w.worker, "", registering.Page{Limit: 20}); models.KindOf(err) != models.NotFound {
		t.Errorf("a grid's worker lists: %v", err)
	}
}

// TestWhoHasActedStays: of those who logged in, work, serve or acted, the record stays; two of them are never merged, and what is their own stays theirs.
func TestWhoHasActedStays(t *testing.T) {
	for name, act := range map[string]string{
		"logged in":   `UPDATE persons SET came_at = now() WHERE id = @id`,
		"an account":  `INSERT INTO accounts (person_id, login, password_hash, created_at) VALUES (@id, 'u' || right(CAST(CAST(@id AS uuid) AS text), 12), '', now())`,
		"a steward":   `INSERT INTO seats (id, person_id, role, area_code, from_at) VALUES (gen_random_uuid(), @id, 'steward', '370785001005', '2026-01-01')`,
		"a volunteer": `INSERT INTO volunteers (person_id, number, state, applied_at) VALUES (@id, CAST(CAST(@id AS uuid) AS text), 'ended', now())`,
	} {
		w := newTwins(t)
		w.Exec(act, store.Args{"id": w.gone.ID})
		if _, err := w.Merge(t.Context(), w.staff, w.choice()); models.CodeOf(err) != "merge.has_acted" {
			t.Errorf("%s, and went: %v", name, err)
		}
		w.Exec(act, store.Args{"id": w.kept.ID})
		if _, err := w.Merge(t.Context(), w.staff, w.choice()); models.CodeOf(err) != "merge.both_acted" {
			t.Errorf("%s, both: %v", name, err)
		}
	}
	w := newTwins(t)
	w.Exec(`UPDATE persons SET came_at = now() WHERE id = @id`, store.Args{"id": w.kept.ID})
	if _, err := w.Merge(t.Context(), w.staff, w.choice(resident.FieldName, resident.FieldPhone, resident.FieldRelation)); !reflect.DeepEqual(faultsOf(err),
		map[string]string{"name": "merge.own_field", "phone": "merge.own_field"}) {
		t.Errorf("what is their own: %v", err)
	}
	if m := w.merge(resident.FieldNumber); m.Into.Number != w.gone.Number || m.Into.Phone != w.kept.Phone {
		t.Errorf("%+v", m.Into)
	}
}

// TestWhatTiesTwoRecords: a correction that waits, one post twice, an order of one that the other serves.
func TestWhatTiesTwoRecords(t *testing.T) {
	for want, tie := range map[string]string{
		"merge.correction_waits": `INSERT INTO corrections (id, person_id, asked_by, field, value, reason, state, at)
			VALUES (gen_random_uuid(), @gone, @by, 'name', '\x01', '\x01', 'asked', now())`,
		"merge.post_twice": `INSERT INTO grid_posts (id, grid, kind, person_id, origin, from_on)
			SELECT gen_random_uuid(), '370785001005003', 'part_time', id, 'residents', '2026-01-01' FROM persons WHERE id IN (@kept, @gone) AND @by = @by`,
	} {
		w := newTwins(t)
		w.Exec(tie, store.Args{"kept": w.kept.ID, "gone": w.gone.ID, "by": w.resident.Person})
		if _, err := w.Merge(t.Context(), w.staff, w.choice()); models.CodeOf(err) != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	w := newTwins(t)
	w.Exec(`UPDATE orders SET assignee_id = @kept WHERE id = @id`, store.Args{"kept": w.kept.ID, "id": w.order(w.gone.ID)})
	if _, err := w.Merge(t.Context(), w.staff, w.choice()); models.CodeOf(err) != "merge.serves" {
		t.Errorf("serves: %v", err)
	}
}

// TestTwoMergeOnePair: of clerks who merge the same pair, in whatever direction, one wins, and the others are told.
func TestTwoMergeOnePair(t *testing.T) {
	w := newTwins(t)
	there, back := w.choice(), w.choice()
	back.Kept, back.Gone, back.KeptVersion, back.GoneVersion = there.Gone, there.Kept, there.GoneVersion, there.KeptVersion
	var errs [8]error
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			_, errs[i] = w.Merge(context.WithoutCancel(t.Context()), w.staff, []registering.Choice{there, back}[i%2])
		})
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if models.CodeOf(err) != "person.merged" {
			t.Error(err)
		}
	}
	if n := w.Count(`SELECT count(*) FROM persons WHERE registered_at IS NOT NULL`, nil); won != 1 || n != 1 {
		t.Errorf("%d won, %d residents", won, n)
	}
}

// TestPlacingWhileMerging: an order for the record that goes is placed before and follows, or is refused and can be placed again.
func TestPlacingWhileMerging(t *testing.T) {
	for range 6 {
		w := newTwins(t)
		change := w.draft(w.gone.ID)
		var placed error
		var both sync.WaitGroup
		both.Go(func() {
			placed = w.Store.Write(context.WithoutCancel(t.Context()), func(tx *store.Tx) error { return orders.Commit(tx, change) })
		})
		both.Go(func() { w.merge() })
		both.Wait()
		if placed != nil && models.CodeOf(placed) != "person.merged" {
			t.Fatal(placed)
		}
		if n := w.Count(`SELECT count(*) FROM orders WHERE requester_id = @gone`, store.Args{"gone": w.gone.ID}); n != 0 {
			t.Errorf("%d orders of a record that went", n)
		}
	}
}
