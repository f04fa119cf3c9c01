package orders

import (
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/models/calendar"
	"delinli/models/order"
)

// EachPast reads the newest orders of a class that were placed in a time, in a scope, one after the other. Who is still in a state is there until now.
func EachPast(tx *store.Tx, s store.Scope, class calendar.Class, from, to, now time.Time, limit int, each func(order.Past)) error {
	_, err := store.Query(tx, `
		SELECT o.id, o.number, COALESCE(o.wanted, '[]'), o.extended, (
			SELECT jsonb_agg(jsonb_build_array(e.event, e.from_state, e.to_state, e.at) ORDER BY e.seq) FROM order_events e WHERE e.order_id = o.id)
		FROM orders o
		WHERE o.placed_at >= @from AND o.placed_at < @to AND o.class = @class
			AND EXISTS (SELECT 1 FROM unnest(CAST(@areas AS text[])) a WHERE starts_with(o.area_code, a))
		ORDER BY o.placed_at DESC, o.id DESC LIMIT @limit`,
		store.Args{"from": from, "to": to, "class": string(class), "areas": store.Array(s.Areas), "limit": limit},
		func(r store.Rows, _ *struct{}) error {
			var p order.Past
			var wanted, events []byte
			if err := r.Scan(&p.ID, &p.Number, &wanted, &p.Extended, &events); err != nil {
				return err
			}
			if err := json.Unmarshal(wanted, &p.Wanted); err != nil {
				return err
			}
			if err := stays(&p, events, now); err != nil {
				return err
			}
			if len(p.Stays) > 0 {
				each(p)
			}
			return nil
		})
	return err
}

// stays reads the journal: each event that starts a clock ends the stay before.
func stays(p *order.Past, journal []byte, now time.Time) error {
	var lines [][4]string
	if err := json.Unmarshal(journal, &lines); err != nil {
		return err
	}
	for _, l := range lines {
		at, err := time.Parse(time.RFC3339Nano, l[3])
		if err != nil {
			return err
		}
		if !order.Renews(order.Event(l[0]), order.State(l[1]), order.State(l[2])) {
			continue
		}
		if n := len(p.Stays); n > 0 {
			p.Stays[n-1].To = at
		}
		p.Stays = append(p.Stays, order.Stay{State: order.State(l[2]), From: at, To: now})
	}
	return nil
}
