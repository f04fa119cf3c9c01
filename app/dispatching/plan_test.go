package dispatching_test

import (
	"testing"

	"delinli/app/dispatching"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/dispatch"
)

// TestPlan: whoever is best gets the order, staff of elsewhere plan nothing, and where nobody may serve the plan says so.
func TestPlan(t *testing.T) {
	n := newTown(t)
	n.asks = dispatching.Asks{Skills: []string{"hairdressing"}}
	fit := n.skilled(n.Volunteer(testkit.Community, 1), "hairdressing")
	n.Volunteer(testkit.Community, 1)
	ids := []models.OrderID{n.order.ID}
	orders, plan, err := n.Plan(t.Context(), n.staff, ids)
	if err != nil || len(orders) != 1 || plan[0].Person != fit.Person || len(plan[0].Reasons) == 0 {
		t.Fatalf("%+v (%v)", plan, err)
	}
	orders, plan, err = n.Plan(t.Context(), n.Person(models.CommunityStaff, testkit.Elsewhere), ids)
	if err != nil || len(orders)+len(plan) != 0 {
		t.Errorf("staff of elsewhere plan %+v (%v)", plan, err)
	}
	n.asks = dispatching.Asks{Skills: []string{"welding"}}
	if _, plan, err = n.Plan(t.Context(), n.staff, ids); err != nil || plan[0].Excluded != dispatch.NoCandidate {
		t.Errorf("%+v (%v)", plan, err)
	}
}
