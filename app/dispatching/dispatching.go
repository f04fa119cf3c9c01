// Package dispatching finds who may serve an order and who of them is best.
package dispatching

import (
	"cmp"
	"context"
	"io"
	"slices"
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
	// Offerable picks those of many orders that the actor runs and may offer to somebody now.
	Offerable(ctx context.Context, tx *store.Tx, a models.Actor, ids []models.OrderID) ([]order.Order, error)
}

// Service is the verbs of dispatch.
type Service struct {
	DB     *store.DB
	Now    models.Clock
	Random io.Reader
	Menu   Menu
	Rules  Rules
	Orders Orders

	roll roll
}

// Fairness is how far back a ranking counts the orders that somebody had.
const Fairness = 30 * 24 * time.Hour

// Why a team may not serve, beside the reasons of dispatch.Eligible.
const (
	NotLeader = "not_the_leader"
	NotMember = "not_a_member"
)

// Judge gives the first reason why the holder may not serve the order; empty when they may. By is who takes it by themselves, and nobody
// where it is offered: decliners are not offered an order again, but may claim it.
func (s *Service) Judge(tx *store.Tx, by models.Actor, o order.Order, to order.Holder) (string, error) {
	people := []models.PersonID{to.Person}
	if !to.Team.IsZero() {
		reason, members, err := s.team(tx, by, to)
		if reason != "" || err != nil {
			return reason, err
		}
		people = members
	}
	need, err := s.need(tx, o, by.Known())
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
		c.Team = to.Team
		if reason, ok := dispatch.Eligible(need, c); !ok {
			return reason, nil
		}
	}
	return "", nil
}

// team tells who is judged for a team: the members that its leader names, before that the leader.
func (s *Service) team(tx *store.Tx, by models.Actor, to order.Holder) (reason string, people []models.PersonID, err error) {
	leader, all, err := volunteers.Lead(tx, to.Team, to.Members)
	switch {
	case models.KindOf(err) == models.NotFound:
		return "", nil, models.BadField("team", "unknown")
	case err != nil:
		return "", nil, err
	case by.Known() && by.Person != leader:
		return NotLeader, nil, nil
	case !all:
		return NotMember, nil, nil
	case len(to.Members) > 0:
		return "", to.Members, nil
	}
	return "", []models.PersonID{leader}, nil
}

// need is what a ranking knows of the order.
func (s *Service) need(tx *store.Tx, o order.Order, taken bool) (dispatch.Need, error) {
	var asks Asks
	var err error
	if !o.Item.IsZero() {
		if asks, err = s.Menu.Asks(tx, o.Item); err != nil {
			return dispatch.Need{}, err
		}
	}
	n := s.needOf(o, asks)
	if taken {
		return n, nil
	}
	n.Declined, n.DeclinedTeams, err = volunteers.Declined(tx, o.ID)
	return n, err
}

// Best picks whom the rule engine would offer the order to, and keeps the inputs of the ranking. It goes round: nobody who had the order to
// no end gets it from the engine again.
func (s *Service) Best(tx *store.Tx, o order.Order) (order.Holder, error) {
	if o.Route != dispatch.ToBest {
		return order.Holder{}, nil
	}
	in, err := s.inputs(tx, o)
	if err != nil {
		return order.Holder{}, err
	}
	if in.Need.Declined, in.Need.DeclinedTeams, err = volunteers.Tried(tx, o.ID); err != nil {
		return order.Holder{}, err
	}
	ranked := dispatch.Rank(in.Need, in.Candidates, in.Rule)
	if len(ranked) == 0 || ranked[0].Excluded != "" {
		return order.Holder{}, nil
	}
	best := order.Holder{Person: ranked[0].Person}
	return best, s.keep(tx, models.SystemActor, o, best, in)
}

// Chosen keeps the inputs of the ranking that staff had before them when they offered the order to somebody.
func (s *Service) Chosen(tx *store.Tx, a models.Actor, o order.Order, to order.Holder) error {
	in, err := s.inputsWithTeams(tx, o)
	if err != nil {
		return err
	}
	return s.keep(tx, a, o, to, in)
}

func (s *Service) keep(tx *store.Tx, a models.Actor, o order.Order, to order.Holder, in dispatch.Inputs) error {
	return volunteers.Dispatched(tx, volunteers.Dispatch{ID: models.NewID[models.EventID](s.Random), Order: o.ID, Inputs: in, Person: to.Person,
		Team: to.Team, By: a.Person})
}

// inputs reads everybody in the part of the town that the order asks.
func (s *Service) inputs(tx *store.Tx, o order.Order) (in dispatch.Inputs, err error) {
	if in.Need, err = s.need(tx, o, false); err != nil {
		return in, err
	}
	if in.Rule, err = s.Rules.Dispatch(tx); err != nil {
		return in, err
	}
	in.Candidates, err = s.roll.within(tx, asked(o), in.Need.Skills, in.Need.At.Add(-Fairness))
	return in, err
}

// inputsWithTeams adds the teams, whom staff may choose but the engine does not.
func (s *Service) inputsWithTeams(tx *store.Tx, o order.Order) (dispatch.Inputs, error) {
	in, err := s.inputs(tx, o)
	if err != nil {
		return in, err
	}
	teams, err := volunteers.TeamsWithin(tx, asked(o), in.Need.At.Add(-Fairness))
	in.Candidates = append(in.Candidates, teams...)
	return in, err
}

// asked is the part of the town whose volunteers are asked.
func asked(o order.Order) models.AreaCode {
	return cmp.Or(o.Area.At(cmp.Or(o.Reach, models.Community)), o.Area)
}

// Suggest ranks who may serve an order for staff, the best first, with the reasons of each score; at most limit.
func (s *Service) Suggest(ctx context.Context, a models.Actor, id models.OrderID, limit int) ([]dispatch.Ranked, error) {
	tx := s.DB.Read(ctx)
	o, err := s.Orders.ForDispatch(ctx, tx, a, id)
	if err != nil {
		return nil, err
	}
	in, err := s.inputsWithTeams(tx, o)
	if err != nil {
		return nil, err
	}
	ranked := dispatch.Rank(in.Need, in.Candidates, in.Rule)
	if out := slices.IndexFunc(ranked, func(r dispatch.Ranked) bool { return r.Excluded != "" }); out >= 0 {
		ranked = ranked[:out]
	}
	return ranked[:min(limit, len(ranked))], nil
}
