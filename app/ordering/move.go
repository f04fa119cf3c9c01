package ordering

import (
	"context"
	"slices"
	"strings"
	"time"

	"delinli/app/store"
	"delinli/app/store/approvals"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/geo"
	"delinli/models/order"
)

// Brings is what comes with an event, in the clear; which fields an event needs, order.Input.Check says.
type Brings struct {
	Version                 int // as last seen; zero does not care
	PublicTitle, PublicText string
	PublicPictures          bool
	Area                    models.AreaCode
	Item                    models.ItemID
	Priority                *int
	To                      order.Holder
	Reason                  string
	Code                    string
	Place                   *geo.Point
	Until                   *time.Time
	Unit                    string
	Target                  models.OrderID
	Result                  string
	Files                   []models.FileID
	Solved                  *bool
	Stars                   int
	Tags                    []string
	Comment                 string
	CallBack                *order.CallBackForm
	Card                    order.Card
}

// Moved tells how an event ended: it happened, or it waits for a second person.
type Moved struct {
	Order    models.OrderID
	Approval models.ApprovalID // zero: it happened
}

// Raise raises an event on an order. Who may not see the order is told that there is none; whoever saw a version that is past, what happened
// since.
func (s *Service) Raise(ctx context.Context, a models.Actor, id models.OrderID, e order.Event, b Brings) (m Moved, err error) {
	if e == order.SignIn && b.Code != "" {
		if err := s.countTry(ctx, a, id); err != nil {
			return m, err
		}
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, refOf(id))
		m, err = inTx{s, tx, ctx, a}.raiseOrAsk(id, e, b)
		return err
	})
	if b.Version != 0 && models.CodeOf(err) == errMovedOn.Code {
		return m, s.reading(ctx, a).since(id, b.Version)
	}
	return m, err
}

var errMovedOn = models.Fault(models.Conflict, "order.moved_on")

// since is errMovedOn, and tells those who see the order whole what happened after the version.
func (t inTx) since(id models.OrderID, version int) error {
	c, err := t.caseOf(id, "", Brings{})
	if err != nil {
		return err
	}
	if c.Sees(t.a) != order.Whole {
		return errMovedOn
	}
	lines, err := orders.Timeline(t.tx, id)
	if err != nil {
		return err
	}
	told := *errMovedOn
	for _, l := range lines {
		if l.Version > version {
			told.Since = append(told.Since, models.Deed{Event: string(l.Event), By: part(l, c), At: l.At})
		}
	}
	return &told
}

// raise raises an event for the program itself, which never has to ask.
func (t inTx) raise(id models.OrderID, e order.Event, b Brings) error {
	_, err := t.raiseOrAsk(id, e, b)
	return err
}

func (t inTx) raiseOrAsk(id models.OrderID, e order.Event, b Brings) (Moved, error) {
	c, err := t.caseOf(id, e, b)
	if err != nil {
		return Moved{}, err
	}
	if b.Version != 0 && b.Version != c.Version {
		return Moved{}, errMovedOn
	}
	in, err := t.input(c, e, b)
	if err != nil {
		return Moved{}, err
	}
	change, err := c.Apply(e, t.a, in)
	if err != nil {
		return Moved{}, err
	}
	if change.Asks() {
		ask := models.NewID[models.ApprovalID](t.Random)
		return Moved{id, ask}, approvals.Ask(t.tx, ask, change, t.Now())
	}
	return Moved{Order: id}, t.commit(c, change, b)
}

// Decide lets the second person approve or deny a two-person act.
func (s *Service) Decide(ctx context.Context, a models.Actor, id models.ApprovalID, approve bool) (m Moved, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		t := inTx{s, tx, ctx, a}
		ask, err := approvals.Take(tx, id)
		if err != nil {
			return err
		}
		m = Moved{Order: ask.Order}
		store.Refer(ctx, refOf(ask.Order))
		c, err := t.caseOf(ask.Order, ask.Event, Brings{})
		if err != nil {
			return err
		}
		if c.Sees(a) != order.Whole {
			return models.Missing
		}
		c.Asker = ask.AskedBy
		if !approve {
			if err := c.MayDeny(ask.Event, a); err != nil {
				return err
			}
			return approvals.Close(tx, id, a, approve, t.Now())
		}
		in := order.Input{Event: models.NewID[models.EventID](t.Random), Until: ask.Body.Until}
		if in.Reason, in.Note, err = t.reseal(c, ask, in.Event); err != nil {
			return err
		}
		if in.Name, err = t.nameFor(c.Order, ask.Event); err != nil {
			return err
		}
		change, err := c.Approve(ask.Event, a, in)
		if err != nil {
			return err
		}
		if err := approvals.Close(tx, id, a, approve, t.Now()); err != nil {
			return err
		}
		return t.commit(c, change, Brings{})
	})
	return m, err
}

// caseOf reads the order with its facts, and hides it from who may not see it.
func (t inTx) caseOf(id models.OrderID, e order.Event, b Brings) (order.Case, error) {
	o, err := orders.Get(t.tx, id)
	if err != nil {
		return order.Case{}, err
	}
	cases, err := t.cases([]order.Order{o})
	if err != nil {
		return order.Case{}, err
	}
	c := cases[0]
	if c.Sees(t.a) == order.Nothing {
		return order.Case{}, models.Missing
	}
	return c, t.factsFor(&c, e, b)
}

// factsFor fills what only this event needs.
func (t inTx) factsFor(c *order.Case, e order.Event, b Brings) (err error) {
	switch e {
	case order.Claim, order.Accept:
		c.Ineligible, err = t.Fitness.Judge(t.tx, t.a, c.Order, t.taker(b.To, c.Order))
	case order.Offer:
		if !b.To.IsZero() {
			c.Candidate, err = t.Fitness.Judge(t.tx, models.Actor{}, c.Order, b.To)
		}
	case order.Amend:
		c.MayMove = b.Area == "" || t.a.Holds(b.Area, models.Staff...)
	case order.Refer:
		c.Departments, err = orders.Departments(t.tx, c.Area, t.Now())
	case order.Merge:
		c.TargetLive, err = t.mayTake(b.Target, c.Order)
	}
	if err == nil && slices.Contains(rerouting, e) {
		c.Best, err = t.Fitness.Best(t.tx, c.Order)
	}
	return err
}

// mayTake reports whether an order may be merged into another: an open one of the same community.
func (t inTx) mayTake(into models.OrderID, from order.Order) (bool, error) {
	target, err := orders.Get(t.tx, into)
	if models.KindOf(err) == models.NotFound {
		return false, nil
	}
	return slices.Contains(order.Open, target.State) && target.ID != from.ID &&
		target.Area.At(models.Community) == from.Area.At(models.Community), err
}

// rerouting are the events that put an order on its route.
var rerouting = []order.Event{order.Publish, order.Decline, order.Withdraw, order.Expire, order.Absent, order.Return, order.Revoke,
	order.NoShow, order.Release, order.Grant}

// taker is who takes an order: the team the actor names, that which the order was offered to, or the actor. For a team goes whom its leader
// names, or the leader alone.
func (t inTx) taker(to order.Holder, o order.Order) order.Holder {
	if o.State == order.Offered {
		to.Team = o.Team
	}
	switch {
	case to.Team.IsZero():
		return order.Holder{Person: t.a.Person}
	case len(to.Members) == 0:
		to.Members = []models.PersonID{t.a.Person}
	}
	to.Members = slices.Compact(slices.SortedFunc(slices.Values(to.Members), func(a, b models.PersonID) int {
		return strings.Compare(a.String(), b.String())
	}))
	return to
}

// commit writes the change and everything that comes with it.
func (t inTx) commit(c order.Case, change order.Change, b Brings) error {
	if err := orders.Commit(t.tx, change); err != nil {
		return err
	}
	if err := t.attach(c.ID, b.Files); err != nil {
		return err
	}
	return t.effects(change)
}

// key is the data key of the order's owner, under which all texts of the order are sealed.
func (t inTx) key(o order.Order) (people.Person, error) { return people.Get(t.tx, o.Owner()) }
