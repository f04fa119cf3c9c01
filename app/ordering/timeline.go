package ordering

import (
	"slices"
	"time"

	"delinli/app/store/approvals"
	"delinli/app/store/files"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
)

// timeline tells what happened to an order. People stand in it by their part, not by name; what a reason says is for those who
// may see the order whole, except that a decline is between the volunteer and staff.
func (t inTx) timeline(p people.Person, c order.Case) ([]Line, error) {
	found, err := orders.Timeline(t.tx, c.ID)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(found))
	for i, l := range found {
		lines[i] = Line{Event: l.Event, From: l.From, To: l.To, By: part(l, c), At: l.At}
		if !c.SeesNote(t.a, l.Event, l.Actor) {
			continue
		}
		if lines[i].Note, err = t.openNote(p, c, l.ID, l.Note); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

func (t inTx) openNote(p people.Person, c order.Case, id models.EventID, sealed secret.Sealed) (string, error) {
	return orNothing(t.Vault.Open(p.Key, secret.Place{Person: c.Owner(), Table: "order_events", Column: "note", Row: id.String()}, sealed))
}

// endangered reports whether danger was reported lately.
func endangered(lines []Line, now time.Time) bool {
	return slices.ContainsFunc(lines, func(l Line) bool { return l.Event == order.ReportDanger && now.Sub(l.At) < order.DangerShown })
}

// part names the part that the actor of an event had in the order.
func part(l orders.Line, c order.Case) string {
	switch {
	case l.Actor.IsZero():
		return "clock"
	case l.Actor == c.Requester:
		return "requester"
	case l.Sent:
		return "volunteer"
	case l.Office:
		return "department"
	case l.Actor == c.PlacedBy:
		return "placer"
	}
	return "staff"
}

// reseal binds the reason of a two-person act to the line of the journal that it becomes.
func (t inTx) reseal(c order.Case, ask approvals.Request, to models.EventID) (reason string, note secret.Sealed, err error) {
	p, err := t.key(c.Order)
	if err != nil {
		return "", nil, err
	}
	if reason, err = t.openNote(p, c, ask.Body.Event, ask.Note); err != nil {
		return "", nil, err
	}
	note, err = t.sealer(p.Key, c.Owner(), "order_events", to.String())("note", reason)
	return reason, note, err
}

// attach binds files that the actor uploaded to the order.
func (t inTx) attach(id models.OrderID, ids []models.FileID) error {
	if len(ids) == 0 {
		return nil
	}
	return files.Attach(t.tx, id, t.a.Person, ids)
}
