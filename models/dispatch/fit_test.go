package dispatch

import (
	"crypto/rand"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/models"
)

func TestFitSaysWhatTheRankingSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := Need{Area: "370785001005003", Skills: rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b"}), 0, 2).Draw(t, "needed")}
		c := Candidate{Verified: rapid.Bool().Draw(t, "verified"), Skills: []string{"a"}, Areas: []models.AreaCode{"370785001005"},
			Load: rapid.IntRange(0, 3).Draw(t, "load"), Cap: 3}
		n.Requester = models.NewID[models.PersonID](rand.Reader)
		ranked := Rank(n, []Candidate{c}, DefaultRule())[0]
		f := FitOf(n, c, DefaultRule())
		if code, ok := Eligible(n, c); f.Excluded != code || ok != (f.Excluded == "") || !slices.Equal(f.Reasons, ranked.Reasons) {
			t.Fatalf("fit %+v, ranked %+v", f, ranked)
		}
	})
}
