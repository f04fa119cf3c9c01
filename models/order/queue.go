package order

import (
	"time"

	"delinli/models"
)

// Queue is a pile of orders on the desk of staff. An order may lie in several.
type Queue string

// The queues.
const (
	Todo     Queue = "todo"     // a word of staff is awaited: it is to be reviewed, or an appeal to be decided
	Today    Queue = "today"    // the next step is due before this day ends
	Overdue  Queue = "overdue"  // the next step is late
	Returned Queue = "returned" // whoever had it gave it back or was taken off it, and nobody has it now
	Appeals  Queue = "appealed" // the requester says that it is not solved
)

// Queues lists every queue, in the order in which desks show them.
var Queues = []Queue{Todo, Today, Overdue, Returned, Appeals}

// Lies reports whether the order lies in the queue at the moment; only what is owed lies in any.
func (o Order) Lies(q Queue, now time.Time) bool {
	switch {
	case o.NextDue == nil:
		return false
	case q == Todo:
		return among(o.State, []State{Placed, Appealed})
	case q == Today:
		return o.NextDue.After(now) && o.NextDue.Before(EndOfDay(now))
	case q == Overdue:
		return !o.NextDue.After(now)
	case q == Returned:
		return o.Returns > 0 && among(o.State, []State{Placed, Pool, Offered})
	}
	return o.State == Appealed
}

// EndOfDay is the midnight that ends the day of a moment in the city.
func EndOfDay(now time.Time) time.Time { return models.Day(now).AddDate(0, 0, 1) }

// nextDue is the moment by which the next step is owed: that of the state's clock or of the whole order, whichever comes first; nil where
// nothing is owed any more.
func (o Order) nextDue() *time.Time {
	if !among(o.State, Open) && o.State != Appealed {
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
