package ordering_test

import (
	"slices"
	"testing"

	"delinli/app/ordering"
	"delinli/app/store"
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
	if found, err := n.Similar(t.Context(), n.resident, testkit.Grid, "楼道灯坏了", ""); err != nil || len(found) != 1 || slices.Contains(found[0].Can, order.Follow) {
		t.Fatalf("\"me too\" about one's own matter: %+v (%v)", found, err)
	}
	n.place(ordering.Draft{Kind: order.Request, Title: "厨房水管漏水"})
	if found, err := n.Similar(t.Context(), n.resident, testkit.Grid, "厨房水管漏水", ""); err != nil || len(found) != 1 || slices.Contains(found[0].Can, order.Follow) {
		t.Fatalf("one's own private matter: %+v (%v)", found, err)
	}
}

// TestAlike: staff find what looks like an order of theirs, private matters too, but nothing of another community.
func TestAlike(t *testing.T) {
	n := newTown(t)
	place := func(area models.AreaCode, title string) models.OrderID {
		return n.place(ordering.Draft{Kind: order.Request, Area: area, Title: title})
	}
	id, twin := place(testkit.Grid, "楼道灯坏了三天"), place(testkit.Community, "楼道灯坏了")
	place(testkit.Grid, "厨房水管漏水")
	place(testkit.Elsewhere, "楼道灯坏了三天")
	found, err := n.Alike(t.Context(), n.staff, id)
	if err != nil || len(found) != 1 || found[0].ID != twin || found[0].Title != "楼道灯坏了" || !slices.Contains(found[0].Can, order.Merge) {
		t.Fatalf("%+v (%v)", found, err)
	}
	if looks := n.Count(`SELECT count(*) FROM audit WHERE action = 'look.title' AND subject_id = CAST(@id AS text)`, store.Args{"id": twin}); looks != 1 {
		t.Errorf("%d looks are kept", looks)
	}
	for name, a := range map[string]models.Actor{"staff of elsewhere": n.Person(models.CommunityStaff, testkit.Elsewhere), "the resident": n.resident} {
		if _, err := n.Alike(t.Context(), a, id); err == nil {
			t.Errorf("%s finds what is alike", name)
		}
	}
}

// TestOfferable: of many orders, those that the staff run and may offer now, as they were named.
func TestOfferable(t *testing.T) {
	n := newTown(t)
	var ids []models.OrderID
	for range 3 {
		ids = append([]models.OrderID{n.place(ordering.Draft{})}, ids...)
	}
	gone := n.place(ordering.Draft{})
	n.raise(n.resident, gone, order.Cancel, ordering.Brings{})
	for a, want := range map[*models.Actor]int{&n.staff: 3, &n.resident: 0, &n.volunteer: 0} {
		found, err := n.Offerable(t.Context(), n.Store.Read(t.Context()), *a, append(ids, gone))
		if err != nil || len(found) != want {
			t.Fatalf("%d (%v), want %d", len(found), err, want)
		}
		for i, o := range found {
			if o.ID != ids[i] {
				t.Errorf("they come in another order")
			}
		}
	}
}
