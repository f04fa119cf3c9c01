package handlers

import (
	"context"
	"slices"

	"delinli/app/enrolling"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

// People are the doors by which staff look people up and put them into households.
type People struct{ Enrolling *enrolling.Service }

// PeopleKeepers look people up: staff, and security administrators, who give seats.
var PeopleKeepers = Roles("staff and security", slices.Concat(models.Staff, []models.Role{models.SecurityAdmin})...)

func (h People) routes() []Route {
	return []Route{
		post("/people/search", PeopleKeepers, h.search, "Who of one's area has the phone; each search is kept").unkeyed(),
		get("/people/:id", PeopleKeepers, h.show, "One person, with masks"),
		post("/people/:id/look", OrderStaff, h.look, "Values of a person in the clear, for a reason; each look is kept").unkeyed(),
		get("/people/:id/household", OrderStaff, h.household, "Who lives with a person"),
		post("/people/:id/household", OrderStaff, h.join, "Let a person live with another"),
		remove("/people/:id/household", OrderStaff, h.leave, "Take a person out of the household"),
	}
}

func (h People) search(ctx context.Context, a models.Actor, in askCode) (personView, error) {
	p, err := h.Enrolling.Search(ctx, a, in.Phone)
	return personOf(p), err
}

type personAt struct {
	ID models.PersonID `path:"id" validate:"required"`
}

func (h People) show(ctx context.Context, a models.Actor, in personAt) (personView, error) {
	p, err := h.Enrolling.Show(ctx, a, in.ID)
	return personOf(p), err
}

type lookAtIn struct {
	personAt
	lookIn
	Reason audit.Reason `json:"reason" validate:"required" example:"serve"`
	Words  secret.Text  `json:"words,omitzero" validate:"max=200"` // what one adds to the reason; the person may read it
}

func (h People) look(ctx context.Context, a models.Actor, in lookAtIn) (clearView, error) {
	c, err := h.Enrolling.LookAt(ctx, a, in.ID, in.Fields, in.Reason, in.Words.Plain())
	return clearView(c), err
}

func (h People) household(ctx context.Context, a models.Actor, in personAt) (ItemsOf[personView], error) {
	members, err := h.Enrolling.Household(ctx, a, in.ID)
	list := ItemsOf[personView]{Items: make([]personView, len(members))}
	for i, m := range members {
		list.Items[i] = personOf(m)
	}
	return list, err
}

type joinIn struct {
	personAt
	With models.PersonID `json:"with" validate:"required"`
}

func (h People) join(ctx context.Context, a models.Actor, in joinIn) (personView, error) {
	if err := h.Enrolling.JoinHousehold(ctx, a, in.ID, in.With); err != nil {
		return personView{}, err
	}
	return h.show(ctx, a, in.personAt)
}

func (h People) leave(ctx context.Context, a models.Actor, in personAt) (Nothing, error) {
	return Nothing{}, h.Enrolling.LeaveHousehold(ctx, a, in.ID)
}
