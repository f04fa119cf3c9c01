package report

import (
	"math"

	"delinli/models"
)

// Weights are how much each part weighs: of the composite rate, and of an answer "basically satisfied". Administrators change them; they are
// stored as JSON.
type Weights struct {
	Response     float64 `json:"response"`
	Resolution   float64 `json:"resolution"`
	Satisfaction float64 `json:"satisfaction"`
	Basically    float64 `json:"basically"`
}

// DefaultWeights are those of the public program from which the three rates are known.
func DefaultWeights() Weights {
	return Weights{Response: 0.1, Resolution: 0.5, Satisfaction: 0.4, Basically: 0.9}
}

// Check names every weight outside 0 to 1 by its field, and those of the composite when they do not add up to 1.
func (w Weights) Check() error {
	bad := map[string]string{}
	for field, x := range map[string]float64{"response": w.Response, "resolution": w.Resolution, "satisfaction": w.Satisfaction, "basically": w.Basically} {
		if !(x >= 0 && x <= 1) {
			bad[field] = "figures.weight_out_of_range"
		}
	}
	if len(bad) == 0 && math.Abs(w.Response+w.Resolution+w.Satisfaction-1) > 1e-9 {
		bad["satisfaction"] = "figures.weights_not_whole"
	}
	if len(bad) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
}

// Rates are the rates of a tally; one whose denominator is empty has no data and is nil, never 0.
type Rates struct{ Response, Resolution, Satisfaction, Composite, OnTime *float64 }

// Rates works out the rates.
func (t Tally) Rates(w Weights) (r Rates) {
	r.Response = share(float64(t[Contacted]), t[Valid])
	r.Resolution = share(float64(t[Solved]), t[Valid])
	r.Satisfaction = share(float64(t[Satisfied])+w.Basically*float64(t[Basically]), t[Valid])
	r.OnTime = share(float64(t[OnTime]), t[Due])
	if r.Response != nil {
		r.Composite = new(w.Response**r.Response + w.Resolution**r.Resolution + w.Satisfaction**r.Satisfaction)
	}
	return r
}

func share(part float64, whole int64) *float64 {
	if whole == 0 {
		return nil
	}
	return new(part / float64(whole))
}

// Value is one figure of a tally: a count, or a rate that may have no data. Medians, and names that the catalogue does not have, have none.
func (t Tally) Value(n Name, w Weights) *float64 {
	f, ok := Of(n)
	if !ok {
		return nil
	}
	if f.Source != "" {
		return new(float64(t[n]))
	}
	r := t.Rates(w)
	return map[Name]*float64{Response: r.Response, Resolution: r.Resolution, Satisfaction: r.Satisfaction, Composite: r.Composite,
		OnTimeRate: r.OnTime}[n]
}

// sources are the rows behind each rate and median.
var sources = map[Name]Source{Response: CallBacks, Resolution: CallBacks, Satisfaction: CallBacks, Composite: CallBacks, OnTimeRate: Dues,
	AcceptMinutes: Acceptances, FinishMinutes: Finishes}

// From is the source of a figure, or of what it is made of.
func (f Figure) From() Source {
	if f.Source != "" {
		return f.Source
	}
	return sources[f.Name]
}
