package party

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"delinli/models"
	"delinli/models/secret"
)

// What a fund is given in a year, in fen.
const (
	BranchGrant  = 2_000_00   // 支部经费 of a branch
	ServiceGrant = 200_000_00 // 服务群众专项经费 of a community, at least
)

// Fund is the money of a branch or of a community in one year.
type Fund struct {
	ID   models.FundID   `json:"id"`
	Org  models.OrgID    `json:"org_id"`    // of a branch fund
	Area models.AreaCode `json:"area_code"` // of a service fund
	Year int             `json:"year"`

	Closed bool `json:"-"` // the branch has ended
}

var errClosed = models.Fault(models.Conflict, "fund.closed")

// MayBook says whether a line may be added to the fund's book, also one that undoes another. The book of a branch is closed when it ends, with nothing
// left in it; a late bill is paid by who took the branch's work over. It is a Conflict.
func (f Fund) MayBook() error {
	if f.Closed {
		return errClosed
	}
	return nil
}

// Entry is one line of a fund's book. Nothing of it changes; a mistake is undone by another line.
type Entry struct {
	ID      models.EntryID  `json:"id"`
	Fund    models.FundID   `json:"fund_id"`
	Amount  int64           `json:"amount"` // fen; income above zero, spending below
	Purpose string          `json:"purpose"`
	Voucher string          `json:"voucher"` // its number, once in each fund
	By      models.PersonID `json:"by"`
	At      time.Time       `json:"at"`
	Undoes  models.EntryID  `json:"reverses"` // the line that this one undoes; zero: none
}

// The limits of a line.
const (
	MostAmount     = 100_000_000_00 // fen
	longestPurpose = 100            // characters
	longestVoucher = 40
)

// Check gives the entry without the space around its purpose, and its voucher as models.Code compares it, so that none is booked twice. It is Invalid by its fields: amount, purpose, voucher. A purpose is read by many, so it
// holds nothing personal.
func (e Entry) Check() (Entry, error) {
	e.Purpose, e.Voucher = strings.TrimSpace(e.Purpose), models.Code(e.Voucher)
	bad := map[string]string{}
	switch {
	case e.Amount == 0:
		bad["amount"] = "fund.nothing"
	case e.Amount > MostAmount:
		bad["amount"] = "field.too_large"
	case e.Amount < -MostAmount:
		bad["amount"] = "field.too_small"
	}
	switch {
	case e.Purpose == "":
		bad["purpose"] = "field.required"
	case utf8.RuneCountInString(e.Purpose) > longestPurpose:
		bad["purpose"] = "field.too_long"
	case len(secret.FindPersonal(e.Purpose)) > 0:
		bad["purpose"] = "fund.personal"
	}
	switch {
	case e.Voucher == "":
		bad["voucher"] = "field.required"
	case utf8.RuneCountInString(e.Voucher) > longestVoucher:
		bad["voucher"] = "field.too_long"
	}
	return e, models.BadFields(bad)
}

var errCounter = models.Fault(models.Conflict, "fund.is_counter")

// Counter gives the line that undoes the entry, without its own purpose and voucher. What undoes another is not undone: it is a Conflict.
func (e Entry) Counter() (Entry, error) {
	if !e.Undoes.IsZero() {
		return Entry{}, errCounter
	}
	return Entry{Fund: e.Fund, Amount: -e.Amount, Undoes: e.ID}, nil
}

// firstYear is the first of which a fund is opened: books of this century are kept here, so an earlier year is a slip of the key.
const firstYear = 2000

// Check names every fault of a fund that is opened in a year by its field: a fund is a branch's or a community's, and of the next year at the latest, for
// which it may be planned.
func (f Fund) Check(now int) error {
	bad, limits := map[string]string{}, map[string]string{}
	switch last := now + 1; {
	case f.Year < firstYear:
		bad["year"], limits["year"] = "fund.year_early", strconv.Itoa(firstYear)
	case f.Year > last:
		bad["year"], limits["year"] = "fund.year_late", strconv.Itoa(last)
	}
	switch {
	case f.Org.IsZero() == (f.Area == ""):
		bad["area_code"] = "fund.one_owner"
	case f.Area != "" && f.Area.Level() != models.Community:
		bad["area_code"] = "fund.no_community"
	}
	return models.BadLimits(bad, limits)
}

// Sums is what one fund or several were given and spent, in fen. What was undone counts for neither.
type Sums struct{ Income, Spent int64 }
