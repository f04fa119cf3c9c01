package orders

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
)

// Rate writes the rating of the last finish and counts it for those who served; of what a department finished nobody did.
func Rate(tx *store.Tx, o order.Order, by models.PersonID, r order.Rating, now time.Time) error {
	_, err := tx.Exec(`
		WITH r AS (
			INSERT INTO ratings (order_id, finish, rated_by, solved, stars, tags, comment, at)
			VALUES (@order, @finish, @by, @solved, @stars, CAST(@tags AS text[]), @comment, @now) RETURNING stars
		), a AS (
			SELECT id FROM assignments WHERE order_id = @order AND @served ORDER BY offered_at DESC, id DESC LIMIT 1
		)
		UPDATE volunteers v SET rating_sum = rating_sum + r.stars, rating_count = rating_count + 1
		FROM r, a JOIN assignment_members m ON m.assignment_id = a.id WHERE v.person_id = m.person_id`,
		store.Args{"order": o.ID, "finish": o.Finishes, "by": by, "solved": r.Solved, "stars": r.Stars,
			"tags": store.Array(r.Tags), "comment": r.Comment, "now": now, "served": o.Holder()})
	return err
}

// CallBack writes what the one call-back about the last finish found, and whose service it was about.
func CallBack(tx *store.Tx, event models.EventID, o models.OrderID, f order.CallBackForm, now time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO call_backs (event_id, order_id, finish, served_by, valid, contacted, solved, satisfaction, at)
		SELECT @event, o.id, o.finishes, COALESCE(o.assignee_id, t.leader_id), @valid, @contacted, @solved, @satisfaction, @now
		FROM orders o LEFT JOIN teams t ON t.id = o.team_id WHERE o.id = @order`,
		store.Args{"event": event, "order": o, "valid": f.Valid, "contacted": f.Contacted, "solved": f.Solved,
			"satisfaction": string(f.Satisfaction), "now": now})
	return err
}

// Follow lets somebody say "me too".
func Follow(tx *store.Tx, o models.OrderID, p models.PersonID, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO followers (order_id, person_id, at) VALUES (@order, @person, @now)`,
		store.Args{"order": o, "person": p, "now": now})
	return err
}

// MoveFollowers lets the requester and the followers of a merged order follow the one it was merged into, unless that is private.
func MoveFollowers(tx *store.Tx, from order.Order, into models.OrderID, now time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO followers (order_id, person_id, at)
		SELECT o.id, p.id, CAST(@now AS timestamptz) FROM orders o, persons p
		WHERE o.id = @into AND o.visibility = 'public' AND o.requester_id <> p.id
			AND (p.id = @requester OR p.id IN (SELECT person_id FROM followers WHERE order_id = @from))
		ON CONFLICT DO NOTHING`,
		store.Args{"into": into, "from": from.ID, "requester": from.Requester, "now": now})
	return err
}

// TookPart reports whether somebody raised an event on the order or held it.
func TookPart(tx *store.Tx, o models.OrderID, p models.PersonID) (bool, error) {
	return store.One(tx, `
		SELECT EXISTS (SELECT 1 FROM order_events WHERE order_id = @order AND actor_id = @person)
			OR EXISTS (SELECT 1 FROM assignments a JOIN assignment_members m ON m.assignment_id = a.id WHERE a.order_id = @order AND m.person_id = @person)`,
		store.Args{"order": o, "person": p}, store.Value[bool])
}

// RolesOver lists the roles that a person holds over an area.
func RolesOver(tx *store.Tx, p models.PersonID, area models.AreaCode, now time.Time) ([]models.Role, error) {
	return store.Query(tx, `
		SELECT role FROM seats WHERE person_id = @person AND ended_at IS NULL AND from_at <= @now AND starts_with(@area, area_code)`,
		store.Args{"person": p, "area": string(area), "now": now}, store.Value[models.Role])
}
