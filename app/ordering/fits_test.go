package ordering_test

import (
	"testing"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/order"
)

// TestListsJudge: a list offers a claim to whom the order itself offers it, and tells volunteers alone how orders suit them.
func TestListsJudge(t *testing.T) {
	n := newTown(t)
	for area, lat := range map[models.AreaCode]float64{testkit.Community: 36.38, testkit.Grid: 36.39} {
		n.Exec(`UPDATE areas SET lat = @lat, lng = 119.75 WHERE code = @code`, store.Args{"code": string(area), "lat": lat})
	}
	id := n.place(ordering.Draft{})
	n.raise(n.staff, id, order.Publish, published("卡"))
	neighbour, full := n.Volunteer(testkit.Grid, 3), n.Volunteer(testkit.Community, 0)
	for _, tt := range []struct {
		a    models.Actor
		may  bool
		away bool
	}{{n.volunteer, true, false}, {neighbour, true, true}, {full, false, false}} {
		for _, view := range []ordering.View{ordering.Pool, "wall"} {
			items, _, err := n.List(t.Context(), tt.a, view, ordering.Query{}, store.Page{Limit: 20})
			if view == "wall" {
				items, _, err = n.Wall(t.Context(), tt.a, ordering.Query{}, store.Page{Limit: 20})
			}
			if err != nil || len(items) != 1 || items[0].Fit == nil {
				t.Fatalf("%s: %+v (%v)", view, items, err)
			}
			if got := items[0]; can(got, order.Claim) != tt.may || (got.Fit.Metres != nil) != tt.away || (len(got.Fit.Reasons) > 0) != tt.may {
				t.Errorf("%s: may %v, fit %+v, want %v, %v", view, got.Can, got.Fit, tt.may, tt.away)
			}
		}
		if s := n.show(tt.a, id); can(s, order.Claim) != tt.may || s.Fit == nil {
			t.Errorf("the order: may %v", s.Can)
		}
	}
	n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	for _, a := range []models.Actor{n.staff, n.resident, n.volunteer, {}} {
		items, _, err := n.Wall(t.Context(), a, ordering.Query{}, store.Page{Limit: 20})
		if err != nil || len(items) != 1 || items[0].Fit != nil {
			t.Errorf("nobody may take it: %+v (%v)", items, err)
		}
	}
}
