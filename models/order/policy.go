package order

import (
	"slices"

	"delinli/models"
)

// View is how much of an order somebody may see.
type View uint8

// The views, each holding the one before. What is Nothing is not found.
const (
	Nothing    View = iota
	PublicCard      // the staff-approved title and text, the community, the state
	LocalCard       // the same with the grid, for those who work there, and for a candidate
	Whole           // the texts; phone and address to those of Contact
)

// Area is the place of an order as exactly as the view names it: the community on a public card.
func (v View) Area(of models.AreaCode) models.AreaCode {
	if v > PublicCard {
		return of
	}
	return of.At(models.Community)
}

// Sees tells how much of the order the actor may see now.
func (c *Case) Sees(a models.Actor) View {
	switch {
	case a.System, c.State == "":
		return Whole
	case a.Known() && (a.Person == c.Requester || a.Person == c.PlacedBy), staff.Allows(a, c), department.Allows(a, c):
		return Whole
	case c.serves(a):
		return Whole
	case c.Facts.Holder, c.Facts.Serves, a.Known() && a.Person == c.Assignee, c.published() && a.Holds(c.Area, models.Locals...):
		return LocalCard
	case c.OnWall(), c.published() && c.Facts.Followed:
		return PublicCard
	}
	return Nothing
}

// serves reports whether the actor comes to serve the order: who accepted it, or was sent by the leader who did.
func (c *Case) serves(a models.Actor) bool {
	return a.Known() && (c.Facts.Holder || c.Facts.Serves) && among(c.State, serving)
}

// serving are the states in which somebody comes.
var serving = []State{Accepted, InService, Suspended}

// published reports whether the order has a public card that was not taken back.
func (o Order) published() bool {
	return o.Visibility == Public && o.PublicTitle != "" && !among(o.State, []State{Placed, NeedInfo})
}

// OnWall reports whether the public wall shows the order.
func (o Order) OnWall() bool {
	return o.Visibility == Public && o.PublicTitle != "" && slices.Contains(walled, o.State)
}

// walled are the states that the wall shows: what may be claimed, and what is being done or was done.
var walled = []State{Pool, Offered, Accepted, InService, Suspended, Done, Rated}

// Offerable reports whether an order in its state may be offered to somebody.
func (o Order) Offerable() bool {
	return slices.ContainsFunc(Flow, func(s step) bool { return s.From == o.State && s.On == Offer })
}

// leavers are the events that take an order out of the pool.
var leavers = func() map[Event]bool {
	events := map[Event]bool{}
	for _, step := range Flow {
		if step.From == Pool && step.To != Pool {
			events[step.On] = true
		}
	}
	return events
}()

// LeavesPool reports whether the event may have taken an order out of the pool, so that those who could claim it want to hear of it.
func LeavesPool(e Event) bool { return leavers[e] }

// SeesContact reports whether the actor sees the requester's phone and full address with the order: the requester, and the
// one who serves it while the claim lives. Every such look is logged.
func (c *Case) SeesContact(a models.Actor) bool {
	return requester.Allows(a, c) || c.serves(a)
}

// MayReach reports whether the actor may ask for the contact with a reason: staff, the department it was referred to. Home is where the
// requester lives: whoever placed the order learns nothing through it of somebody whom they may not look up there.
func (c *Case) MayReach(a models.Actor, home models.AreaCode) bool {
	runs := staff.Allows(a, c) && (a.Person != c.PlacedBy || a.Holds(home, models.Staff...))
	return c.SeesContact(a) || runs || department.Allows(a, c)
}

// SeesCode reports whether the actor may see the code that a visitor must name: the requester, never who placed it.
func (c *Case) SeesCode(a models.Actor) bool {
	return a.Known() && a.Person == c.Requester && c.State == Accepted
}

// codeTaker may take the code for the sheet that is brought to a requester who has no phone to see it on: staff who run the order, but for
// whoever placed it. It stands in the journal, so that whoever took it is no stranger to the order: they rate nothing and decide no appeal.
var codeTaker = who("staff who did not place it, for a requester without a phone", func(a models.Actor, c *Case) bool {
	return !c.SelfRates && a.Person != c.PlacedBy && staff.Allows(a, c)
})

// SeesCounterCode reports whether the actor sees the four digits that prove the visitor: whoever is visited compares them with those
// that the visitor shows.
func (c *Case) SeesCounterCode(a models.Actor) bool {
	return among(c.State, []State{Accepted, InService}) && (helped.Allows(a, c) || holder.Allows(a, c))
}

// SeesVisitor reports whether the actor may see who comes: name, photo, number.
func (c *Case) SeesVisitor(a models.Actor) bool {
	return helped.Allows(a, c) && among(c.State, serving)
}

// confided are the events whose notes are between whoever wrote them and staff.
var confided = []Event{Decline, ReportDanger, CallBack}

// Runs reports whether the actor runs the order as staff.
func (c *Case) Runs(a models.Actor) bool { return staff.Allows(a, c) }

// SeesNote reports whether the actor, who sees the order whole, may read what somebody noted with an event.
func (c *Case) SeesNote(a models.Actor, e Event, by models.PersonID) bool {
	return !slices.Contains(confided, e) || a.Known() && a.Person == by || staff.Allows(a, c)
}
