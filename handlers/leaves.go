package handlers

import (
	"context"
	"time"

	"delinli/app/enrolling"
	"delinli/models"
	"delinli/models/person"
)

// Leaves are the doors to who is away, and who holds their seats.
type Leaves struct{ Enrolling *enrolling.Service }

// Lenders have seats that may be lent, or may give such seats.
var Lenders = Roles("staff, departments, security", append([]models.Role{models.DepartmentStaff, models.SecurityAdmin}, models.Staff...)...)

func (h Leaves) routes() []Route {
	return []Route{
		get("/leaves", Lenders, h.list, "Who is or will be away, and who stands in: oneself and those of one's areas"),
		create("/leaves", Lenders, h.take, "Lend the seats of whoever is away to a deputy, for a time").unkeyed(),
		remove("/leaves/:id", Lenders, h.end, "End a leave before its time"),
	}
}

type takeLeave struct {
	Person models.PersonID `json:"person_id,omitzero" doc:"oneself, when it is left out"`
	Deputy models.PersonID `json:"deputy_id" validate:"required"`
	From   time.Time       `json:"from,omitzero" doc:"now, when it is left out"`
	Until  time.Time       `json:"until" validate:"required"`
}

type leaveView struct {
	ID     models.LeaveID  `json:"id"`
	Person models.PersonID `json:"person_id"`
	Deputy models.PersonID `json:"deputy_id"`
	From   time.Time       `json:"from"`
	Until  time.Time       `json:"until"`
}

type leavesView struct {
	Items []leaveView `json:"items"`
}

func leaveOf(l person.Leave) leaveView { return leaveView{l.ID, l.Person, l.Deputy, l.From, l.Until} }

func (h Leaves) list(ctx context.Context, a models.Actor, _ Nothing) (out leavesView, err error) {
	found, err := h.Enrolling.Leaves(ctx, a)
	for _, l := range found {
		out.Items = append(out.Items, leaveOf(l))
	}
	return out, err
}

func (h Leaves) take(ctx context.Context, a models.Actor, in takeLeave) (leaveView, error) {
	l, err := h.Enrolling.TakeLeave(ctx, a, person.Leave{Person: in.Person, Deputy: in.Deputy, From: in.From, Until: in.Until})
	return leaveOf(l), err
}

type leaveAt struct {
	ID models.LeaveID `path:"id" validate:"required"`
}

func (h Leaves) end(ctx context.Context, a models.Actor, in leaveAt) (Nothing, error) {
	return Nothing{}, h.Enrolling.EndLeave(ctx, a, in.ID)
}
