package orders

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/order"
)

// Counts tells how many orders are owed in which queue, state and lamp; every queue and lamp is named, and the states that have any.
type Counts struct {
	Queues map[order.Queue]int
	States map[order.State]int
	Lamps  map[calendar.Lamp]int
}

// alike are orders that lie in the same piles: one of them, their lamp and how many they are.
type alike struct {
	order.Order
	lamp  calendar.Lamp
	count int
}

// Count counts what is owed in the areas of a scope, but for orders of the actor's own household: those are not theirs to run. The database
// puts together what no queue tells apart, so that the queues are told apart in one place, order.Pile.
func Count(tx *store.Tx, s store.Scope, a models.Actor, now time.Time) (Counts, error) {
	c := Counts{map[order.Queue]int{}, map[order.State]int{}, map[calendar.Lamp]int{calendar.Green: 0, calendar.Amber: 0, calendar.Red: 0}}
	statement := countSQL
	if localOf(s) != "" {
		statement = countLocalSQL
	}
	var found []alike
	var err error
	if len(s.Areas) > 0 {
		found, err = store.Query(tx, statement, store.Args{"areas": store.Array(s.Areas), "community": string(localOf(s)), "actor": a.Person,
			"household": a.Household, "now": now, "day_end": order.Today.Pile(now).Until}, scanAlike)
	}
	for _, heap := range found {
		c.States[heap.State] += heap.count
		c.Lamps[heap.lamp] += heap.count
	}
	for _, q := range order.Queues {
		c.Queues[q] = 0
		for _, heap := range found {
			if q.Pile(now).Holds(heap.Order) {
				c.Queues[q] += heap.count
			}
		}
	}
	return c, err
}

func scanAlike(r store.Rows, l *alike) error {
	return r.Scan(&l.State, &l.lamp, &l.Returns, &l.NextDue, &l.count)
}

const (
	countSQL = counted + inAreas + groups

	countLocalSQL = counted + local + groups

	counted = `
	SELECT state, lamp(due_at, amber_at, stopped_at, @now) AS lamp, max(returns), min(next_due), count(*) FROM orders o
	WHERE next_due IS NOT NULL AND requester_id <> @actor AND COALESCE(household_id <> @household, true)`

	groups = ` GROUP BY state, lamp, returns > 0, next_due <= @now, next_due <= @day_end`
)
