package ordering_test

import (
	"slices"
	"testing"

	"delinli/app/ordering"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/order"
)

// TestPoolMap: staff see the pool by grid, volunteers what they may reach by community, and nobody else sees any.
func TestPoolMap(t *testing.T) {
	n := newTown(t)
	for _, area := range []models.AreaCode{testkit.Grid, testkit.Grid, testkit.Community} {
		n.raise(n.staff, n.place(ordering.Draft{Area: area}), order.Publish, published("卡"))
	}
	n.place(ordering.Draft{})
	for _, tt := range []struct {
		name   string
		a      models.Actor
		within models.AreaCode
		want   []ordering.Heap
	}{
		{"staff", n.staff, "", []ordering.Heap{{Area: testkit.Community, Name: string(testkit.Community), Count: 1}, {Area: testkit.Grid, Name: string(testkit.Grid), Count: 2}}},
		{"staff of a grid", n.staff, testkit.Grid, []ordering.Heap{{Area: testkit.Grid, Name: string(testkit.Grid), Count: 2}}},
		{"staff elsewhere", n.Person(models.CommunityStaff, testkit.Elsewhere), "", nil},
		{"volunteer", n.volunteer, "", []ordering.Heap{{Area: testkit.Community, Name: string(testkit.Community), Count: 3}}},
		{"volunteer of a grid", n.volunteer, testkit.Grid, nil},
		{"volunteer elsewhere", n.Volunteer(testkit.Elsewhere, 3), "", nil},
		{"resident", n.resident, "", nil},
	} {
		if got, err := n.PoolMap(t.Context(), tt.a, tt.within); err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %+v (%v), want %+v", tt.name, got, err, tt.want)
		}
	}
}
