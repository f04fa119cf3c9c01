package orders

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/order"
)

// Counts tells how many orders are owed in which queue, state and lamp; one that is none is left out.
type Counts struct {
	Queues map[order.Queue]int
	States map[order.State]int
	Lamps  map[calendar.Lamp]int
}

type heapOf struct {
	name, of string
	count    int
}

// Count counts what is owed in the areas of a scope, within an area, but for orders of the actor's own household: those are not theirs to run.
func Count(tx *store.Tx, s store.Scope, a models.Actor, within models.AreaCode, now time.Time) (Counts, error) {
	c := Counts{map[order.Queue]int{}, map[order.State]int{}, map[calendar.Lamp]int{}}
	found, err := store.Query(tx, countSQL, store.Args{"areas": store.Array(s.Areas), "within": string(within), "actor": a.Person,
		"household": a.Household, "now": now, "day_end": order.EndOfDay(now), "queues": store.Array(order.Queues)}, scanHeapOf)
	for _, h := range found {
		switch h.name {
		case "queue":
			c.Queues[order.Queue(h.of)] = h.count
		case "state":
			c.States[order.State(h.of)] = h.count
		default:
			c.Lamps[calendar.Lamp(h.of)] = h.count
		}
	}
	return c, err
}

func scanHeapOf(r store.Rows, h *heapOf) error { return r.Scan(&h.name, &h.of, &h.count) }

const countSQL = `
	WITH owed AS MATERIALIZED (
		SELECT state, next_due, returns, lamp(due_at, amber_at, stopped_at, @now) AS lamp FROM orders o
		WHERE next_due IS NOT NULL AND starts_with(area_code, @within) AND requester_id <> @actor AND COALESCE(household_id <> @household, true)
			AND EXISTS (SELECT 1 FROM unnest(CAST(@areas AS text[])) a WHERE starts_with(o.area_code, a))
	)
	SELECT 'queue', q, count(*) FROM owed, unnest(CAST(@queues AS text[])) q WHERE lies(q, state, next_due, returns, @now, @day_end) GROUP BY q
	UNION ALL SELECT 'state', state, count(*) FROM owed GROUP BY state
	UNION ALL SELECT 'lamp', lamp, count(*) FROM owed GROUP BY lamp`
