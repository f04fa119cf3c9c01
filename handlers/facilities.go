package handlers

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"delinli/app/cataloguing"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/geo"
)

// Facilities are the doors to the places where people meet or are served: everybody finds them, staff of the area keep them.
type Facilities struct{ Cataloguing *cataloguing.Service }

func (h Facilities) routes() []Route {
	return []Route{
		get("/facilities", Public, h.list, "The facilities that are there: by area, or the nearest to a place first"),
		get("/facilities/:id", Public, h.show, "One facility, also one that has ended"),
		get("/facilities/:id/history", readers, h.history, "Every state of a facility, the newest first"),
		create("/facilities", OrderStaff, h.open, "Put a facility on the map"),
		put("/facilities/:id", OrderStaff, h.edit, "Change a facility"),
		post("/facilities/:id/end", OrderStaff, h.end, "Take a facility off the map"),
	}
}

// near is a place of a query: latitude and longitude with a comma between them.
type near geo.Point

// UnmarshalText reads the two numbers.
func (n *near) UnmarshalText(b []byte) error {
	lat, lng, _ := strings.Cut(string(b), ",")
	var bad [2]error
	n.Lat, bad[0] = strconv.ParseFloat(lat, 64)
	n.Lng, bad[1] = strconv.ParseFloat(lng, 64)
	if bad != [2]error{} || !geo.Point(*n).Valid() {
		return models.BadField("near", "field.format")
	}
	return nil
}

type (
	listFacilitiesIn struct {
		Page
		Near *near             `query:"near" example:"36.385,119.755" doc:"latitude,longitude: the nearest first, on one page"`
		Area models.AreaCode   `query:"area" validate:"omitempty,areacode" example:"370785001005"`
		Kind area.FacilityKind `query:"kind" validate:"omitempty,oneof=station pavilion square talk_point listening_corner"`
	}
	facilityAt struct {
		ID models.FacilityID `path:"id" validate:"required"`
	}
	facilityHistoryIn struct {
		Page
		facilityAt
	}
	facilityBody struct {
		Kind   area.FacilityKind `json:"kind" validate:"required,oneof=station pavilion square talk_point listening_corner" example:"station"`
		Name   string            `json:"name" validate:"required,max=60" example:"康成社区党群服务驿站"`
		Area   models.AreaCode   `json:"area_code" validate:"required,areacode" example:"370785001005003"`
		Place  point             `json:"place" validate:"required"`
		Opened calendar.Date     `json:"opened_on" validate:"required,datetime=2006-01-02" example:"2025-05-01"`
	}
	editFacilityIn struct {
		facilityAt
		Version int `json:"version" validate:"required,min=1"`
		facilityBody
	}
	endFacilityIn struct {
		facilityAt
		Version int `json:"version" validate:"required,min=1"`
	}
	facilityView struct {
		ID      models.FacilityID `json:"id"`
		Kind    area.FacilityKind `json:"kind" example:"station"`
		Name    string            `json:"name" example:"康成社区党群服务驿站"`
		Area    models.AreaCode   `json:"area_code" example:"370785001005003"`
		Place   point             `json:"place"`
		Opened  calendar.Date     `json:"opened_on" example:"2025-05-01"`
		Ended   *time.Time        `json:"ended_at,omitempty"`
		Version int               `json:"version"`
	}
	// reachedView is a facility of a list; metres are the way over the ground from the place that was asked about.
	reachedView struct {
		facilityView
		Metres *int `json:"metres,omitempty" example:"350"`
	}
)

// Ref is where a GET shows the facility.
func (v facilityView) Ref() string { return "/facilities/" + v.ID.String() }

func facilityOf(f area.Facility) facilityView {
	return facilityView{f.ID, f.Kind, f.Name, f.Area, point(f.Place), f.Opened, f.Ended, f.Version}
}

func (b facilityBody) facility(id models.FacilityID, version int) area.Facility {
	return area.Facility{ID: id, Kind: b.Kind, Name: b.Name, Area: b.Area, Place: geo.Point(b.Place), Opened: b.Opened, Version: version}
}

func (h Facilities) list(ctx context.Context, _ models.Actor, in listFacilitiesIn) (out ItemsOf[reachedView], err error) {
	found, next, err := h.Cataloguing.Facilities(ctx, cataloguing.Sought{Area: in.Area, Kind: in.Kind, Near: (*geo.Point)(in.Near)},
		cataloguing.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, f := range found {
		v := reachedView{facilityView: facilityOf(f.Facility)}
		if f.Metres != nil {
			v.Metres = new(int(math.Round(*f.Metres)))
		}
		out.Items = append(out.Items, v)
	}
	out.Next = next
	return out, err
}

func (h Facilities) show(ctx context.Context, _ models.Actor, in facilityAt) (facilityView, error) {
	f, err := h.Cataloguing.Facility(ctx, in.ID)
	return facilityOf(f), err
}

func (h Facilities) history(ctx context.Context, a models.Actor, in facilityHistoryIn) (ItemsOf[revisionView], error) {
	return history(ctx, h.Cataloguing, a, cataloguing.Facility, in.ID.String(), in.Page)
}

func (h Facilities) open(ctx context.Context, a models.Actor, in facilityBody) (facilityView, error) {
	f, err := h.Cataloguing.OpenFacility(ctx, a, in.facility(models.FacilityID{}, 0))
	return facilityOf(f), err
}

func (h Facilities) edit(ctx context.Context, a models.Actor, in editFacilityIn) (facilityView, error) {
	f, err := h.Cataloguing.EditFacility(ctx, a, in.facility(in.ID, in.Version))
	return facilityOf(f), err
}

func (h Facilities) end(ctx context.Context, a models.Actor, in endFacilityIn) (facilityView, error) {
	f, err := h.Cataloguing.EndFacility(ctx, a, in.ID, in.Version)
	return facilityOf(f), err
}
