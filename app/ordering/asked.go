package ordering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/approvals"
	"delinli/app/store/audits"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/order"
)

// Asked is a two-person act that waits for its second person.
type Asked struct {
	approvals.Request
	Number    string // of the order
	Reason    string // for staff and whoever asked
	MayDecide bool   // the viewer may be the second person
}

// Asked gives staff one page of the two-person acts that wait in their areas, the newest first; each look at a reason is kept.
func (s *Service) Asked(ctx context.Context, a models.Actor, p store.Page) ([]Asked, string, error) {
	t := s.reading(ctx, a)
	found, next, err := approvals.Waiting(t.tx, store.ScopeOf(a, models.Staff...), p)
	if err != nil {
		return nil, "", err
	}
	cases, err := t.casesOf(found)
	if err != nil {
		return nil, "", err
	}
	out, looks := []Asked{}, []audits.Line{}
	for _, q := range found {
		c := cases[q.Order]
		if c.Sees(a) != order.Whole {
			continue
		}
		key, err := t.key(c.Order)
		if err != nil {
			return nil, "", err
		}
		asked, err := t.explain(key, c, q)
		if err != nil {
			return nil, "", err
		}
		out = append(out, asked)
		looks = append(looks, audits.Line{At: t.Now(), Actor: a, Action: "look.order", Subject: "order", SubjectID: c.ID.String(), Person: c.Requester})
	}
	return out, next, audits.Log(t.tx, looks...)
}

// casesOf are the orders that requests are about.
func (t inTx) casesOf(found []approvals.Request) (map[models.OrderID]order.Case, error) {
	ids := make([]models.OrderID, len(found))
	for i, q := range found {
		ids[i] = q.Order
	}
	of, err := orders.GetAll(t.tx, ids)
	if err != nil {
		return nil, err
	}
	cases, err := t.cases(of)
	out := make(map[models.OrderID]order.Case, len(cases))
	for _, c := range cases {
		out[c.ID] = c
	}
	return out, err
}

// pending are the requests of one order.
func (t inTx) pending(p people.Person, c order.Case) (out []Asked, err error) {
	found, err := approvals.Pending(t.tx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, q := range found {
		asked, err := t.explain(p, c, q)
		if err != nil {
			return nil, err
		}
		out = append(out, asked)
	}
	return out, nil
}

// explain tells why somebody asks, and whether the viewer may decide.
func (t inTx) explain(p people.Person, c order.Case, q approvals.Request) (out Asked, err error) {
	c.Asker = q.AskedBy
	out = Asked{Request: q, Number: c.Number, MayDecide: c.MayDeny(q.Event, t.a) == nil}
	if t.a.Person == q.AskedBy || c.Runs(t.a) {
		out.Reason, err = t.openNote(p, c, q.Body.Event, q.Note)
	}
	return out, err
}
