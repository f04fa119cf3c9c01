package cataloguing_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/app/cataloguing"
	"delinli/app/store"
	"delinli/app/store/revisions"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/dispatch"
)

// edit is what the model keeps of a change.
type edit struct {
	version int
	by      models.PersonID
	near    float64
}

// TestHistoryTellsEveryEdit lets people of all kinds edit the rule from versions new and old, beside a simple model of what must come
// of it.
func TestHistoryTellsEveryEdit(t *testing.T) {
	h := newHouse(t)
	var done []edit // newest first
	people := []models.Actor{h.city, h.city, h.Person(models.CityStaff, testkit.City), h.system, h.resident, {}}
	rapid.Check(t, func(t *rapid.T) {
		who := rapid.SampledFrom(people).Draw(t, "who")
		r := cataloguing.DispatchRule{Version: max(0, len(done)-rapid.IntRange(-1, 1).Draw(t, "behind")), Rule: dispatch.DefaultRule()}
		r.Near = rapid.Float64Range(-10, 110).Draw(t, "near")
		var want error
		switch {
		case !who.Has(models.CityStaff):
			want = models.Denied
		case r.Near < 0 || r.Near > 100:
			want = models.Fault(models.Invalid, "input.invalid")
		case r.Version != len(done):
			want = revisions.ErrMovedOn
		default:
			done = slices.Insert(done, 0, edit{r.Version + 1, who.Person, r.Near})
		}
		if _, err := h.SetRule(h.t.Context(), who, r); !errors.Is(err, want) {
			t.Fatalf("err = %v, want %v", err, want)
		}
	})
	found, _, err := h.History(t.Context(), h.auditor, cataloguing.Dispatch, cataloguing.RuleKey, cataloguing.Page{Limit: 1000})
	if len(done) == 0 {
		t.Fatal("nobody changed anything")
	}
	h.must(err)
	got := make([]edit, len(found))
	for i, r := range found {
		got[i] = edit{r.Version, r.By, r.Body["near"].(float64)}
	}
	if !slices.Equal(got, done) {
		t.Errorf("history %v, want %v", got, done)
	}
	if n := h.left(cataloguing.Dispatch, cataloguing.RuleKey); n != [3]int{len(done), len(done), len(done)} {
		t.Errorf("%v revisions, audit lines and rows of the outbox, want %d", n, len(done))
	}
	if near := h.near(); near != done[0].near {
		t.Errorf("in force is %v, want %v", near, done[0].near)
	}
}

func TestOthersHearWhatChanged(t *testing.T) {
	h := newHouse(t)
	i := h.item("磨剪刀")
	_, err := h.SetYear(t.Context(), h.system, next)
	h.must(err)
	_, err = h.EditArea(t.Context(), h.city, area.Area{Code: testkit.Grid, Name: "第三网格", Version: 1})
	h.must(err)
	told, err := store.Query(h.Store.Read(t.Context()), `SELECT concat_ws(' ', topic, event, ref, version) FROM outbox ORDER BY id`, nil, store.Value[string])
	h.must(err)
	if want := []string{"settings item " + i.ID.String() + " 1", "settings calendar 2027 1", "settings area " + string(testkit.Grid) + " 2"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}
