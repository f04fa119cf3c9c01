// Package dispatch tells who may serve an order, who of them is best, and why.
package dispatch

import (
	"time"

	"delinli/models"
)

// Route is the way that an order's item sends it.
type Route string

// The routes.
const (
	ToPool  Route = "pool"  // eligible volunteers may claim it
	ToBest  Route = "offer" // it is offered to the best candidate
	ToStaff Route = "wait"  // it waits for staff
)

// Routes lists every route.
var Routes = []Route{ToPool, ToBest, ToStaff}

// Party says what an order asks of its volunteer's party membership.
type Party string

// What may be asked; nothing is the empty text.
const (
	PartyPreferred Party = "prefer"
	PartyRequired  Party = "require"
)

// Need is what a ranking knows of an order.
type Need struct {
	Order         models.OrderID     `json:"order"`
	At            time.Time          `json:"at"` // when it is ranked
	Requester     models.PersonID    `json:"requester"`
	PlacedBy      models.PersonID    `json:"placed_by"`
	Household     models.HouseholdID `json:"household"` // the requester's
	Area          models.AreaCode    `json:"area"`
	Reach         models.AreaLevel   `json:"reach"`            // how far around Area volunteers are asked; empty is the community
	Skills        []string           `json:"skills,omitempty"` // every one is required
	Useful        []string           `json:"useful,omitempty"` // skills that help
	Party         Party              `json:"party,omitempty"`
	Wanted        []Window           `json:"wanted,omitempty"`
	Declined      []models.PersonID  `json:"declined,omitempty"` // who will not be offered it again; empty when somebody claims by themselves
	DeclinedTeams []models.TeamID    `json:"declined_teams,omitempty"`
}

// Candidate is what a ranking knows of a volunteer, or of a team: then Person is its leader, who is judged for it.
type Candidate struct {
	Person       models.PersonID    `json:"person"`
	Team         models.TeamID      `json:"team,omitzero"`
	Household    models.HouseholdID `json:"household,omitzero"`
	Verified     bool               `json:"verified,omitempty"`
	Party        bool               `json:"party,omitempty"` // a member, as verified by staff
	Skills       []string           `json:"skills,omitempty"`
	Areas        []models.AreaCode  `json:"areas,omitempty"` // where they serve, on any level
	Availability Availability       `json:"availability,omitzero"`
	Load         int                `json:"load,omitempty"` // live orders
	Cap          int                `json:"cap,omitempty"`  // how many they may have
	RatingSum    int                `json:"rating_sum,omitempty"`
	RatingCount  int                `json:"rating_count,omitempty"`
	Recent       int                `json:"recent,omitempty"` // orders of the last 30 days
}

// Inputs is all that a ranking depends on, kept with each dispatch.
type Inputs struct {
	Need       Need        `json:"need"`
	Candidates []Candidate `json:"candidates"`
	Rule       Rule        `json:"rule"`
}

// Replay ranks kept inputs anew, under another rule or its own.
func Replay(in Inputs, rule Rule) []Ranked { return Rank(in.Need, in.Candidates, rule) }
