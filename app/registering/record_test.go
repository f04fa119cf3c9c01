package registering_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"delinli/app/registering"
	"delinli/app/store"
	"delinli/app/store/residents"
	"delinli/app/store/revisions"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/resident"
	"delinli/models/secret"
)

// family is a granny with a phone, her daughter, and a grandchild of ten, all of one household.
type family struct {
	*town
	granny, mother, child models.Actor
	home                  models.HouseholdID
}

func newFamily(t *testing.T) family {
	n := newTown(t)
	home := models.NewID[models.HouseholdID](n.Random)
	f := family{town: n, home: home}
	n.Exec(`INSERT INTO households (id, area_code) VALUES (@id, @area)`, store.Args{"id": home, "area": string(testkit.Grid)})
	for i, one := range []struct {
		into     *models.Actor
		name     string
		born     string
		relation resident.Relation
	}{{&f.granny, "张秀英", "19490301", resident.Parent}, {&f.mother, "李梅", "19850301", resident.Head}, {&f.child, "王小宝", "20160301", resident.Child}} {
		k := n.register(n.worker, granny(func(e *resident.Entry) {
			e.Name, e.Number, e.Relation = sure(secret.ParseName(one.name)), number(one.born, 2), one.relation
			e.Phone = sure(secret.ParsePhone(fmt.Sprintf("1380013800%d", i)))
		}))
		n.Exec(`UPDATE persons SET household_id = @home WHERE id = @id`, store.Args{"home": home, "id": k.ID})
		*one.into = models.Actor{Person: k.ID, Phone: true}
	}
	return f
}

// ask asks for a value in somebody's own name.
func (f family) ask(a models.Actor, field resident.Field, value string) registering.Asked {
	f.T.Helper()
	c, err := f.AskCorrection(f.T.Context(), a, registering.Asking{Field: field, Value: secret.NewText(value), Reason: secret.NewText("登记错了")})
	if err != nil {
		f.T.Fatal(err)
	}
	return c
}

// version is that of somebody's record.
func (f family) version(id models.PersonID) int {
	f.T.Helper()
	k, err := f.Show(f.T.Context(), f.staff, id)
	if err != nil {
		f.T.Fatal(err)
	}
	return k.Version
}

// TestOnesOwnRecord: with masks, tags with where they come from, and the household, of which one answers for the children.
func TestOnesOwnRecord(t *testing.T) {
	f := newFamily(t)
	if _, err := f.Tag(t.Context(), f.worker, f.granny.Person, resident.LivingAlone, resident.Visit, "2026-01-05"); err != nil {
		t.Fatal(err)
	}
	own, err := f.Record(t.Context(), f.granny, models.PersonID{})
	if err != nil || own.Name.Mask() != "张**" || !own.MayAsk || len(own.Held) != 1 || own.Held[0].Source != resident.Visit || own.Held[0].Since != "2026-01-05" {
		t.Errorf("%+v, %v", own, err)
	}
	wards := map[string]bool{}
	for _, k := range own.Home {
		wards[k.Name.Mask()] = k.Ward
	}
	if len(wards) != 2 || !wards["王**"] || wards["李**"] {
		t.Errorf("the household: %v", wards)
	}
	if s := fmt.Sprintf("%+v", own); strings.Contains(s, "秀英") || strings.Contains(s, "小宝") || strings.Contains(s, "19490301") {
		t.Errorf("a printed record tells %s", s)
	}
	if theirs, err := f.Record(t.Context(), f.mother, f.child.Person); err != nil || theirs.Name.Mask() != "王**" || !theirs.MayAsk {
		t.Errorf("a mother sees of her child %+v, %v", theirs, err)
	}
	for _, c := range []struct {
		by models.Actor
		of models.PersonID
	}{{f.mother, f.granny.Person}, {f.child, f.mother.Person}, {f.mother, models.NewID[models.PersonID](f.Random)}} {
		if _, err := f.Record(t.Context(), c.by, c.of); !errors.Is(err, models.Missing) {
			t.Errorf("another's record: %v", err)
		}
	}
	if _, err := f.Record(t.Context(), f.resident, models.PersonID{}); models.CodeOf(err) != "record.none" || models.KindOf(err) != models.NotFound {
		t.Errorf("whom the register does not have: %v", err)
	}
}

// TestAChildDoesNotAskAlone: an elder of the household does, for them and nobody else.
func TestAChildDoesNotAskAlone(t *testing.T) {
	f := newFamily(t)
	in := registering.Asking{Field: resident.FieldAddress, Value: secret.NewText("4号楼"), Reason: secret.NewText("搬家")}
	if own, err := f.Record(t.Context(), f.child, models.PersonID{}); err != nil || own.MayAsk {
		t.Errorf("a child may ask: %v", err)
	}
	if _, err := f.AskCorrection(t.Context(), f.child, in); models.CodeOf(err) != "record.guardian_needed" {
		t.Errorf("a child asked: %v", err)
	}
	in.Of = f.child.Person
	asked, err := f.AskCorrection(t.Context(), f.granny, in)
	if err != nil || asked.Person != f.child.Person || asked.AskedBy != f.granny.Person || asked.Whose.Mask() != "王**" || asked.By.Mask() != "张**" {
		t.Errorf("%+v, %v", asked, err)
	}
	in.Of = f.granny.Person
	if _, err := f.AskCorrection(t.Context(), f.mother, in); !errors.Is(err, models.Missing) {
		t.Errorf("for somebody grown: %v", err)
	}
	if _, err := f.AcceptCorrection(t.Context(), f.staff, asked.ID, f.version(f.child.Person)); err != nil {
		t.Fatal(err)
	}
	if k, err := f.Show(t.Context(), f.staff, f.child.Person); err != nil || k.Address.Plain() != "4号楼" {
		t.Errorf("%+v, %v", k, err)
	}
}

// TestACorrectionIsAccepted: the value stands in the record, with lines that name nothing of it, and who asked is told.
func TestACorrectionIsAccepted(t *testing.T) {
	f := newFamily(t)
	asked := f.ask(f.granny, resident.FieldName, "张秀瑛")
	if _, err := f.AskCorrection(t.Context(), f.granny, registering.Asking{Field: resident.FieldName, Value: secret.NewText("张三"), Reason: secret.NewText("又错")}); models.CodeOf(err) != "correction.asked_before" {
		t.Errorf("asked twice: %v", err)
	}
	side, err := f.LookAtCorrection(t.Context(), f.staff, asked.ID)
	if err != nil || side != (registering.Side{Was: "张秀英", Value: "张秀瑛", Reason: "登记错了"}) {
		t.Errorf("%+v, %v", side, err)
	}
	if n := len(f.looks); n != 1 || f.looks[0].Person != f.granny.Person || f.looks[0].What != audit.Name || f.looks[0].Reason != audit.Correct || f.looks[0].SubjectID != asked.ID.String() {
		t.Errorf("looks %+v", f.looks)
	}
	version := f.version(f.granny.Person)
	if _, err := f.AcceptCorrection(t.Context(), f.staff, asked.ID, version-1); !errors.Is(err, revisions.ErrMovedOn) {
		t.Errorf("over another version: %v", err)
	}
	done, err := f.AcceptCorrection(t.Context(), f.staff, asked.ID, version)
	if err != nil || done.State != resident.CorrectionAccepted || done.Record.Name.Plain() != "张秀瑛" || done.Record.Version != version+1 || done.DecidedBy != f.staff.Person {
		t.Errorf("%+v, %v", done, err)
	}
	if _, err := f.RefuseCorrection(t.Context(), f.staff, asked.ID, secret.NewText("晚了")); models.CodeOf(err) != "correction.decided" {
		t.Errorf("decided twice: %v", err)
	}
	if n := f.Count(`SELECT count(*) FROM audit WHERE action IN ('correction.ask', 'correction.accept') AND person_id = @id`, store.Args{"id": f.granny.Person}); n != 2 {
		t.Errorf("%d lines", n)
	}
	if n := f.Count(`SELECT count(*) FROM audit AS r WHERE CAST(r AS text) LIKE '%秀%'`, nil) + f.Count(`SELECT count(*) FROM corrections AS r WHERE CAST(r AS text) LIKE '%秀%'`, nil); n != 0 {
		t.Error("something stands in the clear")
	}
	if n := f.Count(`SELECT count(*) FROM outbox WHERE topic = 'correction' AND ref = @id AND event IN ('asked', 'accepted')`, store.Args{"id": asked.ID.String()}); n != 2 {
		t.Errorf("%d were told", n)
	}
}

// TestEveryFieldIsMended: each kind of correction ends in the record.
func TestEveryFieldIsMended(t *testing.T) {
	f := newFamily(t)
	if _, err := f.Tag(t.Context(), f.worker, f.granny.Person, resident.LowIncome, resident.Visit, ""); err != nil {
		t.Fatal(err)
	}
	other := number("19480301", 4)
	for field, value := range map[resident.Field]string{resident.FieldNumber: other.Plain(), resident.FieldPhone: "13900139000", resident.FieldRelation: "grandparent",
		resident.FieldArea: string(testkit.Grid), resident.FieldTags: string(resident.LowIncome)} {
		c := f.ask(f.granny, field, value)
		if side, err := f.LookAtCorrection(t.Context(), f.staff, c.ID); err != nil || side.Value != value {
			t.Errorf("%s: %+v, %v", field, side, err)
		}
		if _, err := f.AcceptCorrection(t.Context(), f.staff, c.ID, f.version(f.granny.Person)); err != nil {
			t.Errorf("%s: %v", field, err)
		}
	}
	k, err := f.Show(t.Context(), f.staff, f.granny.Person)
	if err != nil || k.Number != other || k.Phone.Plain() != "13900139000" || k.Relation != resident.Grandparent || len(k.Tags) != 0 || k.Born != "1948-03-01" {
		t.Errorf("%+v, %v", k, err)
	}
	for field, value := range map[resident.Field]string{resident.FieldTags: string(resident.Veteran), resident.FieldArea: string(testkit.Grid) + "99999", resident.FieldRelation: "king"} {
		_, err := f.AskCorrection(t.Context(), f.granny, registering.Asking{Field: field, Value: secret.NewText(value), Reason: secret.NewText("错")})
		if faultsOf(err)["value"] == "" {
			t.Errorf("%s %s: %v", field, value, err)
		}
	}
}

// TestACorrectionIsRefused: with words that who asked reads; nothing else changes.
func TestACorrectionIsRefused(t *testing.T) {
	f := newFamily(t)
	asked, version := f.ask(f.granny, resident.FieldPhone, "13800138001"), f.version(f.granny.Person) // of her daughter
	if _, err := f.AcceptCorrection(t.Context(), f.staff, asked.ID, version); faultsOf(err)["phone"] != "resident.phone_taken" {
		t.Errorf("another's phone: %v", err)
	}
	if _, err := f.RefuseCorrection(t.Context(), f.staff, asked.ID, secret.NewText("号码是您女儿的")); err != nil {
		t.Fatal(err)
	}
	own, err := f.OwnCorrection(t.Context(), f.granny, asked.ID)
	if err != nil || own.State != resident.CorrectionRefused || own.Answer.Plain() != "号码是您女儿的" || f.version(f.granny.Person) != version {
		t.Errorf("%+v, %v", own, err)
	}
	f.ask(f.granny, resident.FieldPhone, "13900139000") // another may follow
	mine, _, err := f.OwnCorrections(t.Context(), f.granny, registering.Page{Limit: 10})
	if err != nil || len(mine) != 2 || mine[0].State == mine[1].State {
		t.Errorf("%+v, %v", mine, err)
	}
}

// TestWhoDecides: staff of the area alone, and nobody on what is their own.
func TestWhoDecides(t *testing.T) {
	f := newFamily(t)
	asked := f.ask(f.granny, resident.FieldAddress, "4号楼")
	for name, c := range map[string]struct {
		by   models.Actor
		want string
	}{"staff": {f.staff, ""}, "elsewhere": {f.elsewhere, "not_found"}, "a grid worker": {f.worker, "not_found"}, "who asked": {f.granny, "forbidden"}} {
		_, err := f.Correction(t.Context(), c.by, asked.ID)
		_, look := f.LookAtCorrection(t.Context(), c.by, asked.ID)
		if got := models.CodeOf(err); c.want != "" && got != c.want || c.want == "" && err != nil || (look == nil) != (err == nil) {
			t.Errorf("%s: %v, %v", name, err, look)
		}
	}
	own := models.Actor{Person: f.granny.Person, Seats: f.staff.Seats}
	if _, err := f.AcceptCorrection(t.Context(), own, asked.ID, f.version(f.granny.Person)); models.CodeOf(err) != "correction.own" {
		t.Errorf("her own: %v", err)
	}
	kin := models.Actor{Person: f.mother.Person, Household: f.home, Seats: f.staff.Seats}
	if _, err := f.AcceptCorrection(t.Context(), kin, asked.ID, f.version(f.granny.Person)); models.CodeOf(err) != "correction.own" {
		t.Errorf("her mother's: %v", err)
	}
	if _, err := f.RefuseCorrection(t.Context(), kin, asked.ID, secret.NewText("不对")); models.CodeOf(err) != "correction.own" {
		t.Errorf("her mother's, refused: %v", err)
	}
	if _, err := f.OwnCorrection(t.Context(), f.mother, asked.ID); !errors.Is(err, models.Missing) {
		t.Errorf("another's: %v", err)
	}
	list := func(a models.Actor, area models.AreaCode) int {
		found, _, err := f.Corrections(t.Context(), a, resident.CorrectionAsked, area, registering.Page{Limit: 10})
		if err != nil {
			return -1
		}
		return len(found)
	}
	if list(f.staff, "") != 1 || list(f.elsewhere, "") != 0 || list(f.elsewhere, testkit.Community) != -1 || list(f.worker, "") != -1 {
		t.Error("a list shows what it must not, or hides what it must show")
	}
}

// TestNobodyKeepsTheirOwnRecord: nor that of somebody with whom they live; a colleague does.
func TestNobodyKeepsTheirOwnRecord(t *testing.T) {
	f := newFamily(t)
	for name, a := range map[string]models.Actor{"oneself": {Person: f.granny.Person, Seats: f.staff.Seats},
		"a daughter": {Person: f.mother.Person, Household: f.home, Seats: f.worker.Seats}} {
		_, edit := f.Edit(t.Context(), a, f.granny.Person, f.version(f.granny.Person), granny())
		_, tag := f.Tag(t.Context(), a, f.granny.Person, resident.LowIncome, resident.Visit, "")
		_, untag := f.Untag(t.Context(), a, f.granny.Person, resident.LowIncome)
		for act, err := range map[string]error{"edits": edit, "tags": tag, "untags": untag} {
			if models.CodeOf(err) != "resident.own" {
				t.Errorf("%s %s: %v", name, act, err)
			}
		}
	}
	if _, err := f.Tag(t.Context(), f.staff, f.granny.Person, resident.LowIncome, resident.Visit, ""); err != nil {
		t.Errorf("a colleague: %v", err)
	}
}

// TestOneDecisionCounts, however many decide at once and however.
func TestOneDecisionCounts(t *testing.T) {
	f := newFamily(t)
	asked, version := f.ask(f.granny, resident.FieldAddress, "4号楼"), f.version(f.granny.Person)
	var crew sync.WaitGroup
	ended := make(chan error, 8)
	for i := range 8 {
		crew.Go(func() {
			var err error
			if i%2 == 0 {
				_, err = f.AcceptCorrection(t.Context(), f.staff, asked.ID, version)
			} else {
				_, err = f.RefuseCorrection(t.Context(), f.staff, asked.ID, secret.NewText("不对"))
			}
			ended <- err
		})
	}
	crew.Wait()
	close(ended)
	won := 0
	for err := range ended {
		if err == nil {
			won++
		} else if models.KindOf(err) != models.Conflict {
			t.Errorf("a loser was told %v", err)
		}
	}
	changed := f.version(f.granny.Person) == version+1
	if c, err := f.Correction(t.Context(), f.staff, asked.ID); err != nil || won != 1 || changed != (c.State == resident.CorrectionAccepted) {
		t.Errorf("%d won, changed %v, %+v, %v", won, changed, c.State, err)
	}
	lines := f.Count(`SELECT count(*) FROM audit WHERE action IN ('correction.accept', 'correction.refuse')`, nil)
	if told := f.Count(`SELECT count(*) FROM outbox WHERE topic = 'correction' AND event <> 'asked'`, nil); lines != 1 || told != 1 {
		t.Errorf("%d lines, %d told", lines, told)
	}
}

// TestThePagesOfCorrectionsMeet.
func TestThePagesOfCorrectionsMeet(t *testing.T) {
	f := newFamily(t)
	for _, c := range []struct {
		field resident.Field
		value string
	}{{resident.FieldName, "张三"}, {resident.FieldAddress, "5号楼"}, {resident.FieldRelation, "other"}} {
		f.ask(f.granny, c.field, c.value)
	}
	var fields []string
	page := registering.Page{Limit: 2}
	for range 2 {
		found, next, err := f.Corrections(t.Context(), f.staff, resident.CorrectionAsked, "", page)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range found {
			fields = append(fields, string(c.Field))
		}
		page.Cursor = next
	}
	if slices.Sort(fields); !slices.Equal(fields, []string{"address", "name", "relation"}) || page.Cursor != "" {
		t.Errorf("%v, then %q", fields, page.Cursor)
	}
}

// TestTheDatabaseDecidesOnce, also for who did not wait for the lock.
func TestTheDatabaseDecidesOnce(t *testing.T) {
	f := newFamily(t)
	c := f.ask(f.granny, resident.FieldAddress, "4号楼").Correction
	c.State = resident.CorrectionAccepted
	for _, want := range []bool{true, false} {
		err := f.Store.Write(t.Context(), func(tx *store.Tx) error {
			decided, err := residents.Decide(tx, c, f.staff.Person, f.World.Now())
			if decided != want {
				t.Errorf("decided %v, want %v", decided, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
