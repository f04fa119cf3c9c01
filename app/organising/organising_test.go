package organising_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"delinli/app/organising"
	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/party"
	"delinli/models/report"
)

// town is a world with a committee.
type town struct {
	*testkit.World
	*organising.Service
	staff, elsewhere models.Actor
	committee        organising.Node
}

func newTown(t *testing.T) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, staff: w.Person(models.CommunityStaff, testkit.Community), elsewhere: w.Person(models.CommunitySecretary, testkit.Elsewhere)}
	n.Service = &organising.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader}
	n.committee = n.found(party.Org{Name: "社区党委", Area: testkit.Community})
	return n
}

func (n *town) found(o party.Org) organising.Node {
	n.T.Helper()
	made, err := n.Found(n.T.Context(), n.staff, o)
	if err != nil {
		n.T.Fatal(err)
	}
	return made
}

func (n *town) branch(name string) organising.Node {
	n.T.Helper()
	return n.found(party.Org{Parent: n.committee.ID, Name: name, Area: testkit.Grid})
}

// centre makes a household the centre of a group, for a unit of a building.
func (n *town) centre(group models.OrgID, unit any) {
	n.T.Helper()
	n.Exec(`INSERT INTO areas (code, parent, name) VALUES ('37078500100500300001', @grid, '1号楼') ON CONFLICT DO NOTHING`, store.Args{"grid": string(testkit.Grid)})
	n.Exec(`INSERT INTO buildings (code, units, floors) VALUES ('37078500100500300001', 2, 30) ON CONFLICT DO NOTHING`, nil)
	n.Exec(`WITH h AS (INSERT INTO households (id, area_code) VALUES (gen_random_uuid(), @grid) RETURNING id)
		INSERT INTO centre_households (household_id, group_id, building, unit, since) SELECT id, @group, '37078500100500300001', @unit, '2022-03-01' FROM h`,
		store.Args{"grid": string(testkit.Grid), "group": group, "unit": unit})
}

func faultsOf(err error) map[string]string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields
	}
	return nil
}

// TestFourLevelsAreCounted: each organisation tells how many are below it, and the committees together agree with what stands.
func TestFourLevelsAreCounted(t *testing.T) {
	n := newTown(t)
	ctx, first := t.Context(), n.branch("第一党支部")
	n.branch("第二党支部")
	group := n.found(party.Org{Parent: first.ID, Name: "1号楼党小组", Founded: "2022-03-01"})
	n.centre(group.ID, 2)
	n.centre(group.ID, nil)
	if group.Kind != party.Group || group.Area != testkit.Grid || group.Founded != "2022-03-01" || first.Founded != "2026-03-10" {
		t.Errorf("%+v under %+v", group, first)
	}
	for id, want := range map[models.OrgID]string{n.committee.ID: "2 1 2 [rename found]", first.ID: "0 1 2 [rename found]", group.ID: "0 0 2 [rename appoint]"} {
		o, err := n.Org(ctx, n.staff, id)
		if got := fmt.Sprint(o.Branches, o.Groups, o.Centres, o.Can); err != nil || got != want {
			t.Errorf("%s: %s, want %s (%v)", o.Name, got, want, err)
		}
	}
	committees, _, err := n.Orgs(ctx, n.staff, models.OrgID{}, "", organising.Page{Limit: 10})
	if err != nil || len(committees) != 1 {
		t.Fatalf("%+v %v", committees, err)
	}
	stock, err := (&reporting.Service{DB: n.Store, Now: n.World.Now}).Standing(ctx, n.staff, testkit.Community, "")
	f, c := stock.Whole.Tally, committees[0]
	if got, want := fmt.Sprint(1, c.Branches, c.Groups, c.Centres), fmt.Sprint(f[report.Committees], f[report.Branches], f[report.BuildingGroups], f[report.CentreHouseholds]); err != nil || got != want {
		t.Errorf("the tree has %s, what stands is %s (%v)", got, want, err)
	}
	stewards, err := n.Stewards(ctx, n.staff, group.ID)
	if err != nil || len(stewards) != 2 || stewards[0].Unit != nil || *stewards[1].Unit != 2 || stewards[0].Building != "1号楼" {
		t.Errorf("%+v %v", stewards, err)
	}
}

// TestTheTreeIsReadPageByPage, each organisation once.
func TestTheTreeIsReadPageByPage(t *testing.T) {
	n := newTown(t)
	for i := range 5 {
		n.branch(fmt.Sprintf("第%d党支部", i))
	}
	var names []string
	page := organising.Page{Limit: 2}
	for {
		found, next, err := n.Orgs(t.Context(), n.staff, n.committee.ID, "", page)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range found {
			names = append(names, o.Name)
		}
		if page.Cursor = next; next == "" {
			break
		}
	}
	if slices.Sort(names); len(slices.Compact(names)) != 5 {
		t.Errorf("%v", names)
	}
	if _, _, err := n.Orgs(t.Context(), n.staff, n.committee.ID, "", organising.Page{Limit: 2, Cursor: "x"}); faultsOf(err)["cursor"] != "unreadable" {
		t.Errorf("a bad cursor: %v", err)
	}
}

func TestBadFoundings(t *testing.T) {
	n := newTown(t)
	n.Exec(`INSERT INTO compounds (id, name, area_code) VALUES (gen_random_uuid(), '别处小区', @area)`, store.Args{"area": string(testkit.Elsewhere)})
	far, err := store.One(n.Store.Read(t.Context()), `SELECT id FROM compounds`, nil, store.Value[models.CompoundID])
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		o           party.Org
		field, code string
	}{
		"no name":                    {party.Org{Area: testkit.Community}, "name", "party.name"},
		"of elsewhere":               {party.Org{Name: "党委", Area: testkit.Elsewhere}, "area_code", "unknown"},
		"below nothing":              {party.Org{Name: "支部", Parent: models.NewID[models.OrgID](rand.Reader), Area: testkit.Grid}, "parent_id", "unknown"},
		"of no grid":                 {party.Org{Name: "支部", Parent: n.committee.ID, Area: testkit.Community + "099"}, "area_code", "unknown"},
		"of a community":             {party.Org{Name: "支部", Parent: n.committee.ID, Area: testkit.Community}, "area_code", "party.no_grid"},
		"of a compound of nowhere":   {party.Org{Name: "支部", Parent: n.committee.ID, Area: testkit.Grid, Compound: far}, "compound_id", "unknown"},
		"in a year that is a slip":   {party.Org{Name: "支部", Parent: n.committee.ID, Area: testkit.Grid, Founded: "0001-01-01"}, "founded_on", "party.before_party"},
		"on a day that has not come": {party.Org{Name: "支部", Parent: n.committee.ID, Area: testkit.Grid, Founded: "2026-03-11"}, "founded_on", "party.not_yet"},
	} {
		if _, err := n.Found(t.Context(), n.staff, c.o); faultsOf(err)[c.field] != c.code {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestNothingIsFoundedTwice: a community has one committee, and what is below one organisation has names of its own, however many found at once.
func TestNothingIsFoundedTwice(t *testing.T) {
	n := newTown(t)
	if _, err := n.Found(t.Context(), n.staff, party.Org{Name: "又一党委", Area: testkit.Community}); faultsOf(err)["area_code"] != "party.led_before" {
		t.Errorf("a second committee: %v", err)
	}
	var crew sync.WaitGroup
	faults := make(chan error, 8)
	for range cap(faults) {
		crew.Go(func() {
			_, err := n.Found(t.Context(), n.staff, party.Org{Parent: n.committee.ID, Name: "第三网格党支部", Area: testkit.Grid})
			faults <- err
		})
	}
	crew.Wait()
	close(faults)
	made := 0
	for err := range faults {
		if err == nil {
			made++
		} else if faultsOf(err)["name"] != "party.named_before" {
			t.Error(err)
		}
	}
	if made != 1 {
		t.Errorf("%d of the same", made)
	}
	other := n.branch("第四网格党支部")
	if _, err := n.Rename(t.Context(), n.staff, other.ID, other.Version, "第三网格党支部"); faultsOf(err)["name"] != "party.named_before" {
		t.Errorf("a name of another: %v", err)
	}
}

// TestAnOrganisationIsRenamedAndEnds: by whoever saw its last version, and only when nothing is below it.
func TestAnOrganisationIsRenamedAndEnds(t *testing.T) {
	n := newTown(t)
	ctx, b := t.Context(), n.branch("第一党支部")
	renamed, err := n.Rename(ctx, n.staff, b.ID, b.Version, " 康成花园党支部 ")
	if err != nil || renamed.Name != "康成花园党支部" || renamed.Version != 2 {
		t.Errorf("%+v %v", renamed, err)
	}
	if _, err := n.Rename(ctx, n.staff, b.ID, b.Version, "别的名字"); models.KindOf(err) != models.Conflict {
		t.Errorf("over an older version: %v", err)
	}
	if _, err := n.Rename(ctx, n.staff, b.ID, 2, "支部13800138000"); faultsOf(err)["name"] != "party.name" {
		t.Errorf("with a phone: %v", err)
	}
	group := n.found(party.Org{Parent: b.ID, Name: "1号楼党小组"})
	if _, err := n.End(ctx, n.staff, b.ID, 2); models.CodeOf(err) != "party.has_below" {
		t.Errorf("with a group below it: %v", err)
	}
	n.centre(group.ID, nil)
	if _, err := n.End(ctx, n.staff, group.ID, 1); models.CodeOf(err) != "party.has_below" {
		t.Errorf("with a centre household: %v", err)
	}
	n.Exec(`UPDATE centre_households SET ended_at = @at`, store.Args{"at": n.World.Now()})
	if ended, err := n.End(ctx, n.staff, group.ID, 1); err != nil || !ended.Ended || len(ended.Can) != 0 {
		t.Errorf("%+v %v", ended, err)
	}
	if _, err := n.End(ctx, n.staff, group.ID, 2); models.KindOf(err) != models.Conflict {
		t.Errorf("twice: %v", err)
	}
	if _, err := n.Found(ctx, n.staff, party.Org{Parent: group.ID, Name: "下级"}); faultsOf(err)["parent_id"] != "party.over" {
		t.Errorf("below what has ended: %v", err)
	}
	if got := n.Count(`SELECT count(*) FROM audit WHERE subject = 'party_org' AND actor_id = @by`, store.Args{"by": n.staff.Person}); got != 5 {
		t.Errorf("%d lines", got)
	}
}

// TestABranchEndsWithoutMoney: what is left is spent or transferred before.
func TestABranchEndsWithoutMoney(t *testing.T) {
	n := newTown(t)
	ctx, b := t.Context(), n.branch("第一党支部")
	n.Exec(`INSERT INTO funds (id, org_id, year, balance) VALUES (gen_random_uuid(), @id, 2025, 0), (gen_random_uuid(), @id, 2026, 35)`, store.Args{"id": b.ID})
	seen, err := n.Org(ctx, n.staff, b.ID)
	if err != nil || seen.Money != 35 || slices.Contains(seen.Can, organising.End) {
		t.Errorf("%+v %v", seen, err)
	}
	if _, err := n.End(ctx, n.staff, b.ID, b.Version); models.CodeOf(err) != "party.has_money" || models.KindOf(err) != models.Conflict {
		t.Errorf("with money: %v", err)
	}
	n.Exec(`UPDATE funds SET balance = 0`, nil)
	if ended, err := n.End(ctx, n.staff, b.ID, b.Version); err != nil || !ended.Ended {
		t.Errorf("%+v %v", ended, err)
	}
}

// TestAnOrganisationOfElsewhereIsNotFound: by no verb, and who is no staff is told no.
func TestAnOrganisationOfElsewhereIsNotFound(t *testing.T) {
	n := newTown(t)
	ctx := t.Context()
	resident := n.Person(models.Resident, testkit.City)
	for what, try := range map[string]func(models.Actor) error{
		"show":   func(a models.Actor) error { _, err := n.Org(ctx, a, n.committee.ID); return err },
		"rename": func(a models.Actor) error { _, err := n.Rename(ctx, a, n.committee.ID, 1, "名"); return err },
		"end":    func(a models.Actor) error { _, err := n.End(ctx, a, n.committee.ID, 1); return err },
		"centres": func(a models.Actor) error {
			_, err := n.Stewards(ctx, a, n.committee.ID)
			return err
		},
		"below": func(a models.Actor) error {
			_, _, err := n.Orgs(ctx, a, n.committee.ID, "", organising.Page{Limit: 10})
			return err
		},
		"committees": func(a models.Actor) error {
			_, _, err := n.Orgs(ctx, a, models.OrgID{}, testkit.Community, organising.Page{Limit: 10})
			return err
		},
	} {
		if err := try(n.elsewhere); models.KindOf(err) != models.NotFound {
			t.Errorf("%s from elsewhere: %v", what, err)
		}
		if kind := models.KindOf(try(resident)); kind != models.Forbidden && kind != models.NotFound {
			t.Errorf("%s as a resident: %v", what, kind)
		}
	}
}

// TestNothingIsFoundedBelowWhatEnds, when both are done at the same time.
func TestNothingIsFoundedBelowWhatEnds(t *testing.T) {
	n := newTown(t)
	for i := range 6 {
		b := n.branch(fmt.Sprintf("第%d党支部", i))
		var crew sync.WaitGroup
		crew.Go(func() { _, _ = n.End(t.Context(), n.staff, b.ID, 1) })
		crew.Go(func() { _, _ = n.Found(t.Context(), n.staff, party.Org{Parent: b.ID, Name: "党小组"}) })
		crew.Wait()
	}
	if got := n.Count(`SELECT count(*) FROM party_orgs o JOIN party_orgs above ON above.id = o.parent_id WHERE above.ended_at IS NOT NULL`, nil); got != 0 {
		t.Errorf("%d stand below what has ended", got)
	}
	if got := n.Count(`SELECT count(*) FROM party_orgs WHERE kind = 'group' OR ended_at IS NOT NULL`, nil); got != 6 {
		t.Errorf("%d came to pass", got)
	}
}
