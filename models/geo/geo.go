// Package geo measures distances on the ground and tells what lies inside a boundary.
package geo

import (
	"encoding/json"
	"math"

	"delinli/models"
)

// Fence is how near, in metres, a visitor must be to sign in by place.
const Fence = 500.0

// earth is the mean radius of the Earth in metres (IUGG).
const earth = 6_371_008.8

// Point is a place in degrees, WGS 84.
type Point struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

// Valid reports whether the point lies on the Earth.
func (p Point) Valid() bool { return math.Abs(p.Lat) <= 90 && math.Abs(p.Lng) <= 180 }

// Distance is the way over the ground from a to b in metres, by the haversine formula.
func Distance(a, b Point) float64 {
	const rad = math.Pi / 180
	lat, lng := math.Sin((b.Lat-a.Lat)*rad/2), math.Sin((b.Lng-a.Lng)*rad/2)
	h := lat*lat + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*lng*lng
	return 2 * earth * math.Asin(math.Sqrt(min(1, h)))
}

// Way is the distance in metres between two places of which either may be unknown; nil says so of the way.
func Way(a, b *Point) *float64 {
	if a == nil || b == nil {
		return nil
	}
	return new(Distance(*a, *b))
}

// Polygon is an area: its outer ring, then the rings of its holes. Each ring ends with the point it began with. In JSON
// it is a GeoJSON Polygon (RFC 7946); no polygon is null.
type Polygon [][]Point

var errPolygon = models.Fault(models.Invalid, "geo.bad_polygon")

// Contains reports whether p lies inside the outer ring and in no hole; a point on a line may count either way.
func (g Polygon) Contains(p Point) (inside bool) {
	for _, ring := range g {
		for i := range len(ring) - 1 {
			a, b := ring[i], ring[i+1]
			if (a.Lat > p.Lat) != (b.Lat > p.Lat) && p.Lng < a.Lng+(b.Lng-a.Lng)*(p.Lat-a.Lat)/(b.Lat-a.Lat) {
				inside = !inside
			}
		}
	}
	return inside
}

// Check refuses a polygon without a ring, a ring that is open or has fewer than four points, and a point off the Earth.
func (g Polygon) Check() error {
	if len(g) == 0 {
		return errPolygon
	}
	for _, ring := range g {
		if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
			return errPolygon
		}
		for _, p := range ring {
			if !p.Valid() {
				return errPolygon
			}
		}
	}
	return nil
}

type geoJSON struct {
	Type        string        `json:"type"`
	Coordinates [][][]float64 `json:"coordinates"` // rings of positions: longitude, latitude, and a height that is left out
}

// MarshalJSON writes GeoJSON.
func (g Polygon) MarshalJSON() ([]byte, error) {
	if g == nil {
		return []byte("null"), nil
	}
	out := geoJSON{Type: "Polygon", Coordinates: make([][][]float64, len(g))}
	for i, ring := range g {
		for _, p := range ring {
			out.Coordinates[i] = append(out.Coordinates[i], []float64{p.Lng, p.Lat})
		}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads GeoJSON; anything that is no polygon is geo.bad_polygon.
func (g *Polygon) UnmarshalJSON(b []byte) error {
	var in *geoJSON
	if err := json.Unmarshal(b, &in); err != nil {
		return &models.Error{Kind: errPolygon.Kind, Code: errPolygon.Code, Err: err}
	}
	*g = nil
	if in == nil {
		return nil
	}
	if in.Type != "Polygon" {
		return errPolygon
	}
	return g.read(in.Coordinates)
}

func (g *Polygon) read(rings [][][]float64) error {
	for _, ring := range rings {
		points := make([]Point, len(ring))
		for i, position := range ring {
			if len(position) < 2 {
				return errPolygon
			}
			points[i] = Point{Lat: position[1], Lng: position[0]}
		}
		*g = append(*g, points)
	}
	return g.Check()
}
