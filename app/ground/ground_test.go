package ground_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/app/ground"
	"delinli/models"
	"delinli/models/geo"
)

// The middle of the town, and how many degrees a hundred metres are there.
const (
	lat, lng = 36.385, 119.755
	up       = 100 / (6_371_008.8 * math.Pi / 180)
)

var right = up / math.Cos(lat*math.Pi/180)

// box is a rectangle in hundreds of metres.
func box(x0, y0, x1, y1 float64) geo.Polygon {
	at := func(x, y float64) geo.Point { return geo.Point{Lat: lat + y*up, Lng: lng + x*right} }
	return geo.Polygon{{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)}}
}

func part(code models.AreaCode, b geo.Polygon) geo.Part {
	return geo.Part{Code: code, Boundary: b}
}

func near(got, want float64) bool { return math.Abs(got-want) <= 1+want/1_000 }

// TestFit: each fault is found where it lies, and a pen's width is none.
func TestFit(t *testing.T) {
	whole := box(0, 0, 10, 10)
	bow := geo.Polygon{{whole[0][0], whole[0][2], whole[0][1], whole[0][3], whole[0][0]}}
	for name, tt := range map[string]struct {
		parts                     []geo.Part
		overlap, gap, outside     float64
		overlaps, undrawn, crosss int
	}{
		"two halves":         {parts: []geo.Part{part("a", box(0, 0, 5, 10)), part("b", box(5, 0, 10, 10))}},
		"a pen's width":      {parts: []geo.Part{part("a", box(0, 0, 5.0005, 10)), part("b", box(5, 0, 10, 10))}},
		"over each other":    {parts: []geo.Part{part("a", box(0, 0, 6, 10)), part("b", box(5, 0, 10, 10))}, overlap: 100_000, overlaps: 1},
		"a gap":              {parts: []geo.Part{part("a", box(0, 0, 4, 10)), part("b", box(5, 0, 10, 10))}, gap: 100_000},
		"beyond":             {parts: []geo.Part{part("a", box(-1, 0, 5, 10)), part("b", box(5, 0, 10, 10))}, outside: 100_000},
		"one within another": {parts: []geo.Part{part("a", whole), part("b", box(4, 4, 5, 5))}, overlap: 10_000, overlaps: 1},
		"not drawn":          {parts: []geo.Part{part("a", box(0, 0, 5, 10)), part("b", nil)}, undrawn: 1},
		"crossing itself":    {parts: []geo.Part{part("a", box(0, 0, 5, 10)), part("b", bow)}, crosss: 1},
		"nothing at all":     {},
	} {
		s, err := ground.Fit(whole, tt.parts)
		overlap, outside := 0.0, 0.0
		for _, o := range s.Overlaps {
			overlap += o.Metres
		}
		for _, o := range s.Outside {
			outside += o.Metres
		}
		if err != nil || !near(overlap, tt.overlap) || !near(s.Gaps.Metres, tt.gap) || !near(outside, tt.outside) || len(s.Overlaps) != tt.overlaps ||
			len(s.Undrawn) != tt.undrawn || len(s.Crossing) != tt.crosss {
			t.Errorf("%s: %+v (%v)", name, s, err)
		}
		if tt.gap > 0 && !s.Gaps.Where[0].Contains(geo.Point{Lat: lat + 5*up, Lng: lng + 4.5*right}) {
			t.Errorf("%s: it does not lie where it is", name)
		}
	}
}

// TestAWholeThatIsCutFits: however a box is cut into columns, its parts fill it; moving one cut opens a gap or an overlap of that size.
func TestAWholeThatIsCutFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cuts := slices.Sorted(slices.Values(rapid.SliceOfNDistinct(rapid.IntRange(1, 99), 1, 8, rapid.ID[int]).Draw(t, "cuts")))
		moved, by := rapid.IntRange(0, len(cuts)-1).Draw(t, "moved"), rapid.Float64Range(-0.4, 0.4).Draw(t, "by")
		var parts []geo.Part
		from := 0.0
		for i, cut := range append(cuts, 100) {
			to := float64(cut)
			parts = append(parts, part(models.AreaCode(rune('a'+i)), box(from, 0, to, 100)))
			if from = to; i == moved {
				from += by
			}
		}
		s, err := ground.Fit(box(0, 0, 100, 100), parts)
		size := math.Abs(by) * 1_000_000
		overlap := 0.0
		for _, o := range s.Overlaps {
			overlap += o.Metres
		}
		if want := size; size >= 2*ground.Sliver && (err != nil || !near(overlap+s.Gaps.Metres, want) || len(s.Outside) > 0) {
			t.Fatalf("moved by %v: %v over each other, %v left, want %v (%v)", by, overlap, s.Gaps.Metres, want, err)
		}
	})
}

// TestBeyond: how much of an area lies outside of another.
func TestBeyond(t *testing.T) {
	whole := box(0, 0, 10, 10)
	for name, tt := range map[string]struct {
		part geo.Polygon
		want float64
	}{
		"within": {box(1, 1, 2, 2), 0}, "the same": {whole, 0}, "half": {box(5, 0, 15, 10), 0.5}, "elsewhere": {box(20, 0, 30, 10), 1}, "around it": {box(-10, -10, 20, 20), 8.0 / 9},
	} {
		if got, err := ground.Beyond(tt.part, whole); err != nil || math.Abs(got-tt.want) > 0.001 {
			t.Errorf("%s: %f (%v), want %f", name, got, err, tt.want)
		}
	}
}
