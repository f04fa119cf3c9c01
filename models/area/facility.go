package area

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/geo"
	"delinli/models/secret"
)

// FacilityKind is what a facility is.
type FacilityKind string

// The kinds of facilities.
const (
	Station         FacilityKind = "station"          // 党群服务驿站
	Pavilion        FacilityKind = "pavilion"         // 德邻议事亭, 德邻广场
	Square          FacilityKind = "square"           // 广场
	TalkPoint       FacilityKind = "talk_point"       // 说事点
	ListeningCorner FacilityKind = "listening_corner" // 听事角
)

// FacilityKinds lists them in the order of forms.
var FacilityKinds = []FacilityKind{Station, Pavilion, Square, TalkPoint, ListeningCorner}

// Facility is a place where people meet or are served.
type Facility struct {
	ID      models.FacilityID `json:"id"`
	Kind    FacilityKind      `json:"kind"`
	Name    string            `json:"name"`
	Area    models.AreaCode   `json:"area_code"`
	Place   geo.Point         `json:"place"`
	Opened  calendar.Date     `json:"opened_on"`
	Ended   *time.Time        `json:"ended_at"` // nil: it is there
	Version int               `json:"version"`  // counts the edits, from 1
}

// What the opening of a facility may be: since the founding of the People's Republic, none that serves the public is older, and announced a year before it opens.
const (
	firstOpening calendar.Date = "1949-10-01"
	yearsAhead   int           = 1
)

// Check names every fault that the facility has today by its field: kind, name, place, opened_on. Everybody reads its name, so that holds nothing personal.
func (f Facility) Check(today calendar.Date) error {
	bad, limits := map[string]string{}, map[string]string{}
	if !slices.Contains(FacilityKinds, f.Kind) {
		bad["kind"] = "field.choice"
	}
	if strings.TrimSpace(f.Name) == "" || utf8.RuneCountInString(f.Name) > maxName {
		bad["name"] = "area.bad_name"
	} else if len(secret.FindPersonal(f.Name)) > 0 {
		bad["name"] = "facility.personal"
	}
	if !f.Place.Valid() {
		bad["place"] = "area.bad_centre"
	}
	last := today.Later(yearsAhead)
	switch _, ok := f.Opened.Midnight(); {
	case !ok:
		bad["opened_on"] = "field.format"
	case f.Opened < firstOpening:
		bad["opened_on"], limits["opened_on"] = "facility.opened_early", string(firstOpening)
	case f.Opened > last:
		bad["opened_on"], limits["opened_on"] = "facility.opened_late", string(last)
	}
	return models.BadLimits(bad, limits)
}

// Outside reports whether the facility lies beyond the boundary of the area that it is said to be of; where none is drawn, nobody knows.
func (f Facility) Outside(of Area) bool { return of.Boundary != nil && !of.Boundary.Contains(f.Place) }

// MayKeepFacility says whether the actor may open, change or end facilities of the area: its staff may. It is Forbidden else.
func MayKeepFacility(a models.Actor, code models.AreaCode) error {
	if a.System || a.Holds(code, models.Staff...) {
		return nil
	}
	return models.Denied
}
