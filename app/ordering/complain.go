package ordering

import (
	"context"
	"slices"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/orders"
	"delinli/app/store/outbox"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
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
		if _, err := order.Flow.Find(c.State, order.Complain, a, &c); err != nil {
			return err
		}
		if about.IsZero() {
			about = c.Assignee
		}
		if about.IsZero() || about == a.Person {
			return models.BadField("about", "required")
		}
		made = models.NewID[models.ComplaintID](t.Random)
		store.Refer(ctx, "/complaints/"+made.String())
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

// Heard is a complaint as the complainant and whoever handles it read it.
type Heard struct {
	orders.Complaint
	Text, Answer string
}

// Complaint shows one to the complainant and to whoever handles it.
func (s *Service) Complaint(ctx context.Context, a models.Actor, id models.ComplaintID) (Heard, error) {
	t := s.reading(ctx, a)
	c, err := orders.GetComplaint(t.tx, id)
	if err != nil {
		return Heard{}, err
	}
	return t.hear(c)
}

// Complaints lists those that the actor handles, without their texts.
func (s *Service) Complaints(ctx context.Context, a models.Actor, p store.Page) ([]orders.Complaint, string, error) {
	levels := order.ComplaintLevels(a)
	roles := []models.Role{}
	for _, l := range levels {
		roles = append(roles, order.ComplaintRoles[l]...)
	}
	found, next, err := orders.Complaints(s.DB.Read(ctx), store.ScopeOf(a, roles...), levels, p)
	found = slices.DeleteFunc(found, func(c orders.Complaint) bool { return !order.MayHandle(a, c.Level, c.Area, c.About, c.Complainant) })
	return found, next, err
}

// Answer writes the one answer to a complaint.
func (s *Service) Answer(ctx context.Context, a models.Actor, id models.ComplaintID, answer string) (h Heard, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		t := inTx{s, tx, ctx, a}
		store.Refer(ctx, "/complaints/"+id.String())
		c, err := orders.GetComplaint(tx, id)
		if err != nil {
			return err
		}
		if !order.MayHandle(a, c.Level, c.Area, c.About, c.Complainant) {
			return models.Missing
		}
		p, err := people.Get(tx, c.Complainant)
		if err != nil {
			return err
		}
		if c.Answer, err = t.sealer(p.Key, p.ID, "complaints", id.String())("answer", answer); err != nil {
			return err
		}
		if err := orders.AnswerComplaint(tx, id, c.Answer, a.Person); err != nil {
			return err
		}
		c.State = order.ComplaintAnswered
		h, err = t.hear(c)
		return err
	})
	return h, err
}

// hear opens a complaint for those who may read it; a look by its handler is kept.
func (t inTx) hear(c orders.Complaint) (h Heard, err error) {
	h.Complaint = c
	handles := order.MayHandle(t.a, c.Level, c.Area, c.About, c.Complainant)
	if t.a.Person != c.Complainant && !handles {
		return h, models.Missing
	}
	p, err := people.Get(t.tx, c.Complainant)
	if err != nil {
		return h, err
	}
	open := func(column string, sealed secret.Sealed) (string, error) {
		return t.Vault.Open(p.Key, secret.Place{Person: p.ID, Table: "complaints", Column: column, Row: c.ID.String()}, sealed)
	}
	if h.Text, err = open("text", c.Text); err != nil {
		return h, err
	}
	if h.Answer, err = open("answer", c.Answer); err != nil || !handles {
		return h, err
	}
	return h, audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: "look.complaint", Subject: "complaint", SubjectID: c.ID.String(),
		Person: c.Complainant})
}
