package handlers

import (
	"bytes"
	"context"
	"time"

	"delinli/app/keeping"
	"delinli/models"
	"delinli/models/audit"
)

// Privacy are the doors by which people see what is known of them and make it forgotten.
type Privacy struct{ Keeping *keeping.Service }

func (h Privacy) routes() []Route {
	return []Route{
		get("/me/looks", SignedIn, h.looks, "Who looked at one's data, newest first"),
		get("/me/export", SignedIn, h.export, "Everything that is held about oneself, as a JSON file"),
		remove("/me", SignedIn, h.leave, "Erase oneself for good"),
		post("/people/:id/erase", Security, h.erase, "Erase a person for good, for a reason"),
	}
}

// lookView is a look as the person looked at may know it.
type lookView struct {
	At        time.Time    `json:"at"`
	What      audit.What   `json:"what" example:"phone"`
	Subject   string       `json:"subject" example:"order"` // through what it was seen
	SubjectID string       `json:"subject_id"`
	Reason    audit.Reason `json:"reason,omitempty" example:"visit"`
	Words     string       `json:"words,omitempty"`
	By        string       `json:"by,omitempty" example:"张**"` // left out for the program and for people who were erased
	Seats     []placeView  `json:"seats"`
}

func (h Privacy) looks(ctx context.Context, a models.Actor, in Page) (ItemsOf[lookView], error) {
	seen, next, err := h.Keeping.LooksAt(ctx, a, keeping.Page{Limit: in.Limit, Cursor: in.Cursor})
	list := ItemsOf[lookView]{Items: make([]lookView, len(seen)), Next: next}
	for i, s := range seen {
		list.Items[i] = lookView{s.At, s.What, s.Subject, s.SubjectID, s.Reason, s.Words, s.By, placesOf(s.Seats)}
	}
	return list, err
}

// exported is a file in memory.
type exported struct{ *bytes.Reader }

// Close has nothing to give back.
func (exported) Close() error { return nil }

func (h Privacy) export(ctx context.Context, a models.Actor, _ Nothing) (Blob, error) {
	file, err := h.Keeping.Export(ctx, a)
	return Blob{Type: "application/json", Name: "delinli.json", Size: int64(len(file)), Body: exported{bytes.NewReader(file)}}, err
}

type leaveIn struct {
	Confirm bool `json:"confirm" validate:"required" example:"true"` // must be true: nobody can undo it
}

func (h Privacy) leave(ctx context.Context, a models.Actor, _ leaveIn) (sessionEnded, error) {
	return sessionEnded{}, h.Keeping.Erase(ctx, a, a.Person, audit.Asked)
}

type eraseIn struct {
	personAt
	leaveIn
	Reason audit.Reason `json:"reason" validate:"required,oneof=asked law duplicate deceased" example:"deceased"`
}

func (h Privacy) erase(ctx context.Context, a models.Actor, in eraseIn) (Nothing, error) {
	return Nothing{}, h.Keeping.Erase(ctx, a, in.ID, in.Reason)
}
