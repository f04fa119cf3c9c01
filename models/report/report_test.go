package report

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestRates(t *testing.T) {
	c := CallBacks{Valid: 10, Contacted: 9, Solved: 8, Satisfied: 6, Basically: 2, Unsatisfied: 1}
	for name, tt := range map[string]struct {
		got  *float64
		want float64
	}{
		"response":     {c.Response().Value(), 0.9},
		"resolution":   {c.Resolution().Value(), 0.8},
		"satisfaction": {c.Satisfaction(), 0.78},
		"composite":    {c.Composite(Usual), 0.1*0.9 + 0.5*0.8 + 0.4*0.78},
		"punctuality":  {Work{Finished: 4, OnTime: 3}.Punctuality().Value(), 0.75},
		"more":         {Change(12, 10), 0.2},
		"less":         {Change(0, 10), -1},
	} {
		if tt.got == nil || math.Abs(*tt.got-tt.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, tt.got, tt.want)
		}
	}
}

func TestNoDataIsNotNothing(t *testing.T) {
	var none CallBacks
	for name, got := range map[string]*float64{"response": none.Response().Value(), "satisfaction": none.Satisfaction(),
		"composite": none.Composite(Usual), "punctuality": Work{}.Punctuality().Value(), "change": Change(3, 0)} {
		if got != nil {
			t.Errorf("%s of nothing is %v", name, *got)
		}
	}
}

// TestSum: the whole is the sum of its parts, however they are cut.
func TestSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1000)
		line := rapid.Custom(func(t *rapid.T) Line {
			return Line{Work: Work{n.Draw(t, "p"), n.Draw(t, "f"), n.Draw(t, "o")},
				CallBacks: CallBacks{n.Draw(t, "v"), n.Draw(t, "c"), n.Draw(t, "s"), n.Draw(t, "y"), n.Draw(t, "b"), n.Draw(t, "u")}}
		})
		lines := rapid.SliceOf(line).Draw(t, "lines")
		cut := rapid.IntRange(0, len(lines)).Draw(t, "cut")
		if whole, parts := Sum(lines), Sum([]Line{Sum(lines[:cut]), Sum(lines[cut:])}); whole != parts {
			t.Fatalf("%+v is not %+v", whole, parts)
		}
	})
}
