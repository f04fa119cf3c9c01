package people

import (
	"time"

	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/models"
	"delinli/models/person"
)

// Arrange writes a leave. Another of the person that is not over is Conflict "leave.one_before".
func Arrange(tx *store.Tx, l person.Leave, now time.Time) error {
	if _, err := tx.Exec(`UPDATE leaves SET ended_at = until_at WHERE person_id = @person AND ended_at IS NULL AND until_at <= @now`,
		store.Args{"person": l.Person, "now": now}); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO leaves (id, person_id, deputy_id, arranged_by, from_at, until_at, at) VALUES (@id, @person, @deputy, @by, @from, @until, @now)`,
		store.Args{"id": l.ID, "person": l.Person, "deputy": l.Deputy, "by": l.ArrangedBy, "from": l.From, "until": l.Until, "now": now}); err != nil {
		return err
	}
	return outbox.Add(tx, outbox.Leave, l.ID.String(), "arranged", 0)
}

// Lend writes the seats that a deputy holds for a leave. One that the deputy holds already is Conflict "seat.held_before".
func Lend(tx *store.Tx, l person.Leave, lent []person.Seat) error {
	for _, s := range lent {
		if err := Give(tx, s); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE seats SET leave_id = @leave WHERE id = @id`, store.Args{"leave": l.ID, "id": s.ID}); err != nil {
			return err
		}
	}
	return nil
}

// GetLeave reads a leave that is not over; any other is *not found*.
func GetLeave(tx *store.Tx, id models.LeaveID, now time.Time) (person.Leave, error) {
	l, err := store.One(tx, leaveSQL+` AND id = @id FOR UPDATE`, store.Args{"id": id, "now": now}, scanLeave)
	return l, store.Missing(err)
}

// Leaves lists the leaves that are not over of people with a seat in the scope, and those of the actor and of whom the actor stands in for, the
// last arranged first.
func Leaves(tx *store.Tx, sc store.Scope, a models.PersonID, now time.Time) ([]person.Leave, error) {
	return store.Query(tx, leaveSQL+` AND (@actor IN (person_id, deputy_id) OR EXISTS (SELECT 1 FROM seats s, unnest(CAST(@areas AS text[])) scope
		WHERE s.person_id = l.person_id AND s.ended_at IS NULL AND s.role <> 'resident' AND starts_with(s.area_code, scope))) ORDER BY at DESC, id DESC LIMIT 100`,
		store.Args{"areas": store.Array(sc.Areas), "actor": a, "now": now}, scanLeave)
}

const leaveSQL = `SELECT id, person_id, deputy_id, arranged_by, from_at, until_at, ended_at FROM leaves l WHERE ended_at IS NULL AND until_at > @now`

func scanLeave(r store.Rows, l *person.Leave) error {
	return r.Scan(&l.ID, &l.Person, &l.Deputy, &l.ArrangedBy, &l.From, &l.Until, &l.Ended)
}

// EndLeave ends a leave before its time: its seats go back at once.
func EndLeave(tx *store.Tx, l person.Leave, now time.Time) error {
	if _, err := tx.Exec(`UPDATE leaves SET ended_at = @now WHERE id = @id`, store.Args{"id": l.ID, "now": now}); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE seats SET ended_at = GREATEST(@now, from_at) WHERE leave_id = @id AND ended_at IS NULL`, store.Args{"id": l.ID, "now": now}); err != nil {
		return err
	}
	if err := outbox.Add(tx, outbox.Person, l.Deputy.String(), "seat_ended", 0); err != nil {
		return err
	}
	return outbox.Add(tx, outbox.Leave, l.ID.String(), "ended", 0)
}
