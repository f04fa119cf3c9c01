package handlers

import (
	"context"
	"time"

	"delinli/app/registering"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Records are the doors by which residents see what the register holds of them and ask to have it put right, and by which staff decide.
type Records struct{ Registering *registering.Service }

func (h Records) routes() []Route {
	return []Route{
		get("/me/record", SignedIn, h.record, "What the register holds of oneself, or of a child for whom one answers, with masks"),
		get("/me/corrections", SignedIn, h.mine, "The corrections that one asked for, the newest first"),
		get("/me/corrections/:id", SignedIn, h.own, "One correction that one asked for"),
		create("/me/corrections", SignedIn, h.ask, "Ask to have a record put right: one's own, or that of a child for whom one answers"),
		get("/me/consents", SignedIn, h.consents, "What one is asked to agree to, and what one said last; for oneself, or a child for whom one answers"),
		post("/me/consents", SignedIn, h.consent, "Agree to one purpose, or take that back; to say the same again changes nothing").unkeyed(),
		get("/residents/:id/consents", registrars, h.consentsOf, "What a resident agreed to, with every line of it"),
		post("/residents/:id/consents", OrderStaff, h.consentOnPaper, "Note what a resident agreed to, or took back, on paper; to note the same again changes nothing").unkeyed(),
		get("/corrections", OrderStaff, h.list, "What residents of one's areas ask to have put right, masked"),
		get("/corrections/:id", OrderStaff, h.show, "One correction beside the record, masked"),
		post("/corrections/:id/look", OrderStaff, h.look, "A correction's values in the clear; each look is kept").unkeyed(),
		post("/corrections/:id/accept", OrderStaff, h.accept, "Write what was asked for into the record"),
		post("/corrections/:id/refuse", OrderStaff, h.refuse, "Leave the record as it is, with words for who asked"),
	}
}

type (
	recordOf struct {
		Of models.PersonID `query:"of" doc:"a child for whom one answers; left out: oneself"`
	}
	askCorrectionIn struct {
		Of     models.PersonID `json:"of,omitzero" doc:"a child for whom one answers; left out: oneself"`
		Field  resident.Field  `json:"field" validate:"required,oneof=name id_number phone area_code address relation tags" example:"phone"`
		Value  secret.Text     `json:"value" validate:"required,max=200" example:"10012345678" doc:"what should stand there; of tags, the one that does not hold"`
		Reason secret.Text     `json:"reason" validate:"required,max=200" example:"换了号码"`
	}
	recordCorrectionAt struct {
		ID models.CorrectionID `path:"id" validate:"required"`
	}
	listCorrectionsIn struct {
		Page
		State resident.CorrectionState `query:"state" default:"asked" validate:"oneof=asked accepted refused"`
		Area  models.AreaCode          `query:"area" validate:"omitempty,areacode" example:"370785001005"`
	}
	acceptCorrectionIn struct {
		recordCorrectionAt
		Version int `json:"version" validate:"required,min=1" doc:"of the record, as it was shown"`
	}
	refuseCorrectionIn struct {
		recordCorrectionAt
		Reason secret.Text `json:"reason" validate:"required,max=200" example:"请带身份证到社区核对"`
	}
)

type (
	// recordView is a record as whose it is may see it.
	recordView struct {
		ID           models.PersonID   `json:"id"`
		Name         secret.Name       `json:"name" example:"张**"`
		Number       secret.IDNumber   `json:"id_number" example:"370***********0026"`
		Phone        secret.Phone      `json:"phone,omitzero" example:"100****5678"`
		Address      bool              `json:"has_address"`
		Area         models.AreaCode   `json:"area_code" example:"370785001005003"`
		Relation     resident.Relation `json:"relation" example:"head"`
		Sex          resident.Sex      `json:"sex" example:"female"`
		Age          int               `json:"age" example:"75"`
		Tags         []heldView        `json:"tags"`
		Household    []relativeView    `json:"household"`
		RegisteredAt time.Time         `json:"registered_at"`
		MayAsk       bool              `json:"may_ask" doc:"whether one may ask to have it put right; a child may not"`
	}
	heldView struct {
		Tag    resident.Tag    `json:"tag" example:"living_alone"`
		Source resident.Source `json:"source" example:"visit"`
		Since  calendar.Date   `json:"since" example:"2025-05-01"`
	}
	relativeView struct {
		ID       models.PersonID   `json:"id"`
		Name     secret.Name       `json:"name" example:"张**"`
		Relation resident.Relation `json:"relation" example:"child"`
		Ward     bool              `json:"ward" doc:"a child for whom one answers"`
	}
	// ownCorrection shows who asked their own words.
	ownCorrection struct {
		ID        models.CorrectionID      `json:"id"`
		Whose     secret.Name              `json:"whose" example:"张**"`
		Ward      bool                     `json:"ward"`
		Field     resident.Field           `json:"field" example:"phone"`
		Value     string                   `json:"value"`
		Reason    string                   `json:"reason"`
		State     resident.CorrectionState `json:"state" example:"asked"`
		Answer    string                   `json:"answer,omitempty"`
		At        time.Time                `json:"at"`
		DecidedAt *time.Time               `json:"decided_at,omitempty"`
	}
	// recordCorrection is a correction as staff see it before they ask for its values.
	recordCorrection struct {
		ID        models.CorrectionID      `json:"id"`
		Person    models.PersonID          `json:"person_id"`
		Whose     secret.Name              `json:"whose" example:"张**"`
		By        secret.Name              `json:"by" example:"张**"`
		Ward      bool                     `json:"ward" doc:"asked in the name of a child"`
		Field     resident.Field           `json:"field" example:"phone"`
		Value     string                   `json:"value" example:"100****5678"`
		State     resident.CorrectionState `json:"state" example:"asked"`
		At        time.Time                `json:"at"`
		DecidedAt *time.Time               `json:"decided_at,omitempty"`
	}
	caseView struct {
		recordCorrection
		Record residentView `json:"record"`
	}
	sideView struct {
		Was    string `json:"was"`
		Value  string `json:"value"`
		Reason string `json:"reason"`
	}
)

// Ref is where who asked is shown it.
func (v ownCorrection) Ref() string { return "/me/corrections/" + v.ID.String() }

// Ref is where staff are shown it.
func (v caseView) Ref() string { return "/corrections/" + v.ID.String() }

func recordViewOf(own registering.Own) recordView {
	v := recordView{ID: own.ID, Name: own.Name, Number: own.Number, Phone: own.Phone, Address: !own.Address.IsZero(), Area: own.Area, Relation: own.Relation,
		Sex: own.Sex, Age: own.Age, RegisteredAt: own.RegisteredAt, MayAsk: own.MayAsk}
	for _, held := range own.Held {
		v.Tags = append(v.Tags, heldView(held))
	}
	for _, k := range own.Home {
		v.Household = append(v.Household, relativeView{k.ID, k.Name, k.Relation, k.Ward})
	}
	return v
}

func ownCorrectionOf(c registering.Asked) ownCorrection {
	return ownCorrection{ID: c.ID, Whose: c.Whose, Ward: c.Person != c.AskedBy, Field: c.Field, Value: c.Value.Plain(), Reason: c.Reason.Plain(), State: c.State,
		Answer: c.Answer.Plain(), At: c.At, DecidedAt: c.DecidedAt}
}

func recordCorrectionOf(c registering.Asked) recordCorrection {
	return recordCorrection{c.ID, c.Person, c.Whose, c.By, c.Person != c.AskedBy, c.Field, resident.Masked(c.Field, c.Value.Plain()), c.State, c.At, c.DecidedAt}
}

func caseOf(c registering.Case) caseView {
	return caseView{recordCorrectionOf(c.Asked), residentOf(c.Record)}
}

func (h Records) record(ctx context.Context, a models.Actor, in recordOf) (recordView, error) {
	own, err := h.Registering.Record(ctx, a, in.Of)
	return recordViewOf(own), err
}

func (h Records) mine(ctx context.Context, a models.Actor, in Page) (out ItemsOf[ownCorrection], err error) {
	found, next, err := h.Registering.OwnCorrections(ctx, a, registering.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, c := range found {
		out.Items = append(out.Items, ownCorrectionOf(c))
	}
	out.Next = next
	return out, err
}

func (h Records) own(ctx context.Context, a models.Actor, in recordCorrectionAt) (ownCorrection, error) {
	c, err := h.Registering.OwnCorrection(ctx, a, in.ID)
	return ownCorrectionOf(c), err
}

func (h Records) ask(ctx context.Context, a models.Actor, in askCorrectionIn) (ownCorrection, error) {
	c, err := h.Registering.AskCorrection(ctx, a, registering.Asking{Of: in.Of, Field: in.Field, Value: in.Value, Reason: in.Reason})
	return ownCorrectionOf(c), err
}

func (h Records) list(ctx context.Context, a models.Actor, in listCorrectionsIn) (out ItemsOf[recordCorrection], err error) {
	found, next, err := h.Registering.Corrections(ctx, a, in.State, in.Area, registering.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, c := range found {
		out.Items = append(out.Items, recordCorrectionOf(c))
	}
	out.Next = next
	return out, err
}

func (h Records) show(ctx context.Context, a models.Actor, in recordCorrectionAt) (caseView, error) {
	c, err := h.Registering.Correction(ctx, a, in.ID)
	return caseOf(c), err
}

func (h Records) look(ctx context.Context, a models.Actor, in recordCorrectionAt) (sideView, error) {
	side, err := h.Registering.LookAtCorrection(ctx, a, in.ID)
	return sideView(side), err
}

func (h Records) accept(ctx context.Context, a models.Actor, in acceptCorrectionIn) (caseView, error) {
	c, err := h.Registering.AcceptCorrection(ctx, a, in.ID, in.Version)
	return caseOf(c), err
}

func (h Records) refuse(ctx context.Context, a models.Actor, in refuseCorrectionIn) (caseView, error) {
	c, err := h.Registering.RefuseCorrection(ctx, a, in.ID, in.Reason)
	return caseOf(c), err
}
