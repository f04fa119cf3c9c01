package orders

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
)

// Line is one event of an order's journal, as its timeline shows it.
type Line struct {
	ID      models.EventID
	Event   order.Event
	From    order.State
	To      order.State
	Version int
	Actor   models.PersonID
	At      time.Time
	Note    secret.Sealed
	Sent    bool // the actor held the order or was sent to it, or was offered it, at some time
	Office  bool // the actor sat in a department at that moment
}

// Timeline reads the events of an order, oldest first.
func Timeline(tx *store.Tx, id models.OrderID) ([]Line, error) {
	return store.Query(tx, `
		SELECT e.id, e.event, e.from_state, e.to_state, e.version, e.actor_id, e.at, e.note,
			EXISTS (SELECT 1 FROM assignments g LEFT JOIN teams t ON t.id = g.team_id LEFT JOIN assignment_members m ON m.assignment_id = g.id
				WHERE g.order_id = e.order_id AND e.actor_id IN (g.person_id, t.leader_id, m.person_id)),
			EXISTS (SELECT 1 FROM seats s WHERE s.person_id = e.actor_id AND s.role = 'department_staff'
				AND s.from_at <= e.at AND COALESCE(s.ended_at, 'infinity') > e.at)
		FROM order_events e WHERE e.order_id = @id ORDER BY e.seq`,
		store.Args{"id": id}, func(r store.Rows, l *Line) error {
			return r.Scan(&l.ID, &l.Event, &l.From, &l.To, &l.Version, &l.Actor, &l.At, &l.Note, &l.Sent, &l.Office)
		})
}

// Rating reads the rating of the last finish; ok is false when there is none.
func Rating(tx *store.Tx, o order.Order) (r order.Rating, ok bool, err error) {
	found, err := store.Query(tx, `SELECT solved, stars, tags FROM ratings WHERE order_id = @id AND finish = @finish`,
		store.Args{"id": o.ID, "finish": o.Finishes}, func(rows store.Rows, r *order.Rating) error {
			return rows.Scan(&r.Solved, &r.Stars, store.List(&r.Tags))
		})
	if err != nil || len(found) == 0 {
		return r, false, err
	}
	return found[0], true, nil
}

// Files lists the ids of the files attached to an order, in the order of their arrival.
func Files(tx *store.Tx, id models.OrderID) ([]models.FileID, error) {
	return store.Query(tx, `SELECT id FROM files WHERE order_id = @id ORDER BY at, id`, store.Args{"id": id}, store.Value[models.FileID])
}

// Pictures lists those that the requester, or who placed the order for them, attached.
func Pictures(tx *store.Tx, o order.Order) ([]models.FileID, error) {
	return store.Query(tx, `
		SELECT id FROM files WHERE order_id = @id AND kind = 'picture' AND owner_id IN (@requester, @placer) ORDER BY at, id`,
		store.Args{"id": o.ID, "requester": o.Requester, "placer": o.PlacedBy}, store.Value[models.FileID])
}

// Visitor is who comes: what the requester may check at the door.
type Visitor struct {
	Person   models.PersonID
	Number   string // unified volunteer number
	Party    bool
	Name     secret.Sealed
	Key      secret.WrappedKey
	Portrait models.FileID
}

// Visitors reads those who hold an order.
func Visitors(tx *store.Tx, id models.OrderID) ([]Visitor, error) {
	return store.Query(tx, `
		SELECT v.person_id, v.number, v.party_member, p.name, k.wrapped,
			(SELECT f.id FROM files f WHERE f.owner_id = v.person_id AND f.purpose = 'portrait' ORDER BY f.at DESC LIMIT 1)
		FROM assignments g JOIN assignment_members m ON m.assignment_id = g.id JOIN volunteers v ON v.person_id = m.person_id
			JOIN persons p ON p.id = v.person_id LEFT JOIN person_keys k ON k.person_id = p.id
		WHERE g.order_id = @id AND g.ended_at IS NULL ORDER BY v.number`, store.Args{"id": id},
		func(r store.Rows, v *Visitor) error {
			return r.Scan(&v.Person, &v.Number, &v.Party, &v.Name, &v.Key, &v.Portrait)
		})
}

// Alike is a possible duplicate.
type Alike struct {
	ID     models.OrderID
	Number string
	Can    []order.Event // what the actor may do about it; filled by the verb
	Title  string        // public; empty for one of the actor's household that has no card
	Secret secret.Sealed // of the household's own
	State  order.State
	Placed time.Time
	Owner  models.PersonID // see order.Order
	Shared float64         // share of bigrams in common, 0 to 1
}

// Similar finds orders of the same community and the last 30 days that share at least a third of the bigrams: public cards, and the
// orders of the actor's own household.
func Similar(tx *store.Tx, a models.Actor, area models.AreaCode, bigrams []string, tokens [][]byte, since time.Time) ([]Alike, error) {
	return store.Query(tx, similarSQL, store.Args{"community": string(area.At(models.Community)), "bigrams": store.Array(bigrams),
		"tokens": store.Array(tokens), "actor": a.Person, "household": a.Household, "since": since, "n": max(len(bigrams), 1)}, scanLikeness)
}

const similarSQL = `
	WITH public AS (
		SELECT id, number, public_title, CAST(NULL AS bytea) AS title, state, placed_at, COALESCE(sealed_for, requester_id) AS owner,
			(SELECT count(*) FROM unnest(public_bigrams) b WHERE b = ANY (CAST(@bigrams AS text[]))) AS hits
		FROM orders WHERE left(area_code, 12) = @community AND placed_at >= @since AND visibility = 'public' AND public_title <> ''
			AND public_bigrams && CAST(@bigrams AS text[]) AND state IN ('pool', 'offered', 'accepted', 'in_service', 'suspended')
	), own AS (
		SELECT id, number, '' AS public_title, title, state, placed_at, COALESCE(sealed_for, requester_id) AS owner,
			(SELECT count(*) FROM unnest(search_tokens) t WHERE t = ANY (CAST(@tokens AS bytea[]))) AS hits
		FROM orders WHERE placed_at >= @since AND (household_id = @household OR requester_id = @actor)
			AND search_tokens && CAST(@tokens AS bytea[]) AND ended_at IS NULL
	), both_ways AS (
		SELECT * FROM own UNION ALL SELECT * FROM public p WHERE NOT EXISTS (SELECT 1 FROM own WHERE own.id = p.id)
	)
	SELECT id, number, public_title, title, state, placed_at, owner, CAST(hits AS float8) / @n AS shared FROM both_ways
	WHERE CAST(hits AS float8) / @n >= 0.34 ORDER BY shared DESC, placed_at DESC LIMIT 5`

// AlikeOnDesk finds orders of the same community and the last 30 days that lie in the scope and share at least a third of the keyed bigrams with
// one, but for those of the actor's own household.
func AlikeOnDesk(tx *store.Tx, s store.Scope, a models.Actor, o order.Order, tokens [][]byte, since time.Time) ([]Alike, error) {
	return store.Query(tx, alikeSQL, store.Args{"id": o.ID, "community": string(o.Area.At(models.Community)), "areas": store.Array(s.Areas), "actor": a.Person,
		"household": a.Household, "tokens": store.Array(tokens), "n": max(len(tokens), 1), "since": since}, scanLikeness)
}

const alikeSQL = `
	WITH found AS (
		SELECT id, number, '' AS public_title, title, state, placed_at, COALESCE(sealed_for, requester_id) AS owner, CAST((
			SELECT count(*) FROM unnest(search_tokens) t WHERE t = ANY (CAST(@tokens AS bytea[]))) AS float8) / @n AS shared
		FROM orders o WHERE left(area_code, 12) = @community AND placed_at >= @since AND id <> @id AND requester_id <> @actor
			AND COALESCE(household_id <> @household, true) AND state NOT IN ('merged', 'cancelled')
			AND EXISTS (SELECT 1 FROM unnest(CAST(@areas AS text[])) a WHERE starts_with(o.area_code, a))
	)
	SELECT * FROM found WHERE shared >= 0.34 ORDER BY shared DESC, placed_at DESC LIMIT 5`

func scanLikeness(r store.Rows, l *Alike) error {
	return r.Scan(&l.ID, &l.Number, &l.Title, &l.Secret, &l.State, &l.Placed, &l.Owner, &l.Shared)
}
