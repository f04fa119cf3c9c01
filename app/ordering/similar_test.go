package ordering_test

import (
	"slices"
	"testing"

	"delinli/app/ordering"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/order"
)

// TestMeToo: who finds their matter among those placed before follows it from there, once.
func TestMeToo(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{Title: "楼道灯坏了"})
	n.raise(n.staff, id, order.Publish, published("楼道灯坏了"))
	neighbour := n.Person(models.Resident, testkit.City)
	for _, may := range []bool{true, false} {
		found, err := n.Similar(t.Context(), neighbour, testkit.Grid, "楼道灯坏了", "")
		if err != nil || len(found) != 1 || slices.Contains(found[0].Can, order.Follow) != may {
			t.Fatalf("%+v (%v), want follow %v", found, err, may)
		}
		if may {
			n.raise(neighbour, found[0].ID, order.Follow, ordering.Brings{})
		}
	}
	n.place(ordering.Draft{Kind: order.Request, Title: "厨房水管漏水"})
	if found, err := n.Similar(t.Context(), n.resident, testkit.Grid, "厨房水管漏水", ""); err != nil || len(found) != 1 || slices.Contains(found[0].Can, order.Follow) {
		t.Fatalf("one's own private matter: %+v (%v)", found, err)
	}
}
