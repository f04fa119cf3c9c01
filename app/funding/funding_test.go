package funding_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"delinli/app/funding"
	"delinli/app/organising"
	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/party"
	"delinli/models/report"
)

// town is a world with a branch, which has a fund, as its community has.
type town struct {
	*testkit.World
	*funding.Service
	staff, elsewhere models.Actor
	branch           models.OrgID
	fund, service    models.FundID
}

func newTown(t *testing.T) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, staff: w.Person(models.CommunityStaff, testkit.Community), elsewhere: w.Person(models.CommunitySecretary, testkit.Elsewhere),
		branch: models.NewID[models.OrgID](rand.Reader)}
	w.Exec(`WITH c AS (INSERT INTO party_orgs (id, kind, name, area_code, founded_on) VALUES (gen_random_uuid(), 'committee', '社区党委', @community, '2022-03-01') RETURNING id)
		INSERT INTO party_orgs (id, kind, parent_id, name, area_code, founded_on) SELECT @branch, 'branch', id, '第三网格党支部', @grid, '2022-03-01' FROM c`,
		store.Args{"branch": n.branch, "community": string(testkit.Community), "grid": string(testkit.Grid)})
	n.Service = &funding.Service{DB: w.Store, Now: w.Now, Random: rand.Reader}
	n.fund = n.open(party.Fund{Org: n.branch, Year: 2026})
	n.service = n.open(party.Fund{Area: testkit.Community, Year: 2026})
	return n
}

func (n *town) open(f party.Fund) models.FundID {
	n.T.Helper()
	b, err := n.Open(n.T.Context(), n.staff, f)
	if err != nil {
		n.T.Fatal(err)
	}
	return b.ID
}

func entry(amount int64, voucher string) party.Entry {
	return party.Entry{Amount: amount, Purpose: "主题党日活动", Voucher: voucher}
}

func (n *town) enter(fund models.FundID, e party.Entry) funding.Book {
	n.T.Helper()
	n.Pass(time.Minute)
	b, err := n.Enter(n.T.Context(), n.staff, fund, e)
	if err != nil {
		n.T.Fatal(err)
	}
	return b
}

func (n *town) lines(fund models.FundID) (all []funding.Line) {
	n.T.Helper()
	page := funding.Page{Limit: 2}
	for {
		found, next, err := n.Lines(n.T.Context(), n.staff, fund, page)
		if err != nil {
			n.T.Fatal(err)
		}
		if all, page.Cursor = append(all, found...), next; next == "" {
			return all
		}
	}
}

func faultsOf(err error) map[string]string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields
	}
	return nil
}

// TestABookIsKept: each line with what is left after it, the newest first, and a line of the audit for each.
func TestABookIsKept(t *testing.T) {
	n := newTown(t)
	n.enter(n.fund, entry(party.BranchGrant, "收-001"))
	n.enter(n.fund, entry(-350_05, "支-001"))
	b := n.enter(n.fund, entry(-1_649_95, "支-002"))
	if b.Balance != 0 || b.Income != party.BranchGrant || b.Spent != party.BranchGrant || b.Name != "第三网格党支部" || b.At != testkit.Grid {
		t.Errorf("%+v", b)
	}
	lines := n.lines(n.fund)
	if len(lines) != 3 || lines[0].Voucher != "支-002" || lines[0].Balance != 0 || lines[1].Balance != 1_649_95 || lines[2].Balance != party.BranchGrant || lines[0].By != n.staff.Person {
		t.Errorf("%+v", lines)
	}
	for field, c := range map[string]struct {
		e    party.Entry
		code string
	}{"amount": {entry(-1, "支-003"), "fund.overdrawn"}, "voucher": {entry(1, "支－００1\u200b"), "fund.voucher_taken"}, "purpose": {party.Entry{Amount: 1, Voucher: "9"}, "field.required"}} {
		if _, err := n.Enter(t.Context(), n.staff, n.fund, c.e); faultsOf(err)[field] != c.code {
			t.Errorf("%s: %v", field, err)
		}
	}
	if got := len(n.lines(n.fund)); got != 3 {
		t.Errorf("%d lines", got)
	}
	if got := n.Count(`SELECT count(*) FROM audit WHERE subject_id = @id AND action IN ('fund.open', 'fund.enter')`, store.Args{"id": n.fund.String()}); got != 4 {
		t.Errorf("%d lines of the audit", got)
	}
	if _, err := n.Store.Read(t.Context()).Exec(`UPDATE fund_entries SET amount = 1`, nil); err == nil {
		t.Error("a line was changed")
	}
}

// TestALineIsUndone: by a line of its own, once; it counts neither as given nor as spent then.
func TestALineIsUndone(t *testing.T) {
	n := newTown(t)
	ctx := t.Context()
	n.enter(n.fund, entry(party.BranchGrant, "收-001"))
	n.enter(n.fund, entry(50_00, "收-002"))
	n.enter(n.fund, entry(-70_00, "支-001"))
	lines := n.lines(n.fund)
	for i, voucher := range []string{"冲-001", "冲-002"} {
		n.Pass(time.Minute)
		if _, err := n.Undo(ctx, n.staff, n.fund, lines[i].ID, "记错了", voucher); err != nil {
			t.Fatal(err)
		}
	}
	b, err := n.Fund(ctx, n.staff, n.fund)
	if err != nil || b.Income != party.BranchGrant || b.Spent != 0 || b.Balance != party.BranchGrant {
		t.Errorf("%+v %v", b, err)
	}
	after := n.lines(n.fund)
	if len(after) != 5 || !after[3].Undone || len(after[3].Can) != 0 || after[0].Undoes != lines[1].ID || len(after[0].Can) != 0 || len(after[4].Can) != 1 {
		t.Errorf("%+v", after)
	}
	if _, err := n.Undo(ctx, n.staff, n.fund, lines[0].ID, "又记错了", "冲-003"); models.CodeOf(err) != "fund.undone_before" {
		t.Errorf("twice: %v", err)
	}
	if _, err := n.Undo(ctx, n.staff, n.fund, after[0].ID, "又记错了", "冲-003"); models.CodeOf(err) != "fund.is_counter" {
		t.Errorf("the counter-entry: %v", err)
	}
	if _, err := n.Undo(ctx, n.staff, n.service, lines[2].ID, "别的账", "冲-003"); models.KindOf(err) != models.NotFound {
		t.Errorf("in another book: %v", err)
	}
	n.enter(n.fund, entry(-1_000_00, "支-002"))
	if _, err := n.Undo(ctx, n.staff, n.fund, lines[2].ID, "收错了", "冲-003"); faultsOf(err)["amount"] != "fund.overdrawn" {
		t.Errorf("what was spent already: %v", err)
	}
}

// TestAFundIsOpenedOnce: for a year, by staff of its area, for what is there.
func TestAFundIsOpenedOnce(t *testing.T) {
	n := newTown(t)
	for what, c := range map[string]struct {
		f           party.Fund
		field, code string
	}{
		"a branch's again":    {party.Fund{Org: n.branch, Year: 2026}, "year", "fund.opened_before"},
		"a community's again": {party.Fund{Area: testkit.Community, Year: 2026}, "year", "fund.opened_before"},
		"no branch":           {party.Fund{Org: models.NewID[models.OrgID](rand.Reader), Year: 2026}, "org_id", "unknown"},
		"no community":        {party.Fund{Area: "370785001099", Year: 2026}, "area_code", "unknown"},
		"one of elsewhere":    {party.Fund{Area: testkit.Elsewhere, Year: 2026}, "area_code", "unknown"},
		"a year to come":      {party.Fund{Area: testkit.Community, Year: 2100}, "year", "fund.year_late"},
		"a year long gone":    {party.Fund{Area: testkit.Community, Year: 1900}, "year", "fund.year_early"},
		"a grid":              {party.Fund{Area: testkit.Grid, Year: 2026}, "area_code", "fund.no_community"},
	} {
		if _, err := n.Open(t.Context(), n.staff, c.f); faultsOf(err)[c.field] != c.code {
			t.Errorf("%s: %v", what, err)
		}
	}
	n.open(party.Fund{Org: n.branch, Year: 2027})
	n.Exec(`UPDATE party_orgs SET ended_at = @at WHERE id = @id`, store.Args{"at": n.World.Now(), "id": n.branch})
	if _, err := n.Open(t.Context(), n.staff, party.Fund{Org: n.branch, Year: 2025}); faultsOf(err)["org_id"] != "unknown" {
		t.Errorf("of a branch that has ended: %v", err)
	}
}

// TestABookIsClosedWithItsBranch: nothing is spent, received or undone there; what is left can be seen, and a community's book goes on.
func TestABookIsClosedWithItsBranch(t *testing.T) {
	n := newTown(t)
	ctx := t.Context()
	n.enter(n.fund, entry(party.BranchGrant, "收-001"))
	line := n.lines(n.fund)[0].ID
	n.Exec(`UPDATE party_orgs SET ended_at = @at WHERE id = @id`, store.Args{"at": n.World.Now(), "id": n.branch})
	for _, e := range []party.Entry{entry(-1, "支-001"), entry(1, "收-002")} {
		if _, err := n.Enter(ctx, n.staff, n.fund, e); models.CodeOf(err) != "fund.closed" || models.KindOf(err) != models.Conflict {
			t.Errorf("%d: %v", e.Amount, err)
		}
	}
	if _, err := n.Undo(ctx, n.staff, n.fund, line, "记错了", "冲-001"); models.CodeOf(err) != "fund.closed" {
		t.Errorf("undone: %v", err)
	}
	if b, err := n.Fund(ctx, n.staff, n.fund); err != nil || b.Balance != party.BranchGrant || !b.Closed || len(b.Can) != 0 {
		t.Errorf("%+v %v", b, err)
	}
	if lines := n.lines(n.fund); len(lines) != 1 || len(lines[0].Can) != 0 {
		t.Errorf("%+v", lines)
	}
	if b := n.enter(n.service, entry(1, "收-001")); b.Closed || len(b.Can) != 1 {
		t.Errorf("%+v", b)
	}
}

// TestNoMoneyIsLeftBehind, when a branch ends while something is booked for it: either it stands, or it ends with nothing.
func TestNoMoneyIsLeftBehind(t *testing.T) {
	n := newTown(t)
	orgs := &organising.Service{DB: n.Store, Vault: n.Vault, Now: n.World.Now, Random: rand.Reader}
	for i := range 6 {
		o, err := orgs.Found(t.Context(), n.staff, party.Org{Parent: n.above(), Name: fmt.Sprintf("第%d党支部", i), Area: testkit.Grid})
		if err != nil {
			t.Fatal(err)
		}
		fund := n.open(party.Fund{Org: o.ID, Year: 2026})
		var crew sync.WaitGroup
		crew.Go(func() { _, _ = orgs.End(t.Context(), n.staff, o.ID, 1) })
		crew.Go(func() { _, _ = n.Enter(t.Context(), n.staff, fund, entry(1, "收-001")) })
		crew.Wait()
	}
	if got := n.Count(`SELECT count(*) FROM funds f JOIN party_orgs o ON o.id = f.org_id WHERE o.ended_at IS NOT NULL AND f.balance <> 0`, nil); got != 0 {
		t.Errorf("%d branches ended with money", got)
	}
	if got := n.Count(`SELECT count(*) FROM funds f JOIN party_orgs o ON o.id = f.org_id WHERE o.ended_at IS NOT NULL OR f.balance <> 0`, nil); got != 6 {
		t.Errorf("%d came to pass", got)
	}
}

// above is the committee.
func (n *town) above() models.OrgID {
	n.T.Helper()
	id, err := store.One(n.Store.Read(n.T.Context()), `SELECT id FROM party_orgs WHERE kind = 'committee'`, nil, store.Value[models.OrgID])
	if err != nil {
		n.T.Fatal(err)
	}
	return id
}

// TestAFundOfElsewhereIsNotFound: by no verb, and who is no staff is told no.
func TestAFundOfElsewhereIsNotFound(t *testing.T) {
	n := newTown(t)
	ctx := t.Context()
	n.enter(n.fund, entry(party.BranchGrant, "收-001"))
	line := n.lines(n.fund)[0].ID
	resident := n.Person(models.Resident, testkit.City)
	for what, try := range map[string]func(models.Actor) error{
		"list": func(a models.Actor) error {
			_, _, _, err := n.Funds(ctx, a, testkit.Community, 0, funding.Page{Limit: 10})
			return err
		},
		"show":  func(a models.Actor) error { _, err := n.Fund(ctx, a, n.fund); return err },
		"lines": func(a models.Actor) error { _, _, err := n.Lines(ctx, a, n.fund, funding.Page{Limit: 10}); return err },
		"enter": func(a models.Actor) error { _, err := n.Enter(ctx, a, n.fund, entry(1, "x")); return err },
		"undo":  func(a models.Actor) error { _, err := n.Undo(ctx, a, n.fund, line, "记错了", "x"); return err },
	} {
		if err := try(n.elsewhere); models.KindOf(err) != models.NotFound {
			t.Errorf("%s from elsewhere: %v", what, err)
		}
		if kind := models.KindOf(try(resident)); kind != models.Forbidden && kind != models.NotFound {
			t.Errorf("%s as a resident: %v", what, kind)
		}
	}
}

// TestFundsAreListed: page by page, a community's first; the sums agree with what stands, also after something was undone.
func TestFundsAreListed(t *testing.T) {
	n := newTown(t)
	n.enter(n.service, entry(party.ServiceGrant, "收-001"))
	n.enter(n.service, entry(-1_234_56, "支-001"))
	n.enter(n.fund, entry(party.BranchGrant, "收-001"))
	n.enter(n.fund, entry(-20_00, "支-001"))
	if _, err := n.Undo(t.Context(), n.staff, n.fund, n.lines(n.fund)[0].ID, "记错了", "冲-001"); err != nil {
		t.Fatal(err)
	}
	var ids []models.FundID
	page := funding.Page{Limit: 1}
	var whole funding.Whole
	for {
		found, next, w, err := n.Funds(t.Context(), n.staff, "", 0, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range found {
			ids = append(ids, b.ID)
		}
		if page.Cursor, whole = next, w; next == "" {
			break
		}
	}
	if len(ids) != 2 || ids[0] != n.service || ids[1] != n.fund || whole.Year != 2026 {
		t.Errorf("%v of %+v", ids, whole)
	}
	stock, err := (&reporting.Service{DB: n.Store, Now: n.World.Now}).Standing(t.Context(), n.staff, testkit.Community, "")
	f := stock.Whole.Tally
	got, want := fmt.Sprint(whole.Branches, whole.Services), fmt.Sprint(party.Sums{Income: f[report.BranchFunds], Spent: f[report.BranchSpent]}, party.Sums{Income: f[report.ServiceFunds], Spent: f[report.ServiceSpent]})
	if err != nil || got != want || whole.Branches != (party.Sums{Income: party.BranchGrant}) {
		t.Errorf("the books have %s, what stands is %s (%v)", got, want, err)
	}
	if found, _, w, err := n.Funds(t.Context(), n.staff, "", 2025, page); err != nil || len(found) != 0 || w.Year != 2025 || w.Services != (party.Sums{}) {
		t.Errorf("the year before: %v %+v %v", found, w, err)
	}
	if _, _, _, err := n.Funds(t.Context(), n.staff, "", 0, funding.Page{Limit: 1, Cursor: "x"}); faultsOf(err)["cursor"] != "unreadable" {
		t.Errorf("a bad cursor: %v", err)
	}
}

// TestAFundIsNotOverdrawn, however many spend at the same time: what is left pays for one of them.
func TestAFundIsNotOverdrawn(t *testing.T) {
	n := newTown(t)
	n.enter(n.fund, entry(100_00, "收-001"))
	race := func(e func(i int) party.Entry) (won int) {
		var crew sync.WaitGroup
		wins := make(chan int, 8)
		for i := range 8 {
			crew.Go(func() {
				if _, err := n.Enter(t.Context(), n.staff, n.fund, e(i)); err == nil {
					wins <- i
				} else if models.KindOf(err) != models.Invalid {
					t.Error(err)
				}
			})
		}
		crew.Wait()
		return len(wins)
	}
	if won := race(func(i int) party.Entry { return entry(-60_00, fmt.Sprintf("支-%03d", i)) }); won != 1 {
		t.Errorf("%d spent what was there once", won)
	}
	if won := race(func(int) party.Entry { return entry(1, "收-002") }); won != 1 {
		t.Errorf("one voucher was booked %d times", won)
	}
	if b, err := n.Fund(t.Context(), n.staff, n.fund); err != nil || b.Balance != 40_01 || b.Balance != b.Income-b.Spent {
		t.Errorf("%+v %v", b, err)
	}
}
