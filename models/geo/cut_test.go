package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// ring is a closed ring through x, y, x, y, …
func ring(flat ...float64) []Point {
	points := line(flat...)
	return append(points, points[0])
}

func line(flat ...float64) (points []Point) {
	for i := 0; i < len(flat); i += 2 {
		points = append(points, Point{Lng: flat[i], Lat: flat[i+1]})
	}
	return points
}

// size is the ground of a polygon in square degrees.
func size(g Polygon) (all float64) {
	for i, ring := range g {
		twice := 0.0
		for k := range len(ring) - 1 {
			twice += ring[k].Lng*ring[k+1].Lat - ring[k+1].Lng*ring[k].Lat
		}
		if i == 0 {
			all += math.Abs(twice) / 2
		} else {
			all -= math.Abs(twice) / 2
		}
	}
	return all
}

func TestCut(t *testing.T) {
	box, u := Polygon{ring(0, 0, 4, 0, 4, 4, 0, 4)}, Polygon{ring(0, 0, 4, 0, 4, 4, 3, 4, 3, 1, 1, 1, 1, 4, 0, 4)}
	holed := Polygon{box[0], ring(1, 1, 2, 1, 2, 2, 1, 2)}
	for name, tt := range map[string]struct {
		of   Polygon
		line []Point
		want [2]float64 // square degrees; zero: not parted
	}{
		"straight across":           {box, line(1, -1, 1, 5), [2]float64{4, 12}},
		"the other way":             {box, line(1, 5, 1, -1), [2]float64{12, 4}},
		"with a bend":               {box, line(-1, 1, 2, 1, 2, 5), [2]float64{6, 10}},
		"from corner to corner":     {box, line(-1, -1, 5, 5), [2]float64{8, 8}},
		"from edge to edge":         {box, line(1, 0, 1, 4), [2]float64{4, 12}},
		"just short of the edge":    {box, line(1, 0.000005, 1, 3.999995), [2]float64{4, 12}},
		"through one leg of a U":    {u, line(-1, 2, 2, 2), [2]float64{2, 8}},
		"beside a hole":             {holed, line(3, -1, 3, 5), [2]float64{11, 4}},
		"through both legs of a U":  {u, line(-1, 2, 5, 2), [2]float64{}},
		"from within to within":     {box, line(1, 1, 3, 3), [2]float64{}},
		"out and in again":          {u, line(0.5, 3, 3.5, 3), [2]float64{}},
		"past it":                   {box, line(5, -1, 5, 5), [2]float64{}},
		"a point":                   {box, line(1, 1), [2]float64{}},
		"nowhere":                   {nil, line(1, -1, 1, 5), [2]float64{}},
		"a point that stands still": {box, line(1, 1, 1, 1), [2]float64{}},
	} {
		a, b := tt.of.Cut(tt.line)
		if got := [2]float64{size(a), size(b)}; math.Abs(got[0]-tt.want[0]) > 1e-6 || math.Abs(got[1]-tt.want[1]) > 1e-6 {
			t.Errorf("%s: %v, want %v: %v and %v", name, got, tt.want, a, b)
		}
		if a != nil && (a.Check() != nil || b.Check() != nil) {
			t.Errorf("%s: no polygons: %v and %v", name, a, b)
		}
	}
	if a, b := holed.Cut(line(3, -1, 3, 5)); len(a)+len(b) != 3 || len(a) != 2 {
		t.Errorf("the hole is in %v and %v", a, b)
	}
}

// TestPartsOfACutFit: whatever goes across a box once, both parts together are the box, and each point is in one of them.
func TestPartsOfACutFit(t *testing.T) {
	box := Polygon{ring(0, 0, 10, 0, 10, 10, 0, 10)}
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.Float64Range(0.5, 9.5)
		way := []Point{{Lng: in.Draw(t, "from"), Lat: -1}}
		for lat := 1.0; lat < 10; lat += 2 {
			way = append(way, Point{Lng: in.Draw(t, "bend"), Lat: lat})
		}
		way = append(way, Point{Lng: way[len(way)-1].Lng, Lat: 11})
		a, b := box.Cut(way)
		if a == nil || math.Abs(size(a)+size(b)-100) > 1e-6 {
			t.Fatalf("%v and %v", a, b)
		}
		at := Point{Lng: rapid.Float64Range(0.01, 9.99).Draw(t, "x"), Lat: rapid.Float64Range(0.01, 9.99).Draw(t, "y")}
		if a.Contains(at) == b.Contains(at) {
			t.Fatalf("%v is in both or in none", at)
		}
	})
}

func TestCrossings(t *testing.T) {
	for name, tt := range map[string]struct {
		of   Polygon
		want []Point
	}{
		"a box":              {Polygon{ring(0, 0, 4, 0, 4, 4, 0, 4)}, nil},
		"a bow":              {Polygon{ring(0, 0, 4, 4, 4, 0, 0, 4)}, line(2, 2)},
		"a hole that is cut": {Polygon{ring(0, 0, 4, 0, 4, 4, 0, 4), ring(1, 3, 2, 5, 3, 3)}, line(1.5, 4, 2.5, 4)},
	} {
		got := tt.of.Crossings()
		if len(got) != len(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
			continue
		}
		for i := range got {
			if !got[i].near(tt.want[i]) {
				t.Errorf("%s: %v, want %v", name, got, tt.want)
			}
		}
	}
}
