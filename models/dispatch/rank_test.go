package dispatch

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/app/testkit/golden"
	"delinli/models"
)

// TestReplayGolden ranks what testdata/inputs.json kept of one dispatch.
func TestReplayGolden(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "inputs.json"))
	if err != nil {
		t.Fatal(err)
	}
	var in Inputs
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(Replay(in, in.Rule), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	golden.File(t, filepath.Join("testdata", "ranked.golden.json"), string(got))
}

func TestReplayUnderAnotherRule(t *testing.T) {
	busyNeighbour, freeStranger := volunteer(7), volunteer(8)
	busyNeighbour.Load, busyNeighbour.Recent = 2, 9
	freeStranger.Areas = []models.AreaCode{"370785001005009"}
	in := Inputs{need(), []Candidate{busyNeighbour, freeStranger}, DefaultRule()}
	if best := Replay(in, in.Rule)[0].Person; best != freeStranger.Person {
		t.Errorf("the rule of the day chose %s", best)
	}
	if best := Replay(in, Rule{Near: 100, Load: 1, PriorStars: 3, PriorCount: 1})[0].Person; best != busyNeighbour.Person {
		t.Errorf("the rule of nearness chose %s", best)
	}
}

func TestRankNobody(t *testing.T) {
	if got := Rank(need(), nil, DefaultRule()); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestTiesAreDrawnAnewForEachOrder(t *testing.T) {
	candidates := []Candidate{volunteer(7), volunteer(8), volunteer(9)}
	wins := map[models.PersonID]int{}
	for i := range 300 {
		n := need()
		n.Order = id[models.OrderID](1000 + i)
		wins[Rank(n, candidates, DefaultRule())[0].Person]++
	}
	for person, won := range wins {
		if won < 60 || won > 140 {
			t.Errorf("%s won %d of 300 ties among three", person, won)
		}
	}
	if len(wins) != 3 {
		t.Errorf("%d of three ever won", len(wins))
	}
}

var (
	skills = []string{"haircut", "law", "plumbing", "wiring"}
	areas  = []models.AreaCode{"370785", "370785001", "370785001005", grid, "370785001005004", "370785001006001", "370785002001001"}
	levels = []models.AreaLevel{models.Grid, models.Community, models.Street, models.City}

	needs = rapid.Custom(func(t *rapid.T) Need {
		n := need()
		n.Order = id[models.OrderID](rapid.IntRange(1, 1e6).Draw(t, "order"))
		n.Reach = rapid.SampledFrom(levels).Draw(t, "reach")
		n.Skills = rapid.SliceOfNDistinct(rapid.SampledFrom(skills), 0, 1, rapid.ID).Draw(t, "skills")
		n.Useful = rapid.SliceOfNDistinct(rapid.SampledFrom(skills), 0, 2, rapid.ID).Draw(t, "useful")
		n.Party = rapid.SampledFrom([]Party{"", PartyPreferred, PartyRequired}).Draw(t, "party")
		n.Wanted = rapid.SliceOfN(stretches, 0, 2).Draw(t, "wanted")
		n.Declined = []models.PersonID{id[models.PersonID](3)}
		n.DeclinedTeams = []models.TeamID{id[models.TeamID](2)}
		return n
	})
	candidates = rapid.Custom(func(t *rapid.T) Candidate {
		count := rapid.IntRange(0, 30).Draw(t, "ratings")
		return Candidate{Person: id[models.PersonID](rapid.IntRange(1, 1000).Draw(t, "person")), Team: id[models.TeamID](rapid.IntRange(0, 3).Draw(t, "team")),
			Household: id[models.HouseholdID](rapid.IntRange(1, 9).Draw(t, "household")), Verified: rapid.IntRange(0, 9).Draw(t, "verified") > 0,
			Party: rapid.Bool().Draw(t, "party"), Skills: rapid.SliceOfNDistinct(rapid.SampledFrom(skills), 0, 4, rapid.ID).Draw(t, "skills"),
			Areas: rapid.SliceOfN(rapid.SampledFrom(areas), 1, 2).Draw(t, "areas"), Availability: availabilities.Draw(t, "availability"),
			Load: rapid.IntRange(0, 4).Draw(t, "load"), Cap: rapid.IntRange(0, 5).Draw(t, "cap"), RatingCount: count,
			RatingSum: rapid.IntRange(count, 5*count).Draw(t, "sum"), Recent: rapid.IntRange(0, 20).Draw(t, "recent")}
	})
	crowds = rapid.SliceOfNDistinct(candidates, 0, 20, func(c Candidate) models.PersonID { return c.Person })
	rules  = rapid.Custom(func(t *rapid.T) Rule {
		w := func(name string) float64 { return rapid.Float64Range(0, 100).Draw(t, name) }
		return Rule{w("skill"), w("near"), w("load"), w("free"), w("rating"), w("fair"), w("party"),
			rapid.Float64Range(1, 5).Draw(t, "stars"), rapid.Float64Range(1, 20).Draw(t, "count")}
	})
)

func TestRankHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, crowd, r := needs.Draw(t, "need"), crowds.Draw(t, "crowd"), rules.Draw(t, "rule")
		ranked := Rank(n, crowd, r)
		if len(ranked) != len(crowd) {
			t.Fatalf("%d of %d", len(ranked), len(crowd))
		}
		for i, out := range ranked {
			c := crowd[slices.IndexFunc(crowd, func(c Candidate) bool { return c.Person == out.Person })]
			if code, ok := Eligible(n, c); out.Excluded != code || ok != (len(out.Reasons) > 0 || out.Score == 0 && code == "") {
				t.Errorf("%s is %q, eligible says %q", out.Person, out.Excluded, code)
			}
			sum := 0.0
			for _, reason := range out.Reasons {
				sum += reason.Points
			}
			if math.Abs(sum-out.Score) > 1e-9 || out.Score < 0 || out.Score > 700 {
				t.Errorf("score %f of points %f", out.Score, sum)
			}
			if i > 0 && (ranked[i-1].Excluded != "" && out.Excluded == "" || ranked[i-1].Score < out.Score) {
				t.Errorf("%d stands before its better", i-1)
			}
		}
	})
}

func TestRankAsksNobodysPlaceInTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, crowd, r := needs.Draw(t, "need"), crowds.Draw(t, "crowd"), rules.Draw(t, "rule")
		if !reflect.DeepEqual(Rank(n, crowd, r), Rank(n, rapid.Permutation(crowd).Draw(t, "shuffled"), r)) {
			t.Error("another order of the list gave another ranking")
		}
	})
}

func TestReplayOfKeptInputs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Inputs{needs.Draw(t, "need"), crowds.Draw(t, "crowd"), rules.Draw(t, "rule")}
		b, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var back Inputs
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(Replay(back, back.Rule), Rank(in.Need, in.Candidates, in.Rule)) {
			t.Error("kept inputs gave another ranking")
		}
	})
}

// score is what a candidate alone would get; -1 when they may not serve.
func score(n Need, c Candidate, r Rule) float64 {
	out := Rank(n, []Candidate{c}, r)[0]
	if out.Excluded != "" {
		return -1
	}
	return out.Score
}

func TestWhatNeverHelpsOrHarms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c, r := needs.Draw(t, "need"), candidates.Draw(t, "candidate"), rules.Draw(t, "rule")
		base := score(n, c, r)

		worse := func(c Candidate) bool { return score(n, c, r) > base }
		better := func(c Candidate) bool { return score(n, c, r) < base }

		busier, recent, skilled, nearer, praised := c, c, c, c, c
		busier.Load++
		recent.Recent++
		skilled.Skills = skills
		nearer.Areas = append(slices.Clone(c.Areas), grid)
		praised.RatingSum += 5 * (praised.RatingCount + 1)
		praised.RatingCount += praised.RatingCount + 1
		switch {
		case worse(busier), worse(recent):
			t.Error("more work raised the score")
		case better(skilled), better(nearer), better(praised):
			t.Error("a skill, an area or praise lowered the score")
		}
		if wider := slices.Index(levels, n.Reach) + 1; wider < len(levels) && base >= 0 {
			n.Reach = levels[wider]
			if score(n, c, r) != base {
				t.Error("a wider reach changed the score of somebody near")
			}
		}
	})
}

func TestANewcomerIsNotBuried(t *testing.T) {
	newcomer, liked, disliked, idol := volunteer(7), volunteer(8), volunteer(9), volunteer(10)
	liked.RatingCount, liked.RatingSum = 40, 164 // 4.1
	disliked.RatingCount, disliked.RatingSum = 40, 120
	idol.RatingCount, idol.RatingSum = 40, 198 // 4.95
	var order []models.PersonID
	for _, out := range Rank(need(), []Candidate{disliked, liked, newcomer, idol}, DefaultRule()) {
		order = append(order, out.Person)
	}
	if want := []models.PersonID{idol.Person, newcomer.Person, liked.Person, disliked.Person}; !slices.Equal(order, want) {
		t.Errorf("ranked %v, want %v", order, want)
	}
}
