package dispatch

import "delinli/models/geo"

// Fit tells a volunteer how an order suits them.
type Fit struct {
	Excluded string   // why they may not serve it (Eligible); empty when they may
	Reasons  []Reason // what speaks for them, as in a ranking
	Metres   *float64 // from where they live to the place that the order names; nil: not known
}

// FitOf judges one candidate on one order. The way leads from home to here, both the middles of areas and nil where no survey has one.
func FitOf(n Need, c Candidate, r Rule, home, here *geo.Point) (f Fit) {
	ranked := Rank(n, []Candidate{c}, r)[0]
	f.Excluded, f.Reasons = ranked.Excluded, ranked.Reasons
	if home != nil && here != nil {
		f.Metres = new(geo.Distance(*home, *here))
	}
	return f
}
