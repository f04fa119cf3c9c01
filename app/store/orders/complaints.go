package orders

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
)

// Complaint is a confidential complaint about a volunteer or a staff member. It is no event of the order, so that those concerned never see
// it there; text and answer are sealed under the complainant's key.
type Complaint struct {
	ID          models.ComplaintID
	Order       models.OrderID
	Complainant models.PersonID
	About       models.PersonID
	Level       models.AreaLevel // who handles it, above those concerned
	Area        models.AreaCode
	Text        secret.Sealed
	State       order.ComplaintState
	Answer      secret.Sealed
	At          time.Time
}

// Complain writes a complaint.
func Complain(tx *store.Tx, c Complaint) error {
	_, err := tx.Exec(`
		INSERT INTO complaints (id, order_id, complainant, about, level, area_code, text, state, at)
		VALUES (@id, @order, @complainant, @about, @level, @area, @text, 'open', @at)`,
		store.Args{"id": c.ID, "order": c.Order, "complainant": c.Complainant, "about": c.About, "level": string(c.Level),
			"area": string(c.Area), "text": c.Text, "at": c.At})
	return err
}

const complaint = `SELECT id, order_id, complainant, about, level, area_code, text, state, answer, at FROM complaints c`

// GetComplaint reads a complaint, whoever asks.
func GetComplaint(tx *store.Tx, id models.ComplaintID) (Complaint, error) {
	c, err := store.One(tx, complaint+` WHERE id = @id`, store.Args{"id": id}, scanComplaint)
	return c, store.Missing(err)
}

// Complaints lists those of a scope whose handling is for one of the levels, the newest first.
func Complaints(tx *store.Tx, s store.Scope, levels []models.AreaLevel, p store.Page) ([]Complaint, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, complaint+`
		WHERE level = ANY (CAST(@levels AS text[])) AND (at, id) < (@at, CAST(@id AS uuid))
			AND EXISTS (SELECT 1 FROM unnest(CAST(@areas AS text[])) a WHERE starts_with(c.area_code, a))
		ORDER BY at DESC, id DESC LIMIT @limit`,
		store.Args{"levels": store.Array(levels), "areas": store.Array(s.Areas), "at": after.At, "id": after.ID, "limit": p.Limit + 1}, scanComplaint)
	if err != nil {
		return nil, "", err
	}
	found, next := store.Next(p, found, func(c Complaint) store.Key { return store.Key{At: c.At, ID: c.ID.String()} })
	return found, next, nil
}

func scanComplaint(r store.Rows, c *Complaint) error {
	return r.Scan(&c.ID, &c.Order, &c.Complainant, &c.About, &c.Level, &c.Area, &c.Text, &c.State, &c.Answer, &c.At)
}

var errAnswered = models.Fault(models.Conflict, "complaint.answered_before")

// AnswerComplaint writes the one answer.
func AnswerComplaint(tx *store.Tx, id models.ComplaintID, answer secret.Sealed, by models.PersonID) error {
	n, err := tx.Exec(`UPDATE complaints SET state = 'answered', answer = @answer, answered_by = @by WHERE id = @id AND state = 'open'`,
		store.Args{"id": id, "answer": answer, "by": by})
	if err == nil && n == 0 {
		return errAnswered
	}
	return err
}
