package geo

import "delinli/models"

// Part is an area with its boundary; nil where none is drawn.
type Part struct {
	Code     models.AreaCode
	Boundary Polygon
}

// Place is where a fault lies, and how large it is.
type Place struct {
	Metres float64 // square
	Where  []Polygon
}

// Overlap is ground that two areas have.
type Overlap struct {
	A, B models.AreaCode
	Place
}

// Outside is ground that an area has beyond the whole.
type Outside struct {
	Code models.AreaCode
	Place
}

// Crossing is an area whose boundary is no one piece of ground, with the points in which it crosses itself.
type Crossing struct {
	Code models.AreaCode
	At   []Point
}

// Survey is how parts fill a whole.
type Survey struct {
	Undrawn  []models.AreaCode
	Crossing []Crossing // nothing else can be said of them
	Overlaps []Overlap
	Outside  []Outside
	Gaps     Place // of the whole, that no part has; nothing while parts are undrawn or crossing
}
