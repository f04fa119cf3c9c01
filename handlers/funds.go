package handlers

import (
	"context"
	"time"

	"delinli/app/funding"
	"delinli/models"
	"delinli/models/party"
)

// Funds are the doors to the money of branches and communities. Amounts are in fen, and lines are only added.
type Funds struct{ Funding *funding.Service }

func (h Funds) routes() []Route {
	return []Route{
		get("/funds", OrderStaff, h.list, "The funds of an area in a year, and what all of them were given and spent"),
		create("/funds", OrderStaff, h.open, "Open the fund of a branch or a community for a year"),
		get("/funds/:id", OrderStaff, h.show, "One fund"),
		get("/funds/:id/entries", OrderStaff, h.entries, "The book of a fund, the newest line first"),
		post("/funds/:id/entries", OrderStaff, h.enter, "Book income or spending; a fund is never overdrawn"),
		post("/funds/:id/entries/:entry/undo", OrderStaff, h.undo, "Book the counter-entry of a line, which stays as it is"),
	}
}

type (
	fundsIn struct {
		Page
		Area models.AreaCode `query:"area" validate:"omitempty,areacode" example:"370785001005" doc:"the asker's own areas when left out"`
		Year int             `query:"year" validate:"omitempty,min=2000,max=2100" example:"2026" doc:"this year when left out"`
	}
	openFundIn struct {
		Org  models.OrgID    `json:"org_id,omitzero" doc:"of a branch's fund"`
		Area models.AreaCode `json:"area_code,omitempty" validate:"omitempty,areacode" example:"370785001005" doc:"of a community's fund"`
		Year int             `json:"year" validate:"required" example:"2026" doc:"the next one at the latest"`
	}
	fundAt struct {
		ID models.FundID `path:"id" validate:"required"`
	}
	fundEntriesIn struct {
		Page
		fundAt
	}
	fundEntryIn struct {
		fundAt
		Amount int64 `json:"amount" validate:"required,min=-10000000000,max=10000000000" example:"-35000" doc:"fen; income above zero, spending below"`
		voucherBody
	}
	voucherBody struct {
		Purpose string `json:"purpose" validate:"required,max=100" example:"主题党日活动"`
		Voucher string `json:"voucher" validate:"required,max=40" example:"支-004" doc:"its number, once in each fund"`
	}
	undoEntryIn struct {
		fundAt
		Entry models.EntryID `path:"entry" validate:"required"`
		voucherBody
	}
)

type (
	sumsView struct {
		Income int64 `json:"income" example:"200000" doc:"fen"`
		Spent  int64 `json:"spent" example:"35000" doc:"fen"`
	}
	fundView struct {
		ID   models.FundID   `json:"id"`
		Org  models.OrgID    `json:"org_id,omitzero" doc:"of a branch's fund"`
		Area models.AreaCode `json:"area_code" example:"370785001005003" doc:"the community, or the branch's grid"`
		Name string          `json:"name" example:"第三网格党支部"`
		Year int             `json:"year" example:"2026"`
		sumsView
		Balance int64    `json:"balance" example:"165000" doc:"fen"`
		Closed  bool     `json:"closed" doc:"the branch has ended, and nothing more is booked"`
		Can     []string `json:"can" example:"enter"`
	}
	fundsView struct {
		Items    []fundView `json:"items"`
		Next     string     `json:"next" example:"018f3d7e-0000-7000-8000-000000000001"`
		Year     int        `json:"year" example:"2026"`
		Branches sumsView   `json:"branches" doc:"of all branches' funds of the area"`
		Services sumsView   `json:"services" doc:"of all communities' funds of the area"`
	}
	fundEntryView struct {
		ID      models.EntryID  `json:"id"`
		Amount  int64           `json:"amount" example:"-35000" doc:"fen; income above zero, spending below"`
		Balance int64           `json:"balance" example:"165000" doc:"fen, with this line and those before it"`
		Purpose string          `json:"purpose" example:"主题党日活动"`
		Voucher string          `json:"voucher" example:"支-004"`
		By      models.PersonID `json:"by,omitzero"`
		At      time.Time       `json:"at"`
		Undoes  models.EntryID  `json:"undoes,omitzero" doc:"the line that this one undoes"`
		Undone  bool            `json:"undone"`
		Can     []string        `json:"can" example:"undo"`
	}
)

// Ref is where the fund is shown.
func (v fundView) Ref() string { return "/funds/" + v.ID.String() }

func fundOf(b funding.Book) fundView {
	return fundView{ID: b.ID, Org: b.Org, Area: b.At, Name: b.Name, Year: b.Year, sumsView: sumsView(b.Sums), Balance: b.Balance, Closed: b.Closed, Can: b.Can}
}

func (h Funds) list(ctx context.Context, a models.Actor, in fundsIn) (out fundsView, err error) {
	found, next, whole, err := h.Funding.Funds(ctx, a, in.Area, in.Year, funding.Page{Limit: in.Limit, Cursor: in.Cursor})
	out = fundsView{Next: next, Year: whole.Year, Branches: sumsView(whole.Branches), Services: sumsView(whole.Services)}
	for _, b := range found {
		out.Items = append(out.Items, fundOf(b))
	}
	return out, err
}

func (h Funds) open(ctx context.Context, a models.Actor, in openFundIn) (fundView, error) {
	b, err := h.Funding.Open(ctx, a, party.Fund{Org: in.Org, Area: in.Area, Year: in.Year})
	return fundOf(b), err
}

func (h Funds) show(ctx context.Context, a models.Actor, in fundAt) (fundView, error) {
	b, err := h.Funding.Fund(ctx, a, in.ID)
	return fundOf(b), err
}

func (h Funds) entries(ctx context.Context, a models.Actor, in fundEntriesIn) (out ItemsOf[fundEntryView], err error) {
	lines, next, err := h.Funding.Lines(ctx, a, in.ID, funding.Page{Limit: in.Limit, Cursor: in.Cursor})
	out.Next = next
	for _, l := range lines {
		out.Items = append(out.Items, fundEntryView{l.ID, l.Amount, l.Balance, l.Purpose, l.Voucher, l.By, l.At, l.Undoes, l.Undone, l.Can})
	}
	return out, err
}

func (h Funds) enter(ctx context.Context, a models.Actor, in fundEntryIn) (fundView, error) {
	b, err := h.Funding.Enter(ctx, a, in.ID, party.Entry{Amount: in.Amount, Purpose: in.Purpose, Voucher: in.Voucher})
	return fundOf(b), err
}

func (h Funds) undo(ctx context.Context, a models.Actor, in undoEntryIn) (fundView, error) {
	b, err := h.Funding.Undo(ctx, a, in.ID, in.Entry, in.Purpose, in.Voucher)
	return fundOf(b), err
}
