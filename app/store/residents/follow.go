package residents

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/resident"
	"delinli/models/secret"
)

// follow are the statements by which what refers to a record that goes refers to the one that stays; merge_rows keeps each row that moved. Whoever has
// acted in any way has a record that stays, so nothing that somebody does ever moves.
var follow = []string{
	`WITH twice AS (UPDATE person_tags t SET ended_at = @at WHERE person_id = @gone AND ended_at IS NULL
			AND EXISTS (SELECT FROM person_tags k WHERE k.person_id = @kept AND k.tag = t.tag AND k.ended_at IS NULL) RETURNING id)
		INSERT INTO merge_rows (merge_id, kind, row_id) SELECT @merge, 'tag_twice', id FROM twice`,
	`WITH moved AS (UPDATE person_tags SET person_id = @kept WHERE person_id = @gone RETURNING id)
		INSERT INTO merge_rows (merge_id, kind, row_id) SELECT @merge, 'tag', id FROM moved`,
	`WITH moved AS (UPDATE grid_posts SET person_id = @kept, version = version + 1 WHERE person_id = @gone RETURNING id)
		INSERT INTO merge_rows (merge_id, kind, row_id) SELECT @merge, 'post', id FROM moved`,
	`WITH moved AS (UPDATE notices n SET person_id = @kept WHERE person_id = @gone
			AND NOT EXISTS (SELECT FROM notices k WHERE k.person_id = @kept AND k.kind = n.kind AND k.cause = n.cause) RETURNING id)
		INSERT INTO merge_rows (merge_id, kind, row_id) SELECT @merge, 'notice', id FROM moved`,
	`WITH moved AS (UPDATE complaints SET about = @kept WHERE about = @gone RETURNING id)
		INSERT INTO merge_rows (merge_id, kind, row_id) SELECT @merge, 'complaint', id FROM moved`,
	`WITH moved AS (UPDATE orders o SET requester_id = @kept, sealed_for = COALESCE(sealed_for, requester_id), version = version + 1
			WHERE requester_id = @gone` + rebound + `, noted AS (INSERT INTO merge_rows (merge_id, kind, row_id) SELECT @merge, 'order', id FROM moved)` + journal,
}

// unfollow are those by which it refers to where it did again.
var unfollow = []string{
	`UPDATE person_tags t SET person_id = @gone FROM merge_rows r WHERE r.merge_id = @merge AND r.kind = 'tag' AND t.id = r.row_id AND t.person_id = @kept`,
	`UPDATE person_tags t SET ended_at = NULL FROM merge_rows r WHERE r.merge_id = @merge AND r.kind = 'tag_twice' AND t.id = r.row_id AND t.person_id = @gone`,
	`UPDATE grid_posts t SET person_id = @gone, version = version + 1 FROM merge_rows r
		WHERE r.merge_id = @merge AND r.kind = 'post' AND t.id = r.row_id AND t.person_id = @kept`,
	`UPDATE notices t SET person_id = @gone FROM merge_rows r WHERE r.merge_id = @merge AND r.kind = 'notice' AND t.id = r.row_id AND t.person_id = @kept`,
	`UPDATE complaints t SET about = @gone FROM merge_rows r WHERE r.merge_id = @merge AND r.kind = 'complaint' AND t.id = r.row_id AND t.about = @kept`,
	`WITH moved AS (UPDATE orders o SET requester_id = @gone, sealed_for = NULLIF(sealed_for, @gone), version = version + 1
			FROM merge_rows r WHERE r.merge_id = @merge AND r.kind = 'order' AND o.id = r.row_id AND o.requester_id = @kept` + rebound + journal,
	`UPDATE corrections c SET person_id = @gone, value = w.value, reason = w.reason, answer = w.answer
		FROM merge_rows r, jsonb_populate_record(CAST(NULL AS corrections), r.was) w
		WHERE r.merge_id = @merge AND r.kind = 'correction' AND c.id = r.row_id AND c.person_id = @kept`,
	`DELETE FROM merge_rows WHERE merge_id = @merge`,
	`UPDATE merges SET kept_was = NULL, kept_now = NULL, gone_was = NULL WHERE id = @merge`,
}

// Each order that moves has a line in its journal, since replaying a journal gives the row.
const (
	rebound = ` RETURNING o.id, o.state, o.version, o.requester_id, o.sealed_for)`
	journal = ` INSERT INTO order_events (id, order_id, event, from_state, to_state, version, actor_id, at, patch)
		SELECT gen_random_uuid(), id, @event, state, state, version, @by, @at, jsonb_build_object('requester_id', requester_id, 'sealed_for', sealed_for,
			'version', version) FROM moved`
)

// Follow lets everything follow a record, but for what must be sealed anew.
func Follow(tx *store.Tx, m resident.Merging) error { return run(tx, follow, m, m.By, m.At) }

// Unfollow lets what followed a record go back.
func Unfollow(tx *store.Tx, m resident.Merging, by models.PersonID, at time.Time) error {
	return run(tx, unfollow, m, by, at)
}

func run(tx *store.Tx, statements []string, m resident.Merging, by models.PersonID, at time.Time) error {
	for _, statement := range statements {
		args := store.Args{"merge": m.ID, "kept": m.Kept, "gone": m.Gone, "at": at, "by": by, "event": string(order.Rebind)}
		if _, err := tx.Exec(statement, args); err != nil {
			return err
		}
	}
	return nil
}

// CorrectionsOf lists what was asked about somebody's record, the oldest first.
func CorrectionsOf(tx *store.Tx, who models.PersonID) ([]resident.Correction, error) {
	return store.Query(tx, correctionColumns+` FROM corrections c WHERE c.person_id = @who ORDER BY c.at, c.id`, store.Args{"who": who}, scanCorrection)
}

// MoveCorrection writes a correction whose texts are sealed for the record that stays, and keeps it as it was.
func MoveCorrection(tx *store.Tx, m resident.Merging, c resident.Correction) error {
	_, err := tx.Exec(`WITH noted AS (INSERT INTO merge_rows (merge_id, kind, row_id, was)
			SELECT @merge, 'correction', id, jsonb_build_object('value', value, 'reason', reason, 'answer', answer) FROM corrections WHERE id = @id)
		UPDATE corrections SET person_id = @kept, value = @value, reason = @reason, answer = @answer WHERE id = @id`,
		store.Args{"merge": m.ID, "id": c.ID, "kept": m.Kept, "value": c.Value, "reason": c.Reason, "answer": c.Answer})
	return err
}

// Ties are what keeps two records from being merged.
type Ties struct {
	CorrectionWaits bool // about the one that goes
	PostTwice       bool // both hold the same post
	Serves          bool // the one that stays serves an order of the other
}

// TiesOf reads them.
func TiesOf(tx *store.Tx, kept, gone models.PersonID) (Ties, error) {
	return store.One(tx, `SELECT EXISTS (SELECT FROM corrections WHERE person_id = @gone AND state = 'asked'),
			EXISTS (SELECT FROM grid_posts g JOIN grid_posts k ON k.person_id = @kept AND k.grid = g.grid AND k.kind = g.kind AND k.until_on IS NULL
				WHERE g.person_id = @gone AND g.until_on IS NULL),
			EXISTS (SELECT FROM orders WHERE requester_id = @gone AND assignee_id = @kept)`,
		store.Args{"kept": kept, "gone": gone}, func(r store.Rows, t *Ties) error { return r.Scan(&t.CorrectionWaits, &t.PostTwice, &t.Serves) })
}

// Behind is how much stands behind a record.
type Behind struct{ Orders, Tags, Posts, Notices int }

// BehindOf counts it.
func BehindOf(tx *store.Tx, id models.PersonID) (Behind, error) {
	return store.One(tx, `SELECT (SELECT count(*) FROM orders WHERE requester_id = @id), (SELECT count(*) FROM person_tags WHERE person_id = @id AND ended_at IS NULL),
			(SELECT count(*) FROM grid_posts WHERE person_id = @id), (SELECT count(*) FROM notices WHERE person_id = @id)`,
		store.Args{"id": id}, func(r store.Rows, b *Behind) error { return r.Scan(&b.Orders, &b.Tags, &b.Posts, &b.Notices) })
}

// Unread is a sealed name of the register.
type Unread struct {
	ID   models.PersonID
	Name secret.Sealed
	Key  secret.WrappedKey
}

// UnreadNames lists some.
func UnreadNames(tx *store.Tx, limit int) ([]Unread, error) {
	return store.Query(tx, `SELECT p.id, p.name, k.wrapped FROM persons p JOIN person_keys k ON k.person_id = p.id
		WHERE p.registered_at IS NOT NULL AND p.name IS NOT NULL AND p.name_index IS NULL LIMIT @limit`,
		store.Args{"limit": limit}, func(r store.Rows, u *Unread) error { return r.Scan(&u.ID, &u.Name, &u.Key) })
}

// IndexNames writes the indexes of names that were read. Those that changed meanwhile stay unread.
func IndexNames(tx *store.Tx, read []Unread, indexes [][]byte) error {
	ids, names := make([]models.PersonID, len(read)), make([][]byte, len(read))
	for i, u := range read {
		ids[i], names[i] = u.ID, u.Name
	}
	_, err := tx.Exec(`UPDATE persons p SET name_index = n.index FROM unnest(CAST(@ids AS uuid[]), CAST(@names AS bytea[]), CAST(@indexes AS bytea[])) AS n (id, name, index)
		WHERE p.id = n.id AND p.name = n.name`, store.Args{"ids": store.Array(ids), "names": store.Array(names), "indexes": store.Array(indexes)})
	return err
}
