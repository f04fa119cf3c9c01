// Package order is a resident's wish, menu order or request and its whole life from placed to closed: states, events, who may raise
// them, what they change and when their clocks run out.
package order

import (
	"cmp"
	"time"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/secret"
)

// Order is one row. Its texts are ciphertext under its owner's key; only the public card is clear. The JSON names
// are the names of the columns: the journal of events keeps every change in this form, and replaying it gives the row.
type Order struct {
	ID     models.OrderID `json:"id"`
	Number string         `json:"number"` // area code, local date, sequence of six digits or more
	Kind   Kind           `json:"kind"`
	Item   models.ItemID  `json:"item_id"`
	Class  calendar.Class `json:"class"` // time-limit class of the item

	Area       models.AreaCode    `json:"area_code"`
	Requester  models.PersonID    `json:"requester_id"` // the person helped
	SealedFor  models.PersonID    `json:"sealed_for"`   // under whose key its texts stay, where that is no longer the requester; see Owner
	PlacedBy   models.PersonID    `json:"placed_by"`    // who entered it
	Household  models.HouseholdID `json:"household_id"` // the requester's
	Reachable  bool               `json:"reachable"`    // the requester had a phone when it was placed
	Visibility Visibility         `json:"visibility"`

	State    State `json:"state"`
	Version  int   `json:"version"`
	Priority int   `json:"priority"` // raised each time somebody gives the order back

	Title       secret.Sealed `json:"title"`
	Detail      secret.Sealed `json:"detail"`
	Address     secret.Sealed `json:"address"` // JSON of Address
	Tokens      Tokens        `json:"search_tokens"`
	Wanted      Windows       `json:"wanted"`
	PublicTitle string        `json:"public_title"`
	PublicText  string        `json:"public_text"`
	Bigrams     Strings       `json:"public_bigrams"`
	Pictures    bool          `json:"public_pictures"` // the requester agreed to show the pictures

	Slots  int            `json:"slots"`   // how many siblings a wish is split into when published
	SlotOf models.OrderID `json:"slot_of"` // the order this one was split from

	Route      dispatch.Route   `json:"route"`
	Reach      models.AreaLevel `json:"reach"` // how far the pool shows it: community, then street, then city
	Assignee   models.PersonID  `json:"assignee_id"`
	Team       models.TeamID    `json:"team_id"`
	ReferredTo string           `json:"referred_to"` // the unit it was referred to
	HandBacks  int              `json:"hand_backs"`
	Returns    int              `json:"returns"` // how often somebody who had it gave it back or was taken off it
	MergedInto models.OrderID   `json:"merged_into"`

	SignInCode   secret.Sealed `json:"sign_in_code"` // six digits for the visitor's proof, new with each assignment
	SignedInAt   *time.Time    `json:"signed_in_at"`
	SignedOutAt  *time.Time    `json:"signed_out_at"` // hours stop here
	Served       int           `json:"served"`        // minutes of service before the present sign-in
	Finishes     int           `json:"finishes"`      // each finish may be rated once
	Result       secret.Sealed `json:"result"`
	NoAnswer     bool          `json:"no_answer"`     // closed by the clock; never counted as satisfied
	PublicReason string        `json:"public_reason"` // why it could not be fulfilled
	EndedAt      *time.Time    `json:"ended_at"`
	Appeals      int           `json:"appeals"`

	Urges       int              `json:"urges"`
	Extended    bool             `json:"extended"`
	Card        Card             `json:"card"`
	Escalated   models.AreaLevel `json:"escalated"`    // the highest level told so far
	EscalatedAt *time.Time       `json:"escalated_at"` // when it was told

	Clock     calendar.Timer `json:"clock"`       // of the state
	Limit     calendar.Timer `json:"limit_clock"` // of the whole order
	DueAt     *time.Time     `json:"due_at"`      // of Limit, for lists
	AmberAt   *time.Time     `json:"amber_at"`    // when Limit's lamp turns amber
	StoppedAt *time.Time     `json:"stopped_at"`  // since when Limit stands still
	WakeAt    *time.Time     `json:"wake_at"`     // when the clock looks at the order next
	NextDue   *time.Time     `json:"next_due"`    // by when the next step is owed, for queues

	AcceptedAt *time.Time `json:"accepted_at"` // when somebody first took it
	FinishedAt *time.Time `json:"finished_at"` // when it was last finished

	PlacedAt time.Time `json:"placed_at"`
	MovedAt  time.Time `json:"moved_at"` // of the last event; no clock derives from it
}

// Address is where the service happens; the whole of it is personal.
type Address struct {
	Detail string   `json:"detail"`
	Lat    *float64 `json:"lat,omitempty"` // degrees, WGS 84
	Lng    *float64 `json:"lng,omitempty"`
}

// Holder reports whether somebody holds the order.
func (o Order) Holder() bool { return !o.Assignee.IsZero() || !o.Team.IsZero() }

// HandedAbove reports whether departments handed the order back again and again, so that the level above takes it up.
func (o Order) HandedAbove() bool { return o.HandBacks > 1 }

// Owner is for whom the texts are sealed: the requester at the time when it was placed, also where their record was merged into another since.
func (o Order) Owner() models.PersonID { return cmp.Or(o.SealedFor, o.Requester) }

// OnBehalf reports whether somebody other than the requester placed it.
func (o Order) OnBehalf() bool { return o.PlacedBy != o.Requester }
