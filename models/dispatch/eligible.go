package dispatch

import (
	"slices"

	"delinli/models"
)

// Why a candidate may not serve an order.
const (
	Unverified   = "unverified"
	OwnOrder     = "own_order" // requester, who placed it, or the requester's household
	Declined     = "declined"
	PartyOnly    = "party_only"
	SkillMissing = "skill_missing"
	OutOfReach   = "out_of_reach"
	AtCap        = "at_cap"
	Unavailable  = "unavailable"
)

// exclusions are the whole rule of eligibility, in the order in which they are told.
var exclusions = []struct {
	code string
	out  func(*Need, *Candidate) bool
}{
	{Unverified, func(_ *Need, c *Candidate) bool { return !c.Verified }},
	{OwnOrder, ownOrder},
	{Declined, declined},
	{PartyOnly, func(n *Need, c *Candidate) bool { return n.Party == PartyRequired && !c.Party }},
	{SkillMissing, func(n *Need, c *Candidate) bool { return !c.HasAll(n.Skills) }},
	{OutOfReach, func(n *Need, c *Candidate) bool { return !inReach(n, c) }},
	{AtCap, func(_ *Need, c *Candidate) bool { return c.Load >= c.Cap }},
	{Unavailable, func(n *Need, c *Candidate) bool {
		return len(n.Wanted) > 0 && !slices.ContainsFunc(n.Wanted, c.Availability.Fits)
	}},
}

// Exclusions lists the codes of every reason why a candidate may not serve.
func Exclusions() (codes []string) {
	for _, e := range exclusions {
		codes = append(codes, e.code)
	}
	return codes
}

// Eligible tells whether the candidate may serve the order, and if not, the first reason why. Claim, accept, offer and
// ranking all ask it.
func Eligible(n Need, c Candidate) (code string, ok bool) {
	code = excluded(&n, &c)
	return code, code == ""
}

func excluded(n *Need, c *Candidate) string {
	for _, e := range exclusions {
		if e.out(n, c) {
			return e.code
		}
	}
	return ""
}

func ownOrder(n *Need, c *Candidate) bool {
	return c.Person == n.Requester || c.Person == n.PlacedBy || !n.Household.IsZero() && c.Household == n.Household
}

func declined(n *Need, c *Candidate) bool {
	if c.Team.IsZero() {
		return slices.Contains(n.Declined, c.Person)
	}
	return slices.Contains(n.DeclinedTeams, c.Team)
}

// held counts the skills that the candidate has.
func held(skills []string, c *Candidate) (n int) {
	for _, s := range skills {
		if slices.Contains(c.Skills, s) {
			n++
		}
	}
	return n
}

// inReach asks about the part of the town that the order asks.
func inReach(n *Need, c *Candidate) bool {
	level := n.Reach
	if level == "" {
		level = models.Community
	}
	asked := n.Area.At(level)
	if asked == "" {
		asked = n.Area
	}
	return c.Serves(asked)
}

// Serves reports whether an area of the candidate lies in the asked part of the town, or covers it.
func (c *Candidate) Serves(asked models.AreaCode) bool {
	return slices.ContainsFunc(c.Areas, func(a models.AreaCode) bool { return a.Within(asked) || asked.Within(a) })
}

// HasAll reports whether the candidate has every one of the skills.
func (c *Candidate) HasAll(skills []string) bool { return held(skills, c) == len(skills) }
