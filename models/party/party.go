// Package party is the noun of the party's four levels in the city, of their funds, and of cadres who report to the community they live in.
package party

import (
	"time"

	"delinli/models"
	"delinli/models/calendar"
)

// Kind is the level of an organisation.
type Kind string

// The kinds, from the top; centre households are the fourth level.
const (
	Committee Kind = "committee" // of a community
	Branch    Kind = "branch"    // of a grid or a compound
	Group     Kind = "group"     // building group 楼栋党小组
)

// Org is one organisation.
type Org struct {
	ID       models.OrgID      `json:"id"`
	Kind     Kind              `json:"kind"`
	Parent   models.OrgID      `json:"parent_id"`
	Name     string            `json:"name"`
	Area     models.AreaCode   `json:"area_code"`   // the community of a committee, the grid of all else
	Compound models.CompoundID `json:"compound_id"` // of a branch of a compound; zero: of the grid
	Founded  calendar.Date     `json:"founded_on"`
}

// Centre is a centre household 中心户: steward of a building 楼栋长, or of one unit of it 单元长.
type Centre struct {
	Household models.HouseholdID `json:"household_id"`
	Group     models.OrgID       `json:"group_id"`
	Building  models.AreaCode    `json:"building"`
	Unit      *int               `json:"unit"` // nil: of the whole building
	Since     calendar.Date      `json:"since"`
}

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
}

// ReturnKind is what a cadre is or was.
type ReturnKind string

// The kinds of returns.
const (
	Serving ReturnKind = "serving"
	Retired ReturnKind = "retired"
	Veteran ReturnKind = "veteran"
)

// Return is a cadre's report to the community they live in 在职党员回家.
type Return struct {
	Person    models.PersonID `json:"person_id"`
	Kind      ReturnKind      `json:"kind"`
	Unit      string          `json:"unit"` // where they work or worked
	Community models.AreaCode `json:"community"`
	Skills    []string        `json:"skills"`
	Reported  calendar.Date   `json:"reported_on"`
}
