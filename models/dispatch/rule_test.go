package dispatch

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"testing"

	"delinli/models"
)

func TestDefaultRule(t *testing.T) {
	r := DefaultRule()
	if err := r.Check(); err != nil {
		t.Error(err)
	}
	sum := 0.0
	for _, f := range factors {
		sum += f.weight(&r)
	}
	if sum != 100 {
		t.Errorf("the weights add up to %f", sum)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back Rule
	if err := json.Unmarshal(b, &back); err != nil || back != r {
		t.Errorf("%s came back as %+v, %v", b, back, err)
	}
}

func TestRuleCheck(t *testing.T) {
	const weight, prior = "dispatch.weight_out_of_range", "dispatch.prior_out_of_range"
	for _, tt := range []struct {
		edit func(*Rule)
		want map[string]string
	}{
		{func(r *Rule) { r.Skill, r.Party = 0, 100 }, nil},
		{func(r *Rule) { r.Near, r.Load = -1, 101 }, map[string]string{"near": weight, "load": weight}},
		{func(r *Rule) { r.Fair, r.Free = math.NaN(), math.Inf(1) }, map[string]string{"fair": weight, "free": weight}},
		{func(r *Rule) { r.PriorStars, r.PriorCount = 0.9, 0 }, map[string]string{"prior_stars": prior, "prior_count": prior}},
		{func(r *Rule) { r.PriorStars, r.PriorCount = math.NaN(), 101 }, map[string]string{"prior_stars": prior, "prior_count": prior}},
	} {
		r := DefaultRule()
		tt.edit(&r)
		err := r.Check()
		var got map[string]string
		if e, ok := errors.AsType[*models.Error](err); ok {
			got = e.Fields
		}
		if (err == nil) != (tt.want == nil) || !maps.Equal(got, tt.want) {
			t.Errorf("%+v: %v, want %v", r, err, tt.want)
		}
	}
}

func TestShares(t *testing.T) {
	r := DefaultRule()
	for _, tt := range []struct {
		name  string
		share func(*Rule, *Need, *Candidate) float64
		edit  func(*Need, *Candidate)
		want  float64
	}{
		{"nothing asked", skill, func(n *Need, _ *Candidate) { n.Skills = nil }, 1},
		{"required alone", skill, func(*Need, *Candidate) {}, 1},
		{"half of what helps", skill, func(n *Need, _ *Candidate) { n.Useful = []string{"haircut", "law"} }, 2. / 3},
		{"same grid", near, func(*Need, *Candidate) {}, 1},
		{"building of the grid", near, func(_ *Need, c *Candidate) { c.Areas[0] += "00012" }, 1},
		{"the best of two areas", near, func(_ *Need, c *Candidate) { c.Areas = []models.AreaCode{"370785001006", "370785001005"} }, 0.6},
		{"same street", near, func(_ *Need, c *Candidate) { c.Areas[0] = "370785001" }, 0.3},
		{"same city", near, func(_ *Need, c *Candidate) { c.Areas[0] = "370785" }, 0},
		{"an order without a grid", near, func(n *Need, _ *Candidate) { n.Area = "370785001005" }, 0.6},
		{"no load", room, func(*Need, *Candidate) {}, 1},
		{"two of three", room, func(_ *Need, c *Candidate) { c.Load = 2 }, 1. / 3},
		{"here now", free, func(*Need, *Candidate) {}, 1},
		{"away now", free, func(_ *Need, c *Candidate) { c.Availability.Away = []Window{window(0, 0, 1, 0)} }, 0},
		{"one wanted time of two", free, func(n *Need, c *Candidate) {
			n.Wanted, c.Availability.Away = []Window{window(0, 9, 0, 10), window(2, 9, 2, 10)}, []Window{window(0, 0, 1, 0)}
		}, 0.5},
		{"newcomer", rating, func(*Need, *Candidate) {}, 0.8},
		{"one bad rating", rating, func(_ *Need, c *Candidate) { c.RatingSum, c.RatingCount = 1, 1 }, (22./6 - 1) / 4},
		{"always five stars", rating, func(_ *Need, c *Candidate) { c.RatingSum, c.RatingCount = 475, 95 }, (4.96 - 1) / 4},
		{"no order lately", fair, func(*Need, *Candidate) {}, 1},
		{"three lately", fair, func(_ *Need, c *Candidate) { c.Recent = 3 }, 0.25},
		{"party not asked", party, func(_ *Need, c *Candidate) { c.Party = true }, 0},
		{"party preferred", party, func(n *Need, c *Candidate) { n.Party, c.Party = PartyPreferred, true }, 1},
		{"preferred and no member", party, func(n *Need, _ *Candidate) { n.Party = PartyPreferred }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, c := need(), volunteer(7)
			tt.edit(&n, &c)
			if got := tt.share(&r, &n, &c); math.Abs(got-tt.want) > 1e-9 {
				t.Errorf("%f, want %f", got, tt.want)
			}
		})
	}
}
