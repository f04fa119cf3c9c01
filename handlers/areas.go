package handlers

import (
	"context"
	"time"

	"delinli/app/cataloguing"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

// Areas are the doors to the area tree.
type Areas struct{ Cataloguing *cataloguing.Service }

// Who may change areas, and who may read what was changed; within their areas, the verb asks.
var (
	areaMakers  = Roles("city and system", models.CityStaff, models.SystemAdmin)
	areaEditors = Roles("area editors", models.CityStaff, models.SystemAdmin, models.CommunitySecretary)
	readers     = Roles("staff, system, auditor", cataloguing.Readers...)
)

// routes: a grid that was changed has another version or another code, so that whoever changes it again, for want of a reply, is told that it moved on
// and needs no key.
func (h Areas) routes() []Route {
	return []Route{
		get("/areas", Public, h.list, "The areas right below one, by code; without a parent the city"),
		get("/areas/at", Public, h.at, "The finest area whose boundary holds a point"),
		get("/areas/:code", Public, h.show, "One area with its boundary; by a code that ended, the area that its place is now"),
		get("/areas/:code/history", readers, h.history, "Every state of an area, the newest first"),
		get("/areas/:code/survey", OrderStaff, h.survey, "How the areas right below one fill it: what lies over another, beyond it, or in none"),
		post("/areas/:code/survey/try", OrderStaff, h.trySurvey, "The survey as it would be with other boundaries; it changes nothing").unkeyed(),
		get("/areas/:code/grid", areaMakers, h.grid, "What a grid has, for whoever is about to change it: buildings, neighbours, the next free code"),
		get("/areas/:code/changes", readers, h.changes, "How the grids of an area were split, merged and renumbered, the last first; also by a code that ended"),
		create("/areas", areaMakers, h.add, "Add an area below the one that its code names"),
		put("/areas/:code", areaEditors, h.edit, "Change name, centre, boundary and hotline"),
		post("/areas/:code/cut", areaMakers, h.cut, "The two parts of a grid along a line, for whoever is about to split it; it changes nothing").unkeyed(),
		post("/areas/:code/split", areaMakers, h.split, "Make a new grid of some buildings of a grid").unkeyed(),
		post("/areas/:code/merge", areaMakers, h.merge, "Give all that a grid has to another grid of its community; it ends").unkeyed(),
		post("/areas/:code/renumber", areaMakers, h.renumber, "Give a grid another code of its community").unkeyed(),
	}
}

type (
	areasIn struct {
		Page
		Parent   models.AreaCode `query:"parent" validate:"omitempty,areacode" example:"370785001"`
		Boundary bool            `query:"boundary"`
	}
	pointAt struct {
		Lat float64 `query:"lat" validate:"required,min=-90,max=90" example:"36.385"`
		Lng float64 `query:"lng" validate:"required,min=-180,max=180" example:"119.755"`
	}
	areaAt struct {
		Code models.AreaCode `path:"code" validate:"areacode"`
	}
	areaHistoryIn struct {
		Page
		areaAt
	}
	addAreaIn struct {
		Code models.AreaCode `json:"code" area:"own" validate:"required,areacode" example:"370785001005003"`
		areaBody
	}
	editAreaIn struct {
		areaAt
		Version int `json:"version" validate:"required,min=1"`
		areaBody
	}
	areaBody struct {
		Name     string   `json:"name" validate:"required,max=60" example:"第三网格"`
		Centre   *point   `json:"centre,omitempty"`
		Boundary *polygon `json:"boundary,omitempty"`
		Hotline  string   `json:"hotline,omitempty" validate:"omitempty,min=3,max=20" example:"0536-555-0101"`
	}
	// areaView is an area; its hotline is its own or that of the nearest area above that has one.
	areaView struct {
		Code     models.AreaCode  `json:"code"`
		Parent   models.AreaCode  `json:"parent,omitempty"`
		Level    models.AreaLevel `json:"level" example:"grid"`
		Name     string           `json:"name"`
		Centre   *point           `json:"centre,omitempty"`
		Boundary *polygon         `json:"boundary,omitempty"`
		Hotline  string           `json:"hotline,omitempty" example:"0536-555-0101"`
		Answers  models.AreaCode  `json:"hotline_of,omitempty" example:"370785001005"`
		Version  int              `json:"version"`
		Asked    models.AreaCode  `json:"moved_from,omitempty" example:"370785001005003" doc:"the code that was asked for, where it ended and this is its successor"`
	}
	// point is in degrees, WGS 84.
	point struct {
		Lat float64 `json:"lat" validate:"required,min=-90,max=90" example:"36.385"`
		Lng float64 `json:"lng" validate:"required,min=-180,max=180" example:"119.755"`
	}
	// polygon is a GeoJSON Polygon (RFC 7946): the outer ring, then holes; each position is longitude, latitude.
	polygon struct {
		Type        string        `json:"type" validate:"required,oneof=Polygon" example:"Polygon"`
		Coordinates [][][]float64 `json:"coordinates" validate:"required,min=1,dive,min=4,dive,min=2,max=3"`
	}
	// revisionView is one state of something that staff may change; body is as it then was.
	revisionView struct {
		Version   int             `json:"version"`
		At        time.Time       `json:"at"`
		ChangedBy models.PersonID `json:"changed_by,omitzero"` // none: the program
		Body      map[string]any  `json:"body"`
	}
)

// Ref is where a GET shows the area.
func (v areaView) Ref() string { return "/areas/" + string(v.Code) }

func (h Areas) list(ctx context.Context, _ models.Actor, in areasIn) (out ItemsOf[areaView], err error) {
	found, next, err := h.Cataloguing.Areas(ctx, in.Parent, in.Boundary, cataloguing.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, a := range found {
		out.Items = append(out.Items, areaViewOf(a))
	}
	out.Next = next
	return out, err
}

func (h Areas) show(ctx context.Context, _ models.Actor, in areaAt) (areaView, error) {
	a, err := h.Cataloguing.Area(ctx, in.Code)
	return areaViewOf(a), err
}

func (h Areas) at(ctx context.Context, _ models.Actor, in pointAt) (areaView, error) {
	a, err := h.Cataloguing.AreaAt(ctx, geo.Point(in))
	return areaViewOf(a), err
}

func (h Areas) history(ctx context.Context, a models.Actor, in areaHistoryIn) (ItemsOf[revisionView], error) {
	return history(ctx, h.Cataloguing, a, cataloguing.Area, string(in.Code), in.Page)
}

func (h Areas) add(ctx context.Context, a models.Actor, in addAreaIn) (areaView, error) {
	n, err := h.Cataloguing.AddArea(ctx, a, in.area(in.Code, 0))
	return areaViewOf(n), err
}

func (h Areas) edit(ctx context.Context, a models.Actor, in editAreaIn) (areaView, error) {
	n, err := h.Cataloguing.EditArea(ctx, a, in.area(in.Code, in.Version))
	return areaViewOf(n), err
}

func (in areaBody) area(code models.AreaCode, version int) area.Area {
	a := area.Area{Code: code, Name: in.Name, Hotline: in.Hotline, Version: version}
	if in.Centre != nil {
		a.Centre = &geo.Point{Lat: in.Centre.Lat, Lng: in.Centre.Lng}
	}
	a.Boundary = in.Boundary.ground()
	return a
}

// ground is the polygon as geo has it; no polygon is none there.
func (p *polygon) ground() (b geo.Polygon) {
	if p == nil {
		return nil
	}
	for _, ring := range p.Coordinates {
		b = append(b, pointsOf(ring))
	}
	return b
}

func pointsOf(positions [][]float64) []geo.Point {
	points := make([]geo.Point, len(positions))
	for i, position := range positions {
		points[i] = geo.Point{Lat: position[1], Lng: position[0]}
	}
	return points
}

func areaViewOf(a area.Area) areaView {
	v := areaView{Code: a.Code, Parent: a.Code.Parent(), Level: a.Code.Level(), Name: a.Name, Hotline: a.Line.Number,
		Answers: a.Line.Of, Version: a.Version, Asked: a.Asked}
	if a.Centre != nil {
		v.Centre = &point{a.Centre.Lat, a.Centre.Lng}
	}
	if a.Boundary == nil {
		return v
	}
	v.Boundary = new(polygonOf(a.Boundary))
	return v
}

func polygonOf(b geo.Polygon) polygon {
	out := polygon{Type: "Polygon"}
	for _, ring := range b {
		positions := make([][]float64, len(ring))
		for i, p := range ring {
			positions[i] = []float64{p.Lng, p.Lat}
		}
		out.Coordinates = append(out.Coordinates, positions)
	}
	return out
}

// history is the page of revisions of one thing that staff may change.
func history(ctx context.Context, s *cataloguing.Service, a models.Actor, subject, key string, p Page) (out ItemsOf[revisionView], err error) {
	found, next, err := s.History(ctx, a, subject, key, cataloguing.Page{Limit: p.Limit, Cursor: p.Cursor})
	for _, r := range found {
		out.Items = append(out.Items, revisionView{r.Version, r.At, r.By, r.Body})
	}
	out.Next = next
	return out, err
}
