package order

import (
	"slices"
	"time"
	"unicode/utf8"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/secret"
)

// Input is what an event brings along. Reason, Result and Comment come in twice: in the clear, to be checked, and sealed, to be kept.
type Input struct {
	Event models.EventID // of the journal line that this act will write

	PublicTitle, PublicText string
	Name                    secret.Name // of the requester, which no public text tells
	PublicPictures          bool
	Area                    models.AreaCode
	Item                    *Item
	Priority                *int
	To                      Holder
	Reason                  string
	Note                    secret.Sealed // the reason or comment, sealed
	Proof                   Proof
	Until                   *time.Time
	Unit                    string
	Target                  models.OrderID
	Result                  string
	ResultNote              secret.Sealed
	SignInCode              secret.Sealed
	Rating                  *Rating
	CallBack                *CallBackForm
	Card                    Card
}

// Item is what an order takes over from its item of the service menu.
type Item struct {
	ID    models.ItemID
	Class calendar.Class
	Route dispatch.Route
}

// Proof says how a visitor showed to be at the door.
type Proof string

// The proofs of a sign-in.
const (
	ByCode  Proof = "code"  // the six digits, or the QR, of the requester's view
	ByPlace Proof = "place" // within the fence around the address
	ByStaff Proof = "staff" // staff vouch, with a reason
)

// Rating is the requester's answer to "solved? how was it?".
type Rating struct {
	Solved  bool          `json:"solved"`
	Stars   int           `json:"stars"` // 1 to 5
	Tags    []string      `json:"tags"`
	Comment secret.Sealed `json:"comment"`
}

// Satisfaction is an answer in a call-back (三率, rules.md).
type Satisfaction string

// The answers.
const (
	Satisfied   Satisfaction = "satisfied"
	Basically   Satisfaction = "basically"
	Unsatisfied Satisfaction = "unsatisfied"
)

// CallBackForm is one call-back 回访: only valid ones count in the three rates. What is not valid, or reached nobody, tells nothing else.
type CallBackForm struct {
	Valid        bool         `json:"valid"`
	Contacted    bool         `json:"contacted"`
	Solved       bool         `json:"solved"`
	Satisfaction Satisfaction `json:"satisfaction"`
}

// Lengths of texts, in characters.
const (
	MaxTitle  = 60
	MaxText   = 2000
	MaxReason = 500
)

// MaxSuspension is the longest that an order may hang.
const MaxSuspension = 30 * 24 * time.Hour

// reasoned are the events that are refused without a reason.
var reasoned = []Event{Reject, Merge, Ask, Decline, Withdraw, Absent, Return, Revoke, Suspend, HandBack, Dispute, Appeal, Grant, Refuse,
	GiveUp, Extend, Supervise, ReportDanger, Complain, TakeCode, Refer, Comment, Answer}

type fields map[string]string

func (f fields) need(ok bool, field, code string) {
	if !ok {
		f[field] = code
	}
}

// Check reports, all at once, what the event lacks.
func (in Input) Check(e Event, c *Case) error {
	f := fields{}
	if slices.Contains(reasoned, e) {
		f.need(!models.Blank(in.Reason), "reason", "required")
	}
	f.need(utf8.RuneCountInString(in.Reason) <= MaxReason, "reason", "too_long")
	if check := checks[e]; check != nil {
		check(in, c, f)
	}
	if len(f) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: f}
}

var checks = map[Event]func(Input, *Case, fields){
	Publish: func(in Input, _ *Case, f fields) {
		f.need(!models.Blank(in.PublicTitle), "public_title", "required")
		f.need(utf8.RuneCountInString(in.PublicTitle) <= MaxTitle, "public_title", "too_long")
		f.need(utf8.RuneCountInString(in.PublicText) <= MaxText, "public_text", "too_long")
	},
	Amend: func(in Input, c *Case, f fields) {
		f.need(in.Area == "" || in.Area.Valid(), "area_code", "unknown")
		moves := in.Area != "" && in.Area.At(models.Community) != c.Area.At(models.Community)
		f.need(!moves || c.MayMove, "area_code", "outside_your_seats")
	},
	Offer: func(in Input, _ *Case, f fields) { f.need(!in.To.IsZero(), "to", "required") },
	Refer: func(in Input, c *Case, f fields) {
		f.need(c.department(in.Unit) != "", "to", "order.no_such_department")
		f.need(!models.Blank(in.Unit), "to", "required")
	},
	SignIn: func(in Input, _ *Case, f fields) {
		f.need(in.Proof != "", "code", "required")
		f.need(in.Proof != ByStaff || !models.Blank(in.Reason), "reason", "required")
	},
	Finish: func(in Input, _ *Case, f fields) {
		f.need(!models.Blank(in.Result), "result", "required")
		f.need(utf8.RuneCountInString(in.Result) <= MaxText, "result", "too_long")
	},
	Suspend: func(in Input, c *Case, f fields) {
		f.need(in.Until != nil && in.Until.After(c.Now) && in.Until.Sub(c.Now) <= MaxSuspension, "until", "within_30_days")
	},
	Rate: func(in Input, _ *Case, f fields) {
		f.need(in.Rating != nil && in.Rating.Stars >= 1 && in.Rating.Stars <= 5, "stars", "out_of_range")
		f.need(in.Rating != nil && in.Rating.Solved, "solved", "dispute_instead")
	},
	Merge: func(in Input, c *Case, f fields) { f.need(!in.Target.IsZero() && c.TargetLive, "into", "not_live") },
	Supervise: func(in Input, _ *Case, f fields) {
		f.need(in.Card == YellowCard || in.Card == RedCard, "card", "unknown")
	},
	CallBack: func(in Input, _ *Case, f fields) {
		f.need(in.CallBack != nil, "valid", "required")
		if in.CallBack != nil {
			in.CallBack.agree(f)
		}
	},
}

// agree holds each answer against the one before.
func (b CallBackForm) agree(f fields) {
	heard := b.Valid && b.Contacted
	f.need(b.Valid || !b.Contacted, "contacted", "contradicts")
	f.need(heard || !b.Solved, "solved", "contradicts")
	f.need(heard || b.Satisfaction == "", "satisfaction", "contradicts")
}
