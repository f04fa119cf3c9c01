package enrolling_test

import (
	"reflect"
	"strings"
	"testing"

	"delinli/app/keeping"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/person"
)

// TestViewsAreKept: with the account of who keeps them, replaced as a whole, in their export, and gone with them.
func TestViewsAreKept(t *testing.T) {
	w := newWorld(t)
	one, other := w.staff("zhou.min", models.CommunityStaff, community).Actor, w.staff("wu.fang", models.CommunityStaff, community).Actor
	read := func(a models.Actor) []person.View {
		t.Helper()
		views, err := w.Views(t.Context(), a)
		w.must(err)
		return views
	}
	if views := read(one); len(views) != 0 {
		t.Fatalf("at first: %v", views)
	}
	w.must(w.KeepViews(t.Context(), one, []person.View{{Name: "旧的"}}))
	late := []person.View{{Name: "超期的心愿", Query: map[string]string{"queue": "overdue", "kind": "wish"}}, {Name: "全部", Query: map[string]string{}}}
	w.must(w.KeepViews(t.Context(), one, late))
	if views := read(one); !reflect.DeepEqual(views, late) || len(read(other)) != 0 {
		t.Fatalf("kept %v, by another %v", views, read(other))
	}
	w.wantField("an unknown filter", w.KeepViews(t.Context(), one, []person.View{{Name: "x", Query: map[string]string{"drop": "table"}}}), "items", "field.format")
	if views := read(one); !reflect.DeepEqual(views, late) {
		t.Errorf("after what was refused: %v", views)
	}
	resident, _ := w.resident("13800000001")
	w.wantCode("without an account", w.KeepViews(t.Context(), resident, late), "not_found")

	k := &keeping.Service{DB: w.town.Store, Vault: w.town.Vault, Now: w.town.Now}
	if file, err := k.Export(t.Context(), one); err != nil || !strings.Contains(string(file), "超期的心愿") {
		t.Errorf("the export leaves them out: %s (%v)", file, err)
	}
	w.exec(`UPDATE seats SET ended_at = from_at`)
	w.must(k.Erase(t.Context(), one, one.Person, audit.Asked))
	if views := read(one); len(views) != 0 || w.number(`SELECT count(*) FROM accounts WHERE views::text LIKE '%超期%'`) != 0 {
		t.Errorf("after erasing: %v", views)
	}
}
