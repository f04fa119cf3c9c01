package dispatching_test

import (
	"testing"

	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
)

func TestManned(t *testing.T) {
	n := newTown(t)
	n.Volunteer(testkit.Community, 1)
	mornings := n.Volunteer(testkit.Community, 1)
	n.Exec(`UPDATE volunteers SET availability = '{"weekly": [{"weekday": 2, "from": 480, "to": 540}]}' WHERE person_id = @p`, store.Args{"p": mornings.Person})
	n.Volunteer(testkit.Elsewhere, 1)
	first, hours, all, err := n.Manned(t.Context(), n.staff, "")
	if err != nil || all != 2 || first.Weekday() != 2 || hours[8] != 2 || hours[9] != 1 {
		t.Errorf("%d in all from %v, at eight %d, at nine %d (%v)", all, first, hours[8], hours[9], err)
	}
	if _, _, _, err := n.Manned(t.Context(), n.staff, testkit.Elsewhere); models.KindOf(err) != models.NotFound {
		t.Errorf("another community: %v", err)
	}
}
