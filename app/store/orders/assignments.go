package orders

import (
	"errors"
	"time"

	"gorm.io/gorm"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
)

// Assignment is one time that somebody had an order.
type Assignment struct {
	ID         models.AssignmentID
	Person     models.PersonID
	Team       models.TeamID
	AcceptedAt *time.Time
	Members    []models.PersonID // the person alone, or those whom the team's leader named
}

// StartAssignment notes that the holder is offered the order, or has it at once.
func StartAssignment(tx *store.Tx, id models.AssignmentID, o models.OrderID, to order.Holder, members []models.PersonID, now time.Time) error {
	_, err := tx.Exec(`
		WITH a AS (
			INSERT INTO assignments (id, order_id, person_id, team_id, offered_at) VALUES (@id, @order, @person, @team, @now) RETURNING id
		)
		INSERT INTO assignment_members (assignment_id, person_id) SELECT a.id, m FROM a, unnest(CAST(@members AS uuid[])) m`,
		store.Args{"id": id, "order": o, "person": to.Person, "team": to.Team, "now": now, "members": store.Array(members)})
	return err
}

// NameMembers writes whom the leader of a team sends; nobody named keeps whom the offer named.
func NameMembers(tx *store.Tx, o models.OrderID, members []models.PersonID) error {
	_, err := tx.Exec(`
		INSERT INTO assignment_members (assignment_id, person_id)
		SELECT a.id, m FROM assignments a, unnest(CAST(@members AS uuid[])) m WHERE a.order_id = @order AND a.ended_at IS NULL
		ON CONFLICT DO NOTHING`, store.Args{"order": o, "members": store.Array(members)})
	return err
}

// AcceptAssignment counts the order into the load of each member; a member at the cap refuses it (volunteers_load_within_cap).
func AcceptAssignment(tx *store.Tx, o models.OrderID, now time.Time) error {
	_, err := tx.Exec(`
		WITH a AS (
			UPDATE assignments SET accepted_at = @now WHERE order_id = @order AND ended_at IS NULL AND accepted_at IS NULL RETURNING id
		)
		UPDATE volunteers v SET load = load + 1 FROM a JOIN assignment_members m ON m.assignment_id = a.id WHERE v.person_id = m.person_id`,
		store.Args{"order": o, "now": now})
	return err
}

// EndAssignment closes the live assignment and takes the order out of its members' load.
func EndAssignment(tx *store.Tx, o models.OrderID, by order.Event, now time.Time) error {
	_, err := tx.Exec(`
		WITH a AS (
			UPDATE assignments SET ended_at = @now, ended_by = @by WHERE order_id = @order AND ended_at IS NULL RETURNING id, accepted_at
		)
		UPDATE volunteers v SET load = load - 1 FROM a JOIN assignment_members m ON m.assignment_id = a.id
		WHERE v.person_id = m.person_id AND a.accepted_at IS NOT NULL`,
		store.Args{"order": o, "by": string(by), "now": now})
	return err
}

// LastAssignment reads the newest assignment of an order, live or not; ok is false when it never had one.
func LastAssignment(tx *store.Tx, o models.OrderID) (a Assignment, ok bool, err error) {
	a, err = store.One(tx, `
		SELECT g.id, g.person_id, g.team_id, g.accepted_at,
			ARRAY(SELECT CAST(m.person_id AS text) FROM assignment_members m WHERE m.assignment_id = g.id ORDER BY m.person_id)
		FROM assignments g WHERE g.order_id = @order ORDER BY g.offered_at DESC, g.id DESC LIMIT 1`, store.Args{"order": o},
		func(r store.Rows, a *Assignment) error {
			var members []string
			if err := r.Scan(&a.ID, &a.Person, &a.Team, &a.AcceptedAt, store.List(&members)); err != nil {
				return err
			}
			for _, m := range members {
				id, _ := models.ParseID[models.PersonID](m)
				a.Members = append(a.Members, id)
			}
			return nil
		})
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return a, false, nil
	}
	return a, err == nil, err
}

// TryCode counts a try at the code of the live assignment; false when there were most tries before.
func TryCode(tx *store.Tx, o models.OrderID, most int) (bool, error) {
	n, err := tx.Exec(`UPDATE assignments SET code_tries = code_tries + 1 WHERE order_id = @order AND ended_at IS NULL AND code_tries < @most`,
		store.Args{"order": o, "most": most})
	return n == 1, err
}
