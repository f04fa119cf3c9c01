package ordering

import (
	"context"
	"slices"
	"time"

	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/order"
)

// LimitTrial is what other limits would have meant for what was placed lately.
type LimitTrial struct {
	Orders  int
	Since   time.Time            // of the oldest that was tried
	Overrun map[string]OverrunBy // by the name of the limit
	Changed []ChangedLimit       // the newest that would be late as a whole and were not, or the other way round
}

// OverrunBy is how many orders outlast a limit: as it is now, and as it is tried. Both are counted anew over the same past.
type OverrunBy struct{ Now, Tried int }

// ChangedLimit is an order that would be late as a whole under one of both policies only.
type ChangedLimit struct {
	Order  models.OrderID
	Number string
	At     time.Time
	Late   bool // under the tried one
}

// How much of the past is tried, since each order is counted through twice.
const (
	mostTried   = 5_000
	mostChanged = 50
)

// TryLimits counts what was placed in the month before now through other limits of a class. It changes nothing. City staff may, over their area;
// limits that policy.Check refuses are Invalid, no class is *not found*.
func (s *Service) TryLimits(ctx context.Context, a models.Actor, class calendar.Class, policy calendar.Policy) (LimitTrial, error) {
	t := LimitTrial{Overrun: map[string]OverrunBy{}}
	switch {
	case !a.Has(models.CityStaff):
		return t, models.Denied
	case !slices.Contains(calendar.Classes, class):
		return t, models.Missing
	}
	if err := policy.Check(); err != nil {
		return t, err
	}
	in := s.reading(ctx, a)
	days, err := s.Settings.Calendar(in.tx)
	if err != nil {
		return t, err
	}
	inForce, err := s.Settings.Policy(in.tx, class)
	if err != nil {
		return t, err
	}
	now := s.moment()
	err = orders.EachPast(in.tx, store.ScopeOf(a, models.CityStaff), class, now.AddDate(0, -1, 0), now, now, mostTried, func(p order.Past) {
		t.add(p, p.Overrun(inForce, days), p.Overrun(policy, days))
	})
	return t, err
}

func (t *LimitTrial) add(p order.Past, before, after []string) {
	t.Orders++
	t.Since = p.Stays[0].From
	for _, name := range order.LimitNames {
		n := t.Overrun[name]
		if slices.Contains(before, name) {
			n.Now++
		}
		if slices.Contains(after, name) {
			n.Tried++
		}
		t.Overrun[name] = n
	}
	was, would := slices.Contains(before, order.WholeOrder), slices.Contains(after, order.WholeOrder)
	if was != would && len(t.Changed) < mostChanged {
		t.Changed = append(t.Changed, ChangedLimit{p.ID, p.Number, p.Stays[0].From, would})
	}
}
