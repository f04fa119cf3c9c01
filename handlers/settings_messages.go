package handlers

import (
	"context"

	"delinli/app/cataloguing"
	"delinli/models"
	"delinli/models/notice"
)

func (h Settings) messageRoutes() []Route {
	return []Route{
		get("/settings/messages", readers, h.messages, "What every kind of notice says in the inbox"),
		get("/settings/messages/:kind", readers, h.message, "What a kind of notice says"),
		put("/settings/messages/:kind", cityStaff, h.setMessage, "Change what a kind of notice says"),
		get("/settings/messages/:kind/history", readers, h.messageHistory, "Everything a kind of notice said, the newest first"),
		post("/settings/messages/:kind/preview", readers, h.preview, "A text filled in for an order that does not exist").unkeyed(),
	}
}

type (
	kindAt struct {
		Kind notice.Kind `path:"kind" validate:"required,max=40" example:"order.done"`
	}
	kindHistoryIn struct {
		Page
		kindAt
	}
	textBody struct {
		Title string `json:"title" validate:"required,max=40" example:"请评价"`
		Body  string `json:"body" validate:"required,max=200" example:"{order} 已办结。解决了吗？请评价。"`
	}
	wordingBody struct {
		Zh textBody `json:"zh"`
		En textBody `json:"en"`
	}
	setMessageIn struct {
		kindAt
		Version int `json:"version" validate:"min=0" doc:"as last seen; 0 for the program's own"`
		wordingBody
	}
	previewIn struct {
		kindAt
		wordingBody
	}
	messageView struct {
		Kind    notice.Kind `json:"kind"`
		Version int         `json:"version"`
		wordingBody
		Shipped wordingBody `json:"shipped" doc:"the program's own"`
	}
)

func bodyOf(w notice.Wording) wordingBody { return wordingBody{textBody(w.Zh), textBody(w.En)} }

func (b wordingBody) wording() notice.Wording {
	return notice.Wording{Zh: notice.Text(b.Zh), En: notice.Text(b.En)}
}

func messageOf(k notice.Kind, chosen map[notice.Kind]cataloguing.KindWording) messageView {
	w, ok := chosen[k]
	if !ok {
		w.Wording = notice.Shipped(k)
	}
	return messageView{k, w.Version, bodyOf(w.Wording), bodyOf(notice.Shipped(k))}
}

func (h Settings) messages(ctx context.Context, a models.Actor, _ Nothing) (out ItemsOf[messageView], err error) {
	k, err := h.Cataloguing.Settings(ctx, a)
	if err != nil {
		return out, err
	}
	for _, kind := range notice.Kinds() {
		out.Items = append(out.Items, messageOf(kind, k.Words))
	}
	return out, nil
}

func (h Settings) message(ctx context.Context, a models.Actor, in kindAt) (messageView, error) {
	k, err := h.Cataloguing.Settings(ctx, a)
	if err != nil {
		return messageView{}, err
	}
	if !in.Kind.Known() {
		return messageView{}, models.Missing
	}
	return messageOf(in.Kind, k.Words), nil
}

func (h Settings) setMessage(ctx context.Context, a models.Actor, in setMessageIn) (messageView, error) {
	w, err := h.Cataloguing.SetWording(ctx, a, in.Kind, cataloguing.KindWording{Version: in.Version, Wording: in.wording()})
	if err != nil {
		return messageView{}, err
	}
	return messageOf(in.Kind, map[notice.Kind]cataloguing.KindWording{in.Kind: w}), nil
}

func (h Settings) messageHistory(ctx context.Context, a models.Actor, in kindHistoryIn) (ItemsOf[revisionView], error) {
	return history(ctx, h.Cataloguing, a, cataloguing.Template, string(in.Kind), in.Page)
}

// preview says what a resident would read; what may not be saved is refused here too.
func (h Settings) preview(_ context.Context, _ models.Actor, in previewIn) (out wordingBody, err error) {
	if !in.Kind.Known() {
		return out, models.Missing
	}
	w := in.wording()
	if err := w.Check(in.Kind); err != nil {
		return out, err
	}
	n := notice.Notice{Kind: in.Kind, Number: "370785001005-20260310-000042", Title: "修门禁", Params: notice.Params{Year: 2027}}
	words := notice.Words{in.Kind: w}
	out.Zh.Title, out.Zh.Body = n.Text(notice.Chinese, words)
	out.En.Title, out.En.Body = n.Text(notice.English, words)
	return out, nil
}
