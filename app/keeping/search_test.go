package keeping_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/app/keeping"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/models"
	"delinli/models/audit"
)

// seat lets somebody hold a role from an hour before now on.
func (w *town) seat(id models.PersonID, role models.Role, area models.AreaCode, ended any) {
	w.t.Helper()
	w.owner(`INSERT INTO seats (id, person_id, role, area_code, from_at, ended_at) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)`, id, string(role),
		string(area), now.Add(-time.Hour), ended)
}

func (w *town) search(f keeping.Filter, page keeping.Page) ([]keeping.Act, string) {
	w.t.Helper()
	acts, next, err := w.Search(w.t.Context(), w.actor(models.Auditor, city), f, page)
	if err != nil {
		w.t.Fatal(err)
	}
	return acts, next
}

var first = keeping.Page{Limit: 20}

func TestAuditorsSeeActsWithoutPersonalData(t *testing.T) {
	w := newTown(t)
	zhang, staff := w.resident("13800000001", "张三", "3号楼"), w.resident("13800000002", "李四", "")
	w.seat(staff, models.CommunityStaff, community, nil)
	w.seat(staff, models.Steward, community, now.Add(-time.Minute))
	sight := w.sight(zhang, audit.Visit)
	sight.Words = "张三家漏水"
	if _, err := w.reveal(models.Actor{Person: staff, Session: models.NewID[models.SessionID](w.Random)}, sight); err != nil {
		t.Fatal(err)
	}
	acts, _ := w.search(keeping.Filter{Person: zhang}, first)
	if len(acts) != 1 {
		t.Fatalf("acts %+v", acts)
	}
	a := acts[0]
	if a.Actor.Person != staff || a.Actor.Session.IsZero() || a.Action != "look.phone" || a.Reason != audit.Visit || !a.At.Equal(now) ||
		!slices.Equal(a.Seats, []models.Seat{{Role: models.CommunityStaff, Area: community}}) || a.Detail["words"] != "sealed" {
		t.Errorf("act %+v", a)
	}
	if text := fmt.Sprintf("%+v", acts); strings.Contains(text, "张三") || strings.Contains(text, "李四") || strings.Contains(text, "1380000") {
		t.Errorf("personal data in %s", text)
	}
}

func TestSearchNarrows(t *testing.T) {
	w := newTown(t)
	x, y := w.actor("", "").Person, w.actor("", "").Person
	w.write(func(tx *store.Tx) error {
		line := func(days int, who, person models.PersonID, action, subject, id string) audits.Line {
			return audits.Line{At: now.Add(time.Duration(-days) * 24 * time.Hour), Actor: models.Actor{Person: who}, Action: action, Subject: subject,
				SubjectID: id, Person: person}
		}
		return audits.Log(tx, line(0, x, y, "look.phone", "person", "1"), line(1, x, y, "look.name", "order", "2"), line(2, y, x, "lookout", "order", "1"),
			line(3, y, y, "order.claim", "order", "2"), line(40, x, x, "order.claim", "order", "3"), audits.Line{At: now, Action: "order.lapse", Subject: "order", SubjectID: "4"})
	})
	for name, c := range map[string]struct {
		f    keeping.Filter
		want string
	}{
		"all of a month":  {keeping.Filter{}, "order.lapse look.phone look.name lookout order.claim"},
		"an actor":        {keeping.Filter{Actor: x}, "look.phone look.name"},
		"a person":        {keeping.Filter{Person: x}, "lookout"},
		"an action":       {keeping.Filter{Action: "look.name"}, "look.name"},
		"actions below":   {keeping.Filter{Action: "look."}, "look.phone look.name"},
		"no wildcard":     {keeping.Filter{Action: "look"}, ""},
		"a subject":       {keeping.Filter{Subject: "person"}, "look.phone"},
		"a subject's id":  {keeping.Filter{Subject: "order", SubjectID: "2"}, "look.name order.claim"},
		"from":            {keeping.Filter{From: now.Add(-24 * time.Hour)}, "order.lapse look.phone look.name"},
		"to":              {keeping.Filter{To: now.Add(-24 * time.Hour)}, "lookout order.claim"},
		"a long time ago": {keeping.Filter{SubjectID: "3", From: now.Add(-1000 * 24 * time.Hour)}, "order.claim"},
	} {
		acts, next := w.search(c.f, first)
		var got []string
		for _, a := range acts {
			if a.Action != audit.Searched {
				got = append(got, a.Action)
			}
		}
		if strings.Join(got, " ") != c.want || next != "" {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestSearchComesInPages(t *testing.T) {
	w := newTown(t)
	w.write(func(tx *store.Tx) error { // many lines of one moment
		lines := make([]audits.Line, 25)
		for i := range lines {
			lines[i] = audits.Line{At: now.Add(-time.Hour), Action: "order.claim", Subject: "order", SubjectID: fmt.Sprint(i)}
		}
		return audits.Log(tx, lines...)
	})
	var got []string
	page := keeping.Page{Limit: 10}
	for range 3 {
		acts, next := w.search(keeping.Filter{Action: "order.claim"}, page)
		for _, a := range acts {
			got = append(got, a.SubjectID)
		}
		page.Cursor = next
	}
	if len(got) != 25 || got[0] != "24" || got[24] != "0" || page.Cursor != "" {
		t.Errorf("pages gave %v, then %q", got, page.Cursor)
	}
	if _, _, err := w.Search(t.Context(), w.actor(models.Auditor, city), keeping.Filter{}, keeping.Page{Limit: 1, Cursor: "x"}); models.CodeOf(err) != "input.invalid" {
		t.Errorf("a bad cursor: %v", err)
	}
}

func TestEachSearchIsKept(t *testing.T) {
	w := newTown(t)
	a, who := w.actor(models.Auditor, city), w.actor("", "").Person
	if _, _, err := w.Search(t.Context(), a, keeping.Filter{Person: who, Action: "look.", From: now}, first); err != nil {
		t.Fatal(err)
	}
	all := w.lines(audit.Searched)
	if len(all) != 1 || all[0].actor != a.Person.String() || all[0].detail["person"] != who.String() || all[0].detail["action"] != "look." ||
		all[0].detail["from"] != "2026-03-10T04:00:00Z" || len(all[0].detail) != 3 {
		t.Errorf("lines %+v", all)
	}
}

func TestWhoMaySearchForWhat(t *testing.T) {
	w := newTown(t)
	auditor := w.actor(models.Auditor, city)
	for name, c := range map[string]struct {
		a     models.Actor
		f     keeping.Filter
		code  string
		field string
	}{
		"a visitor":              {models.Actor{}, keeping.Filter{}, "forbidden", ""},
		"city staff":             {w.actor(models.CityStaff, city), keeping.Filter{}, "forbidden", ""},
		"a system administrator": {w.actor(models.SystemAdmin, city), keeping.Filter{}, "forbidden", ""},
		"an auditor of a street": {w.actor(models.Auditor, "370785001"), keeping.Filter{}, "forbidden", ""},
		"backwards":              {auditor, keeping.Filter{From: now, To: now.Add(-time.Hour)}, "input.invalid", "from"},
		"too long":               {auditor, keeping.Filter{From: now.Add(-32 * 24 * time.Hour), To: now}, "input.invalid", "from"},
		"no action":              {auditor, keeping.Filter{Action: "看"}, "input.invalid", "action"},
		"no subject":             {auditor, keeping.Filter{Subject: "x y"}, "input.invalid", "subject"},
		"a phone":                {auditor, keeping.Filter{SubjectID: "13812341234"}, "input.invalid", "subject_id"},
		"a long name":            {auditor, keeping.Filter{SubjectID: strings.Repeat("x", 65)}, "input.invalid", "subject_id"},
		"a grid":                 {auditor, keeping.Filter{SubjectID: "370785001005003"}, "internal", ""},
		"a setting":              {auditor, keeping.Filter{SubjectID: "calendar/2024"}, "internal", ""},
	} {
		_, _, err := w.Search(t.Context(), c.a, c.f, first)
		if c.code == "internal" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		e, _ := errors.AsType[*models.Error](err)
		if e == nil || e.Code != c.code || c.field != "" && e.Fields[c.field] == "" {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestStateTellsHowTheRecordStands(t *testing.T) {
	w := newTown(t)
	auditor := w.actor(models.Auditor, city)
	state := func() keeping.State {
		t.Helper()
		st, err := w.State(t.Context(), auditor)
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	if st := state(); st.Seq != 0 || st.Head != "" || st.HeadAt != nil || st.Verified != nil {
		t.Errorf("at first: %+v", st)
	}
	w.log(3)
	w.seal()
	w.seal()
	w.owner(`UPDATE audit SET reason = 'law' WHERE id = 2`)
	w.verify()
	if st := state(); st.Seq != 3 || st.HeadSeq != 3 || st.Head != "" || !st.HeadAt.Equal(now) || st.Waits != 1 || !st.Verified.Equal(now) || st.Faults != 1 || len(st.Hash) != 32 {
		t.Errorf("after a seal and a walk: %+v", st)
	}
	w.rewrite(`"seq": 3`, `"seq": 2`)
	if st := state(); st.Head != audit.HeadForged {
		t.Errorf("with a forged head: %+v", st)
	}
	if err := os.Remove(w.head()); err != nil {
		t.Fatal(err)
	}
	if st := state(); st.Head != audit.HeadGone {
		t.Errorf("without a head: %+v", st)
	}
	if _, err := w.State(t.Context(), w.actor(models.SecurityAdmin, city)); !errors.Is(err, models.Denied) {
		t.Errorf("a security administrator was told: %v", err)
	}
}

func TestResidentsSeeWhoLooked(t *testing.T) {
	w := newTown(t)
	zhang, staff, other := w.resident("13800000001", "张三", ""), w.resident("13800000002", "欧阳修", ""), w.resident("13800000003", "王五", "")
	w.seat(staff, models.CommunityStaff, community, nil)
	sight := w.sight(zhang, audit.Emergency)
	sight.Words = "燃气泄漏"
	for _, s := range []keeping.Sight{sight, w.sight(other, audit.Visit)} {
		if _, err := w.reveal(models.Actor{Person: staff}, s); err != nil {
			t.Fatal(err)
		}
	}
	w.write(func(tx *store.Tx) error {
		mine := audits.Line{At: now, Actor: models.Actor{Person: zhang}, Action: "look.name", Subject: "person", SubjectID: zhang.String(), Person: zhang}
		theirs, act := mine, mine
		theirs.Actor = models.SystemActor
		theirs.Action, theirs.At = "look.address", now.Add(-time.Hour)
		act.Action, act.Actor.Person = "order.claim", staff
		return audits.Log(tx, mine, theirs, act)
	})
	seen, next, err := w.LooksAt(t.Context(), models.Actor{Person: zhang}, first)
	if err != nil || len(seen) != 2 || next != "" {
		t.Fatalf("%+v, %v", seen, err)
	}
	if s := seen[0]; s.What != audit.Phone || s.By != "欧阳**" || s.Words != "燃气泄漏" || s.Reason != audit.Emergency || !s.At.Equal(now) ||
		!slices.Equal(s.Seats, []models.Seat{{Role: models.CommunityStaff, Area: community}}) {
		t.Errorf("seen %+v", s)
	}
	if s := seen[1]; s.What != audit.Address || s.By != "" || len(s.Seats) != 0 {
		t.Errorf("seen by the program: %+v", s)
	}
	w.owner(`DELETE FROM person_keys WHERE person_id = $1`, staff)
	if seen, _, err := w.LooksAt(t.Context(), models.Actor{Person: zhang}, first); err != nil || seen[0].By != "" {
		t.Errorf("after the looker was erased: %+v, %v", seen, err)
	}
}
