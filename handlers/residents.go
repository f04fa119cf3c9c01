package handlers

import (
	"context"
	"time"

	"delinli/app/registering"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Residents are the doors to the register of residents. Everything is masked; a value in the clear is asked for with a reason.
type Residents struct{ Registering *registering.Service }

// registrars keep the register within their areas.
var registrars = Roles("registrars", resident.Registrars...)

func (h Residents) routes() []Route {
	return []Route{
		get("/residents", registrars, h.list, "The residents of one's areas, the last registered first"),
		post("/residents/find", registrars, h.find, "Who of one's areas has the identity number or the phone; each find is kept").unkeyed(),
		create("/residents", registrars, h.register, "Enter somebody; who has the phone already is entered under it"),
		get("/residents/:id", registrars, h.show, "One resident"),
		get("/residents/:id/household", registrars, h.household, "Who lives with a resident, themselves first"),
		put("/residents/:id", registrars, h.edit, "Write what the register has of somebody anew"),
		post("/residents/:id/look", registrars, h.look, "Values of a resident in the clear, for a reason; each look is kept").unkeyed(),
		post("/residents/:id/tags", registrars, h.tag, "Note what is known of somebody's situation"),
		remove("/residents/:id/tags/:tag", registrars, h.untag, "End what was known"),
	}
}

type (
	listResidentsIn struct {
		Page
		Area models.AreaCode   `query:"area" validate:"omitempty,areacode" example:"370785001005"`
		Tag  resident.Tag      `query:"tag" validate:"omitempty,oneof=living_alone empty_nest disabled chronic_illness low_income extreme_poverty veteran bereaved left_behind_child party_member"`
		Ages resident.AgeGroup `query:"ages" validate:"omitempty,oneof=children adults elders"`
	}
	findResidentIn struct {
		Number secret.IDNumber `json:"id_number,omitzero" example:"370799194903010026"`
		Phone  secret.Phone    `json:"phone,omitzero" example:"10012345678"`
	}
	residentAt struct {
		ID models.PersonID `path:"id" validate:"required"`
	}
	residentBody struct {
		Name     secret.Name       `json:"name" validate:"required" example:"张秀英"`
		Number   secret.IDNumber   `json:"id_number" validate:"required" example:"370799194903010026"`
		Phone    secret.Phone      `json:"phone,omitzero" example:"10012345678"`
		Address  secret.Text       `json:"address,omitzero" validate:"max=200" example:"康成花园3号楼1单元501室"`
		Area     models.AreaCode   `json:"area_code" validate:"required,areacode" example:"370785001005003" doc:"the grid, or the building"`
		Relation resident.Relation `json:"relation" validate:"required,oneof=head spouse child parent grandchild grandparent sibling other" example:"head"`
	}
	editResidentIn struct {
		residentAt
		Version int `json:"version" validate:"required,min=1"`
		residentBody
	}
	lookResidentIn struct {
		residentAt
		Fields []audit.What `json:"fields" validate:"required,min=1,max=4,unique,dive,oneof=name id_number phone address" example:"phone"`
		Reason audit.Reason `json:"reason" validate:"required" example:"visit"`
		Words  secret.Text  `json:"words,omitzero" validate:"max=200"`
	}
	tagIn struct {
		residentAt
		Tag    resident.Tag    `json:"tag" validate:"required,oneof=living_alone empty_nest disabled chronic_illness low_income extreme_poverty veteran bereaved left_behind_child party_member"`
		Source resident.Source `json:"source" validate:"required,oneof=visit self department" example:"visit"`
		Since  calendar.Date   `json:"since,omitempty" validate:"omitempty,datetime=2006-01-02" doc:"today when left out"`
	}
	untagIn struct {
		residentAt
		Tag resident.Tag `path:"tag" validate:"required,max=40"`
	}
)

type (
	residentView struct {
		ID           models.PersonID    `json:"id"`
		Name         secret.Name        `json:"name" example:"张**"`
		Number       secret.IDNumber    `json:"id_number" example:"370***********0026"`
		Phone        secret.Phone       `json:"phone,omitzero" example:"100****5678"`
		Address      bool               `json:"has_address"`
		Area         models.AreaCode    `json:"area_code" example:"370785001005003"`
		Household    models.HouseholdID `json:"household_id,omitzero"`
		Relation     resident.Relation  `json:"relation" example:"head"`
		Sex          resident.Sex       `json:"sex" example:"female"`
		Age          int                `json:"age" example:"75"`
		Tags         []resident.Tag     `json:"tags"`
		RegisteredAt time.Time          `json:"registered_at"`
		Version      int                `json:"version"`
		MergedFrom   models.PersonID    `json:"merged_from,omitzero" doc:"the id that was asked for, where its record was merged into this one"`
	}
	// residentRecord is what its reader may do with the record, beside what it holds.
	residentRecord struct {
		residentView
		Can  []resident.Act   `json:"can" example:"edit"`
		Kept []resident.Field `json:"self_kept" example:"name" doc:"fields that stay as the person wrote them, whatever the register is told"`
	}
	residentClear struct {
		Name     string `json:"name,omitempty"`
		IDNumber string `json:"id_number,omitempty"`
		Phone    string `json:"phone,omitempty"`
		Address  string `json:"address,omitempty"`
	}
)

// Ref is where the resident is shown.
func (v residentView) Ref() string { return "/residents/" + v.ID.String() }

func residentOf(k registering.Known) residentView {
	return residentView{ID: k.ID, Name: k.Name, Number: k.Number, Phone: k.Phone, Address: !k.Address.IsZero(), Area: k.Area, Household: k.Household, Relation: k.Relation,
		Sex: k.Sex, Age: k.Age, Tags: k.Tags, RegisteredAt: k.RegisteredAt, Version: k.Version, MergedFrom: k.MergedFrom}
}

func recordOfResident(s registering.Shown) residentRecord {
	return residentRecord{residentOf(s.Known), s.Can, s.Kept}
}

func residentsOf(known []registering.Known, next string) ItemsOf[residentView] {
	list := ItemsOf[residentView]{Items: make([]residentView, len(known)), Next: next}
	for i, k := range known {
		list.Items[i] = residentOf(k)
	}
	return list
}

func (b residentBody) entry() resident.Entry {
	return resident.Entry{Name: b.Name, Number: b.Number, Phone: b.Phone, Address: b.Address, Area: b.Area, Relation: b.Relation}
}

func (h Residents) list(ctx context.Context, a models.Actor, in listResidentsIn) (ItemsOf[residentView], error) {
	known, next, err := h.Registering.List(ctx, a, registering.Narrow{Area: in.Area, Tag: in.Tag, Ages: in.Ages}, registering.Page{Limit: in.Limit, Cursor: in.Cursor})
	return residentsOf(known, next), err
}

func (h Residents) find(ctx context.Context, a models.Actor, in findResidentIn) (ItemsOf[residentView], error) {
	known, err := h.Registering.Find(ctx, a, in.Number, in.Phone)
	return residentsOf(known, ""), err
}

func (h Residents) register(ctx context.Context, a models.Actor, in residentBody) (residentRecord, error) {
	k, err := h.Registering.Register(ctx, a, in.entry())
	return recordOfResident(k), err
}

func (h Residents) show(ctx context.Context, a models.Actor, in residentAt) (residentRecord, error) {
	k, err := h.Registering.Show(ctx, a, in.ID)
	return recordOfResident(k), err
}

func (h Residents) household(ctx context.Context, a models.Actor, in residentAt) (ItemsOf[residentView], error) {
	home, err := h.Registering.Household(ctx, a, in.ID)
	return residentsOf(home, ""), err
}

func (h Residents) edit(ctx context.Context, a models.Actor, in editResidentIn) (residentRecord, error) {
	k, err := h.Registering.Edit(ctx, a, in.ID, in.Version, in.entry())
	return recordOfResident(k), err
}

func (h Residents) look(ctx context.Context, a models.Actor, in lookResidentIn) (residentClear, error) {
	c, err := h.Registering.Look(ctx, a, in.ID, in.Fields, in.Reason, in.Words.Plain())
	return residentClear(c), err
}

func (h Residents) tag(ctx context.Context, a models.Actor, in tagIn) (residentRecord, error) {
	k, err := h.Registering.Tag(ctx, a, in.ID, in.Tag, in.Source, in.Since)
	return recordOfResident(k), err
}

func (h Residents) untag(ctx context.Context, a models.Actor, in untagIn) (Nothing, error) {
	_, err := h.Registering.Untag(ctx, a, in.ID, in.Tag)
	return Nothing{}, err
}
