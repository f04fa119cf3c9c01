package volunteers

import (
	"time"

	"delinli/app/store"
	"delinli/models"
)

// Service is one credit of hours: what a member served until one finish of an order.
type Service struct {
	ID      models.EventID
	Person  models.PersonID
	Order   models.OrderID
	Finish  int
	Minutes int
	Flagged bool // the same pair of requester and volunteer met too often
	At      time.Time
}

// Credit books the minutes of one member for one finish; a second time is Conflict "hours.credited_before".
func Credit(tx *store.Tx, c Service) error {
	_, err := tx.Exec(`
		INSERT INTO hours (id, person_id, order_id, finish, minutes, day, reason, flagged, at)
		VALUES (CAST(@id AS uuid), @person, @order, @finish, @minutes, CAST(@day AS date), 'service', @flagged, @at)`,
		store.Args{"id": c.ID.String(), "person": c.Person, "order": c.Order, "finish": c.Finish, "minutes": c.Minutes, "day": dayOf(c.At),
			"flagged": c.Flagged, "at": c.At})
	return err
}

func dayOf(at time.Time) string { return at.In(models.Local).Format(time.DateOnly) }

// Before tells what the member was credited on the local day of at, and how often they served the requester since; it keeps other credits
// of the same member waiting until the transaction ends.
func Before(tx *store.Tx, p, requester models.PersonID, at, since time.Time) (minutes, times int, err error) {
	if _, err := tx.Exec(`SELECT 1 FROM volunteers WHERE person_id = @person FOR NO KEY UPDATE`, store.Args{"person": p}); err != nil {
		return 0, 0, err
	}
	type before struct{ minutes, times int }
	b, err := store.One(tx, `
		SELECT (SELECT COALESCE(sum(minutes), 0) FROM hours WHERE person_id = @person AND day = CAST(@day AS date) AND reason = 'service'),
			(SELECT count(*) FROM hours h JOIN orders o ON o.id = h.order_id
				WHERE h.person_id = @person AND h.reason = 'service' AND h.at >= @since AND o.requester_id = @requester)`,
		store.Args{"person": p, "day": dayOf(at), "since": since, "requester": requester},
		func(r store.Rows, b *before) error { return r.Scan(&b.minutes, &b.times) })
	return b.minutes, b.times, err
}
