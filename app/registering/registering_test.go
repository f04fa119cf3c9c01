package registering_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"delinli/app/registering"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/resident"
	"delinli/models/secret"
)

// town is a world with a register.
type town struct {
	*testkit.World
	*registering.Service
	looks                              []audit.Look
	worker, staff, elsewhere, resident models.Actor
}

func newTown(t *testing.T) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, worker: w.Person(models.GridWorker, testkit.Grid), staff: w.Person(models.CommunityStaff, testkit.Community),
		elsewhere: w.Person(models.CommunityStaff, testkit.Elsewhere), resident: w.Person(models.Resident, testkit.City)}
	w.Exec(`INSERT INTO areas (code, parent, name) VALUES (@grid, @up, '别处网格')`, store.Args{"grid": string(testkit.Elsewhere) + "001", "up": string(testkit.Elsewhere)})
	n.Service = &registering.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Looks: n, Now: w.Now, Random: rand.Reader}
	return n
}

// Look keeps the looks that are made; one without a reason is refused as the record refuses it.
func (n *town) Look(_ *store.Tx, _ models.Actor, looks ...audit.Look) error {
	for _, l := range looks {
		if err := l.Check(); err != nil {
			return err
		}
	}
	n.looks = append(n.looks, looks...)
	return nil
}

func sure[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func number(born string, sequence int) secret.IDNumber {
	return sure(secret.CompleteIDNumber(fmt.Sprintf("370799%s%03d", born, sequence)))
}

// granny is an entry; change alters it.
func granny(change ...func(*resident.Entry)) resident.Entry {
	e := resident.Entry{Name: sure(secret.ParseName("张秀英")), Number: number("19490301", 2), Phone: sure(secret.ParsePhone("13800138777")),
		Address: secret.NewText("康成花园3号楼1单元501室"), Area: testkit.Grid, Relation: resident.Head}
	for _, f := range change {
		f(&e)
	}
	return e
}

func (n *town) register(a models.Actor, e resident.Entry) registering.Known {
	n.T.Helper()
	k, err := n.Register(n.T.Context(), a, e)
	if err != nil {
		n.T.Fatal(err)
	}
	return k.Known
}

func faultsOf(err error) map[string]string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields
	}
	return nil
}

// TestSomebodyIsEnteredFoundAndEdited: the whole life of a record, masked wherever it is shown.
func TestSomebodyIsEnteredFoundAndEdited(t *testing.T) {
	n := newTown(t)
	k := n.register(n.worker, granny())
	if k.Name.Mask() != "张**" || k.Number.Mask() != "370***********"+k.Number.Plain()[14:] || k.Sex != resident.Female || k.Born != "1949-03-01" || k.Age != 77 || k.Version != 2 {
		t.Errorf("%+v", k)
	}
	for what, find := range map[string]func() ([]registering.Known, error){
		"number": func() ([]registering.Known, error) {
			return n.Find(t.Context(), n.staff, granny().Number, secret.Phone{})
		},
		"phone": func() ([]registering.Known, error) {
			return n.Find(t.Context(), n.staff, secret.IDNumber{}, granny().Phone)
		},
	} {
		if found, err := find(); err != nil || len(found) != 1 || found[0].ID != k.ID {
			t.Errorf("by %s: %v %v", what, found, err)
		}
	}
	edited, err := n.Edit(t.Context(), n.staff, k.ID, k.Version, granny(func(e *resident.Entry) { e.Phone, e.Relation = secret.Phone{}, resident.Parent }))
	if err != nil || !edited.Phone.IsZero() || edited.Relation != resident.Parent || edited.Version != 3 {
		t.Errorf("%+v %v", edited, err)
	}
	if _, err := n.Edit(t.Context(), n.staff, k.ID, k.Version, granny()); models.KindOf(err) != models.Conflict {
		t.Errorf("over an older version: %v", err)
	}
	if found, err := n.Find(t.Context(), n.staff, secret.IDNumber{}, granny().Phone); err != nil || len(found) != 0 {
		t.Errorf("the phone that was taken away finds %v (%v)", found, err)
	}
	if got := n.Count(`SELECT count(*) FROM audit WHERE person_id = @id AND action = 'look.search'`, store.Args{"id": k.ID}); got != 2 {
		t.Errorf("%d finds are kept", got)
	}
	if got := n.Count(`SELECT count(*) FROM persons WHERE CAST(name AS text) LIKE '%秀英%' OR CAST(id_number AS text) LIKE '%19490301%'`, nil); got != 0 {
		t.Error("stored in the clear")
	}
}

// TestWhoUsesTheAppIsEnteredUnderTheirPhone: one person has one record.
func TestWhoUsesTheAppIsEnteredUnderTheirPhone(t *testing.T) {
	n := newTown(t)
	n.Exec(`UPDATE persons SET phone_index = @index, area_code = @area WHERE id = @id`,
		store.Args{"id": n.resident.Person, "index": n.World.Keys.BlindIndex("phone", "13800138777"), "area": string(testkit.Community)})
	if k := n.register(n.worker, granny()); k.ID != n.resident.Person {
		t.Errorf("entered as %s, who uses the app is %s", k.ID, n.resident.Person)
	}
}

// TestAFamilyWithOnePhone: whoever is in the register keeps their record when another is entered with their phone.
func TestAFamilyWithOnePhone(t *testing.T) {
	n := newTown(t)
	first := n.register(n.worker, granny())
	child := granny(func(e *resident.Entry) { e.Name, e.Number = sure(secret.ParseName("张小宝")), number("20150601", 3) })
	if _, err := n.Register(t.Context(), n.worker, child); faultsOf(err)["phone"] != "resident.phone_taken" {
		t.Errorf("entered with the phone of another: %v", err)
	}
	if k, err := n.Show(t.Context(), n.worker, first.ID); err != nil || k.Number != granny().Number || k.Version != first.Version {
		t.Errorf("the first record is now %v %v (%v)", k.Number, k.Version, err)
	}
	child.Phone = secret.Phone{}
	if k := n.register(n.worker, child); k.ID == first.ID {
		t.Error("both have one record")
	}
}

func TestBadEntries(t *testing.T) {
	n := newTown(t)
	n.register(n.worker, granny())
	another := func(e *resident.Entry) {
		e.Number, e.Phone = number("19500101", 4), sure(secret.ParsePhone("13800138778"))
	}
	for what, c := range map[string]struct {
		e    resident.Entry
		want map[string]string
	}{
		"empty":           {resident.Entry{}, map[string]string{"name": "name.missing", "id_number": "field.required", "area_code": "resident.no_grid", "relation": "field.choice"}},
		"the same number": {granny(another, func(e *resident.Entry) { e.Number = granny().Number }), map[string]string{"id_number": "resident.number_known"}},
		"not born yet":    {granny(another, func(e *resident.Entry) { e.Number = number("20260311", 4) }), map[string]string{"id_number": "id_number.birth"}},
		"a community":     {granny(another, func(e *resident.Entry) { e.Area = testkit.Community }), map[string]string{"area_code": "resident.no_grid"}},
		"another's grid":  {granny(another, func(e *resident.Entry) { e.Area = testkit.Elsewhere + "001" }), map[string]string{"area_code": "unknown"}},
		"no such grid":    {granny(another, func(e *resident.Entry) { e.Area = testkit.Community + "099" }), map[string]string{"area_code": "unknown"}},
	} {
		if _, err := n.Register(t.Context(), n.staff, c.e); models.KindOf(err) != models.Invalid || !maps.Equal(faultsOf(err), c.want) {
			t.Errorf("%s: %v %v", what, err, faultsOf(err))
		}
	}
	second := n.register(n.staff, granny(another))
	if _, err := n.Edit(t.Context(), n.staff, second.ID, second.Version, granny(another, func(e *resident.Entry) { e.Phone = granny().Phone })); faultsOf(err)["phone"] != "resident.phone_taken" {
		t.Errorf("a phone of another: %v", err)
	}
	if _, err := n.Register(t.Context(), n.elsewhere, granny(func(e *resident.Entry) { e.Area = testkit.Elsewhere + "001" })); faultsOf(err)["phone"] != "resident.phone_elsewhere" {
		t.Errorf("a phone of somebody who lives elsewhere: %v", err)
	}
	if _, err := n.Find(t.Context(), n.staff, secret.IDNumber{}, secret.Phone{}); models.KindOf(err) != models.Invalid {
		t.Errorf("nothing asked for: %v", err)
	}
}

// TestNobodyOfAnotherAreaIsFound: by no door, and whoever has no such seat is told no.
func TestNobodyOfAnotherAreaIsFound(t *testing.T) {
	n := newTown(t)
	k := n.register(n.worker, granny())
	ctx := t.Context()
	for name, try := range map[string]func(models.Actor) error{
		"show":      func(a models.Actor) error { _, err := n.Show(ctx, a, k.ID); return err },
		"household": func(a models.Actor) error { _, err := n.Household(ctx, a, k.ID); return err },
		"edit":      func(a models.Actor) error { _, err := n.Edit(ctx, a, k.ID, k.Version, granny()); return err },
		"list": func(a models.Actor) error {
			_, _, err := n.List(ctx, a, registering.Narrow{Area: testkit.Grid}, registering.Page{Limit: 10})
			return err
		},
		"look": func(a models.Actor) error {
			_, err := n.Service.Look(ctx, a, k.ID, []audit.What{audit.Name}, audit.Visit, "")
			return err
		},
		"tag": func(a models.Actor) error {
			_, err := n.Tag(ctx, a, k.ID, resident.LivingAlone, resident.Visit, "")
			return err
		},
		"untag": func(a models.Actor) error { _, err := n.Untag(ctx, a, k.ID, resident.LivingAlone); return err },
	} {
		if err := try(n.elsewhere); models.KindOf(err) != models.NotFound {
			t.Errorf("%s from elsewhere: %v", name, err)
		}
		for _, role := range []models.Role{models.Resident, models.Steward, models.Volunteer, models.Auditor, models.SystemAdmin, models.DepartmentStaff} {
			if err := try(n.Person(role, testkit.City)); models.KindOf(err) != models.Forbidden {
				t.Errorf("%s as %s: %v", name, role, err)
			}
		}
	}
	found, err := n.Find(ctx, n.elsewhere, granny().Number, secret.Phone{})
	if err != nil || len(found) != 0 {
		t.Errorf("found %v (%v)", found, err)
	}
	if got := n.Count(`SELECT count(*) FROM audit WHERE person_id = @id AND actor_id = @by AND action = 'look.search'`, store.Args{"id": k.ID, "by": n.elsewhere.Person}); got != 1 {
		t.Errorf("the find from elsewhere left %d lines", got)
	}
}

// TestWhatIsShownIsOfOneVersion: whoever writes what the register shows makes another, so nobody writes over what they have not seen.
func TestWhatIsShownIsOfOneVersion(t *testing.T) {
	n := newTown(t)
	k, ctx := n.register(n.worker, granny()), t.Context()
	write := func(fn func(*store.Tx) error) func() error { return func() error { return n.Store.Write(ctx, fn) } }
	for _, c := range []struct {
		what string
		do   func() error
	}{
		{"profile", write(func(tx *store.Tx) error { return people.Update(tx, k.Person) })},
		{"household", write(func(tx *store.Tx) error { return people.Join(tx, k.ID, models.HouseholdID{}) })},
		{"tag", func() error { _, err := n.Tag(ctx, n.worker, k.ID, resident.Veteran, resident.Self, ""); return err }},
		{"untag", func() error { _, err := n.Untag(ctx, n.worker, k.ID, resident.Veteran); return err }},
	} {
		if err := c.do(); err != nil {
			t.Fatal(c.what, err)
		}
		if _, err := n.Edit(ctx, n.staff, k.ID, k.Version, granny()); models.KindOf(err) != models.Conflict {
			t.Errorf("%s is overwritten: %v", c.what, err)
		}
		shown, err := n.Show(ctx, n.staff, k.ID)
		if err != nil {
			t.Fatal(err)
		}
		k = shown.Known
	}
	if _, err := n.Edit(ctx, n.staff, k.ID, k.Version, granny()); err != nil {
		t.Error(err)
	}
}

// TestWhatMayBeDoneIsTold: by the very rules by which it is done.
func TestWhatMayBeDoneIsTold(t *testing.T) {
	n := newTown(t)
	ctx, k := t.Context(), n.register(n.worker, granny())
	own := n.staff
	own.Person = k.ID
	for what, c := range map[string]struct {
		a    models.Actor
		want []resident.Act
	}{
		"a worker": {n.worker, []resident.Act{resident.Edit, resident.NoteTags}},
		"staff":    {n.staff, []resident.Act{resident.Edit, resident.NoteTags, resident.NoteWithdrawal, resident.NoteConsent}},
		"oneself":  {own, nil},
	} {
		shown, err := n.Show(ctx, c.a, k.ID)
		if err != nil || !slices.Equal(shown.Can, c.want) || len(shown.Kept) != 0 {
			t.Errorf("%s: %v %v %v", what, shown.Can, shown.Kept, err)
		}
		if _, err := n.Edit(ctx, c.a, k.ID, shown.Version, granny()); (err == nil) != slices.Contains(c.want, resident.Edit) {
			t.Errorf("%s edits: %v", what, err)
		}
		if _, err := n.Tag(ctx, c.a, k.ID, resident.Disabled, resident.Visit, ""); (err == nil) != slices.Contains(c.want, resident.NoteTags) {
			t.Errorf("%s tags: %v", what, err)
		}
		if _, err := n.ConsentOnPaper(ctx, c.a, k.ID, resident.Calls, true, secret.NewText("柜子")); (err == nil) != slices.Contains(c.want, resident.NoteConsent) {
			t.Errorf("%s notes a consent: %v", what, err)
		}
	}
}

// TestAHouseIsShownTogether: whoever lives in one household is shown with each of its members whom the actor may see.
func TestAHouseIsShownTogether(t *testing.T) {
	n := newTown(t)
	first := n.register(n.worker, granny())
	second := n.register(n.worker, granny(func(e *resident.Entry) {
		e.Number, e.Phone, e.Relation = number("20150601", 3), secret.Phone{}, resident.Grandchild
	}))
	n.Exec(`WITH h AS (INSERT INTO households (id, area_code) VALUES (gen_random_uuid(), @area) RETURNING id) UPDATE persons SET household_id = h.id FROM h WHERE persons.id IN (@a, @b)`,
		store.Args{"area": string(testkit.Grid), "a": first.ID, "b": second.ID})
	home, err := n.Household(t.Context(), n.worker, second.ID)
	if err != nil || len(home) != 2 || home[0].ID != second.ID || home[0].Age != 10 || home[1].ID != first.ID {
		t.Errorf("%+v %v", home, err)
	}
	n.Exec(`UPDATE persons SET area_code = @area WHERE id = @id`, store.Args{"area": string(testkit.Elsewhere) + "001", "id": first.ID})
	if home, err := n.Household(t.Context(), n.worker, second.ID); err != nil || len(home) != 1 || home[0].ID != second.ID {
		t.Errorf("whoever lives in another's grid is shown: %+v %v", home, err)
	}
	if home, err := n.Household(t.Context(), n.Person(models.CityStaff, testkit.City), second.ID); err != nil || len(home) != 2 {
		t.Errorf("to the whole city: %+v %v", home, err)
	}
}

// TestListsAreNarrowed: by area, tag and age, page by page.
func TestListsAreNarrowed(t *testing.T) {
	n := newTown(t)
	n.Succeed(testkit.Community+"009", testkit.Grid)
	for i := range 5 {
		k := n.register(n.worker, granny(func(e *resident.Entry) {
			e.Number, e.Phone = number(fmt.Sprintf("%d0301", []int{1949, 1980, 2000, 2015, 1960}[i]), 2*i+2), secret.Phone{}
		}))
		if i%2 == 0 {
			if _, err := n.Tag(t.Context(), n.worker, k.ID, resident.LivingAlone, resident.Visit, "2026-03-01"); err != nil {
				t.Fatal(err)
			}
		}
	}
	for what, c := range map[string]struct {
		narrow registering.Narrow
		want   int
	}{
		"all": {registering.Narrow{}, 5}, "grid": {registering.Narrow{Area: testkit.Grid}, 5}, "its old code": {registering.Narrow{Area: testkit.Community + "009"}, 5}, "alone": {registering.Narrow{Tag: resident.LivingAlone}, 3},
		"elders": {registering.Narrow{Ages: resident.Elders}, 2}, "children": {registering.Narrow{Ages: resident.Children}, 1},
		"elders alone": {registering.Narrow{Ages: resident.Elders, Tag: resident.LivingAlone}, 2}, "veterans": {registering.Narrow{Tag: resident.Veteran}, 0},
	} {
		var seen []models.PersonID
		page := registering.Page{Limit: 2}
		for {
			found, next, err := n.List(t.Context(), n.staff, c.narrow, page)
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range found {
				seen = append(seen, k.ID)
			}
			if page.Cursor = next; next == "" {
				break
			}
		}
		if slices.SortFunc(seen, models.PersonID.Compare); len(slices.Compact(seen)) != c.want {
			t.Errorf("%s: %d, want %d", what, len(seen), c.want)
		}
	}
}

// TestTagsAreNotedOnce: and end; what ended may come again.
func TestTagsAreNotedOnce(t *testing.T) {
	n := newTown(t)
	k, ctx := n.register(n.worker, granny()), t.Context()
	for range 2 {
		tagged, err := n.Tag(ctx, n.worker, k.ID, resident.LowIncome, resident.Department, "2026-01-01")
		if err != nil || !slices.Equal(tagged.Tags, []resident.Tag{resident.LowIncome}) {
			t.Errorf("%v %v", tagged.Tags, err)
		}
	}
	if _, err := n.Tag(ctx, n.worker, k.ID, resident.Veteran, resident.Self, "2099-01-01"); faultsOf(err)["since"] == "" {
		t.Errorf("since a day that has not come: %v", err)
	}
	if k, err := n.Untag(ctx, n.staff, k.ID, resident.LowIncome); err != nil || len(k.Tags) != 0 {
		t.Errorf("%v %v", k.Tags, err)
	}
	if _, err := n.Untag(ctx, n.staff, k.ID, resident.LowIncome); models.KindOf(err) != models.NotFound {
		t.Errorf("ended twice: %v", err)
	}
	if _, err := n.Tag(ctx, n.worker, k.ID, resident.LowIncome, resident.Visit, ""); err != nil {
		t.Errorf("again: %v", err)
	}
}

// TestEveryWordIsKept: the database takes each relation, tag and source that the nouns name, and the verbs no other.
func TestEveryWordIsKept(t *testing.T) {
	n := newTown(t)
	ctx := t.Context()
	for i, relation := range resident.Relations {
		k := n.register(n.worker, granny(func(e *resident.Entry) {
			e.Number, e.Phone, e.Relation = number("19800101", i), secret.Phone{}, relation
		}))
		for j, tag := range resident.Tags {
			if _, err := n.Tag(ctx, n.worker, k.ID, tag, resident.Sources[j%len(resident.Sources)], ""); err != nil {
				t.Errorf("%s: %v", tag, err)
			}
		}
		if _, err := n.Tag(ctx, n.worker, k.ID, "rich", resident.Visit, ""); faultsOf(err)["tag"] == "" {
			t.Errorf("an unknown tag: %v", err)
		}
		if _, err := n.Tag(ctx, n.worker, k.ID, resident.Veteran, "rumour", ""); faultsOf(err)["source"] == "" {
			t.Errorf("an unknown source: %v", err)
		}
	}
}

// TestALookNeedsAReason: and shows what was asked for alone.
func TestALookNeedsAReason(t *testing.T) {
	n := newTown(t)
	k := n.register(n.worker, granny())
	if c, err := n.Service.Look(t.Context(), n.worker, k.ID, []audit.What{audit.IDNumber, audit.Address}, "", ""); models.KindOf(err) != models.Invalid || c != (registering.Clear{}) {
		t.Errorf("without a reason: %+v %v", c, err)
	}
	c, err := n.Service.Look(t.Context(), n.worker, k.ID, []audit.What{audit.IDNumber, audit.Address}, audit.Visit, "周三上门")
	if err != nil || c != (registering.Clear{IDNumber: granny().Number.Plain(), Address: granny().Address.Plain()}) {
		t.Errorf("%+v %v", c, err)
	}
	if len(n.looks) != 2 || n.looks[0].Person != k.ID || n.looks[0].What != audit.IDNumber || n.looks[1].Words != "周三上门" {
		t.Errorf("%+v", n.looks)
	}
}

// TestOneNumberIsEnteredOnce, however many enter it at the same time.
func TestOneNumberIsEnteredOnce(t *testing.T) {
	n := newTown(t)
	var crew sync.WaitGroup
	won := make(chan models.PersonID, 16)
	for range 16 {
		crew.Go(func() {
			if k, err := n.Register(t.Context(), n.worker, granny(func(e *resident.Entry) { e.Phone = secret.Phone{} })); err == nil {
				won <- k.ID
			} else if models.KindOf(err) != models.Invalid && models.KindOf(err) != models.Conflict {
				t.Error(err)
			}
		})
	}
	crew.Wait()
	if len(won) != 1 {
		t.Errorf("%d were entered", len(won))
	}
	if got := n.Count(`SELECT count(*) FROM persons WHERE registered_at IS NOT NULL`, nil); got != 1 {
		t.Errorf("the register has %d", got)
	}
}
