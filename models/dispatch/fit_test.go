package dispatch

import (
	"crypto/rand"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/geo"
)

func TestFitSaysWhatTheRankingSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := Need{Area: "370785001005003", Skills: rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b"}), 0, 2).Draw(t, "needed")}
		c := Candidate{Verified: rapid.Bool().Draw(t, "verified"), Skills: []string{"a"}, Areas: []models.AreaCode{"370785001005"},
			Load: rapid.IntRange(0, 3).Draw(t, "load"), Cap: 3}
		n.Requester = models.NewID[models.PersonID](rand.Reader)
		ranked := Rank(n, []Candidate{c}, DefaultRule())[0]
		f := FitOf(n, c, DefaultRule(), nil, nil)
		if code, ok := Eligible(n, c); f.Excluded != code || ok != (f.Excluded == "") || !slices.Equal(f.Reasons, ranked.Reasons) {
			t.Fatalf("fit %+v, ranked %+v", f, ranked)
		}
	})
}

func TestFitKnowsTheWayOnlyBetweenTwoPlaces(t *testing.T) {
	a, b := &geo.Point{Lat: 36.38, Lng: 119.75}, &geo.Point{Lat: 36.3845, Lng: 119.75}
	for _, ends := range [][2]*geo.Point{{nil, nil}, {a, nil}, {nil, b}} {
		if f := FitOf(Need{}, Candidate{}, DefaultRule(), ends[0], ends[1]); f.Metres != nil {
			t.Errorf("%v m from nowhere", *f.Metres)
		}
	}
	if f := FitOf(Need{}, Candidate{}, DefaultRule(), a, b); f.Metres == nil || math.Abs(*f.Metres-500.4) > 0.1 {
		t.Errorf("across a yard: %v", f.Metres)
	}
}
