package ordering_test

import (
	"testing"

	"delinli/app/ordering"
	"delinli/models"
	"delinli/models/order"
)

// TestTalk: requester, who serves and staff read each other's comments, each under their own part.
func TestTalk(t *testing.T) {
	n := newTown(t)
	id := n.claimed()
	n.raise(n.staff, id, order.SignIn, because)
	talk := map[string]models.Actor{"requester": n.resident, "volunteer": n.volunteer, "staff": n.staff}
	for by, a := range talk {
		n.raise(a, id, order.Comment, ordering.Brings{Reason: by})
	}
	for reader, a := range talk {
		heard := 0
		for _, l := range n.show(a, id).Timeline {
			if l.Event == order.SignIn && l.By != "staff" {
				t.Errorf("staff who vouch at the door stand there as %s", l.By)
			}
			if l.Event != order.Comment {
				continue
			}
			if heard++; l.Note != l.By || l.At.IsZero() {
				t.Errorf("%s reads %q by %s", reader, l.Note, l.By)
			}
		}
		if heard != len(talk) {
			t.Errorf("%s reads %d comments", reader, heard)
		}
	}
	referred := n.place(ordering.Draft{Kind: order.Request})
	n.raise(n.staff, referred, order.Refer, ordering.Brings{Unit: "民政局", Reason: "归他们管"})
	n.raise(n.department, referred, order.Comment, because)
	if lines := n.show(n.resident, referred).Timeline; lines[len(lines)-1].By != "department" || lines[len(lines)-1].Note == "" {
		t.Errorf("a department's comment: %+v", lines)
	}
}
