package handlers

import (
	"context"
	"time"

	"delinli/app/registering"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Merges are the doors by which staff find residents who were entered twice, make one record of two, and take that back.
type Merges struct{ Registering *registering.Service }

func (h Merges) routes() []Route {
	return []Route{
		get("/merges/alike", OrderStaff, h.alike, "Residents of one's areas who look like one who was registered before, the last registered first"),
		get("/merges/compare", OrderStaff, h.compare, "Two residents beside each other, masked, with the fields that are the same"),
		post("/merges/distinct", OrderStaff, h.part, "Remember that two residents are two people"),
		get("/merges/distinct", OrderStaff, h.parted, "The pairs of one's areas that were told apart, the last first"),
		post("/merges/distinct/undo", OrderStaff, h.doubt, "Take back that two residents are two people"),
		create("/merges", OrderStaff, h.merge, "Merge one record into another; what refers to it follows, and its id leads on"),
		get("/merges", OrderStaff, h.list, "The mergings of one's areas, the newest first"),
		get("/merges/:id", OrderStaff, h.show, "One merging"),
		post("/merges/:id/undo", OrderStaff, h.undo, "Take a merging back: both records are as they were"),
	}
}

type (
	alikeIn struct {
		Page
		Area models.AreaCode `query:"area" validate:"omitempty,areacode" example:"370785001005"`
	}
	compareIn struct {
		One   models.PersonID `query:"one" validate:"required"`
		Other models.PersonID `query:"other" validate:"required"`
	}
	distinctIn struct {
		One   models.PersonID `json:"one" validate:"required"`
		Other models.PersonID `json:"other" validate:"required"`
	}
	mergeRecordsIn struct {
		Kept        models.PersonID  `json:"kept" validate:"required" doc:"the record that stays"`
		Gone        models.PersonID  `json:"gone" validate:"required" doc:"the record that leads there"`
		KeptVersion int              `json:"kept_version" validate:"required,min=1" doc:"as it was shown"`
		GoneVersion int              `json:"gone_version" validate:"required,min=1" doc:"as it was shown"`
		Fields      []resident.Field `json:"fields" validate:"max=6,unique,dive,oneof=name id_number phone area_code address relation" example:"phone" doc:"what the record that stays takes over; with area_code comes the household"`
	}
	mergeAt struct {
		ID models.MergeID `path:"id" validate:"required"`
	}
)

type (
	suspectView struct {
		residentView
		Others []likeView `json:"others"`
	}
	likeView struct {
		residentView
		Why []resident.Likeness `json:"why" example:"name_and_birth"`
	}
	halfView struct {
		residentView
		Came    bool   `json:"came" doc:"they have logged in themselves"`
		MayGo   bool   `json:"may_go" doc:"whether it may be merged into the other"`
		Refusal string `json:"refusal,omitempty" example:"merge.has_acted"`
		Orders  int    `json:"orders"`
		Posts   int    `json:"posts"`
		Notices int    `json:"notices"`
	}
	pairView struct {
		One   halfView         `json:"one"`
		Other halfView         `json:"other"`
		Same  []resident.Field `json:"same" example:"name" doc:"fields with the same value in both, which masks hide"`
	}
	partedView struct {
		One   residentView `json:"one"`
		Other residentView `json:"other"`
		By    secret.Name  `json:"by,omitzero" example:"周**"`
		At    time.Time    `json:"at"`
		Can   []string     `json:"can" example:"undo"`
	}
	mergeView struct {
		ID       models.MergeID   `json:"id"`
		Kept     models.PersonID  `json:"kept"`
		Gone     models.PersonID  `json:"gone"`
		Into     *residentView    `json:"into,omitempty"`
		Name     secret.Name      `json:"name,omitzero" example:"张**" doc:"of the record that leads on"`
		By       secret.Name      `json:"by,omitzero" example:"周**"`
		At       time.Time        `json:"at"`
		Fields   []resident.Field `json:"fields" example:"phone"`
		UndoneAt *time.Time       `json:"undone_at,omitempty"`
	}
)

// Ref is where the merging is shown.
func (v mergeView) Ref() string { return "/merges/" + v.ID.String() }

func mergeOf(m registering.Merged) mergeView {
	v := mergeView{ID: m.ID, Kept: m.Kept, Gone: m.Gone, Name: m.Name, By: m.By, At: m.At, Fields: m.Fields, UndoneAt: m.UndoneAt}
	if !m.Into.ID.IsZero() {
		into := residentOf(m.Into)
		v.Into = &into
	}
	return v
}

func halfOf(h registering.Half) halfView {
	return halfView{residentView: residentOf(h.Known), Came: h.Standing.Came || h.Standing.Works, MayGo: h.Refusal == nil, Refusal: models.CodeOf(h.Refusal),
		Orders: h.Behind.Orders, Posts: h.Behind.Posts, Notices: h.Behind.Notices}
}

func (h Merges) alike(ctx context.Context, a models.Actor, in alikeIn) (out ItemsOf[suspectView], err error) {
	found, next, err := h.Registering.Suspects(ctx, a, in.Area, registering.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, s := range found {
		v := suspectView{residentView: residentOf(s.Known)}
		for _, o := range s.Others {
			v.Others = append(v.Others, likeView{residentOf(o.Known), o.Why})
		}
		out.Items = append(out.Items, v)
	}
	out.Next = next
	return out, err
}

func (h Merges) compare(ctx context.Context, a models.Actor, in compareIn) (pairView, error) {
	pair, err := h.Registering.Compare(ctx, a, in.One, in.Other)
	return pairView{halfOf(pair.One), halfOf(pair.Other), pair.Same}, err
}

func (h Merges) part(ctx context.Context, a models.Actor, in distinctIn) (Nothing, error) {
	return Nothing{}, h.Registering.Part(ctx, a, in.One, in.Other)
}

func (h Merges) parted(ctx context.Context, a models.Actor, in alikeIn) (out ItemsOf[partedView], err error) {
	found, next, err := h.Registering.Parted(ctx, a, in.Area, registering.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, p := range found {
		out.Items = append(out.Items, partedView{residentOf(p.One), residentOf(p.Other), p.By, p.At, p.Can})
	}
	out.Next = next
	return out, err
}

func (h Merges) doubt(ctx context.Context, a models.Actor, in distinctIn) (Nothing, error) {
	return Nothing{}, h.Registering.Doubt(ctx, a, in.One, in.Other)
}

func (h Merges) merge(ctx context.Context, a models.Actor, in mergeRecordsIn) (mergeView, error) {
	m, err := h.Registering.Merge(ctx, a, registering.Choice{Kept: in.Kept, Gone: in.Gone, KeptVersion: in.KeptVersion, GoneVersion: in.GoneVersion, Fields: in.Fields})
	return mergeOf(m), err
}

func (h Merges) list(ctx context.Context, a models.Actor, in alikeIn) (out ItemsOf[mergeView], err error) {
	found, next, err := h.Registering.Mergings(ctx, a, in.Area, registering.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, m := range found {
		out.Items = append(out.Items, mergeOf(m))
	}
	out.Next = next
	return out, err
}

func (h Merges) show(ctx context.Context, a models.Actor, in mergeAt) (mergeView, error) {
	m, err := h.Registering.Merging(ctx, a, in.ID)
	return mergeOf(m), err
}

func (h Merges) undo(ctx context.Context, a models.Actor, in mergeAt) (mergeView, error) {
	m, err := h.Registering.Unmerge(ctx, a, in.ID)
	return mergeOf(m), err
}
