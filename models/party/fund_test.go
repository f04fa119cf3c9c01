package party_test

import (
	"crypto/rand"
	"errors"
	"maps"
	"strings"
	"testing"

	"delinli/models"
	"delinli/models/party"
)

func faultsOf(err error) map[string]string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields
	}
	return nil
}

func TestEveryFaultOfALineIsNamed(t *testing.T) {
	long := strings.Repeat("长", 101)
	for what, c := range map[string]struct {
		e    party.Entry
		want map[string]string
	}{
		"nothing":        {party.Entry{}, map[string]string{"amount": "fund.nothing", "purpose": "field.required", "voucher": "field.required"}},
		"spaces":         {party.Entry{Amount: 1, Purpose: "  ", Voucher: "\t"}, map[string]string{"purpose": "field.required", "voucher": "field.required"}},
		"too much":       {party.Entry{Amount: party.MostAmount + 1, Purpose: long, Voucher: long}, map[string]string{"amount": "field.too_large", "purpose": "field.too_long", "voucher": "field.too_long"}},
		"too much spent": {party.Entry{Amount: -party.MostAmount - 1, Purpose: "慰问", Voucher: "1"}, map[string]string{"amount": "field.too_small"}},
		"a phone":        {party.Entry{Amount: 1, Purpose: "慰问13800138000", Voucher: "1"}, map[string]string{"purpose": "fund.personal"}},
		"the most":       {party.Entry{Amount: party.MostAmount, Purpose: long[:300], Voucher: long[:120]}, nil},
		"the most spent": {party.Entry{Amount: -party.MostAmount, Purpose: "慰问", Voucher: "1"}, nil},
	} {
		if _, err := c.e.Check(); !maps.Equal(faultsOf(err), c.want) {
			t.Errorf("%s: %v, want %v", what, faultsOf(err), c.want)
		}
	}
	if e, err := (party.Entry{Amount: 1, Purpose: " 慰问 ", Voucher: " 1\n"}).Check(); err != nil || e.Purpose != "慰问" || e.Voucher != "1" {
		t.Errorf("%+v %v", e, err)
	}
}

// TestALineIsUndoneByItsOpposite: and what undoes another is not undone.
func TestALineIsUndoneByItsOpposite(t *testing.T) {
	e := party.Entry{ID: models.NewID[models.EntryID](rand.Reader), Fund: models.NewID[models.FundID](rand.Reader), Amount: -35_000}
	c, err := e.Counter()
	if err != nil || c.Amount != 35_000 || c.Undoes != e.ID || c.Fund != e.Fund {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := c.Counter(); models.KindOf(err) != models.Conflict {
		t.Errorf("undone in its turn: %v", err)
	}
}

func TestAFundHasOneOwner(t *testing.T) {
	org := models.NewID[models.OrgID](rand.Reader)
	for what, c := range map[string]struct {
		f    party.Fund
		code string
	}{
		"nobody's":    {party.Fund{}, "fund.one_owner"},
		"two owners'": {party.Fund{Org: org, Area: "370785001005"}, "fund.one_owner"},
		"a grid's":    {party.Fund{Area: "370785001005003"}, "fund.no_community"},
		"a branch's":  {party.Fund{Org: org}, ""},
		"a community": {party.Fund{Area: "370785001005"}, ""},
	} {
		c.f.Year = 2026
		if got := faultsOf(c.f.Check(2026))["area_code"]; got != c.code {
			t.Errorf("%s: %s, want %s", what, got, c.code)
		}
	}
}

// TestABranchEndsWithoutMoney: and what has ended spends and takes nothing.
func TestABranchEndsWithoutMoney(t *testing.T) {
	for money, code := range map[int64]string{0: "", 1: "party.has_money"} {
		if err := (party.Org{Kind: party.Branch}).MayEnd(true, money); (err == nil) != (code == "") || err != nil && models.CodeOf(err) != code {
			t.Errorf("with %d: %v", money, err)
		}
	}
	if err := (party.Org{Kind: party.Branch}).MayEnd(false, 0); models.CodeOf(err) != "party.has_below" {
		t.Errorf("with a group: %v", err)
	}
	if (party.Fund{}).MayBook() != nil || models.CodeOf(party.Fund{Closed: true}.MayBook()) != "fund.closed" {
		t.Error("a book is closed with its branch alone")
	}
}

// TestAFundIsOfAYearThatCanBe: it is opened for the next year at the latest, and of no time before such books; both faults are told at once.
func TestAFundIsOfAYearThatCanBe(t *testing.T) {
	for year, want := range map[int][2]string{
		-1: {"fund.year_early", "2000"}, 0: {"fund.year_early", "2000"}, 1900: {"fund.year_early", "2000"}, 1999: {"fund.year_early", "2000"},
		2000: {}, 2026: {}, 2027: {}, 2028: {"fund.year_late", "2027"}, 2100: {"fund.year_late", "2027"},
	} {
		err := party.Fund{Area: "370785001005", Year: year}.Check(2026)
		e, _ := errors.AsType[*models.Error](err)
		if faultsOf(err)["year"] != want[0] || e != nil && e.Limits["year"] != want[1] {
			t.Errorf("%d: %v", year, err)
		}
	}
	if got := faultsOf(party.Fund{Year: 2100}.Check(2026)); len(got) != 2 {
		t.Errorf("%v", got)
	}
}
