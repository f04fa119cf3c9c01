package ordering

import (
	"slices"
	"strings"

	"delinli/app/store/approvals"
	"delinli/app/store/orders"
	"delinli/models"
	"delinli/models/order"
)

// effects are what a change writes beside the order itself, in the same transaction.
func (t inTx) effects(c order.Change) error {
	if c.Event() == order.Offer && !t.a.System {
		if err := t.Fitness.Chosen(t.tx, t.a, c.Was(), c.Input().To); err != nil {
			return err
		}
	}
	if err := t.reassign(c); err != nil {
		return err
	}
	was, next := c.Was(), c.Next()
	if was.State != "" && was.State != next.State {
		if err := approvals.Void(t.tx, next.ID, next.MovedAt); err != nil {
			return err
		}
	}
	return t.besides(c)
}

// besides are the effects of single events.
func (t inTx) besides(c order.Change) error {
	next, in := c.Next(), c.Input()
	switch c.Event() {
	case order.Publish:
		return t.split(c)
	case order.Finish:
		return t.credit(c)
	case order.Rate:
		return orders.Rate(t.tx, next, t.a.Person, *in.Rating, next.MovedAt)
	case order.CallBack:
		return orders.CallBack(t.tx, in.Event, next.ID, *in.CallBack, t.Now())
	case order.Follow:
		return orders.Follow(t.tx, next.ID, t.a.Person, t.Now())
	case order.Comment, order.Answer:
		return t.warn(next.ID, in.Reason)
	case order.HandBack:
		return t.handAbove(next)
	case order.Merge:
		return orders.MoveFollowers(t.tx, next, in.Target, next.MovedAt)
	}
	return nil
}

// reassign keeps the assignments in step with the state: who lost the order, who was offered it, who took it.
func (t inTx) reassign(c order.Change) error {
	was, next := c.Was(), c.Next()
	held, holds := slices.Contains(order.Held, was.State), slices.Contains(order.Held, next.State)
	offeredAgain := next.State == order.Offered && slices.Contains(rerouting, c.Event())
	starts := holds && (!held || offeredAgain)
	if held && (!holds || starts) {
		if err := orders.EndAssignment(t.tx, next.ID, c.Event(), next.MovedAt); err != nil {
			return err
		}
	}
	if starts {
		to := order.Holder{Person: next.Assignee, Team: next.Team}
		members := c.Input().To.Members
		if len(members) == 0 && !to.Person.IsZero() {
			members = []models.PersonID{to.Person}
		}
		if err := orders.StartAssignment(t.tx, models.NewID[models.AssignmentID](t.Random), next.ID, to, members, next.MovedAt); err != nil {
			return err
		}
	}
	if next.State == order.Accepted && was.State != order.Accepted {
		if err := orders.NameMembers(t.tx, next.ID, c.Input().To.Members); err != nil {
			return err
		}
		return orders.AcceptAssignment(t.tx, next.ID, next.MovedAt)
	}
	return nil
}

// handAbove tells the level above of an order that departments handed back again.
func (t inTx) handAbove(o order.Order) error {
	if !o.HandedAbove() {
		return nil
	}
	system := inTx{t.Service, t.tx, t.ctx, models.SystemActor}
	return system.raise(o.ID, order.Escalate, Brings{})
}

// warn reports danger by itself when what somebody writes speaks of it, so that staff are told at once.
func (t inTx) warn(id models.OrderID, texts ...string) error {
	words := order.Danger(strings.Join(texts, "\n"))
	if len(words) == 0 {
		return nil
	}
	system := inTx{t.Service, t.tx, t.ctx, models.SystemActor}
	return system.raise(id, order.ReportDanger, Brings{Reason: strings.Join(words, "、")})
}

// credit books the hours of a finished service; a department's finish has none.
func (t inTx) credit(c order.Change) error {
	if c.Was().State != order.InService {
		return nil
	}
	g, ok, err := orders.LastAssignment(t.tx, c.Next().ID)
	if err != nil || !ok {
		return err
	}
	return t.Hours.Credit(t.tx, c.Next(), g.Members)
}

// split makes the siblings of a wish that asks for several people or things, so that each claim is one order.
func (t inTx) split(c order.Change) error {
	o := c.Next()
	if c.Was().Slots <= 1 {
		return nil
	}
	texts, err := t.draftOf(o)
	if err != nil {
		return err
	}
	for range c.Was().Slots - 1 {
		id, err := t.sibling(o, texts)
		if err != nil {
			return err
		}
		in := c.Input()
		if err := t.raise(id, order.Publish, Brings{PublicTitle: in.PublicTitle, PublicText: in.PublicText, PublicPictures: in.PublicPictures}); err != nil {
			return err
		}
	}
	return nil
}

func (t inTx) sibling(o order.Order, d Draft) (models.OrderID, error) {
	next := order.Order{ID: models.NewID[models.OrderID](t.Random), Kind: o.Kind, Item: o.Item, Class: o.Class, Area: o.Area, PlacedBy: o.PlacedBy,
		Requester: o.Requester, Visibility: o.Visibility, Route: o.Route, Slots: 1, SlotOf: o.ID, Wanted: o.Wanted}
	if err := t.sealTexts(&next, d); err != nil {
		return next.ID, err
	}
	return next.ID, t.begin(next)
}
