package enrolling_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/app/enrolling"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

func TestProfile(t *testing.T) {
	w := newWorld(t)
	a, _ := w.resident(li)
	me, err := w.Me(t.Context(), a)
	if err != nil || me.Phone.Mask() != "138****5678" || !me.Name.IsZero() || me.Area != city || me.Login != "" {
		t.Errorf("%+v, %v", me, err)
	}
	full, at, where := name("李小明"), secret.NewText("3号楼2单元501"), community
	me, err = w.Change(t.Context(), a, enrolling.Changes{Name: &full, Address: &at, Area: &where})
	if err != nil || me.Name.Mask() != "李**" || me.Address.Mask() != "***" || me.Area != community {
		t.Errorf("%+v, %v", me, err)
	}
	if s := fmt.Sprintf("%+v", me); strings.Contains(s, "小明") || strings.Contains(s, "单元") || strings.Contains(s, li) {
		t.Errorf("a printed profile tells %s", s)
	}
	none := secret.NewText("")
	me, err = w.Change(t.Context(), a, enrolling.Changes{Address: &none})
	if err != nil || me.Name.Plain() != "李小明" || !me.Address.IsZero() {
		t.Errorf("%+v, %v", me, err)
	}
	nowhere := models.AreaCode("370785999")
	_, err = w.Change(t.Context(), a, enrolling.Changes{Area: &nowhere})
	w.wantField("an area that is not there", err, "area_code", "unknown")
	if w.audited("person.change", a.Person) != 2 {
		t.Error("the changes left no lines")
	}
	if n := w.number(`SELECT count(*) FROM audit AS r WHERE CAST(r AS text) LIKE '%小明%' OR CAST(r AS text) LIKE '%单元%'`); n != 0 {
		t.Error("the audit holds words of the profile")
	}
}

// TestWhomTheRegisterHasStaysThere: where they live is told by whoever keeps it; the others say it themselves.
func TestWhomTheRegisterHasStaysThere(t *testing.T) {
	w := newWorld(t)
	a, _ := w.resident(li)
	here, there := grid, elsewhere
	_, err := w.Change(t.Context(), a, enrolling.Changes{Area: &here})
	w.must(err)
	w.exec(`UPDATE persons SET registered_at = @at WHERE id = @id`, store.Args{"id": a.Person, "at": w.Now()})
	full := name("李小明")
	_, err = w.Change(t.Context(), a, enrolling.Changes{Name: &full, Area: &there})
	w.wantField("another area", err, "area_code", "resident.settled")
	if me, err := w.Me(t.Context(), a); err != nil || me.Area != grid || !me.Name.IsZero() {
		t.Errorf("%+v, %v", me, err)
	}
	_, err = w.Change(t.Context(), a, enrolling.Changes{Name: &full, Area: &here})
	w.must(err)
}

func TestLookAtMe(t *testing.T) {
	w := newWorld(t)
	a, _ := w.resident(li)
	full := name("李小明")
	_, err := w.Change(t.Context(), a, enrolling.Changes{Name: &full})
	w.must(err)
	c, err := w.LookAtMe(t.Context(), a, []audit.What{audit.Phone})
	if err != nil || c != (enrolling.Clear{Phone: li}) {
		t.Errorf("%+v, %v", c, err)
	}
	c, err = w.LookAtMe(t.Context(), a, []audit.What{audit.Name, audit.Address})
	if err != nil || c != (enrolling.Clear{Name: "李小明"}) {
		t.Errorf("%+v, %v", c, err)
	}
	if w.audited("look.phone", a.Person) != 1 || w.audited("look.name", a.Person) != 1 {
		t.Error("the looks left no lines")
	}
}

func TestLookAt(t *testing.T) {
	w := newWorld(t)
	who, err := w.someone(w.town.Person(models.CommunityStaff, community), enrolling.Newcomer{Name: name("张三"), Phone: phone(li), Area: grid,
		Address: secret.NewText("501")})
	w.must(err)
	all := []audit.What{audit.Name, audit.Phone, audit.Address}
	for _, c := range []struct {
		name   string
		a      models.Actor
		reason audit.Reason
		code   string
	}{
		{"staff of the community", w.town.Person(models.CommunityStaff, community), audit.Visit, ""},
		{"staff of the street", w.town.Person(models.StreetStaff, street), audit.Serve, ""},
		{"without a reason", w.town.Person(models.CommunityStaff, community), "", "input.invalid"},
		{"for a reason that is none", w.town.Person(models.CommunityStaff, community), audit.Deceased, "input.invalid"},
		{"staff of elsewhere", w.town.Person(models.CommunityStaff, elsewhere), audit.Visit, "not_found"},
		{"a grid worker", w.town.Person(models.GridWorker, grid), audit.Visit, "not_found"},
		{"security", w.town.Person(models.SecurityAdmin, city), audit.Visit, "not_found"},
		{"an auditor", w.town.Person(models.Auditor, city), audit.Visit, "not_found"},
		{"the person itself, as a neighbour", models.Actor{Person: who}, audit.Visit, "not_found"},
	} {
		got, err := w.LookAt(t.Context(), c.a, who, all, c.reason, "")
		w.wantCode(c.name, err, c.code)
		want := enrolling.Clear{}
		if c.code == "" {
			want = enrolling.Clear{Name: "张三", Phone: li, Address: "501"}
		}
		if got != want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	for _, what := range all {
		if n := w.audited("look."+string(what), who); n != 2 {
			t.Errorf("%d lines of looks at the %s", n, what)
		}
	}
}

// someone makes a person as a verb of its own would, inside a transaction.
func (w *world) someone(a models.Actor, n enrolling.Newcomer) (who models.PersonID, err error) {
	err = w.DB.Write(w.Context(), func(tx *store.Tx) (err error) {
		who, err = w.Someone(tx, a, n)
		return err
	})
	return who, err
}

func TestSomeone(t *testing.T) {
	w := newWorld(t)
	for _, role := range []models.Role{models.CommunityStaff, models.CommunitySecretary} {
		_, err := w.someone(w.town.Person(role, community), enrolling.Newcomer{Name: name("张三"), Area: grid})
		w.wantCode(string(role), err, "")
	}
	for _, role := range models.Locals {
		_, err := w.someone(w.town.Person(role, grid), enrolling.Newcomer{Name: name("张三"), Area: grid})
		w.wantCode(string(role), err, "")
		_, err = w.someone(w.town.Person(role, grid), enrolling.Newcomer{Name: name("张三"), Area: community})
		w.wantCode(string(role)+" beyond the grid", err, "forbidden")
	}
	for _, role := range []models.Role{models.Resident, models.Volunteer, models.Auditor, models.SecurityAdmin, models.SystemAdmin, models.CareWorker} {
		_, err := w.someone(w.town.Person(role, city), enrolling.Newcomer{Name: name("张三"), Area: grid})
		w.wantCode(string(role), err, "forbidden")
	}
	steward := w.town.Person(models.Steward, grid)
	first, err := w.someone(steward, enrolling.Newcomer{Name: name("王五"), Phone: phone(li), Area: grid})
	w.must(err)
	again, err := w.someone(steward, enrolling.Newcomer{Name: name("赵六"), Phone: phone(li), Area: grid})
	if err != nil || again != first {
		t.Errorf("one phone, two persons: %v", err)
	}
	a, _ := w.resident(li)
	me, err := w.Me(t.Context(), a)
	if err != nil || a.Person != first || me.Name.Plain() != "王五" || me.Area != grid {
		t.Errorf("who then logs in is another: %+v, %v", me, err)
	}
}

func TestSearch(t *testing.T) {
	w := newWorld(t)
	who, err := w.someone(w.town.Person(models.CommunityStaff, community), enrolling.Newcomer{Name: name("张三"), Phone: phone(li), Area: grid})
	w.must(err)
	new, _ := w.resident(wang) // has not said yet where they live
	for _, c := range []struct {
		role   models.Role
		area   models.AreaCode
		number string
		want   models.PersonID
	}{
		{models.CommunityStaff, community, li, who},
		{models.StreetStaff, street, li, who},
		{models.SecurityAdmin, city, li, who},
		{models.CommunityStaff, community, wang, new.Person},
		{models.CommunityStaff, elsewhere, wang, new.Person},
		{models.CommunityStaff, elsewhere, li, models.PersonID{}},
		{models.CommunityStaff, community, "13700000000", models.PersonID{}},
		{models.GridWorker, grid, li, models.PersonID{}},
		{models.Auditor, city, li, models.PersonID{}},
	} {
		a := w.town.Person(c.role, c.area)
		p, err := w.Search(t.Context(), a, phone(c.number))
		code := ""
		if c.want.IsZero() {
			code = "not_found"
		}
		w.wantCode(string(c.role)+" "+c.number, err, code)
		if p.ID != c.want {
			t.Errorf("%s found %v", c.role, p.ID)
		}
		shown, err := w.Show(t.Context(), a, who)
		if found := c.want == who; err == nil != (found || a.Holds(grid, models.CommunityStaff)) || err == nil && shown.Phone.Mask() != "138****5678" {
			t.Errorf("%s was shown %+v, %v", c.role, shown, err)
		}
	}
	if w.audited("look.search", models.PersonID{}) != 9 || w.audited("look.search", who) != 6 {
		t.Error("the searches left no lines")
	}
	a := w.town.Person(models.CommunityStaff, community)
	w.exec(`INSERT INTO limits VALUES ('person.search:' || @who, @now, 120)`, store.Args{"who": a.Person.String(), "now": w.Now()})
	_, err = w.Search(t.Context(), a, phone(li))
	w.wantCode("who tries out numbers", err, "too_many")
}

func TestHousehold(t *testing.T) {
	w := newWorld(t)
	staff := w.town.Person(models.CommunityStaff, community)
	var ids []models.PersonID
	for _, n := range []string{"张三", "李四", "王五"} {
		id, err := w.someone(staff, enrolling.Newcomer{Name: name(n), Area: grid})
		w.must(err)
		ids = append(ids, id)
		w.pass(time.Second)
	}
	far := w.town.Person(models.Resident, elsewhere).Person
	w.must(w.JoinHousehold(t.Context(), staff, ids[1], ids[0]))
	w.must(w.JoinHousehold(t.Context(), staff, ids[2], ids[1]))
	members, err := w.Household(t.Context(), staff, ids[2])
	if err != nil || len(members) != 3 || members[0].Name.Mask() != "张**" || members[0].Household.IsZero() {
		t.Errorf("%+v, %v", members, err)
	}
	w.wantField("with oneself", w.JoinHousehold(t.Context(), staff, ids[0], ids[0]), "with", "household.oneself")
	w.wantField("with somebody of elsewhere", w.JoinHousehold(t.Context(), staff, ids[0], far), "with", "unknown")
	w.wantField("with nobody", w.JoinHousehold(t.Context(), staff, ids[0], models.NewID[models.PersonID](zeros{})), "with", "unknown")
	w.wantCode("somebody of elsewhere", w.JoinHousehold(t.Context(), staff, far, ids[0]), "not_found")
	for _, a := range []models.Actor{w.town.Person(models.GridWorker, grid), w.town.Person(models.SecurityAdmin, city), {Person: ids[0]}} {
		w.wantCode("not staff", w.JoinHousehold(t.Context(), a, ids[0], ids[1]), "not_found")
		w.wantCode("not staff", w.LeaveHousehold(t.Context(), a, ids[0]), "not_found")
		_, err := w.Household(t.Context(), a, ids[0])
		w.wantCode("not staff", err, "not_found")
	}
	own, err := w.OwnHousehold(t.Context(), models.Actor{Person: ids[1]})
	if err != nil || len(own) != 3 {
		t.Fatalf("one's own household: %+v, %v", own, err)
	}
	w.must(w.LeaveHousehold(t.Context(), staff, ids[1]))
	if own, err = w.OwnHousehold(t.Context(), models.Actor{Person: ids[1]}); err != nil || len(own) != 1 || own[0].ID != ids[1] {
		t.Fatalf("alone: %+v, %v", own, err)
	}
	alone, err := w.Household(t.Context(), staff, ids[1])
	if err != nil || len(alone) != 1 || alone[0].ID != ids[1] {
		t.Errorf("%+v, %v", alone, err)
	}
	if w.audited("household.make", ids[0]) != 1 || w.audited("household.join", ids[1]) != 1 || w.audited("household.leave", ids[1]) != 1 {
		t.Error("no lines")
	}
}

// After an erasure nothing opens, a session is over, and the phone is free for somebody new.
func TestErased(t *testing.T) {
	w := newWorld(t)
	a, token := w.resident(li)
	staff := w.town.Person(models.CityStaff, city)
	w.must(w.DB.Write(t.Context(), func(tx *store.Tx) error { return people.Erase(tx, a.Person, w.Now()) }))
	_, err := w.Resolve(t.Context(), token.Plain(), w.Now())
	w.wantCode("the session", err, "session.ended")
	_, err = w.Show(t.Context(), staff, a.Person)
	w.wantCode("the profile", err, "not_found")
	_, err = w.Search(t.Context(), staff, phone(li))
	w.wantCode("the phone", err, "not_found")
	_, err = w.GiveSeat(t.Context(), w.town.Person(models.SecurityAdmin, city), a.Person, models.Seat{Role: models.Steward, Area: grid}, nil)
	w.wantField("a seat", err, "person_id", "unknown")
	again, _ := w.resident(li)
	if again.Person == a.Person {
		t.Error("an erased person came back")
	}
	if _, err := w.Me(t.Context(), a); err != nil && !errors.Is(err, secret.ErrErased) {
		t.Error(err)
	}
	if !slices.ContainsFunc(again.Seats, func(s models.Seat) bool { return s.Role == models.Resident }) {
		t.Error("the newcomer is no resident")
	}
}

// TestNobodyChangesTheirOwnHousehold as staff: what keeps them from the orders of their kin is ended, or begun, by a colleague.
func TestNobodyChangesTheirOwnHousehold(t *testing.T) {
	w := newWorld(t)
	staff, colleague := w.town.Person(models.CommunityStaff, community), w.town.Person(models.CommunityStaff, community)
	kin, other := w.town.Person(models.Resident, community).Person, w.town.Person(models.Resident, community).Person
	w.must(w.JoinHousehold(t.Context(), colleague, staff.Person, kin))
	p, err := people.Get(w.DB.Read(t.Context()), staff.Person)
	w.must(err)
	staff.Household = p.Household
	_, born := w.someone(staff, enrolling.Newcomer{Area: grid, LivesWith: kin})
	for what, err := range map[string]error{
		"leaving":                w.LeaveHousehold(t.Context(), staff, staff.Person),
		"joining":                w.JoinHousehold(t.Context(), staff, staff.Person, other),
		"taking kin out":         w.LeaveHousehold(t.Context(), staff, kin),
		"moving kin elsewhere":   w.JoinHousehold(t.Context(), staff, kin, other),
		"taking somebody in":     w.JoinHousehold(t.Context(), staff, other, staff.Person),
		"taking somebody to kin": w.JoinHousehold(t.Context(), staff, other, kin),
		"somebody new, with kin": born,
	} {
		w.wantCode(what, err, "household.own")
	}
	if n := w.number(`SELECT count(*) FROM persons WHERE household_id = @home`, store.Args{"home": p.Household}); n != 2 {
		t.Errorf("%d live there", n)
	}
	w.must(w.LeaveHousehold(t.Context(), colleague, kin))
}
