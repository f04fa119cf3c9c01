// Package ground tells how the boundaries of areas fit together: which cross themselves, which lie over each other, and what of the whole none of them
// has. It measures in square metres on a plane that touches the Earth in the middle of the whole, which for a city is exact to a few in ten thousand.
package ground

import (
	"fmt"
	"math"

	"github.com/peterstace/simplefeatures/geom"

	"delinli/models"
	"delinli/models/geo"
)

// Sliver is the size in square metres below which a fault is the width of a pen.
const Sliver = 100.0

// Whole reports whether a boundary is one piece of ground that does not cross itself.
func Whole(b geo.Polygon) bool {
	if len(b) == 0 || b.Check() != nil {
		return false
	}
	return planeAt(b).polygon(b).Validate() == nil
}

// Beyond is the share of an area, 0 to 1, that lies outside of a whole; both are one piece of ground each.
func Beyond(part, whole geo.Polygon) (float64, error) {
	at := planeAt(part)
	own := at.polygon(part).AsGeometry()
	beyond, err := geom.Difference(own, at.polygon(whole).AsGeometry())
	if err != nil {
		return 0, fmt.Errorf("ground: %w", err)
	}
	return beyond.Area() / own.Area(), nil
}

// Join gives the ground of two areas together where that is one piece of ground; nil where it is not, or where one of them is none.
func Join(a, b geo.Polygon) geo.Polygon {
	if !Whole(a) || !Whole(b) {
		return nil
	}
	at := planeAt(a)
	together, err := geom.Union(at.polygon(a).AsGeometry(), at.polygon(b).AsGeometry())
	if err != nil {
		return nil
	}
	if one, ok := together.AsPolygon(); ok {
		return at.back(one)
	}
	return nil
}

// Fit surveys the parts of a whole. A whole without a boundary has no gaps and nothing outside.
func Fit(whole geo.Polygon, parts []geo.Part) (s geo.Survey, err error) {
	var drawn []shape
	var at plane
	for _, p := range parts {
		switch {
		case p.Boundary == nil:
			s.Undrawn = append(s.Undrawn, p.Code)
		case !Whole(p.Boundary):
			s.Crossing = append(s.Crossing, geo.Crossing{Code: p.Code, At: p.Boundary.Crossings()})
		default:
			if at == (plane{}) {
				at = planeAt(p.Boundary)
			}
			drawn = append(drawn, shape{p.Code, at.polygon(p.Boundary).AsGeometry()})
		}
	}
	if err := overlap(&s, at, drawn); err != nil {
		return s, err
	}
	if !Whole(whole) || len(drawn) == 0 {
		return s, nil
	}
	return s, fill(&s, at, at.polygon(whole).AsGeometry(), drawn)
}

// shape is a part on the plane.
type shape struct {
	code models.AreaCode
	geom.Geometry
}

func overlap(s *geo.Survey, at plane, drawn []shape) error {
	for i, a := range drawn {
		for _, b := range drawn[i+1:] {
			if !a.Envelope().Intersects(b.Envelope()) {
				continue
			}
			common, err := geom.Intersection(a.Geometry, b.Geometry)
			if err != nil {
				return fmt.Errorf("%s and %s: %w", a.code, b.code, err)
			}
			if place := at.place(common); place.Metres >= Sliver {
				s.Overlaps = append(s.Overlaps, geo.Overlap{A: a.code, B: b.code, Place: place})
			}
		}
	}
	return nil
}

func fill(s *geo.Survey, at plane, whole geom.Geometry, drawn []shape) error {
	all := make([]geom.Geometry, len(drawn))
	for i, d := range drawn {
		all[i] = d.Geometry
		beyond, err := geom.Difference(d.Geometry, whole)
		if err != nil {
			return fmt.Errorf("%s: %w", d.code, err)
		}
		if place := at.place(beyond); place.Metres >= Sliver {
			s.Outside = append(s.Outside, geo.Outside{Code: d.code, Place: place})
		}
	}
	if len(s.Undrawn)+len(s.Crossing) > 0 {
		return nil
	}
	together, err := geom.UnionMany(all)
	if err != nil {
		return err
	}
	left, err := geom.Difference(whole, together)
	if err != nil {
		return err
	}
	if place := at.place(left); place.Metres >= Sliver {
		s.Gaps = place
	}
	return nil
}

// plane touches the Earth at a point; its units are metres.
type plane struct{ lat, lng, perLat, perLng float64 }

// perDegree is how many metres a degree of latitude has, on a sphere of the mean radius (IUGG).
const perDegree = 6_371_008.8 * math.Pi / 180

func planeAt(b geo.Polygon) plane {
	first := b[0][0]
	return plane{first.Lat, first.Lng, perDegree, perDegree * math.Cos(first.Lat*math.Pi/180)}
}

func (p plane) polygon(b geo.Polygon) geom.Polygon {
	rings := make([]geom.LineString, len(b))
	for i, ring := range b {
		flat := make([]float64, 0, 2*len(ring))
		for _, at := range ring {
			flat = append(flat, (at.Lng-p.lng)*p.perLng, (at.Lat-p.lat)*p.perLat)
		}
		rings[i] = geom.NewLineString(geom.NewSequence(flat, geom.DimXY))
	}
	return geom.NewPolygon(rings)
}

// place measures a geometry and brings its pieces of ground back to the Earth; lines and points have none.
func (p plane) place(g geom.Geometry) (out geo.Place) {
	out.Metres = math.Round(g.Area())
	for _, piece := range g.Dump() {
		if polygon, ok := piece.AsPolygon(); ok && polygon.Area() >= 1 {
			out.Where = append(out.Where, p.back(polygon))
		}
	}
	return out
}

func (p plane) back(g geom.Polygon) (b geo.Polygon) {
	for _, ring := range g.DumpRings() {
		seq := ring.Coordinates()
		points := make([]geo.Point, seq.Length())
		for i := range points {
			at := seq.GetXY(i)
			points[i] = geo.Point{Lat: p.lat + at.Y/p.perLat, Lng: p.lng + at.X/p.perLng}
		}
		b = append(b, points)
	}
	return b
}
