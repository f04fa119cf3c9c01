package dispatching_test

import (
	"testing"
	"time"

	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/dispatch"
)

// TestTry: a rule is tried on what was ranked, by city staff over their city alone, and says who would have led.
func TestTry(t *testing.T) {
	n := newTown(t)
	city := n.Person(models.CityStaff, testkit.City)
	near, free := n.Volunteer(testkit.Grid, 3), n.Volunteer(testkit.Community, 3)
	n.Exec(`UPDATE volunteers SET load = 2 WHERE person_id = @p`, store.Args{"p": near.Person})
	for range 3 {
		if err := n.Store.Write(t.Context(), func(tx *store.Tx) error { return n.Chosen(tx, n.staff, n.order, alone(near)) }); err != nil {
			t.Fatal(err)
		}
	}
	n.Pass(time.Minute)
	same, other := dispatch.DefaultRule(), dispatch.DefaultRule()
	same.Near, same.Load = 100, 0
	other.Near, other.Load = 0, 100
	byNear, err := n.Try(t.Context(), city, same, time.Time{}, time.Time{})
	if err != nil || byNear.Rankings != 3 {
		t.Fatalf("%+v (%v)", byNear, err)
	}
	byLoad, err := n.Try(t.Context(), city, other, time.Time{}, time.Time{})
	if err != nil || byNear.Moved+byLoad.Moved != 3 || len(byLoad.Changed)+len(byNear.Changed) != 3 {
		t.Fatalf("%+v and %+v (%v)", byNear, byLoad, err)
	}
	for _, c := range byLoad.Changed {
		if c.Would.Person != free.Person || c.Number == "" || len(c.Would.Reasons) == 0 {
			t.Errorf("%+v", c)
		}
	}
	if none, err := n.Try(t.Context(), n.staff, other, time.Time{}, time.Time{}); err != nil || none.Rankings != 0 {
		t.Errorf("community staff try %+v (%v)", none, err)
	}
	if _, err := n.Try(t.Context(), city, dispatch.Rule{Near: 101}, time.Time{}, time.Time{}); models.KindOf(err) != models.Invalid {
		t.Errorf("a rule that is none: %v", err)
	}
	if _, err := n.Try(t.Context(), city, same, n.Now(), n.Now().Add(-time.Hour)); models.KindOf(err) != models.Invalid {
		t.Errorf("a time that ends before it begins: %v", err)
	}
}
