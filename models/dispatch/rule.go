package dispatch

import (
	"slices"

	"delinli/models"
)

// Rule weighs what speaks for a candidate. Administrators change it; it is stored as JSON.
type Rule struct {
	Skill  float64 `json:"skill"`  // has the required skills and those that help
	Near   float64 `json:"near"`   // serves in the same grid, community, street
	Load   float64 `json:"load"`   // has room below the cap
	Free   float64 `json:"free"`   // can come at the wanted times
	Rating float64 `json:"rating"` // was rated well
	Fair   float64 `json:"fair"`   // had few orders in the last 30 days
	Party  float64 `json:"party"`  // is a party member where that is preferred

	PriorStars float64 `json:"prior_stars"` // what a newcomer's rating is taken to be, 1 to 5
	PriorCount float64 `json:"prior_count"` // how many ratings that assumption weighs
}

// DefaultRule is the rule until somebody changes it: a hundred points in all.
func DefaultRule() Rule {
	return Rule{Skill: 15, Near: 25, Load: 15, Free: 10, Rating: 15, Fair: 15, Party: 5, PriorStars: 4.2, PriorCount: 5}
}

// Check names every weight outside 0 to 100 by its field, and a prior that is no rating or weighs nothing.
func (r Rule) Check() error {
	bad := map[string]string{}
	for _, f := range factors {
		if w := f.weight(&r); !(w >= 0 && w <= 100) {
			bad[f.code] = "dispatch.weight_out_of_range"
		}
	}
	if !(r.PriorStars >= 1 && r.PriorStars <= 5) {
		bad["prior_stars"] = "dispatch.prior_out_of_range"
	}
	if !(r.PriorCount > 0 && r.PriorCount <= 100) {
		bad["prior_count"] = "dispatch.prior_out_of_range"
	}
	if len(bad) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
}

// factors are all that speaks for a candidate: each earns a share, from 0 to 1, of its weight.
var factors = []struct {
	code   string
	weight func(*Rule) float64
	share  func(*Rule, *Need, *Candidate) float64
}{
	{"skill", func(r *Rule) float64 { return r.Skill }, skill},
	{"near", func(r *Rule) float64 { return r.Near }, near},
	{"load", func(r *Rule) float64 { return r.Load }, room},
	{"free", func(r *Rule) float64 { return r.Free }, free},
	{"rating", func(r *Rule) float64 { return r.Rating }, rating},
	{"fair", func(r *Rule) float64 { return r.Fair }, fair},
	{"party", func(r *Rule) float64 { return r.Party }, party},
}

func skill(_ *Rule, n *Need, c *Candidate) float64 {
	if len(n.Skills)+len(n.Useful) == 0 {
		return 1
	}
	return float64(held(n.Skills, c)+held(n.Useful, c)) / float64(len(n.Skills)+len(n.Useful))
}

var nearness = []struct {
	level models.AreaLevel
	share float64
}{{models.Grid, 1}, {models.Community, 0.6}, {models.Street, 0.3}}

func near(_ *Rule, n *Need, c *Candidate) float64 {
	for _, here := range nearness {
		area := n.Area.At(here.level)
		if slices.ContainsFunc(c.Areas, func(a models.AreaCode) bool { return a.Within(area) }) {
			return here.share
		}
	}
	return 0
}

func room(_ *Rule, _ *Need, c *Candidate) float64 { return 1 - float64(c.Load)/float64(c.Cap) }

func free(_ *Rule, n *Need, c *Candidate) float64 { return c.Availability.share(n.Wanted, n.At) }

// rating is the Bayesian mean: each volunteer starts with some ratings of the prior, so that a newcomer is not buried
// and a single rating decides little.
func rating(r *Rule, _ *Need, c *Candidate) float64 {
	stars := (r.PriorStars*r.PriorCount + float64(c.RatingSum)) / (r.PriorCount + float64(c.RatingCount))
	return (stars - 1) / 4
}

func fair(_ *Rule, _ *Need, c *Candidate) float64 { return 1 / float64(1+c.Recent) }

func party(_ *Rule, n *Need, c *Candidate) float64 {
	if n.Party == PartyPreferred && c.Party {
		return 1
	}
	return 0
}
