package order

import (
	"slices"
	"time"

	"delinli/models"
)

// Queue is a pile of orders on the desk of staff. An order may lie in several.
type Queue string

// The queues.
const (
	Todo     Queue = "todo"     // a word of staff is awaited: a review, an appeal, or the call-back of a requester who cannot rate by themselves
	Today    Queue = "today"    // the next step is due before this day ends
	Overdue  Queue = "overdue"  // the next step is late
	Returned Queue = "returned" // whoever had it gave it back or was taken off it, and nobody has it now
	Appeals  Queue = "appealed" // the requester says that it is not solved
)

// Queues lists every queue, in the order in which desks show them.
var Queues = []Queue{Todo, Today, Overdue, Returned, Appeals}

// Owed are the states in which a step may be owed: NextDue says of each order whether one is.
var Owed = slices.Concat(Open, []State{Done, Appealed})

// Pile is what a queue holds at one moment: of the orders of which a step is owed, those of the states that are due after the one
// moment, and at the other or before.
type Pile struct {
	States       []State
	After, Until time.Time
	Returned     bool // only what came back
}

// Pile tells what the queue holds now; of no queue, it is all that is owed.
func (q Queue) Pile(now time.Time) Pile {
	p := Pile{States: Owed, Until: forever}
	switch q {
	case Todo:
		p.States = []State{Placed, Appealed, Done}
	case Today:
		p.After, p.Until = now, endOfDay(now)
	case Overdue:
		p.Until = now
	case Returned:
		p.States, p.Returned = []State{Placed, Pool, Offered}, true
	case Appeals:
		p.States = []State{Appealed}
	}
	return p
}

// Holds reports whether the order lies in the pile.
func (p Pile) Holds(o Order) bool {
	return o.NextDue != nil && among(o.State, p.States) && o.NextDue.After(p.After) && !o.NextDue.After(p.Until) && (o.Returns > 0 || !p.Returned)
}

// Of narrows the pile to one state.
func (p Pile) Of(s State) Pile {
	p.States = slices.DeleteFunc(slices.Clone(p.States), func(of State) bool { return of != s })
	return p
}

// forever lies after every moment.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// endOfDay is the midnight that ends the day of a moment in the city.
func endOfDay(now time.Time) time.Time { return models.Day(now).AddDate(0, 0, 1) }

// nextDue is the moment by which the next step is owed: that of the state's clock or of the whole order, whichever comes first; nil where
// nothing is owed any more. What is done is over for us, unless the requester cannot rate it: then somebody has to call before the time is up.
func (o Order) nextDue(f Facts) *time.Time {
	if !among(o.State, Owed) || o.State == Done && f.SelfRates {
		return nil
	}
	next := o.Clock.DueAt
	if due := runningDue(o.Limit); due != nil && (next == nil || due.Before(*next)) {
		next = due
	}
	if next == nil {
		return nil
	}
	return new(next.Truncate(time.Microsecond)) // as the database keeps it
}
