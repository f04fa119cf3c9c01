package handlers

import (
	"context"
	"time"

	"delinli/app/ordering"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// orderView is an order as the asker may see it: what is not for them is left out. Can lists the events they may raise now.
type orderView struct {
	ID          models.OrderID   `json:"id"`
	Number      string           `json:"number,omitempty" example:"370785001005-20260310-000042"`
	Kind        order.Kind       `json:"kind,omitempty"`
	State       order.State      `json:"state,omitempty"`
	Version     int              `json:"version,omitempty"`
	Item        models.ItemID    `json:"item_id,omitzero"`
	Area        models.AreaCode  `json:"area_code,omitempty"`
	Visibility  order.Visibility `json:"visibility,omitempty"`
	PublicTitle string           `json:"public_title,omitempty"`
	PublicText  string           `json:"public_text,omitempty"`
	Slots       int              `json:"slots,omitempty"`
	SlotOf      models.OrderID   `json:"slot_of,omitzero"`
	PlacedAt    *time.Time       `json:"placed_at,omitempty"`
	MovedAt     *time.Time       `json:"moved_at,omitempty"`
	EndedAt     *time.Time       `json:"ended_at,omitempty"`
	Followers   int              `json:"followers,omitempty"`
	Reason      string           `json:"public_reason,omitempty"`
	Files       []models.FileID  `json:"files,omitempty"` // all, or the pictures that the wall shows
	*orderWhole
	*fitView
	Warnings []string      `json:"warnings,omitempty" example:"personal_data_masked"` // about what was just sent
	Can      []order.Event `json:"can"`
}

// fitView tells a volunteer how an order in the pool suits them: the way from the area where they live to the area that the order names,
// null when it is not known, and what speaks for them.
type fitView struct {
	Metres  *int         `json:"distance_m" example:"850"`
	Reasons []reasonView `json:"fit"`
}

// orderWhole is what only those see who may see all of an order.
type orderWhole struct {
	Requester   models.PersonID `json:"requester_id,omitzero"`
	PlacedBy    models.PersonID `json:"placed_by,omitzero"`
	Assignee    models.PersonID `json:"assignee_id,omitzero"`
	Team        models.TeamID   `json:"team_id,omitzero"`
	Title       string          `json:"title"`
	Detail      string          `json:"detail,omitempty"`
	Result      string          `json:"result,omitempty"`
	Contact     *contactView    `json:"contact,omitempty"`
	SignInCode  string          `json:"sign_in_code,omitempty" example:"482913"`
	Counter     string          `json:"counter_code,omitempty" example:"0417"`
	Visitors    []visitorView   `json:"visitors,omitempty"`
	Timeline    []lineView      `json:"timeline,omitempty"`
	Rating      *ratingView     `json:"rating,omitempty"`
	Pending     []pendingView   `json:"pending,omitempty"`
	Wanted      []windowIn      `json:"wanted,omitempty"`
	Lamp        calendar.Lamp   `json:"lamp,omitempty" example:"green"`
	DueAt       *time.Time      `json:"due_at,omitempty"`
	StateDueAt  *time.Time      `json:"state_due_at,omitempty"`
	NextDueAt   *time.Time      `json:"next_due_at,omitempty"` // by when the next step is owed
	Returns     int             `json:"returns,omitempty"`     // how often it came back
	Provisional bool            `json:"provisional,omitempty"` // a year of the calendar is missing
	Priority    int             `json:"priority,omitempty"`
	Route       string          `json:"route,omitempty"`
	ReferredTo  string          `json:"referred_to,omitempty"`
	MergedInto  models.OrderID  `json:"merged_into,omitzero"`
	Urges       int             `json:"urges,omitempty"`
	Card        order.Card      `json:"card,omitempty"`
	Extended    bool            `json:"extended,omitempty"`
	NoAnswer    bool            `json:"no_answer,omitempty"`
	Escalated   string          `json:"escalated,omitempty"`
	Emergency   []string        `json:"emergency,omitempty" example:"120"` // whom to call, for a day after danger was reported
}

type contactView struct {
	Name    string         `json:"name,omitempty"`
	Phone   string         `json:"phone,omitempty"`
	Address *order.Address `json:"address,omitempty"`
}

type visitorView struct {
	Name     string        `json:"name"`
	Number   string        `json:"number"`
	Party    bool          `json:"party_member"`
	Portrait models.FileID `json:"portrait,omitzero"`
}

type lineView struct {
	Event order.Event `json:"event"`
	From  order.State `json:"from,omitempty"`
	To    order.State `json:"to"`
	By    string      `json:"by" example:"volunteer"`
	At    time.Time   `json:"at"`
	Note  string      `json:"note,omitempty"`
}

type ratingView struct {
	Solved bool     `json:"solved"`
	Stars  int      `json:"stars"`
	Tags   []string `json:"tags,omitempty"`
}

type pendingView struct {
	ID        models.ApprovalID `json:"id"`
	Event     order.Event       `json:"event"`
	AskedAt   time.Time         `json:"asked_at"`
	Until     *time.Time        `json:"until,omitempty"`
	Reason    string            `json:"reason,omitempty"`
	MayDecide bool              `json:"may_decide"`
}

func pendingOf(p ordering.Asked) pendingView {
	return pendingView{p.ID, p.Event, p.AskedAt, p.Body.Until, p.Reason, p.MayDecide}
}

// askedView is a two-person act in the list of all that wait.
type askedView struct {
	Order  models.OrderID `json:"order_id"`
	Number string         `json:"number" example:"370785001005-20260310-000042"`
	pendingView
}

// Ref lets an idempotency key point at the order.
func (v orderView) Ref() string { return "/orders/" + v.ID.String() }

func viewOf(s ordering.Shown) orderView {
	if s.ID.IsZero() {
		return orderView{}
	}
	v := orderView{ID: s.ID, Number: s.Number, Kind: s.Kind, State: s.State, Version: s.Version, Item: s.Item,
		Visibility: s.Visibility, PublicTitle: s.PublicTitle, PublicText: s.PublicText, Slots: s.Slots, SlotOf: s.SlotOf,
		PlacedAt: new(s.PlacedAt), MovedAt: new(s.MovedAt), EndedAt: s.EndedAt, Followers: s.Followers, Reason: s.PublicReason, Files: s.Files, Can: s.Can}
	v.Area = s.View.Area(s.Area)
	if s.View == order.Whole {
		v.orderWhole = wholeOf(s)
	}
	if s.Fit != nil {
		v.fitView = fitOf(*s.Fit)
	}
	return v
}

func fitOf(f dispatch.Fit) *fitView {
	v := fitView{Reasons: reasonsOf(f.Reasons)}
	if f.Metres != nil {
		v.Metres = new(int(*f.Metres))
	}
	return &v
}

func wholeOf(s ordering.Shown) *orderWhole {
	w := &orderWhole{Requester: s.Requester, PlacedBy: s.PlacedBy, Assignee: s.Assignee, Team: s.Team, Title: s.Title, Detail: s.Detail,
		Result: s.Result, SignInCode: s.SignInCode, Counter: s.Counter, Lamp: s.Lamp(s.Now), DueAt: s.DueAt, StateDueAt: s.Clock.DueAt, NextDueAt: s.NextDue, Returns: s.Returns, Provisional: s.Limit.Provisional,
		Priority: s.Priority, Route: string(s.Route), ReferredTo: s.ReferredTo, MergedInto: s.MergedInto, Urges: s.Urges,
		Card: s.Card, Extended: s.Extended, NoAnswer: s.NoAnswer, Escalated: string(s.Escalated)}
	if s.Danger {
		w.Emergency = order.EmergencyNumbers
	}
	if s.Contact != nil {
		w.Contact = new(contactView(*s.Contact))
	}
	for _, p := range s.Visitors {
		w.Visitors = append(w.Visitors, visitorView{p.Name, p.Number, p.Party, p.Portrait})
	}
	for _, l := range s.Timeline {
		w.Timeline = append(w.Timeline, lineView(l))
	}
	if s.Rating != nil {
		w.Rating = &ratingView{s.Rating.Solved, s.Rating.Stars, s.Rating.Tags}
	}
	for _, p := range s.Pending {
		w.Pending = append(w.Pending, pendingOf(p))
	}
	for _, x := range s.Wanted {
		w.Wanted = append(w.Wanted, windowIn{x.From, x.To})
	}
	return w
}

func views(found []ordering.Shown, next string) ItemsOf[orderView] {
	out := ItemsOf[orderView]{Items: make([]orderView, 0, len(found)), Next: next}
	for _, s := range found {
		out.Items = append(out.Items, viewOf(s))
	}
	return out
}

type reachIn struct {
	ID     models.OrderID `path:"id" validate:"required"`
	Reason audit.Reason   `json:"reason" validate:"required,max=60" example:"call_back"`
}

func (h Orders) reach(ctx context.Context, a models.Actor, in reachIn) (contactView, error) {
	c, err := h.Ordering.Reach(ctx, a, in.ID, in.Reason)
	return contactView(c), err
}
