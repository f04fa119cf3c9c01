package reporting_test

import (
	mathrand "math/rand/v2"
	"testing"

	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/report"
)

// TestBehindEachFigureStandAllItsOrders: page by page, each once; no figure counts fewer rows than it has orders, and those of orders as many.
func TestBehindEachFigureStandAllItsOrders(t *testing.T) {
	n := newTown(t)
	n.scatter(mathrand.New(mathrand.NewPCG(9, 10)), 120)
	counts := report.Tally{}
	for _, f := range report.Catalogue {
		for _, p := range n.trendOf(f) {
			counts[f.Name] += int64(*p.Value)
		}
	}
	for _, f := range report.Catalogue {
		if f.Source == "" || f.Source == report.Days {
			continue
		}
		seen := map[models.OrderID]bool{}
		for cursor, pages := "", 0; cursor != "" || pages == 0; pages++ {
			ids, next, err := n.Behind(t.Context(), n.city, f.Name, wide, reporting.Page{Limit: 7, Cursor: cursor})
			if err != nil || pages > 100 {
				t.Fatal(err)
			}
			for _, id := range ids {
				if seen[id] {
					t.Errorf("%s lists %s twice", f.Name, id)
				}
				seen[id] = true
			}
			cursor = next
		}
		ofOrders := f.Unit == report.Matters
		if n := int64(len(seen)); n > counts[f.Name] || ofOrders && n != counts[f.Name] || n == 0 && counts[f.Name] > 0 {
			t.Errorf("%d orders stand behind %d %s", n, counts[f.Name], f.Name)
		}
	}
	satisfied, _, err := n.Behind(t.Context(), n.city, report.Satisfied, wide, reporting.Page{Limit: 100})
	if err != nil || len(satisfied) == 0 {
		t.Fatal(satisfied, err)
	}
	for _, id := range satisfied {
		if n.Count(`SELECT count(*) FROM call_backs WHERE order_id = @id AND valid AND satisfaction = 'satisfied'`, store.Args{"id": id}) == 0 {
			t.Errorf("%s was not satisfied", id)
		}
	}
}

// wide holds everything that was scattered, within the span of a trend.
var wide = reporting.Question{From: "2024-12-01", To: "2026-12-31"}

func (n *town) trendOf(f report.Figure) []report.Point {
	if f.Source == "" || f.Source == report.Days {
		return nil
	}
	return n.trend(f.Name, wide)
}

// TestPartsHaveTheirNames: areas and items by theirs, volunteers by their surname, what falls into none by nothing.
func TestPartsHaveTheirNames(t *testing.T) {
	n := newTown(t)
	n.callBack(n.order(row{item: n.items[0], state: "done", finishes: 1, stopped: new(n.Now())}), answer{valid: true, by: n.servers[0]})
	n.callBack(n.order(row{state: "done", finishes: 1, stopped: new(n.Now())}), answer{valid: true})
	n.named(n.servers[0], "欧阳修文")
	for d, want := range map[report.Dimension]map[string]string{
		report.ByItem:      {n.items[0].String(): "陪诊", "": ""},
		report.ByVolunteer: {n.servers[0].String(): "欧阳**", "": ""},
		report.ByArea:      {"370785001": "370785001", "370785002": "370785002"},
	} {
		found := n.rates(n.city, by(d)).Parts
		if len(found) != len(want) {
			t.Errorf("by %s: %+v", d, found)
		}
		for _, p := range found {
			if name, ok := want[p.Key]; !ok || name != p.Name {
				t.Errorf("by %s: %s is called %s", d, p.Key, p.Name)
			}
		}
	}
	q := reporting.Question{By: report.ByMonth, From: "2026-01-31", To: "2026-03-01"}
	if found := n.rates(n.city, q).Parts; len(found) != 3 || found[0].Key != "2026-01" || found[2].Key != "2026-03" || found[0].Response != nil {
		t.Errorf("%+v", found)
	}
}
