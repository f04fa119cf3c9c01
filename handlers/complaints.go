package handlers

import (
	"context"
	"time"

	"delinli/app/ordering"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
)

// Complaints are the doors to what people say in confidence about those who serve them.
type Complaints struct{ Ordering *ordering.Service }

func (h Complaints) routes() []Route {
	return []Route{
		post("/orders/:id/complain", OffDesk, h.file, "Complain in confidence about a volunteer or a staff member").answers(201),
		get("/complaints", Deciders, h.list, "Complaints that the asker handles, without their texts"),
		get("/complaints/:id", OffDesk, h.show, "One complaint, for the complainant and whoever handles it"),
		post("/complaints/:id/answer", Deciders, h.answer, "Answer a complaint"),
	}
}

type complainIn struct {
	ID    models.OrderID  `path:"id" validate:"required"`
	About models.PersonID `json:"about,omitzero"` // left out: whoever holds or held the order
	Text  secret.Text     `json:"text" validate:"required,max=2000"`
}

type complaintView struct {
	ID     models.ComplaintID   `json:"id"`
	Order  models.OrderID       `json:"order_id"`
	About  models.PersonID      `json:"about,omitzero"`
	Level  models.AreaLevel     `json:"level"`
	State  order.ComplaintState `json:"state"`
	At     time.Time            `json:"at"`
	Text   string               `json:"text,omitempty"`
	Answer string               `json:"answer,omitempty"`
}

// Ref lets an idempotency key point at the complaint.
func (v complaintView) Ref() string { return "/complaints/" + v.ID.String() }

func heard(h ordering.Heard) complaintView {
	v := complaintOf(h.Complaint)
	v.Text, v.Answer = h.Text, h.Answer
	return v
}

func complaintOf(c ordering.Complaint) complaintView {
	return complaintView{ID: c.ID, Order: c.Order, About: c.About, Level: c.Level, State: c.State, At: c.At}
}

func (h Complaints) file(ctx context.Context, a models.Actor, in complainIn) (complaintView, error) {
	id, err := h.Ordering.Complain(ctx, a, in.ID, in.About, in.Text.Plain())
	if err != nil {
		return complaintView{}, err
	}
	return h.show(ctx, a, complaintAt{id})
}

type complaintAt struct {
	ID models.ComplaintID `path:"id" validate:"required"`
}

func (h Complaints) show(ctx context.Context, a models.Actor, in complaintAt) (complaintView, error) {
	found, err := h.Ordering.Complaint(ctx, a, in.ID)
	return heard(found), err
}

func (h Complaints) list(ctx context.Context, a models.Actor, in Page) (out ItemsOf[complaintView], err error) {
	found, next, err := h.Ordering.Complaints(ctx, a, ordering.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, c := range found {
		out.Items = append(out.Items, complaintOf(c))
	}
	out.Next = next
	return out, err
}

type answerIn struct {
	complaintAt
	Answer secret.Text `json:"answer" validate:"required,max=2000"`
}

func (h Complaints) answer(ctx context.Context, a models.Actor, in answerIn) (complaintView, error) {
	found, err := h.Ordering.Answer(ctx, a, in.ID, in.Answer.Plain())
	return heard(found), err
}
