// Package area is the noun of places: the tree city, street, community, grid, building, each with its centre and boundary.
package area

import (
	"strings"
	"unicode/utf8"

	"delinli/models"
	"delinli/models/geo"
)

// Area is one place of the tree. What it belongs to, its code says.
type Area struct {
	Code     models.AreaCode `json:"code"`
	Name     string          `json:"name"`
	Centre   *geo.Point      `json:"centre"`   // nil: not surveyed
	Boundary geo.Polygon     `json:"boundary"` // nil: not drawn
	Hotline  string          `json:"hotline"`  // its own number to call; empty: that of the area above
	Version  int             `json:"version"`  // counts the edits, from 1

	Line  Line            `json:"-"` // as read with the area
	Asked models.AreaCode `json:"-"` // the former code under which it was asked for; empty for its own
}

// Line is the number that residents of an area call, and the area whose number it is; zero where none has one.
type Line struct {
	Number string
	Of     models.AreaCode
}

const (
	maxName   = 60   // characters
	maxPoints = 5000 // of a boundary

	minHotline = 3  // digits
	maxHotline = 20 // characters
)

// Check names every fault of the area by its field: code, name, hotline, centre, boundary.
func (a Area) Check() error {
	bad := map[string]string{}
	if !wellFormed(a.Code) {
		bad["code"] = "area.bad_code"
	}
	if strings.TrimSpace(a.Name) == "" || utf8.RuneCountInString(a.Name) > maxName {
		bad["name"] = "area.bad_name"
	}
	if code := a.hotlineFault(); code != "" {
		bad["hotline"] = code
	}
	if code := BoundaryFault(a.Boundary); code != "" {
		bad["boundary"] = code
	} else if code := a.centreFault(); code != "" {
		bad["centre"] = code
	}
	if len(bad) > 0 {
		return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
	}
	return nil
}

// wellFormed refuses a code whose own digits are all zero: those stand for the area above (GB/T 10114).
func wellFormed(c models.AreaCode) bool {
	return c.Valid() && strings.Trim(string(c[len(c.Parent()):]), "0") != ""
}

// hotlineFault: communities and those above them have hotlines, of digits that plus, hyphen and space may part.
func (a Area) hotlineFault() string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("+- ", r) {
			return -1
		}
		return r
	}, a.Hotline)
	switch {
	case a.Hotline == "":
		return ""
	case a.Code.At(models.Grid) != "":
		return "area.hotline_too_low"
	case len(a.Hotline) > maxHotline, len(digits) < minHotline, strings.Trim(digits, "0123456789") != "":
		return "area.bad_hotline"
	}
	return ""
}

// BoundaryFault is the code of why no area can have the boundary; empty when one can, and for none.
func BoundaryFault(b geo.Polygon) string {
	if b == nil {
		return ""
	}
	if err := b.Check(); err != nil {
		return models.CodeOf(err)
	}
	points := 0
	for _, ring := range b {
		points += len(ring)
	}
	if points > maxPoints {
		return "area.boundary_too_fine"
	}
	return ""
}

func (a Area) centreFault() string {
	switch {
	case a.Centre == nil:
		return ""
	case !a.Centre.Valid():
		return "area.bad_centre"
	case a.Boundary != nil && !inBox(a.Boundary[0], *a.Centre):
		return "area.centre_outside"
	}
	return ""
}

// inBox reports whether p lies in the box around the ring. The centre of an area that bends may lie outside of its boundary,
// but never outside of that box.
func inBox(ring []geo.Point, p geo.Point) bool {
	low, high := ring[0], ring[0]
	for _, q := range ring {
		low = geo.Point{Lat: min(low.Lat, q.Lat), Lng: min(low.Lng, q.Lng)}
		high = geo.Point{Lat: max(high.Lat, q.Lat), Lng: max(high.Lng, q.Lng)}
	}
	return low.Lat <= p.Lat && p.Lat <= high.Lat && low.Lng <= p.Lng && p.Lng <= high.Lng
}
