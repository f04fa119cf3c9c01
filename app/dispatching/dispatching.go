// Package dispatching finds who may serve an order and who of them is best.
package dispatching

import (
	"context"
	"io"
	"time"

	"delinli/app/store"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// Menu tells what an item asks of who serves it; an order without an item asks nothing.
type Menu interface {
	Asks(tx *store.Tx, item models.ItemID) (Asks, error)
}

// Asks is what an item of the menu asks of who serves it.
type Asks struct {
	Skills []string // every one is required
	Useful []string // skills that help
	Party  dispatch.Party
}

// Rules gives the rule in force.
type Rules interface {
	Dispatch(tx *store.Tx) (dispatch.Rule, error)
}

// Orders shows an order to whoever asks for suggestions; *not found* for who may not see it.
type Orders interface {
	ForDispatch(ctx context.Context, tx *store.Tx, a models.Actor, id models.OrderID) (order.Order, error)
}

// Service is the verbs of dispatch.
type Service struct {
	DB     *store.DB
	Now    models.Clock
	Random io.Reader
	Menu   Menu
	Rules  Rules
	Orders Orders
}

// Fairness is how far back a ranking counts the orders that somebody had.
const Fairness = 30 * 24 * time.Hour

// Why a team may not serve, beside the reasons of dispatch.Eligible.
const (
	NotLeader = "not_the_leader"
	NotMember = "not_a_member"
)

// Judge gives the first reason why the holder may not serve the order; empty when they may.
func (s *Service) Judge(tx *store.Tx, by models.Actor, o order.Order, to order.Holder) (string, error) {
	people := []models.PersonID{to.Person}
	if !to.Team.IsZero() {
		reason, members, err := s.team(tx, by, to)
		if reason != "" || err != nil {
			return reason, err
		}
		people = members
	}
	need, err := s.need(tx, o, by.Person == to.Person)
	if err != nil {
		return "", err
	}
	candidates, err := volunteers.Candidates(tx, people, need.At.Add(-Fairness))
	if err != nil {
		return "", err
	}
	if len(candidates) < len(people) {
		return dispatch.Unverified, nil
	}
	for _, c := range candidates {
		if reason, ok := dispatch.Eligible(need, c); !ok {
			return reason, nil
		}
	}
	return "", nil
}

// team tells who is judged for a team: the members that its leader names, before that the leader.
func (s *Service) team(tx *store.Tx, by models.Actor, to order.Holder) (reason string, people []models.PersonID, err error) {
	leads, all, err := volunteers.Leads(tx, to.Team, by.Person, to.Members)
	if models.KindOf(err) == models.NotFound && err != nil {
		return NotLeader, nil, nil
	}
	switch {
	case err != nil:
		return "", nil, err
	case !leads && by.Has(models.Volunteer) && !by.Has(models.Staff...):
		return NotLeader, nil, nil
	case !all:
		return NotMember, nil, nil
	case len(to.Members) > 0:
		return "", to.Members, nil
	}
	leader, err := volunteers.Leader(tx, to.Team)
	return "", []models.PersonID{leader}, err
}

// need is what a ranking knows of the order. Who declined an offer may still claim by themselves.
func (s *Service) need(tx *store.Tx, o order.Order, claims bool) (dispatch.Need, error) {
	n := dispatch.Need{Order: o.ID, At: s.Now(), Requester: o.Requester, PlacedBy: o.PlacedBy, Household: o.Household, Area: o.Area,
		Reach: o.Reach, Wanted: o.Wanted}
	if !o.OnBehalf() {
		n.PlacedBy = o.Requester
	}
	if !o.Item.IsZero() {
		asks, err := s.Menu.Asks(tx, o.Item)
		if err != nil {
			return n, err
		}
		n.Skills, n.Useful, n.Party = asks.Skills, asks.Useful, asks.Party
	}
	if claims {
		return n, nil
	}
	var err error
	n.Declined, n.DeclinedTeams, err = volunteers.Declined(tx, o.ID)
	return n, err
}

// Best picks whom the rule engine would offer the order to, and keeps the inputs of the ranking.
func (s *Service) Best(tx *store.Tx, o order.Order) (order.Holder, error) {
	if o.Route != dispatch.ToBest {
		return order.Holder{}, nil
	}
	in, ranked, err := s.rank(tx, o)
	if err != nil || len(ranked) == 0 || ranked[0].Excluded != "" {
		return order.Holder{}, err
	}
	best := ranked[0].Person
	err = volunteers.Dispatched(tx, o.ID, in, best, models.SystemActor, models.NewID[models.EventID](s.Random).String())
	return order.Holder{Person: best}, err
}

// rank ranks everybody in the part of the town that the order asks.
func (s *Service) rank(tx *store.Tx, o order.Order) (in dispatch.Inputs, ranked []dispatch.Ranked, err error) {
	if in.Need, err = s.need(tx, o, false); err != nil {
		return in, nil, err
	}
	if in.Rule, err = s.Rules.Dispatch(tx); err != nil {
		return in, nil, err
	}
	level := o.Reach
	if level == "" {
		level = models.Community
	}
	asked := o.Area.At(level)
	if asked == "" {
		asked = o.Area
	}
	if in.Candidates, err = volunteers.Within(tx, asked, in.Need.Skills, in.Need.At.Add(-Fairness)); err != nil {
		return in, nil, err
	}
	return in, dispatch.Rank(in.Need, in.Candidates, in.Rule), nil
}

// Suggest ranks the candidates of an order for staff, the best first, with the reasons of each score; at most limit.
func (s *Service) Suggest(ctx context.Context, a models.Actor, id models.OrderID, limit int) ([]dispatch.Ranked, error) {
	tx := s.DB.Read(ctx)
	o, err := s.Orders.ForDispatch(ctx, tx, a, id)
	if err != nil {
		return nil, err
	}
	_, ranked, err := s.rank(tx, o)
	return ranked[:min(limit, len(ranked))], err
}
