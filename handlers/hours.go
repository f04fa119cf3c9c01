package handlers

import (
	"context"
	"time"

	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// Hours are the doors to the ledger of service hours and its corrections.
type Hours struct{ Volunteering *volunteering.Service }

func (h Hours) routes() []Route {
	return []Route{
		get("/me/hours", OffDesk, h.mine, "One's own hours: sum, stars, months and one page of the ledger"),
		get("/volunteers/:id/hours", OrderStaff, h.of, "The same of a volunteer of one's areas"),
		get("/hours/corrections", OrderStaff, h.list, "Corrections that wait for a second person, the newest first"),
		create("/hours/corrections", OrderStaff, h.ask, "Ask to correct somebody's hours"),
		get("/hours/corrections/:id", OrderStaff, h.show, "One correction"),
		post("/hours/corrections/:id/approve", Deciders, h.decide(true), "Let a correction happen"),
		post("/hours/corrections/:id/deny", Deciders, h.decide(false), "Refuse a correction"),
	}
}

type (
	hoursView struct {
		Minutes int         `json:"minutes"`
		Stars   int         `json:"stars" validate:"min=0,max=5"`
		From    []int       `json:"star_hours" example:"100" doc:"hours from which each star is worn"`
		Months  []monthView `json:"months"`
		Items   []entryView `json:"items"`
		Next    string      `json:"next"`
	}
	monthView struct {
		Month   string `json:"month" example:"2026-03"`
		Minutes int    `json:"minutes"`
	}
	entryView struct {
		ID         models.EventID    `json:"id"`
		Order      models.OrderID    `json:"order_id,omitzero"`
		Correction models.ApprovalID `json:"correction_id,omitzero"`
		Minutes    int               `json:"minutes"`
		Day        string            `json:"day" example:"2026-03-10"`
		Flagged    bool              `json:"flagged,omitempty"` // the same two met again and again; shown to staff
		At         time.Time         `json:"at"`
	}
	hoursOfIn struct {
		personAt
		Page
	}
	correctIn struct {
		Person  models.PersonID `json:"person_id" validate:"required"`
		Minutes int             `json:"minutes" validate:"required,min=-480,max=480" example:"-30"`
		Day     string          `json:"day" validate:"required,datetime=2006-01-02" example:"2026-03-10"`
		Reason  secret.Text     `json:"reason" validate:"required,max=500" example:"忘记签退"`
	}
	correctionAt struct {
		ID models.ApprovalID `path:"id" validate:"required"`
	}
	correctionView struct {
		ID        models.ApprovalID `json:"id"`
		Person    models.PersonID   `json:"person_id"`
		Minutes   int               `json:"minutes"`
		Day       string            `json:"day" example:"2026-03-10"`
		Reason    string            `json:"reason"`
		AskedBy   models.PersonID   `json:"asked_by"`
		AskedAt   time.Time         `json:"asked_at"`
		DecidedBy models.PersonID   `json:"decided_by,omitzero"`
		DecidedAt *time.Time        `json:"decided_at,omitempty"`
		Outcome   volunteer.Outcome `json:"outcome,omitempty" example:"approved"`
		MayDecide bool              `json:"may_decide"`
	}
)

// Ref is where the correction is shown.
func (v correctionView) Ref() string { return "/hours/corrections/" + v.ID.String() }

func hoursViewOf(l volunteering.Ledger, staff bool) hoursView {
	v := hoursView{Minutes: l.Minutes, Stars: l.Stars, From: volunteer.StarHours, Next: l.Next}
	for _, m := range l.Months {
		v.Months = append(v.Months, monthView(m))
	}
	for _, e := range l.Entries {
		v.Items = append(v.Items, entryView{e.ID, e.Order, e.Correction, e.Minutes, e.Day.Format(time.DateOnly), e.Flagged && staff, e.At})
	}
	return v
}

func correctionOf(c volunteering.Corrected) correctionView {
	return correctionView{c.ID, c.Person, c.Minutes, c.Day.Format(time.DateOnly), c.Why, c.AskedBy, c.AskedAt, c.DecidedBy, c.DecidedAt, c.Outcome,
		c.MayDecide}
}

func (h Hours) mine(ctx context.Context, a models.Actor, in Page) (hoursView, error) {
	l, err := h.Volunteering.Hours(ctx, a, a.Person, volunteering.Page{Limit: in.Limit, Cursor: in.Cursor})
	return hoursViewOf(l, false), err
}

func (h Hours) of(ctx context.Context, a models.Actor, in hoursOfIn) (hoursView, error) {
	l, err := h.Volunteering.Hours(ctx, a, in.ID, volunteering.Page{Limit: in.Limit, Cursor: in.Cursor})
	return hoursViewOf(l, true), err
}

func (h Hours) list(ctx context.Context, a models.Actor, in Page) (out ItemsOf[correctionView], err error) {
	found, next, err := h.Volunteering.Corrections(ctx, a, volunteering.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, c := range found {
		out.Items = append(out.Items, correctionOf(c))
	}
	out.Next = next
	return out, err
}

func (h Hours) ask(ctx context.Context, a models.Actor, in correctIn) (correctionView, error) {
	day, err := time.ParseInLocation(time.DateOnly, in.Day, models.Local)
	if err != nil {
		return correctionView{}, models.BadField("day", "field.format")
	}
	c, err := h.Volunteering.AskCorrection(ctx, a, volunteering.Correcting{Person: in.Person, Minutes: in.Minutes, Day: day, Reason: in.Reason.Plain()})
	return correctionOf(c), err
}

func (h Hours) show(ctx context.Context, a models.Actor, in correctionAt) (correctionView, error) {
	c, err := h.Volunteering.Correction(ctx, a, in.ID)
	return correctionOf(c), err
}

func (h Hours) decide(approve bool) Verb[correctionAt, correctionView] {
	return func(ctx context.Context, a models.Actor, in correctionAt) (correctionView, error) {
		c, err := h.Volunteering.DecideCorrection(ctx, a, in.ID, approve)
		return correctionOf(c), err
	}
}
