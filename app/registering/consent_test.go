package registering_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"delinli/app/registering"
	"delinli/app/store"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/resident"
	"delinli/models/secret"
)

func (n *town) agrees(id models.PersonID, p resident.Purpose) bool {
	n.T.Helper()
	return sure(residents.Agrees(n.Store.Read(n.T.Context()), id, p))
}

// given lists the purposes to which somebody agrees, as they are told.
func given(all []registering.Said) (purposes []resident.Purpose) {
	for _, s := range all {
		if s.Last != nil && s.Last.Given {
			purposes = append(purposes, s.Purpose)
		}
	}
	return purposes
}

// TestConsentIsGivenAndTakenBack: purpose by purpose, to the text that was shown, with every line kept.
func TestConsentIsGivenAndTakenBack(t *testing.T) {
	f := newFamily(t)
	say := func(p resident.Purpose, version int, yes bool) error {
		_, err := f.Consent(t.Context(), f.granny, models.PersonID{}, p, version, yes)
		return err
	}
	if all, err := f.OwnConsents(t.Context(), f.granny, models.PersonID{}); err != nil || len(all) != len(resident.Purposes) || len(given(all)) != 0 {
		t.Errorf("before she was asked: %+v, %v", all, err)
	}
	for i, c := range []struct {
		purpose resident.Purpose
		version int
		yes     bool
		code    string
	}{{resident.Calls, 1, true, ""}, {resident.Calls, 1, true, ""}, {resident.Calls, 2, true, "consent.changed"}, {resident.Neighbours, 1, true, ""}, {resident.Calls, 9, false, ""},
		{"research", 1, true, "input.invalid"}} {
		if err := say(c.purpose, c.version, c.yes); (err == nil) != (c.code == "") || err != nil && models.CodeOf(err) != c.code {
			t.Errorf("%d: %v", i, err)
		}
	}
	all, err := f.OwnConsents(t.Context(), f.granny, models.PersonID{})
	if err != nil || !slices.Equal(given(all), []resident.Purpose{resident.Neighbours}) || len(all[1].History) != 2 || all[1].History[0].Given {
		t.Errorf("%+v, %v", all, err)
	}
	if n := f.Count(`SELECT count(*) FROM audit WHERE person_id = @id AND action IN ('consent.give', 'consent.withdraw')`, store.Args{"id": f.granny.Person}); n != 3 {
		t.Errorf("%d lines", n)
	}
	if _, err := f.Pool.Pgx().Exec(t.Context(), `UPDATE consents SET given = true`); err == nil {
		t.Error("a line was changed")
	}
}

// TestForAChildTheEldersSay: a child does not, nor does anybody for the grown.
func TestForAChildTheEldersSay(t *testing.T) {
	f := newFamily(t)
	if _, err := f.Consent(t.Context(), f.child, models.PersonID{}, resident.Neighbours, 1, true); models.CodeOf(err) != "record.guardian_needed" {
		t.Errorf("a child: %v", err)
	}
	if all, err := f.Consent(t.Context(), f.mother, f.child.Person, resident.Neighbours, 1, true); err != nil || len(given(all)) != 1 || !f.agrees(f.child.Person, resident.Neighbours) ||
		f.agrees(f.mother.Person, resident.Neighbours) {
		t.Errorf("%+v, %v", all, err)
	}
	for _, of := range []models.PersonID{f.granny.Person, f.staff.Person} {
		if _, err := f.Consent(t.Context(), f.mother, of, resident.Neighbours, 1, true); !errors.Is(err, models.Missing) {
			t.Errorf("for another: %v", err)
		}
	}
}

// TestConsentOnPaper: staff note it with where the paper lies, for their areas, not for themselves, and of whoever logged in only what was taken back.
func TestConsentOnPaper(t *testing.T) {
	f := newFamily(t)
	note := secret.NewText("档案柜二层，见证人王楼长")
	all, err := f.ConsentOnPaper(t.Context(), f.staff, f.granny.Person, resident.Calls, true, note)
	if err != nil || len(given(all)) != 1 || all[1].Last.Note != note || all[1].Last.Channel != resident.OnPaper || all[1].Last.By != f.staff.Person {
		t.Fatalf("%+v, %v", all, err)
	}
	for name, c := range map[string]struct {
		by   models.Actor
		want string
	}{"elsewhere": {f.elsewhere, "not_found"}, "a grid's worker": {f.worker, "not_found"}, "a resident": {f.resident, "forbidden"},
		"themselves": {models.Actor{Person: f.granny.Person, Seats: f.staff.Seats}, "resident.own"}} {
		if _, err := f.ConsentOnPaper(t.Context(), c.by, f.granny.Person, resident.Calls, true, note); models.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	f.Exec(`UPDATE persons SET came_at = now() WHERE id = @id`, store.Args{"id": f.granny.Person})
	if _, err := f.ConsentOnPaper(t.Context(), f.staff, f.granny.Person, resident.Neighbours, true, note); models.CodeOf(err) != "consent.own_word" {
		t.Errorf("given for whoever logged in: %v", err)
	}
	if all, err := f.ConsentOnPaper(t.Context(), f.staff, f.granny.Person, resident.Calls, false, note); err != nil || len(given(all)) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	if seen, err := f.Consents(t.Context(), f.worker, f.granny.Person); err != nil || len(seen[1].History) != 2 {
		t.Errorf("%+v, %v", seen, err)
	}
	if _, err := f.Consents(t.Context(), f.elsewhere, f.granny.Person); !errors.Is(err, models.Missing) {
		t.Errorf("seen from elsewhere: %v", err)
	}
}

// TestNobodyIsCalledWithoutConsent: the phone of the register is not given to ask how somebody is; danger, duty and visits need no consent.
func TestNobodyIsCalledWithoutConsent(t *testing.T) {
	f := newFamily(t)
	look := func(reason audit.Reason, fields ...audit.What) error {
		_, err := f.Service.Look(t.Context(), f.staff, f.granny.Person, fields, reason, "")
		return err
	}
	if err := look(audit.CallBack, audit.Name, audit.Phone); models.CodeOf(err) != "consent.no_calls" || len(f.looks) != 0 {
		t.Errorf("%v, %d looks", err, len(f.looks))
	}
	for _, free := range []error{look(audit.CallBack, audit.Address), look(audit.Emergency, audit.Phone), look(audit.Law, audit.Phone)} {
		if free != nil {
			t.Error(free)
		}
	}
	if _, err := f.Consent(t.Context(), f.granny, models.PersonID{}, resident.Calls, 1, true); err != nil {
		t.Fatal(err)
	}
	if err := look(audit.CallBack, audit.Phone); err != nil {
		t.Error(err)
	}
}

// TestConsentFollowsAMerging: what was said last in either record holds while they are one, and no longer.
func TestConsentFollowsAMerging(t *testing.T) {
	w := newTwins(t)
	paper := func(id models.PersonID, yes bool) {
		w.Pass(time.Minute)
		if _, err := w.ConsentOnPaper(t.Context(), w.staff, id, resident.Calls, yes, secret.NewText("柜里")); err != nil {
			t.Fatal(err)
		}
	}
	paper(w.kept.ID, true)
	paper(w.gone.ID, false)
	m := w.merge()
	if w.agrees(w.kept.ID, resident.Calls) {
		t.Error("what was taken back in the record that went counts for nothing")
	}
	if all, err := w.Consents(t.Context(), w.staff, w.gone.ID); err != nil || len(all[1].History) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	if err := w.unmerge(m); err != nil || !w.agrees(w.kept.ID, resident.Calls) {
		t.Errorf("after undoing: %v", err)
	}
}
