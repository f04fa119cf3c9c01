package returning_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"delinli/app/registering"
	"delinli/app/reporting"
	"delinli/app/returning"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/catalog"
	"delinli/models/party"
	"delinli/models/report"
	"delinli/models/resident"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// town is a world with a register.
type town struct {
	*testkit.World
	*returning.Service
	register         *registering.Service
	staff, elsewhere models.Actor
	entered          int
}

func newTown(t *testing.T) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, staff: w.Person(models.CommunityStaff, testkit.Community), elsewhere: w.Person(models.CommunityStaff, testkit.Elsewhere)}
	n.register = &registering.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Now: w.Now, Random: rand.Reader}
	n.Service = &returning.Service{DB: w.Store, Vault: w.Vault, Now: w.Now,
		Volunteers: &volunteering.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader}}
	return n
}

// resident enters somebody into the register, with a phone or without.
func (n *town) resident(phone bool) models.PersonID {
	n.T.Helper()
	n.entered++
	number, err := secret.CompleteIDNumber(fmt.Sprintf("37079919720815%03d", n.entered))
	if err != nil {
		n.T.Fatal(err)
	}
	name, err := secret.ParseName("马建军")
	if err != nil {
		n.T.Fatal(err)
	}
	e := resident.Entry{Name: name, Number: number, Area: testkit.Grid, Relation: resident.Head}
	if phone {
		if e.Phone, err = secret.ParsePhone(fmt.Sprintf("10000000%03d", n.entered)); err != nil {
			n.T.Fatal(err)
		}
	}
	k, err := n.register.Register(n.T.Context(), n.staff, e)
	if err != nil {
		n.T.Fatal(err)
	}
	return k.ID
}

func cadre(who models.PersonID, kind party.ReturnKind) party.Return {
	return party.Return{Person: who, Kind: kind, Unit: "市民政局", Skills: []string{catalog.Tutoring, catalog.Nursing, catalog.Tutoring}}
}

func (n *town) report(r party.Return) returning.Cadre {
	n.T.Helper()
	c, err := n.Report(n.T.Context(), n.staff, r)
	if err != nil {
		n.T.Fatal(err)
	}
	return c
}

func faultsOf(err error) map[string]string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields
	}
	return nil
}

// TestACadreReportsHome: to the community they live in, becomes a volunteer there in one step, and ends their report, after which they may report again.
func TestACadreReportsHome(t *testing.T) {
	n := newTown(t)
	ctx, who := t.Context(), n.resident(true)
	c := n.report(cadre(who, party.Serving))
	if c.Community != testkit.Community || c.Reported != "2026-03-10" || c.Name.Mask() != "马**" || !slices.Equal(c.Can, []string{returning.Enlist, returning.End}) || len(c.Skills) != 2 {
		t.Errorf("%+v", c)
	}
	c, err := n.Enlist(ctx, n.staff, who)
	if err != nil || c.Volunteer != volunteer.Verified || !slices.Equal(c.Can, []string{returning.End}) {
		t.Errorf("%+v %v", c, err)
	}
	if got := n.Count(`SELECT count(*) FROM volunteers v JOIN seats s ON s.person_id = v.person_id AND s.role = 'volunteer' AND s.area_code = @area AND s.ended_at IS NULL
		WHERE v.person_id = @id AND v.party_member AND v.state = 'verified' AND cardinality(v.skills) = 2 AND v.decided_by = @by`,
		store.Args{"id": who, "area": string(testkit.Community), "by": n.staff.Person}); got != 1 {
		t.Errorf("%d volunteers", got)
	}
	if _, err := n.Enlist(ctx, n.staff, who); models.CodeOf(err) != "volunteer.applied_before" {
		t.Errorf("twice: %v", err)
	}
	if _, err := n.End(ctx, n.staff, who, 7); models.KindOf(err) != models.Conflict {
		t.Errorf("over an older version: %v", err)
	}
	if c, err = n.End(ctx, n.staff, who, c.Version); err != nil || !c.Ended || len(c.Can) != 0 || c.Volunteer != volunteer.Verified {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := n.Enlist(ctx, n.staff, who); models.CodeOf(err) != "return.over" {
		t.Errorf("after the end: %v", err)
	}
	if c = n.report(cadre(who, party.Retired)); c.Kind != party.Retired || c.Version != 3 || c.Ended {
		t.Errorf("again: %+v", c)
	}
	if got := n.Count(`SELECT count(*) FROM audit WHERE person_id = @id AND actor_id = @by AND action IN ('return.report', 'return.volunteer', 'return.end', 'volunteer.verify')`,
		store.Args{"id": who, "by": n.staff.Person}); got != 5 {
		t.Errorf("%d lines", got)
	}
}

func TestBadReports(t *testing.T) {
	n := newTown(t)
	who := n.resident(true)
	with := func(change func(*party.Return)) party.Return {
		r := cadre(who, party.Serving)
		change(&r)
		return r
	}
	for what, c := range map[string]struct {
		r           party.Return
		field, code string
	}{
		"no kind":        {with(func(r *party.Return) { r.Kind = "boss" }), "kind", "field.choice"},
		"no unit":        {with(func(r *party.Return) { r.Unit = " " }), "unit", "field.required"},
		"a phone":        {with(func(r *party.Return) { r.Unit = "民政局13800138000" }), "unit", "return.personal"},
		"no such skill":  {with(func(r *party.Return) { r.Skills = []string{"flying"} }), "skills", "unknown"},
		"not registered": {with(func(r *party.Return) { r.Person = n.staff.Person }), "person_id", "return.no_resident"},
		"nobody":         {with(func(r *party.Return) { r.Person = models.NewID[models.PersonID](rand.Reader) }), "person_id", "return.no_resident"},
	} {
		if _, err := n.Report(t.Context(), n.staff, c.r); faultsOf(err)[c.field] != c.code {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := n.Report(t.Context(), n.elsewhere, cadre(who, party.Serving)); faultsOf(err)["person_id"] != "return.no_resident" {
		t.Errorf("somebody of elsewhere: %v", err)
	}
	n.Exec(`UPDATE persons SET born = '2012-05-01' WHERE id = @id`, store.Args{"id": who})
	if _, err := n.Report(t.Context(), n.staff, cadre(who, party.Serving)); faultsOf(err)["person_id"] != "resident.under_age" {
		t.Errorf("a child: %v", err)
	}
	silent := n.resident(false)
	n.report(cadre(silent, party.Serving))
	if _, err := n.Enlist(t.Context(), n.staff, silent); models.CodeOf(err) != "volunteer.no_phone" {
		t.Errorf("without a phone: %v", err)
	}
}

// TestAnApplicantIsVerified: who applied already is a volunteer by one step too, and a veteran is not taken for a party member.
func TestAnApplicantIsVerified(t *testing.T) {
	n := newTown(t)
	who := n.resident(true)
	n.report(cadre(who, party.Veteran))
	v := n.Service.Volunteers.(*volunteering.Service)
	if _, err := v.Apply(t.Context(), models.Actor{Person: who, Phone: true}, volunteering.Form{Form: volunteer.Form{Areas: []models.AreaCode{testkit.Community}}}); err != nil {
		t.Fatal(err)
	}
	if c, err := n.Enlist(t.Context(), n.staff, who); err != nil || c.Volunteer != volunteer.Verified {
		t.Errorf("%+v %v", c, err)
	}
	if got := n.Count(`SELECT count(*) FROM volunteers WHERE party_member`, nil); got != 0 {
		t.Error("a veteran is taken for a party member")
	}
}

// TestAReportToElsewhereIsNotFound: by no verb, and who is no staff is told no.
func TestAReportToElsewhereIsNotFound(t *testing.T) {
	n := newTown(t)
	ctx, who := t.Context(), n.resident(true)
	n.report(cadre(who, party.Serving))
	nobody := n.Person(models.Resident, testkit.City)
	for what, try := range map[string]func(models.Actor) error{
		"show":   func(a models.Actor) error { _, err := n.Return(ctx, a, who); return err },
		"enlist": func(a models.Actor) error { _, err := n.Enlist(ctx, a, who); return err },
		"end":    func(a models.Actor) error { _, err := n.End(ctx, a, who, 1); return err },
		"list": func(a models.Actor) error {
			_, _, _, err := n.Returns(ctx, a, testkit.Community, "", returning.Page{Limit: 10})
			return err
		},
	} {
		if err := try(n.elsewhere); models.KindOf(err) != models.NotFound {
			t.Errorf("%s from elsewhere: %v", what, err)
		}
		if kind := models.KindOf(try(nobody)); kind != models.Forbidden && kind != models.NotFound {
			t.Errorf("%s as a resident: %v", what, kind)
		}
	}
}

// TestReportsAreListed: page by page, by kind; the sums agree with what stands.
func TestReportsAreListed(t *testing.T) {
	n := newTown(t)
	for i := range 7 {
		n.report(cadre(n.resident(true), party.ReturnKinds[i%3]))
	}
	for kind, want := range map[party.ReturnKind]int{"": 7, party.Serving: 3, party.Retired: 2, party.Veteran: 2} {
		var seen []models.PersonID
		page := returning.Page{Limit: 2}
		for {
			found, next, _, err := n.Returns(t.Context(), n.staff, "", kind, page)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range found {
				seen = append(seen, c.Person)
			}
			if page.Cursor = next; next == "" {
				break
			}
		}
		if slices.SortFunc(seen, models.PersonID.Compare); len(slices.Compact(seen)) != want {
			t.Errorf("%s: %d, want %d", kind, len(seen), want)
		}
	}
	_, _, m, err := n.Returns(t.Context(), n.staff, testkit.Community, "", returning.Page{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	stock, err := (&reporting.Service{DB: n.Store, Now: n.World.Now}).Standing(t.Context(), n.staff, testkit.Community, "")
	if got, want := int64(m.Serving+m.Retired+m.Veterans), stock.Whole.Tally[report.Cadres]; err != nil || got != want || m.Serving != 3 || m.Volunteers != 0 {
		t.Errorf("%+v reported, what stands is %d (%v)", m, want, err)
	}
}

// TestOneReportsOnce, however many take the report at the same time, and becomes one volunteer.
func TestOneReportsOnce(t *testing.T) {
	n := newTown(t)
	who := n.resident(true)
	for _, try := range []func() error{
		func() error { _, err := n.Report(t.Context(), n.staff, cadre(who, party.Serving)); return err },
		func() error { _, err := n.Enlist(t.Context(), n.staff, who); return err },
	} {
		var crew sync.WaitGroup
		won := make(chan bool, 8)
		for range cap(won) {
			crew.Go(func() {
				if err := try(); err == nil {
					won <- true
				} else if models.KindOf(err) != models.Conflict {
					t.Error(err)
				}
			})
		}
		if crew.Wait(); len(won) != 1 {
			t.Errorf("%d won", len(won))
		}
	}
	if got := n.Count(`SELECT count(*) FROM seats WHERE person_id = @id AND role = 'volunteer' AND ended_at IS NULL`, store.Args{"id": who}); got != 1 {
		t.Errorf("%d seats", got)
	}
}
