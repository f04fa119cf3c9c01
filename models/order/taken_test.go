package order_test

import (
	"slices"
	"testing"
	"time"

	"delinli/models"
	"delinli/models/order"
)

// TestTakenOnceFinishedLast: an order remembers when somebody first took it, whoever has it later, and when it was last finished; what gives it
// back is counted, and being done anew is not.
func TestTakenOnceFinishedLast(t *testing.T) {
	helper := seat(volunteerID, models.Volunteer, "370785")
	c := fresh()
	c.Order = raised(t, c, order.Publish, theStaff, order.Input{PublicTitle: "卡"})
	if c.AcceptedAt != nil || c.FinishedAt != nil || c.Returns != 0 {
		t.Fatalf("in the pool: %v %v %d", c.AcceptedAt, c.FinishedAt, c.Returns)
	}
	claim := func(after time.Duration) {
		c = at(c, c.Order, c.Now.Add(after))
		c.Facts.Holder = false
		c.Order = raised(t, c, order.Claim, helper, order.Input{To: order.Holder{Person: helper.Person}})
		c.Facts.Holder = true
	}
	claim(time.Hour)
	first := *c.AcceptedAt
	if !first.Equal(c.Now) {
		t.Fatalf("taken at %s, kept as %s", c.Now, first)
	}
	c.Order = raised(t, c, order.Return, helper, order.Input{Reason: "有事"})
	if c.Returns != 1 || c.Priority != 1 || c.Order.Holder() {
		t.Fatalf("given back: %d returns, priority %d", c.Returns, c.Priority)
	}
	claim(2 * time.Hour)
	if !c.AcceptedAt.Equal(first) {
		t.Errorf("taken again, and first taken at %s, not %s", c.AcceptedAt, first)
	}
	c.Order = raised(t, c, order.SignIn, helper, order.Input{Proof: order.ByStaff, Reason: "见到了"})
	c = at(c, c.Order, c.Now.Add(time.Hour))
	c.Order = raised(t, c, order.Finish, helper, order.Input{Result: "好了"})
	if c.FinishedAt == nil || !c.FinishedAt.Equal(c.Now) || c.NextDue != nil {
		t.Errorf("finished at %v, next step due %v", c.FinishedAt, c.NextDue)
	}
}

// TestOfferable: what may be offered is what the table lets be offered, and nothing that anybody holds.
func TestOfferable(t *testing.T) {
	for _, s := range order.States {
		o := order.Order{State: s}
		if o.Offerable() != slices.Contains([]order.State{order.Placed, order.Pool}, s) {
			t.Errorf("%s: %v", s, o.Offerable())
		}
		if o.Offerable() && slices.Contains(order.Held, s) {
			t.Errorf("%s is held and may be offered", s)
		}
	}
}
