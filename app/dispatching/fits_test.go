package dispatching_test

import (
	"crypto/rand"
	"math"
	"testing"
	"time"

	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/catalog"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// fit tells how the order suits somebody who is told that it lies in the area.
func (n *town) fit(a models.Actor, named models.AreaCode) dispatch.Fit {
	n.T.Helper()
	fits, err := n.Fits(n.tx(), a, []order.Order{n.order}, []models.AreaCode{named})
	if err != nil || len(fits) != 1 {
		n.T.Fatalf("%d fits: %v", len(fits), err)
	}
	return fits[n.order.ID]
}

// wants gives the order an item that asks for a skill, and a time.
func (n *town) wants(skill string, at dispatch.Window) {
	n.asks.Skills = []string{skill}
	n.order.Wanted = order.Windows{at}
	n.Exec(`INSERT INTO items (id, category, name, position, body) VALUES (@id, 'elders', '陪诊', 1, CAST(@body AS jsonb))`,
		store.Args{"id": n.order.Item, "body": store.AsJSON(catalog.Terms{Skills: n.asks.Skills})})
	n.Exec(`UPDATE orders SET item_id = @item, wanted = CAST(@wanted AS jsonb)`,
		store.Args{"item": n.order.Item, "wanted": store.AsJSON(n.order.Wanted)})
}

// TestFitsAgreeWithJudge: what a list says of an order is what its claim will say.
func TestFitsAgreeWithJudge(t *testing.T) {
	n := newTown(t)
	from := n.Now().Add(24 * time.Hour)
	n.wants("nursing", dispatch.Window{From: from, To: from.Add(time.Hour)})
	fit, busy := n.skilled(n.Volunteer(testkit.Community, 3), "nursing"), n.skilled(n.Volunteer(testkit.Community, 3), "nursing")
	away := dispatch.Availability{Away: []dispatch.Window{{From: n.Now(), To: from.Add(48 * time.Hour)}}}
	n.Exec(`UPDATE volunteers SET availability = CAST(@away AS jsonb) WHERE person_id = @p`, store.Args{"p": busy.Person, "away": store.AsJSON(away)})
	for name, tt := range map[string]struct {
		a    models.Actor
		want string
	}{
		"fit": {fit, ""}, "away": {busy, dispatch.Unavailable}, "unskilled": {n.Volunteer(testkit.Community, 3), dispatch.SkillMissing},
		"elsewhere":               {n.skilled(n.Volunteer(testkit.Elsewhere, 3), "nursing"), dispatch.OutOfReach},
		"full":                    {n.skilled(n.Volunteer(testkit.Community, 0), "nursing"), dispatch.AtCap},
		"a seat without a record": {n.Person(models.Volunteer, testkit.Community), dispatch.Unverified},
	} {
		got := n.fit(tt.a, testkit.Community)
		if got.Excluded != tt.want || got.Excluded != n.judge(tt.a, alone(tt.a)) || (len(got.Reasons) > 0) != (tt.want == "") {
			t.Errorf("%s: %+v, want %q", name, got, tt.want)
		}
	}
}

// TestFitsOfAPage: each order of a page gets the fit of its own.
func TestFitsOfAPage(t *testing.T) {
	n := newTown(t)
	a := n.Volunteer(testkit.Grid, 3)
	other := n.order
	other.ID, other.Area = models.NewID[models.OrderID](rand.Reader), testkit.Elsewhere
	n.Exec(`INSERT INTO orders SELECT (jsonb_populate_record(o, CAST(@new AS jsonb))).* FROM orders o`,
		store.Args{"new": store.AsJSON(map[string]any{"id": other.ID, "number": "2", "area_code": other.Area})})
	fits, err := n.Fits(n.tx(), a, []order.Order{other, n.order}, []models.AreaCode{testkit.Elsewhere, testkit.Community})
	if err != nil || len(fits) != 2 || fits[other.ID].Excluded != dispatch.OutOfReach || fits[n.order.ID].Excluded != "" {
		t.Fatalf("%+v (%v)", fits, err)
	}
}

// TestTheWayToAnOrder is measured between the middles of areas, to none more exact than the one that is named.
func TestTheWayToAnOrder(t *testing.T) {
	n := newTown(t)
	a := n.Volunteer(testkit.Elsewhere, 3)
	if f := n.fit(a, testkit.Community); f.Metres != nil {
		t.Fatalf("nothing is surveyed: %f m", *f.Metres)
	}
	for area, lat := range map[models.AreaCode]float64{testkit.Community: 36.38, testkit.Grid: 36.39, testkit.Elsewhere: 36.40, testkit.City: 36.50} {
		n.Exec(`UPDATE areas SET lat = @lat, lng = 119.75 WHERE code = @code`, store.Args{"code": string(area), "lat": lat})
	}
	for named, want := range map[models.AreaCode]float64{testkit.Community: 2224, testkit.Grid: 1112, testkit.Grid + "00007": 1112} {
		if f := n.fit(a, named); f.Metres == nil || math.Abs(*f.Metres-want) > 1 {
			t.Errorf("to %s: %v, want %f", named, f.Metres, want)
		}
	}
	for _, near := range []models.AreaCode{testkit.Elsewhere, testkit.City, testkit.Street, ""} {
		if f := n.fit(a, near); f.Metres != nil {
			t.Errorf("to %q: %f m", near, *f.Metres)
		}
	}
}
