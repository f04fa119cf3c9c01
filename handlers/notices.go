package handlers

import (
	"context"
	"time"

	"delinli/app/notifying"
	"delinli/models"
	"delinli/models/notice"
)

// Notices are the doors to what people are told.
type Notices struct {
	Notifying *notifying.Service
	Feed      Feed
}

func (h Notices) routes() []Route {
	return []Route{
		get("/notices", SignedIn, h.inbox, "One page of my inbox"),
		post("/notices/read", SignedIn, h.markRead, "Mark notices as read"),
		get("/me/preferences", SignedIn, h.preferences, "How I want to be told"),
		put("/me/preferences", SignedIn, h.prefer, "Choose how I want to be told"),
		stream("/stream", SignedIn, h.Feed, "What changes for me: order {id, version, event}, notice {id}, cursor {}, reset {} (read anew)"),
	}
}

type noticeView struct {
	ID    models.NoticeID `json:"id"`
	Kind  notice.Kind     `json:"kind" example:"order.done"`
	Order models.OrderID  `json:"order_id,omitzero"`
	Title string          `json:"title" example:"请评价"`
	Text  string          `json:"text"`
	At    time.Time       `json:"at"`
	Read  bool            `json:"read"`
}

type inboxIn struct {
	Page
	Unread bool `query:"unread" doc:"only what I have not read"`
}

type inboxView struct {
	ItemsOf[noticeView]
	Unread int `json:"unread" doc:"how many notices I have not read, on all pages"`
}

func (h Notices) inbox(ctx context.Context, a models.Actor, in inboxIn) (inboxView, error) {
	box, err := h.Notifying.Inbox(ctx, a, in.Unread, notifying.Page{Limit: in.Limit, Cursor: in.Cursor})
	view := inboxView{ItemsOf[noticeView]{[]noticeView{}, box.Next}, box.Unread}
	for _, n := range box.Notices {
		title, text := n.Text(box.Language, box.Words)
		view.Items = append(view.Items, noticeView{n.ID, n.Kind, n.Order, title, text, n.At, n.ReadAt != nil})
	}
	return view, err
}

type readIn struct {
	IDs []models.NoticeID `json:"ids" validate:"max=100" doc:"these"`
	All bool              `json:"all" doc:"everything, instead of ids"`
}

func (h Notices) markRead(ctx context.Context, a models.Actor, in readIn) (Nothing, error) {
	return Nothing{}, h.Notifying.MarkRead(ctx, a, in.IDs, in.All)
}

type quietHours struct {
	From int `json:"from" validate:"min=0,max=23" example:"22"`
	To   int `json:"to" validate:"min=0,max=23" example:"7"`
}

type preferencesIn struct {
	Language notice.Language                  `json:"language" validate:"required,oneof=zh en" example:"zh"`
	Quiet    quietHours                       `json:"quiet" doc:"full hours of Asia/Shanghai; equal: never quiet"`
	Channels map[notice.Kind][]notice.Channel `json:"channels" validate:"max=100" doc:"by kind; what is not named follows the rule"`
}

type preferencesView struct {
	Language notice.Language                  `json:"language" example:"zh"`
	Quiet    quietHours                       `json:"quiet"`
	Channels map[notice.Kind][]notice.Channel `json:"channels" doc:"of every kind, beside the inbox"`
}

func (h Notices) preferences(ctx context.Context, a models.Actor, _ Nothing) (preferencesView, error) {
	p, err := h.Notifying.Preferences(ctx, a)
	return preferencesView{p.Language, quietHours(p.Quiet), p.All()}, err
}

func (h Notices) prefer(ctx context.Context, a models.Actor, in preferencesIn) (preferencesView, error) {
	p := notice.Preferences{Language: in.Language, Quiet: notice.Quiet(in.Quiet), Channels: in.Channels}
	if err := h.Notifying.Prefer(ctx, a, p); err != nil {
		return preferencesView{}, err
	}
	return preferencesView{p.Language, quietHours(p.Quiet), p.All()}, nil
}
