package ordering_test

import (
	"testing"
	"time"

	"delinli/app/ordering"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/order"
)

// TestTryLimits: other limits are tried on what was placed in the last month, by city staff over their city, and change nothing.
func TestTryLimits(t *testing.T) {
	n := newTown(t)
	city := n.Person(models.CityStaff, testkit.City)
	quick, slow := n.place(ordering.Draft{}), n.place(ordering.Draft{})
	class := n.show(n.resident, quick).Class
	n.raise(n.staff, quick, order.Publish, published("一副老花镜"))
	n.raise(n.volunteer, quick, order.Claim, ordering.Brings{})
	n.Pass(30 * time.Hour)
	before := n.show(n.resident, slow)
	policy := calendar.Default(class)
	try := func(handle, triage string) ordering.LimitTrial {
		t.Helper()
		policy := policy
		policy.Extension = calendar.Limit{}
		for l, text := range map[*calendar.Limit]string{&policy.Handle: handle, &policy.Triage: triage} {
			if err := l.UnmarshalText([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		trial, err := n.TryLimits(t.Context(), city, class, policy)
		if err != nil || trial.Orders != 2 || !trial.Since.Equal(before.PlacedAt) {
			t.Fatalf("%+v (%v)", trial, err)
		}
		return trial
	}
	if wide := try("30w", "30w"); wide.Overrun["handle"].Tried+wide.Overrun["triage"].Tried != 0 || len(wide.Changed) != 0 {
		t.Errorf("wide limits: %+v", wide)
	}
	tight := try("24h", "1h")
	if tight.Overrun["handle"].Tried != 2 || tight.Overrun["triage"].Tried != 1 || len(tight.Changed) != 2 || !tight.Changed[0].Late {
		t.Errorf("tight limits: %+v", tight)
	}
	if after := n.show(n.resident, slow); after.Version != before.Version || !after.DueAt.Equal(*before.DueAt) {
		t.Error("a trial changed an order")
	}
	for name, tt := range map[string]struct {
		a      models.Actor
		class  calendar.Class
		policy calendar.Policy
		want   models.Kind
	}{
		"community staff": {n.staff, class, policy, models.Forbidden},
		"no class":        {city, "whatever", policy, models.NotFound},
		"no limits":       {city, class, calendar.Policy{}, models.Invalid},
	} {
		if _, err := n.TryLimits(t.Context(), tt.a, tt.class, tt.policy); models.KindOf(err) != tt.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestTryLimitsLooksBackAMonth: what is older is not tried.
func TestTryLimitsLooksBackAMonth(t *testing.T) {
	n := newTown(t)
	city, class := n.Person(models.CityStaff, testkit.City), n.show(n.resident, n.place(ordering.Draft{})).Class
	n.Pass(40 * 24 * time.Hour)
	if old, err := n.TryLimits(t.Context(), city, class, calendar.Default(class)); err != nil || old.Orders != 0 {
		t.Errorf("what is older than a month: %+v (%v)", old, err)
	}
}
