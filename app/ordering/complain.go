package ordering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/orders"
	"delinli/app/store/outbox"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/order"
)

// Complain takes a complaint about somebody of an order. It is handled one level above those it concerns, stands in no timeline, and is
// sealed under the complainant's own key.
func (s *Service) Complain(ctx context.Context, a models.Actor, id models.OrderID, about models.PersonID, text string) (made models.ComplaintID, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		t := inTx{s, tx, ctx, a}
		c, err := t.caseOf(id, order.Complain, Brings{})
		if err != nil {
			return err
		}
		if _, err := order.Flow.Find(c.State, order.Complain, a, c); err != nil {
			return err
		}
		if about.IsZero() {
			about = c.Assignee
		}
		if about.IsZero() || about == a.Person {
			return models.BadField("about", "required")
		}
		made = models.NewID[models.ComplaintID](t.Random)
		return t.writeComplaint(made, c, about, text)
	})
	return made, err
}

func (t inTx) writeComplaint(id models.ComplaintID, c order.Case, about models.PersonID, text string) error {
	known, err := orders.TookPart(t.tx, c.ID, about)
	if err != nil {
		return err
	}
	if !known {
		return models.BadField("about", "unknown")
	}
	roles, err := orders.RolesOver(t.tx, about, c.Area, t.Now())
	if err != nil {
		return err
	}
	p, err := people.Get(t.tx, t.a.Person)
	if err != nil {
		return err
	}
	sealed, err := t.sealer(p.Key, p.ID, "complaints", id.String())("text", text)
	if err != nil {
		return err
	}
	err = orders.Complain(t.tx, orders.Complaint{ID: id, Order: c.ID, Complainant: t.a.Person, About: about, Level: order.ComplaintLevel(roles),
		Area: c.Area, Text: sealed, At: t.Now()})
	if err != nil {
		return err
	}
	if err := outbox.Add(t.tx, "complaint", id.String(), string(order.Complain), 0); err != nil {
		return err
	}
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: "complaint.file", Subject: "complaint", SubjectID: id.String()})
}
