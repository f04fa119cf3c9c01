// Package traces is the SQL of what the tables hold about one person, wherever it stands: what ties them here, what must go when they
// are erased, what they may ask for, and what goes by itself in time.
package traces

import (
	"delinli/app/store"
	"delinli/models"
	"delinli/models/calendar"
)

// Tie is why somebody cannot be erased yet.
type Tie struct {
	Name string // number of an order, role of a seat with its area, name of a team
	Code string // "erase.order_live", "erase.order_held", "erase.seat_held", "erase.post_held", "erase.team_led"
}

// maxTies are named at once.
const maxTies = 20

// Ties lists what must end first: orders that are not ended (somebody waits for them, and their clocks still run), orders that the
// person serves, seats that are more than a resident's or a volunteer's, posts in a grid that last longer than today, teams that they lead.
func Ties(tx *store.Tx, id models.PersonID, today calendar.Date) ([]Tie, error) {
	return store.Query(tx, `
		SELECT number, 'erase.order_live' FROM orders WHERE requester_id = @id AND ended_at IS NULL
		UNION ALL SELECT o.number, 'erase.order_held' FROM assignments a JOIN assignment_members m ON m.assignment_id = a.id
			JOIN orders o ON o.id = a.order_id WHERE m.person_id = @id AND a.ended_at IS NULL
		UNION ALL SELECT role || ' ' || area_code, 'erase.seat_held' FROM seats
			WHERE person_id = @id AND ended_at IS NULL AND role NOT IN ('resident', 'volunteer')
		UNION ALL SELECT kind || ' ' || grid, 'erase.post_held' FROM grid_posts
			WHERE person_id = @id AND COALESCE(until_on > CAST(@today AS date), true)
		UNION ALL SELECT name, 'erase.team_led' FROM teams WHERE leader_id = @id AND ended_at IS NULL
		LIMIT @limit`, store.Args{"id": id, "today": string(today), "limit": maxTies},
		func(r store.Rows, t *Tie) error { return r.Scan(&t.Name, &t.Code) })
}

// forgotten are the statements that take away what a person left in rows that stay, and the rows that are theirs alone. Sealed texts stay
// where journals need them: without the key nobody reads them. Public cards stay too: staff approved them as nobody's.
var forgotten = []string{
	`UPDATE orders SET search_tokens = '{}' WHERE requester_id = @id`,
	`UPDATE persons SET area_code = left(area_code, 12) WHERE id = @id`,
	`UPDATE volunteers SET state = 'ended', party_member = false, skills = '{}', areas = '{}', availability = '{}', note = NULL WHERE person_id = @id`,
	`DELETE FROM team_members WHERE person_id = @id`,
	`DELETE FROM team_invitations WHERE person_id = @id`,
	`DELETE FROM followers WHERE person_id = @id`,
	`DELETE FROM deliveries WHERE notice_id IN (SELECT id FROM notices WHERE person_id = @id)`,
	`DELETE FROM notices WHERE person_id = @id`,
	`DELETE FROM idempotency_keys WHERE person_id = @id`,
	`DELETE FROM sessions WHERE person_id = @id`,
	`DELETE FROM person_tags WHERE person_id = @id`,
	`DELETE FROM home_returns WHERE person_id = @id`,
	`DELETE FROM merge_rows WHERE merge_id IN (SELECT id FROM merges WHERE @id IN (kept_id, gone_id))`,
	`UPDATE merges SET kept_was = NULL, kept_now = NULL, gone_was = NULL WHERE @id IN (kept_id, gone_id)`,
	`DELETE FROM distinct_pairs WHERE @id IN (one, other)`,
}

// Forget takes away what a person left, and gives the names of the bytes that nothing names any more. Files go that lie at the person's
// own orders, whoever brought them, and those that they brought and attached to no order; what they showed of another's order stays
// with that order.
func Forget(tx *store.Tx, id models.PersonID) (blobs []string, err error) {
	for _, statement := range forgotten {
		if _, err := tx.Exec(statement, store.Args{"id": id}); err != nil {
			return nil, err
		}
	}
	gone, err := store.Query(tx, `DELETE FROM files f WHERE f.owner_id = @id AND f.order_id IS NULL
			OR f.order_id IN (SELECT o.id FROM orders o WHERE o.requester_id = @id) RETURNING f.blob, f.thumb`,
		store.Args{"id": id}, func(r store.Rows, names *[2]string) error { return r.Scan(&names[0], &names[1]) })
	for _, names := range gone {
		blobs = append(blobs, names[0])
		if names[1] != "" {
			blobs = append(blobs, names[1])
		}
	}
	return blobs, err
}
