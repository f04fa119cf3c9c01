package keeping_test

import (
	"crypto/rand"
	"fmt"
	"slices"
	"testing"

	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
	"delinli/models/secret"
)

// texts are what a resident writes into an order.
type texts struct{ title, detail, address, note string }

// facts are those of an actor without any part in the order.
func (w *town) facts() order.Facts {
	return order.Facts{Now: now, Calendar: sure(calendar.New(calendar.Shipped()...)), Policy: calendar.Default(calendar.General)}
}

// place writes an order of the person.
func (w *town) place(requester models.PersonID, x texts) order.Order {
	w.t.Helper()
	change := w.draft(requester, x)
	w.write(func(tx *store.Tx) error { return orders.Commit(tx, change) })
	return change.Next()
}

// draft is an order of the person that is not written yet.
func (w *town) draft(requester models.PersonID, x texts) order.Change {
	w.t.Helper()
	id := models.NewID[models.OrderID](rand.Reader)
	o := order.Order{ID: id, Number: fmt.Sprintf("370785001005-20260310-%s", id), Kind: order.Wish, Area: community, PlacedBy: requester,
		Requester: requester, Visibility: order.Public, Class: calendar.General, Route: dispatch.ToStaff, Slots: 1}
	seal := w.sealer(requester, "orders", id.String())
	o.Title, o.Detail, o.Address = seal("title", x.title), seal("detail", x.detail), seal("address", x.address)
	o.Tokens = w.world.Keys.SearchTokens(x.title, x.detail)
	event := models.NewID[models.EventID](rand.Reader)
	note := w.sealer(requester, "order_events", event.String())("note", x.note)
	return order.Begin(o, w.facts(), models.Actor{Person: requester}, order.Input{Event: event, Note: note})
}

// move raises an event on an order.
func (w *town) move(o order.Order, e order.Event, a models.Actor, in order.Input) order.Order {
	w.t.Helper()
	in.Event = models.NewID[models.EventID](rand.Reader)
	change, err := (&order.Case{Order: o, Facts: w.facts()}).Apply(e, a, in)
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(func(tx *store.Tx) error { return orders.Commit(tx, change) })
	return change.Next()
}

// sealer seals columns of a row under a person's key.
func (w *town) sealer(person models.PersonID, table, row string) func(column, plain string) secret.Sealed {
	key := sure(people.Key(w.DB.Read(w.t.Context()), person))
	return func(column, plain string) secret.Sealed {
		return sure(w.Vault.Seal(key, secret.Place{Person: person, Table: table, Column: column, Row: row}, plain))
	}
}

func TestJournalsAreReplayed(t *testing.T) {
	w := newTown(t)
	resident := w.resident("13800000001", "张三", "3号楼2单元501")
	staff := w.actor(models.CommunityStaff, community)
	staff.Person = w.resident("13800000002", "李四", "")
	var all []order.Order
	for range 5 {
		o := w.place(resident, texts{title: "想要一副老花镜"})
		o = w.move(o, order.Publish, staff, order.Input{PublicTitle: "想要老花镜"})
		all = append(all, w.move(o, order.Cancel, models.Actor{Person: resident}, order.Input{}))
	}
	if report := w.verify(); !report.Sound() || report.Orders != 5 {
		t.Fatalf("report %+v", report)
	}
	o := all[2].ID
	for name, c := range map[string]struct {
		break_, mend string
		columns      []string
	}{
		"state":    {`UPDATE orders SET state = 'placed' WHERE id = $1`, `UPDATE orders SET state = 'cancelled' WHERE id = $1`, []string{"state"}},
		"two":      {`UPDATE orders SET slots = 2, priority = 7 WHERE id = $1`, `UPDATE orders SET slots = 1, priority = 0 WHERE id = $1`, []string{"priority", "slots"}},
		"a patch":  {`UPDATE order_events SET patch = patch || '{"urges": 3}' WHERE order_id = $1 AND event = 'cancel'`, `UPDATE order_events SET patch = patch - 'urges' WHERE order_id = $1 AND event = 'cancel'`, []string{"urges"}},
		"no sense": {`UPDATE order_events SET patch = patch || '{"version": "x"}' WHERE order_id = $1 AND event = 'cancel'`, `UPDATE order_events SET patch = patch || '{"version": 3}' WHERE order_id = $1 AND event = 'cancel'`, []string{"*"}},
		"tokens":   {`UPDATE orders SET search_tokens = '{}' WHERE id = $1`, `UPDATE orders SET slots = 1 WHERE id = $1`, nil},
	} {
		w.owner(c.break_, o)
		report := w.verify()
		if len(c.columns) == 0 && !report.Sound() || len(c.columns) > 0 && (report.Found != 1 || report.Faults[0].Flaw != audit.Diverged ||
			report.Faults[0].Order != o || !slices.Equal(report.Faults[0].Columns, c.columns)) {
			t.Errorf("%s: %+v", name, report.Faults)
		}
		w.owner(c.mend, o)
	}
	w.owner(`UPDATE order_events SET patch = patch - 'returns' - 'next_due' WHERE order_id = $1`, o)
	w.owner(`UPDATE orders SET returns = 2 WHERE id = $1`, o)
	if report := w.verify(); !report.Sound() {
		t.Errorf("an order older than a column: %+v", report.Faults)
	}
	w.owner(`DELETE FROM order_events WHERE order_id = $1`, o)
	if report := w.verify(); report.Found != 1 {
		t.Errorf("without a journal: %+v", report.Faults)
	}
}
