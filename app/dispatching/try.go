package dispatching

import (
	"context"
	"time"

	"delinli/app/store"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/dispatch"
)

// Trial is what a rule would have done in the past.
type Trial struct {
	Rankings int       // that were tried
	Moved    int       // of those, how many would have had somebody else at the top than under the rule of the day
	Since    time.Time // of the oldest that was tried
	Changed  []Changed // the newest of what moved
}

// Changed is a ranking that the rule would have led by somebody else.
type Changed struct {
	Order      models.OrderID
	Number     string
	At         time.Time
	Was, Would dispatch.Ranked // under the rule of the day, and under the one that is tried
}

// How much of the past is tried: each ranking holds all who might have served.
const (
	maxTried   = 500
	maxChanged = 50
)

// Try ranks the newest of what was ranked in a time anew, under another rule. It changes nothing. City staff may, over their area; a rule that
// rule.Check refuses is Invalid.
func (s *Service) Try(ctx context.Context, a models.Actor, rule dispatch.Rule, from, to time.Time) (t Trial, err error) {
	if err := rule.Check(); err != nil {
		return t, err
	}
	if to.IsZero() {
		to = s.Now()
	}
	if from.IsZero() {
		from = to.AddDate(0, -1, 0)
	}
	if !to.After(from) {
		return t, models.BadField("to", "field.too_small")
	}
	err = volunteers.EachDispatch(s.DB.Read(ctx), store.ScopeOf(a, models.CityStaff), from, to, maxTried, func(d volunteers.Past) { t.add(d, rule) })
	return t, err
}

// add tries one ranking.
func (t *Trial) add(d volunteers.Past, rule dispatch.Rule) {
	was, would := best(dispatch.Replay(d.Inputs, d.Inputs.Rule)), best(dispatch.Replay(d.Inputs, rule))
	t.Rankings, t.Since = t.Rankings+1, d.At
	if was.Person == would.Person && was.Team == would.Team {
		return
	}
	t.Moved++
	if len(t.Changed) < maxChanged {
		t.Changed = append(t.Changed, Changed{d.Order, d.Number, d.At, was, would})
	}
}

// best is who leads a ranking; nobody when there is none who may serve.
func best(ranked []dispatch.Ranked) dispatch.Ranked {
	if len(ranked) == 0 || ranked[0].Excluded != "" {
		return dispatch.Ranked{}
	}
	return ranked[0]
}
