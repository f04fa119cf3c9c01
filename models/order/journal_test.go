package order_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"delinli/models"
	"delinli/models/order"
)

// TestPatchIsWhatChanged: a patch holds the columns that are written otherwise than before, and placing all of them.
func TestPatchIsWhatChanged(t *testing.T) {
	pool, volunteer := caseIn(order.Pool), seat(volunteerID, models.Volunteer, community)
	claim, err := pool.Apply(order.Claim, volunteer, order.Input{To: order.Holder{Person: person(volunteerID)}, SignInCode: []byte{1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	urge, err := pool.Apply(order.Urge, seat(requesterID, models.Resident, "370785"), order.Input{})
	if err != nil {
		t.Fatal(err)
	}
	begun := order.Begin(pool.Order, pool.Facts, models.SystemActor, order.Input{})
	for name, c := range map[string]order.Change{"claim": claim, "urge": urge, "place": begun} {
		was, next := columns(t, c.Was()), columns(t, c.Next())
		want := order.Patch{}
		for column, value := range next {
			if name == "place" || !bytes.Equal(value, was[column]) {
				want[column] = value
			}
		}
		got, err := c.Patch()
		if err != nil || !maps.EqualFunc(got, want, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
			t.Errorf("%s: %v, want %v (%v)", name, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)), err)
		}
	}
}

func columns(t *testing.T, o order.Order) (p order.Patch) {
	t.Helper()
	b, err := json.Marshal(o)
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}
