package notices

import (
	"slices"

	"delinli/app/store"
	"delinli/models"
)

// Concern tells for whom the news of an order may be: a first look, before it is asked what they may see.
type Concern struct {
	Order     models.OrderID
	Area      models.AreaCode
	Unit      string
	Pool      bool              // it waits to be claimed, or has just been taken
	Parties   []models.PersonID // requester, placer, who holds it
	Followers []models.PersonID
}

// Concerns reads them for many orders at once.
func Concerns(tx *store.Tx, ids []models.OrderID) (map[models.OrderID]Concern, error) {
	found, err := store.Query(tx, `
		SELECT o.id, o.area_code, o.referred_to, o.state = 'pool',
			ARRAY(SELECT CAST(person AS text) FROM (VALUES (o.requester_id), (o.placed_by)) AS v(person)
				UNION SELECT CAST(COALESCE(g.person_id, t.leader_id) AS text) FROM assignments g LEFT JOIN teams t ON t.id = g.team_id
					WHERE g.order_id = o.id AND g.ended_at IS NULL
				UNION SELECT CAST(m.person_id AS text) FROM assignments g JOIN assignment_members m ON m.assignment_id = g.id
					WHERE g.order_id = o.id AND g.ended_at IS NULL),
			ARRAY(SELECT CAST(person_id AS text) FROM followers f WHERE f.order_id = o.id)
		FROM orders o WHERE o.id = ANY(CAST(@ids AS uuid[]))`, store.Args{"ids": store.Array(ids)}, scanConcern)
	concerns := make(map[models.OrderID]Concern, len(found))
	for _, c := range found {
		concerns[c.Order] = c
	}
	return concerns, err
}

func scanConcern(r store.Rows, c *Concern) error {
	var parties, followers []string
	if err := r.Scan(&c.Order, &c.Area, &c.Unit, &c.Pool, store.List(&parties), store.List(&followers)); err != nil {
		return err
	}
	c.Parties, c.Followers = persons(parties), persons(followers)
	return nil
}

func persons(texts []string) []models.PersonID {
	ids := make([]models.PersonID, 0, len(texts))
	for _, text := range texts {
		if id, ok := models.ParseID[models.PersonID](text); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// Inside reports whether the actor takes part in the order or runs it, and so may know what happens to it step by step.
func (c Concern) Inside(a models.Actor) bool {
	return slices.Contains(c.Parties, a.Person) || a.Holds(c.Area, models.Staff...) || c.Unit != "" && a.Unit(c.Area) == c.Unit
}

// Touches reports whether the actor wants to hear that the order has changed at all.
func (c Concern) Touches(a models.Actor) bool {
	return c.Inside(a) || slices.Contains(c.Followers, a.Person) || a.Holds(c.Area, models.Locals...) || c.Pool && a.Has(models.Volunteer)
}
