package orders

import (
	"time"

	"delinli/app/store"
	"delinli/models"
)

// Facts is what the database knows of an order and an actor beside the row.
type Facts struct {
	Order     models.OrderID
	Household bool // the actor lives in the requester's
	Holder    bool // the actor holds it, or leads the team that does
	Serves    bool // the actor was sent to it, by an assignment that lives or was finished
	Touched   bool // the actor raised an earlier event
	Followed  bool
	Called    bool // since the last finish
	SelfRates bool // the requester can log in, or could when it was placed: whoever takes their phone away rates nothing for them
	Asker     models.PersonID
	UrgedAt   *time.Time
	Followers int
}

// FactsOf fills the facts of many orders for one actor in one query. It asks for one row each instead of EXISTS, for which the planner
// would first gather all that the actor ever did.
func FactsOf(tx *store.Tx, ids []models.OrderID, a models.Actor) (map[models.OrderID]Facts, error) {
	found, err := store.Query(tx, `
		SELECT o.id,
			COALESCE(o.household_id = @household, false),
			COALESCE((SELECT true FROM assignments g LEFT JOIN teams t ON t.id = g.team_id
				WHERE g.order_id = o.id AND g.ended_at IS NULL AND (g.person_id = @actor OR t.leader_id = @actor) LIMIT 1), false),
			COALESCE((SELECT true FROM assignments g JOIN assignment_members m ON m.assignment_id = g.id
				WHERE g.order_id = o.id AND g.ended_by IN ('', 'finish') AND m.person_id = @actor LIMIT 1), false),
			COALESCE((SELECT true FROM order_events e WHERE e.order_id = o.id AND e.actor_id = @actor LIMIT 1), false),
			COALESCE((SELECT true FROM followers f WHERE f.order_id = o.id AND f.person_id = @actor LIMIT 1), false),
			COALESCE((SELECT true FROM call_backs c WHERE c.order_id = o.id AND c.finish = o.finishes LIMIT 1), false),
			o.reachable OR (SELECT p.phone_index IS NOT NULL FROM persons p WHERE p.id = o.requester_id),
			(SELECT p.asked_by FROM approvals p WHERE p.order_id = o.id AND p.outcome = '' LIMIT 1),
			(SELECT max(e.at) FROM order_events e WHERE e.order_id = o.id AND e.event = 'urge'),
			(SELECT count(*) FROM followers f WHERE f.order_id = o.id)
		FROM orders o WHERE o.id = ANY (CAST(@ids AS uuid[]))`,
		store.Args{"ids": store.Array(ids), "actor": a.Person, "household": a.Household}, scanFacts)
	if err != nil {
		return nil, err
	}
	facts := make(map[models.OrderID]Facts, len(found))
	for _, f := range found {
		facts[f.Order] = f
	}
	return facts, nil
}

func scanFacts(r store.Rows, f *Facts) error {
	return r.Scan(&f.Order, &f.Household, &f.Holder, &f.Serves, &f.Touched, &f.Followed, &f.Called, &f.SelfRates, &f.Asker, &f.UrgedAt, &f.Followers)
}
