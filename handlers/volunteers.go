package handlers

import (
	"context"
	"time"

	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// Volunteering is the doors to those who serve: their own, and those of the staff who verify them.
type Volunteering struct{ Volunteering *volunteering.Service }

func (h Volunteering) routes() []Route {
	return []Route{
		create("/volunteers", OffDesk, h.apply, "Apply as a volunteer, for the first time or again"),
		get("/me/volunteer", OffDesk, h.mine, "What is known of oneself as a volunteer"),
		put("/me/volunteer", OffDesk, h.edit, "Change availability, skills and areas; more than was verified goes back to staff"),
		post("/me/volunteer/pause", OffDesk, h.mineTo(volunteer.Pause), "Take no more orders for now; what one holds goes back"),
		post("/me/volunteer/resume", OffDesk, h.mineTo(volunteer.Resume), "Go on after a pause of one's own"),
		post("/me/volunteer/end", OffDesk, h.mineTo(volunteer.End), "Stop being a volunteer"),

		get("/volunteers", OrderStaff, h.list, "Those who serve, or would, in one's areas, the last to apply first"),
		get("/volunteers/:id", OrderStaff, h.show, "One volunteer, with the name masked"),
		post("/volunteers/:id/verify", OrderStaff, h.verify, "Verify somebody, or change what they may do"),
		post("/volunteers/:id/refuse", OrderStaff, h.to(volunteer.Refuse), "Refuse an application, with a reason"),
		post("/volunteers/:id/pause", OrderStaff, h.to(volunteer.Pause), "Let somebody take no more orders, with a reason"),
		post("/volunteers/:id/resume", OrderStaff, h.to(volunteer.Resume), "Let somebody go on"),
		post("/volunteers/:id/end", OrderStaff, h.to(volunteer.End), "End somebody's service, with a reason"),
	}
}

type (
	// slotIn is a stretch of one day of every week, in minutes after midnight in China.
	slotIn struct {
		Weekday time.Weekday `json:"weekday" validate:"min=0,max=6" example:"6"` // 0 is Sunday
		From    int          `json:"from" validate:"min=0,max=1439" example:"540"`
		To      int          `json:"to" validate:"min=1,max=1440" example:"660"`
	}
	availabilityIn struct {
		Weekly []slotIn   `json:"weekly" validate:"max=100,dive"` // none: at any time
		Away   []windowIn `json:"away" validate:"max=100,dive"`
	}
	applyIn struct {
		Skills       []string          `json:"skills,omitempty" validate:"max=40,dive,max=40" example:"hairdressing"`
		Areas        []models.AreaCode `json:"areas" validate:"required,min=1,max=10,dive,areacode" example:"370785001005"`
		Availability availabilityIn    `json:"availability,omitzero"`
		Note         secret.Text       `json:"note" validate:"max=500" example:"周末有空，会理发"`
	}
	editIn struct {
		Version      int                `json:"version,omitempty" validate:"min=0"`
		Skills       *[]string          `json:"skills,omitempty" validate:"omitempty,max=40,dive,max=40"`
		Areas        *[]models.AreaCode `json:"areas,omitempty" validate:"omitempty,min=1,max=10,dive,areacode"`
		Availability *availabilityIn    `json:"availability,omitempty"`
	}
	ownStepIn struct {
		Version int         `json:"version,omitempty" validate:"min=0"`
		Reason  secret.Text `json:"reason" validate:"max=500"`
	}
	stepIn struct {
		personAt
		Version int         `json:"version" validate:"required,min=1"`
		Reason  secret.Text `json:"reason" validate:"max=500" example:"资料不全"`
	}
	verifyIn struct {
		personAt
		Version int                `json:"version" validate:"required,min=1"`
		Party   bool               `json:"party_member"`
		Skills  *[]string          `json:"skills,omitempty" validate:"omitempty,max=40,dive,max=40"`
		Areas   *[]models.AreaCode `json:"areas,omitempty" validate:"omitempty,min=1,max=10,dive,areacode"`
		Cap     *int               `json:"cap,omitempty" validate:"omitempty,min=0,max=20"` // orders at once
		Note    secret.Text        `json:"note" validate:"max=500"`
	}
	listVolunteers struct {
		Page
		State volunteer.State `query:"state" validate:"omitempty,oneof=applied verified refused paused ended"`
	}
)

type (
	volunteerFields struct {
		Person       models.PersonID   `json:"person_id"`
		Number       string            `json:"number" example:"370785202600000042"`
		Name         secret.Name       `json:"name" example:"张**"`
		State        volunteer.State   `json:"state"`
		Version      int               `json:"version"`
		Party        bool              `json:"party_member"`
		Skills       []string          `json:"skills"`
		Areas        []models.AreaCode `json:"areas"`
		Availability availabilityIn    `json:"availability"`
		Cap          int               `json:"cap"`
		Load         int               `json:"load"` // orders in hand
		Rating       float64           `json:"rating,omitempty" example:"4.8"`
		Ratings      int               `json:"ratings"`
		Note         string            `json:"note,omitempty"` // said with the last step
		AppliedAt    time.Time         `json:"applied_at"`
		Can          []volunteer.Event `json:"can"`
	}
	// volunteerView is what staff see.
	volunteerView struct{ volunteerFields }
	// ownVolunteerView is what volunteers see of themselves.
	ownVolunteerView struct{ volunteerFields }
)

// Ref is where staff see the volunteer.
func (v volunteerView) Ref() string { return "/volunteers/" + v.Person.String() }

// Ref is where volunteers see themselves.
func (v ownVolunteerView) Ref() string { return "/me/volunteer" }

func volunteerOf(s volunteering.Shown) volunteerFields {
	v := volunteerFields{Person: s.Person, Number: s.Number, Name: s.Name, State: s.State, Version: s.Version, Party: s.Party, Skills: s.Skills,
		Areas: s.Areas, Cap: s.Cap, Load: s.Load, Ratings: s.RatingCount, Note: s.Note, AppliedAt: s.AppliedAt, Can: s.Can}
	if s.RatingCount > 0 {
		v.Rating = float64(s.RatingSum) / float64(s.RatingCount)
	}
	for _, x := range s.Availability.Weekly {
		v.Availability.Weekly = append(v.Availability.Weekly, slotIn(x))
	}
	for _, x := range s.Availability.Away {
		v.Availability.Away = append(v.Availability.Away, windowIn(x))
	}
	return v
}

func (in availabilityIn) calendar() *dispatch.Availability {
	var c dispatch.Availability
	for _, x := range in.Weekly {
		c.Weekly = append(c.Weekly, dispatch.Slot(x))
	}
	for _, x := range in.Away {
		c.Away = append(c.Away, dispatch.Window(x))
	}
	return &c
}

// own shows volunteers what became of themselves; of shows it to staff.
func own(s volunteering.Shown, err error) (ownVolunteerView, error) {
	return ownVolunteerView{volunteerOf(s)}, err
}

func of(s volunteering.Shown, err error) (volunteerView, error) {
	return volunteerView{volunteerOf(s)}, err
}

func (h Volunteering) apply(ctx context.Context, a models.Actor, in applyIn) (ownVolunteerView, error) {
	f := volunteering.Form{Note: in.Note.Plain()}
	f.Skills, f.Areas, f.Availability = in.Skills, in.Areas, in.Availability.calendar()
	if f.Skills == nil {
		f.Skills = []string{}
	}
	return own(h.Volunteering.Apply(ctx, a, f))
}

func (h Volunteering) mine(ctx context.Context, a models.Actor, _ Nothing) (ownVolunteerView, error) {
	return own(h.Volunteering.Show(ctx, a, a.Person))
}

func (h Volunteering) edit(ctx context.Context, a models.Actor, in editIn) (ownVolunteerView, error) {
	f := volunteering.Form{Version: in.Version}
	f.Skills, f.Areas = listed(in.Skills), listed(in.Areas)
	if in.Availability != nil {
		f.Availability = in.Availability.calendar()
	}
	return own(h.Volunteering.Raise(ctx, a, a.Person, volunteer.Edit, f))
}

// listed tells a list that is given from one that is left out, which is nil.
func listed[T any](given *[]T) []T {
	if given == nil {
		return nil
	}
	return append([]T{}, *given...)
}

func (h Volunteering) mineTo(e volunteer.Event) Verb[ownStepIn, ownVolunteerView] {
	return func(ctx context.Context, a models.Actor, in ownStepIn) (ownVolunteerView, error) {
		return own(h.Volunteering.Raise(ctx, a, a.Person, e, volunteering.Form{Version: in.Version, Note: in.Reason.Plain()}))
	}
}

func (h Volunteering) list(ctx context.Context, a models.Actor, in listVolunteers) (out ItemsOf[volunteerView], err error) {
	found, next, err := h.Volunteering.List(ctx, a, in.State, volunteering.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, s := range found {
		out.Items = append(out.Items, volunteerView{volunteerOf(s)})
	}
	out.Next = next
	return out, err
}

func (h Volunteering) show(ctx context.Context, a models.Actor, in personAt) (volunteerView, error) {
	return of(h.Volunteering.Show(ctx, a, in.ID))
}

func (h Volunteering) verify(ctx context.Context, a models.Actor, in verifyIn) (volunteerView, error) {
	f := volunteering.Form{Version: in.Version, Note: in.Note.Plain()}
	f.Skills, f.Areas, f.Cap, f.Party = listed(in.Skills), listed(in.Areas), in.Cap, &in.Party
	return of(h.Volunteering.Raise(ctx, a, in.ID, volunteer.Verify, f))
}

func (h Volunteering) to(e volunteer.Event) Verb[stepIn, volunteerView] {
	return func(ctx context.Context, a models.Actor, in stepIn) (volunteerView, error) {
		return of(h.Volunteering.Raise(ctx, a, in.ID, e, volunteering.Form{Version: in.Version, Note: in.Reason.Plain()}))
	}
}
