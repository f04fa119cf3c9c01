package dispatch

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"

	"delinli/models"
)

// Reason is one part of a score: what earned how many points, in hundredths of a point.
type Reason struct {
	Code   string  `json:"code"`
	Points float64 `json:"points"`
}

// Ranked is a candidate in a ranking: the score with its reasons, whose points add up to it, or why they are out.
type Ranked struct {
	Person   models.PersonID `json:"person"`
	Team     models.TeamID   `json:"team,omitzero"`
	Score    float64         `json:"score"`
	Reasons  []Reason        `json:"reasons,omitempty"`
	Excluded string          `json:"excluded,omitempty"` // empty for whoever may serve
}

// Rank orders the candidates, the best first and those who may not serve last. It depends on its arguments alone, not
// on their order: equals are ranked by a lot drawn for this very order.
func Rank(n Need, candidates []Candidate, r Rule) []Ranked {
	judged := make([]Ranked, len(candidates))
	places := make([]place, len(candidates))
	reasons := make([]Reason, 0, len(candidates)*len(factors))
	for i := range candidates {
		c := &candidates[i]
		judged[i] = Ranked{Person: c.Person, Team: c.Team, Excluded: excluded(&n, c)}
		places[i] = place{-1, lot(n.Order, c), i}
		if out := &judged[i]; out.Excluded == "" {
			from := len(reasons)
			reasons, out.Score = r.judge(reasons, &n, c)
			out.Reasons = reasons[from:len(reasons):len(reasons)]
			places[i].score = out.Score
		}
	}
	slices.SortFunc(places, compare)
	ranked := make([]Ranked, len(places))
	for i, p := range places {
		ranked[i] = judged[p.index]
	}
	return ranked
}

// place is what decides where a candidate stands: the score, below zero for whoever may not serve, then the lot.
type place struct {
	score float64
	lot   uint64
	index int
}

func compare(a, b place) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return cmp.Compare(a.lot, b.lot)
}

// judge adds a candidate's reasons to the list and gives their sum.
func (r *Rule) judge(reasons []Reason, n *Need, c *Candidate) ([]Reason, float64) {
	sum := 0.0 // hundredths
	for _, f := range factors {
		if points := math.Round(100 * f.weight(r) * f.share(r, n, c)); points != 0 {
			reasons = append(reasons, Reason{f.code, points / 100})
			sum += points
		}
	}
	return reasons, sum / 100
}

// score is what judge sums up, for whom nobody asks why.
func (r *Rule) score(n *Need, c *Candidate) float64 {
	sum := 0.0 // hundredths
	for _, f := range factors {
		sum += math.Round(100 * f.weight(r) * f.share(r, n, c))
	}
	return sum / 100
}

// lot is drawn from the ids alone, so that nobody wins every tie and each ranking can be repeated.
func lot(o models.OrderID, c *Candidate) uint64 {
	ids := make([]byte, 0, 48)
	ids = append(append(append(ids, o.Bytes()...), c.Team.Bytes()...), c.Person.Bytes()...)
	sum := sha256.Sum256(ids)
	return binary.BigEndian.Uint64(sum[:])
}
