package handlers

import (
	"context"
	"slices"
	"time"

	"delinli/app/ordering"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/geo"
	"delinli/models/order"
	"delinli/models/secret"
)

// Orders are the doors to orders.
type Orders struct{ Ordering *ordering.Service }

// OrderStaff run orders; Placers are all who may put one in.
var (
	OrderStaff  = Roles("order staff", models.Staff...)
	Volunteers  = Roles("volunteers", models.Volunteer)
	Departments = Roles("departments", models.DepartmentStaff)
	Deciders    = Roles("second approvers", models.Deciders...)
	Seekers     = Roles("volunteers and order staff", append([]models.Role{models.Volunteer}, models.Staff...)...)
	Carriers    = Roles("volunteers and departments", models.Volunteer, models.DepartmentStaff)
	OffDesk     = Access{"no administrator", func(a models.Actor) bool { return a.Known() && !a.Has(models.Administrators...) }}
)

func (h Orders) routes() []Route {
	acts := h.acts()
	for i := range acts {
		acts[i] = acts[i].hiding(stubOf)
	}
	return slices.Concat(h.lists(), acts, h.approvals())
}

// lists are the doors to orders, and to the making of them.
func (h Orders) lists() []Route {
	return []Route{
		get("/wishes", Public, h.wall, "The public wish wall, newest first"),
		get("/wishes/:id", Public, h.card, "One card of the wall, with the pictures that it shows"),
		create("/orders", OffDesk, h.place, "Place a wish, a menu order or a request"),
		post("/orders/similar", OffDesk, h.similar, "Possible duplicates of what one is about to place").unkeyed(),
		get("/orders", OffDesk, h.list, "One page of mine, the pool, my tasks or the desk"),
		get("/orders/counts", OrderStaff, h.counts, "How much is owed on the desk, by queue, state and lamp"),
		get("/orders/pool-map", Seekers, h.poolMap, "How many orders wait in the pool, by the areas that the asker may know"),
		get("/orders/:id", OffDesk, h.show, "One order as the asker may see it"),
		get("/departments", OrderStaff, h.departments, "The departments to which the asker may refer orders: those that somebody has a seat for"),
		get("/orders/:id/similar", OrderStaff, h.alike, "Possible duplicates of an order, for staff who run it"),
		post("/orders/:id/contact", OffDesk, h.reach, "Whom to find where, for a reason that is kept").unkeyed(),
	}
}

// acts are the doors to what people do about an order.
func (h Orders) acts() []Route {
	return []Route{
		post("/orders/:id/publish", OrderStaff, act[publishIn](h, order.Publish), "Approve the public card and put the order on its route"),
		post("/orders/:id/amend", OrderStaff, act[amendIn](h, order.Amend), "Correct area, item, urgency or the public card"),
		post("/orders/:id/recall", OrderStaff, act[reasonMayIn](h, order.Recall), "Take it back from the pool or a department"),
		post("/orders/:id/offer", OrderStaff, act[offerIn](h, order.Offer), "Offer it to one volunteer or team"),
		post("/orders/:id/refer", OrderStaff, act[referIn](h, order.Refer), "Refer it to a department"),
		post("/orders/:id/reject", OrderStaff, act[reasonIn](h, order.Reject), "Reject it, with a reason for the requester"),
		post("/orders/:id/merge", OrderStaff, act[mergeIn](h, order.Merge), "Merge it into another open order"),
		post("/orders/:id/ask", OrderStaff, act[reasonIn](h, order.Ask), "Ask the requester a question"),
		post("/orders/:id/answer", OffDesk, act[reasonIn](h, order.Answer), "Answer the question"),
		post("/orders/:id/claim", Volunteers, act[holderIn](h, order.Claim), "Claim it from the pool"),
		post("/orders/:id/accept", Volunteers, act[holderIn](h, order.Accept), "Accept the offer"),
		post("/orders/:id/decline", Volunteers, act[reasonIn](h, order.Decline), "Decline the offer"),
		post("/orders/:id/withdraw", OrderStaff, act[reasonIn](h, order.Withdraw), "Withdraw the offer"),
		post("/orders/:id/sign-in", OffDesk, act[signInIn](h, order.SignIn), "Show to be at the door, by code, place or staff"),
		post("/orders/:id/absent", Volunteers, act[reasonIn](h, order.Absent), "Nobody was home"),
		post("/orders/:id/suspend", Volunteers, act[suspendIn](h, order.Suspend), "Ask to pause the service until a day"),
		post("/orders/:id/resume", OffDesk, act[reasonMayIn](h, order.Resume), "Go on with the service"),
		post("/orders/:id/return", Volunteers, act[reasonIn](h, order.Return), "Give the order back"),
		post("/orders/:id/revoke", OrderStaff, act[reasonIn](h, order.Revoke), "Take the order from its volunteer"),
		post("/orders/:id/finish", Carriers, act[finishIn](h, order.Finish), "Finish the service"),
		post("/orders/:id/hand-back", Departments, act[reasonIn](h, order.HandBack), "Hand a referred order back"),
		post("/orders/:id/rate", OffDesk, act[rateIn](h, order.Rate), "Rate what was solved"),
		post("/orders/:id/dispute", OffDesk, act[reasonIn](h, order.Dispute), "Say that it is not solved"),
		post("/orders/:id/appeal", OffDesk, act[reasonIn](h, order.Appeal), "Ask for an ended order to be taken up again"),
		post("/orders/:id/grant", OrderStaff, act[reasonIn](h, order.Grant), "Grant the appeal: the order is done anew"),
		post("/orders/:id/refuse", OrderStaff, act[reasonIn](h, order.Refuse), "Refuse the appeal"),
		post("/orders/:id/give-up", OrderStaff, act[reasonIn](h, order.GiveUp), "Ask to end it as unfulfillable, with a public reason"),
		post("/orders/:id/cancel", OffDesk, act[reasonMayIn](h, order.Cancel), "Cancel one's own order before the service"),
		post("/orders/:id/comment", OffDesk, act[reasonIn](h, order.Comment), "Add a comment"),
		post("/orders/:id/attach", OffDesk, act[attachIn](h, order.Attach), "Attach files"),
		post("/orders/:id/urge", OffDesk, act[reasonMayIn](h, order.Urge), "Urge, once a day"),
		post("/orders/:id/follow", OffDesk, act[target](h, order.Follow), "Say \"me too\""),
		post("/orders/:id/extend", OffDesk, act[reasonIn](h, order.Extend), "Ask for the one extension of the limit"),
		post("/orders/:id/supervise", Deciders, act[superviseIn](h, order.Supervise), "Supervise, with a yellow or red card"),
		post("/orders/:id/call-back", OrderStaff, act[callBackIn](h, order.CallBack), "Note what a call-back found"),
		post("/orders/:id/sign-in-code", OrderStaff, h.takeCode, "Take the sign-in code for a requester without a phone, for a reason; whoever placed the order may not").unkeyed(),
		post("/orders/:id/report-danger", OffDesk, act[reasonIn](h, order.ReportDanger), "Report danger; staff are told at once"),
	}
}

// approvals are the doors to two-person acts.
func (h Orders) approvals() []Route {
	return []Route{
		get("/approvals", OrderStaff, h.asked, "Two-person acts that wait in the asker's areas, the newest first"),
		post("/approvals/:id/approve", OrderStaff, h.decide(true), "Let a two-person act happen"),
		post("/approvals/:id/deny", OrderStaff, h.decide(false), "Refuse a two-person act"),
	}
}

type orderAt struct {
	ID models.OrderID `path:"id" validate:"required"`
}

type placeIn struct {
	Kind       order.Kind       `json:"kind" validate:"required,oneof=menu wish request" example:"wish"`
	Item       models.ItemID    `json:"item_id,omitzero"`
	Area       models.AreaCode  `json:"area_code" validate:"required,areacode" example:"370785001005"`
	Title      secret.Text      `json:"title" validate:"required,max=60" example:"想要一副老花镜"`
	Detail     secret.Text      `json:"detail" validate:"max=2000"`
	Visibility order.Visibility `json:"visibility,omitempty" validate:"omitempty,oneof=public private"`
	Address    *addressIn       `json:"address,omitempty"`
	Wanted     []wantedIn       `json:"wanted,omitempty" validate:"max=5,dive"`
	Files      []models.FileID  `json:"files,omitempty" validate:"max=10,unique"`
	Slots      int              `json:"slots,omitempty" validate:"min=0,max=50"`
	OnBehalf   *personIn        `json:"on_behalf_of,omitempty"`
}

type addressIn struct {
	Detail secret.Text `json:"detail" validate:"required,max=200"`
	Lat    *float64    `json:"lat,omitempty" validate:"required_with=Lng,omitempty,min=-90,max=90"`
	Lng    *float64    `json:"lng,omitempty" validate:"required_with=Lat,omitempty,min=-180,max=180"`
}

// wantedIn is a time to be visited; order.Windows.Check says which are taken.
type wantedIn struct {
	From *time.Time `json:"from" validate:"required"`
	To   *time.Time `json:"to" validate:"required"`
}

type windowIn struct {
	From time.Time `json:"from" validate:"required"`
	To   time.Time `json:"to" validate:"required,gtfield=From"`
}

// personIn is whom the order helps: somebody known, or whoever is made with it. Who has the phone already is found by it, wherever they live.
type personIn struct {
	ID        models.PersonID `json:"id,omitzero"`
	Name      secret.Name     `json:"name,omitzero"`
	Phone     secret.Phone    `json:"phone,omitzero"`
	Address   secret.Text     `json:"address,omitzero" validate:"max=200"`
	LivesWith models.PersonID `json:"lives_with,omitzero" doc:"of the household of this person whom staff know, such as whoever calls; only of somebody who is made"`
}

func (h Orders) place(ctx context.Context, a models.Actor, in placeIn) (orderView, error) {
	d := ordering.Draft{Kind: in.Kind, Item: in.Item, Area: in.Area, Title: in.Title.Plain(), Detail: in.Detail.Plain(),
		Visibility: in.Visibility, Files: in.Files, Slots: in.Slots}
	if in.Address != nil {
		d.Address = &order.Address{Detail: in.Address.Detail.Plain(), Lat: in.Address.Lat, Lng: in.Address.Lng}
	}
	for _, w := range in.Wanted {
		d.Wanted = append(d.Wanted, dispatch.Window{From: *w.From, To: *w.To})
	}
	if p := in.OnBehalf; p != nil {
		d.OnBehalf = &ordering.Person{ID: p.ID, Name: p.Name, Phone: p.Phone, Address: p.Address, LivesWith: p.LivesWith}
	}
	id, err := h.Ordering.Place(ctx, a, d)
	if err != nil {
		return orderView{}, err
	}
	return h.show(ctx, a, orderAt{id})
}

func (h Orders) show(ctx context.Context, a models.Actor, in orderAt) (orderView, error) {
	shown, err := h.Ordering.Show(ctx, a, in.ID)
	return viewOf(shown), err
}

type listIn struct {
	Page
	View  ordering.View   `query:"view" default:"mine" validate:"oneof=mine pool tasks desk"`
	State order.State     `query:"state" validate:"omitempty,oneof=placed need_info pool offered accepted in_service suspended referred done appealed rated closed rejected merged cancelled unfulfillable"`
	Kind  order.Kind      `query:"kind" validate:"omitempty,oneof=menu wish request"`
	Area  models.AreaCode `query:"area" validate:"omitempty,areacode"`
	Lamp  string          `query:"lamp" validate:"omitempty,oneof=green amber red"`
	Text  string          `query:"q" validate:"max=60"`
	Item  models.ItemID   `query:"item"`
	deskIn
}

// deskIn narrows the desk of staff; the others may ask for the time and the assignee alone.
type deskIn struct {
	Queue     order.Queue     `query:"queue" validate:"omitempty,oneof=todo today overdue returned appealed"`
	Sort      ordering.Sort   `query:"sort" validate:"omitempty,oneof=newest due" doc:"a queue begins with what is due first, another list with the newest; due leaves out what is over"`
	Assignee  models.PersonID `query:"assignee"`
	Requester models.PersonID `query:"requester"`
	From      time.Time       `query:"from" doc:"placed from this moment on"`
	To        time.Time       `query:"to" doc:"placed before this moment"`
}

func (h Orders) list(ctx context.Context, a models.Actor, in listIn) (ItemsOf[orderView], error) {
	found, next, err := h.Ordering.List(ctx, a, in.View, ordering.Query{State: in.State, Kind: in.Kind, Item: in.Item, Area: in.Area, Lamp: in.Lamp,
		Text: in.Text, Queue: in.Queue, Sort: in.Sort, Assignee: in.Assignee, Requester: in.Requester, From: in.From, To: in.To},
		ordering.Page{Limit: in.Limit, Cursor: in.Cursor})
	return views(found, next), err
}

type similarIn struct {
	Area   models.AreaCode `json:"area_code" validate:"required,areacode"`
	Title  secret.Text     `json:"title" validate:"required,max=60"`
	Detail secret.Text     `json:"detail" validate:"max=2000"`
}

type similarView struct {
	ID     models.OrderID `json:"id"`
	Number string         `json:"number"`
	Title  string         `json:"title"`
	State  order.State    `json:"state"`
	Placed time.Time      `json:"placed_at"`
	Shared float64        `json:"shared" example:"0.6"`
	Can    []order.Event  `json:"can" example:"follow"`
}

func (h Orders) similar(ctx context.Context, a models.Actor, in similarIn) (ItemsOf[similarView], error) {
	return alikeViews(h.Ordering.Similar(ctx, a, in.Area, in.Title.Plain(), in.Detail.Plain()))
}

func (h Orders) alike(ctx context.Context, a models.Actor, in orderAt) (ItemsOf[similarView], error) {
	return alikeViews(h.Ordering.Alike(ctx, a, in.ID))
}

func alikeViews(found []ordering.Alike, err error) (out ItemsOf[similarView], _ error) {
	for _, f := range found {
		out.Items = append(out.Items, similarView{f.ID, f.Number, f.Title, f.State, f.Placed, f.Shared, f.Can})
	}
	return out, err
}

// decide is a second person's word on a two-person act.
func (h Orders) decide(approve bool) Verb[approvalAt, orderView] {
	return func(ctx context.Context, a models.Actor, in approvalAt) (orderView, error) {
		moved, err := h.Ordering.Decide(ctx, a, in.ID, approve)
		if err != nil {
			return orderView{}, err
		}
		return h.show(ctx, a, orderAt{moved.Order})
	}
}

func (h Orders) asked(ctx context.Context, a models.Actor, in Page) (out ItemsOf[askedView], err error) {
	found, next, err := h.Ordering.Asked(ctx, a, ordering.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, f := range found {
		out.Items = append(out.Items, askedView{f.Order, f.Number, pendingOf(f)})
	}
	out.Next = next
	return out, err
}

type approvalAt struct {
	ID models.ApprovalID `path:"id" validate:"required"`
}

// place is where somebody stands.
func placeOf(lat, lng *float64) *geo.Point {
	if lat == nil || lng == nil {
		return nil
	}
	return &geo.Point{Lat: *lat, Lng: *lng}
}
