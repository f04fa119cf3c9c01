package dispatch

// Fit tells a volunteer how an order suits them.
type Fit struct {
	Excluded string   // why they may not serve it (Eligible); empty when they may
	Reasons  []Reason // what speaks for them, as in a ranking
	Metres   *float64 // from where they live to the place that the order names; nil: not known
}

// FitOf judges one candidate on one order; the way between them is for whoever knows maps.
func FitOf(n Need, c Candidate, r Rule) Fit {
	ranked := Rank(n, []Candidate{c}, r)[0]
	return Fit{Excluded: ranked.Excluded, Reasons: ranked.Reasons}
}
