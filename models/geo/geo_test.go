package geo

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestWayIsKnownOnlyBetweenTwoPlaces(t *testing.T) {
	a, b := &Point{Lat: 36.38, Lng: 119.75}, &Point{Lat: 36.3845, Lng: 119.75}
	for _, ends := range [][2]*Point{{nil, nil}, {a, nil}, {nil, b}} {
		if way := Way(ends[0], ends[1]); way != nil {
			t.Errorf("%v m from nowhere", *way)
		}
	}
	if way := Way(a, b); way == nil || math.Abs(*way-500.4) > 0.1 {
		t.Errorf("across a yard: %v", way)
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		name   string
		a, b   Point
		metres float64
		within float64
	}{
		{"nowhere", Point{36.38, 119.75}, Point{36.38, 119.75}, 0, 0},
		{"a degree of latitude", Point{36, 119}, Point{37, 119}, 111_195, 1},
		{"a degree of longitude at the equator", Point{0, 179.5}, Point{0, -179.5}, 111_195, 1},
		{"the other side of the Earth", Point{36, 119}, Point{-36, -61}, math.Pi * earth, 1},
		{"Beijing to Shanghai", Point{39.9042, 116.4074}, Point{31.2304, 121.4737}, 1_067_000, 1_500},
		{"across a yard", Point{36.38, 119.75}, Point{36.3845, 119.75}, 500.4, 0.1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Distance(tt.a, tt.b); math.Abs(got-tt.metres) > tt.within {
				t.Errorf("%f m, want %f", got, tt.metres)
			}
		})
	}
}

var points = rapid.Custom(func(t *rapid.T) Point {
	return Point{rapid.Float64Range(-90, 90).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lng")}
})

func TestDistanceIsAMetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := points.Draw(t, "a"), points.Draw(t, "b"), points.Draw(t, "c")
		if d := Distance(a, b); !(d >= 0 && d <= math.Pi*earth+1) || math.Abs(d-Distance(b, a)) > 1e-6 {
			t.Errorf("%f there, %f back", d, Distance(b, a))
		}
		if Distance(a, c) > Distance(a, b)+Distance(b, c)+1 {
			t.Error("a detour is shorter")
		}
	})
}

func TestValid(t *testing.T) {
	for p, want := range map[Point]bool{
		{}: true, {90, 180}: true, {-90, -180}: true, {90.1, 0}: false, {0, -180.1}: false,
		{math.NaN(), 0}: false, {0, math.NaN()}: false, {math.Inf(1), 0}: false,
	} {
		if p.Valid() != want {
			t.Errorf("%v: %t", p, !want)
		}
	}
}

// yard is a square with a square pond in its middle.
const yard = `{"type":"Polygon","coordinates":[[[119,36],[120,36],[120,37],[119,37],[119,36]],[[119.4,36.4],[119.6,36.4],[119.6,36.6],[119.4,36.6],[119.4,36.4]]]}`

func TestContains(t *testing.T) {
	var g Polygon
	if err := json.Unmarshal([]byte(yard), &g); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[Point]bool{
		{36.2, 119.2}: true, {36.5, 119.2}: true, {36.5, 119.9}: true, {36.5, 119.5}: false,
		{35.9, 119.5}: false, {37.1, 119.5}: false, {36.5, 118.9}: false, {36.5, 120.1}: false,
	} {
		if g.Contains(p) != want {
			t.Errorf("%v: %t", p, !want)
		}
	}
	if Polygon(nil).Contains(Point{36, 119}) {
		t.Error("no polygon contains a point")
	}
}

func TestContainsAgreesWithACircle(t *testing.T) {
	centre, round := Point{36.38, 119.75}, make([]Point, 361)
	for i := range round {
		sin, cos := math.Sincos(float64(i%360) * math.Pi / 180)
		round[i] = Point{centre.Lat + sin, centre.Lng + cos}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := Point{rapid.Float64Range(35, 38).Draw(t, "lat"), rapid.Float64Range(118, 121).Draw(t, "lng")}
		r := math.Hypot(p.Lat-centre.Lat, p.Lng-centre.Lng)
		if math.Abs(r-1) > 0.001 && (Polygon{round}).Contains(p) != (r < 1) {
			t.Errorf("%v at %f", p, r)
		}
	})
}

func TestPolygonRoundTrip(t *testing.T) {
	var g Polygon
	if err := json.Unmarshal([]byte(yard), &g); err != nil {
		t.Fatal(err)
	}
	if b, err := json.Marshal(g); err != nil || string(b) != yard {
		t.Errorf("written as %s, %v", b, err)
	}
	high := Polygon{}
	if err := json.Unmarshal([]byte(`{"type":"Polygon","bbox":[1],"coordinates":[[[1,2,3],[4,5,6],[7,8,9],[1,2,3]]]}`), &high); err != nil ||
		!reflect.DeepEqual(high, Polygon{{{2, 1}, {5, 4}, {8, 7}, {2, 1}}}) {
		t.Errorf("heights: %v, %v", high, err)
	}
	if err := json.Unmarshal([]byte("null"), &g); err != nil || g != nil {
		t.Errorf("null is %v, %v", g, err)
	}
	if b, err := json.Marshal(g); err != nil || string(b) != "null" {
		t.Errorf("none is %s, %v", b, err)
	}
}

func TestPolygonRefuses(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, `"x"`, `{"type":"Point","coordinates":[1,2]}`, `{"type":"Polygon"}`, `{"type":"Polygon","coordinates":[]}`,
		`{"type":"MultiPolygon","coordinates":[[[1,2],[4,5],[7,8],[1,2]]]}`,
		`{"type":"Polygon","coordinates":[[]]}`, `{"type":"Polygon","coordinates":[[[1,2],[4,5],[1,2]]]}`,
		`{"type":"Polygon","coordinates":[[[1,2],[4,5],[7,8],[9,9]]]}`, `{"type":"Polygon","coordinates":[[[1,2],[4,5],[7],[1,2]]]}`,
		`{"type":"Polygon","coordinates":[[[1,2],[4,95],[7,8],[1,2]]]}`, `{"type":"Polygon","coordinates":[[["1",2],[4,5],[7,8],["1",2]]]}`,
	} {
		var g Polygon
		if err := json.Unmarshal([]byte(text), &g); !errors.Is(err, errPolygon) {
			t.Errorf("%s was read as %v, %v", text, g, err)
		}
	}
}
