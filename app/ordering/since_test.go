package ordering_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"delinli/app/ordering"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/order"
)

// sinceOf is what a refusal tells of what happened in the meantime.
func sinceOf(t *testing.T, err error) []models.Deed {
	t.Helper()
	e, ok := errors.AsType[*models.Error](err)
	if !ok || e.Code != "order.moved_on" {
		t.Fatalf("refused with %v", err)
	}
	return e.Since
}

// TestStaleIsTold: staff who act on what they saw before hear what others did since, in order; who sees the card alone only that it moved.
func TestStaleIsTold(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{})
	seen := n.show(n.staff, id).Version
	n.raise(n.secretary, id, order.Publish, published("一副老花镜"))
	n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	n.raise(n.resident, id, order.Comment, because)
	_, err := n.Raise(t.Context(), n.staff, id, order.Reject, ordering.Brings{Version: seen, Reason: "重复"})
	var told []string
	for _, d := range sinceOf(t, err) {
		told = append(told, d.Event+" by "+d.By)
		if !d.At.Equal(n.World.Now()) {
			t.Errorf("%s at %s", d.Event, d.At)
		}
	}
	if len(told) != 3 || told[0] != "publish by staff" || told[1] != "claim by volunteer" || told[2] != "comment by requester" {
		t.Errorf("told %v", told)
	}
	if n.show(n.staff, id).State != order.Accepted {
		t.Errorf("the order is %s", n.show(n.staff, id).State)
	}
	pool := n.place(ordering.Draft{})
	n.raise(n.staff, pool, order.Publish, published("一把伞"))
	n.raise(n.staff, pool, order.Amend, ordering.Brings{PublicTitle: "一把大伞"})
	_, err = n.Raise(t.Context(), n.volunteer, pool, order.Claim, ordering.Brings{Version: 1})
	if since := sinceOf(t, err); len(since) != 0 {
		t.Errorf("a volunteer who sees the card is told %v", since)
	}
	_, err = n.Raise(t.Context(), n.Person(models.CommunityStaff, testkit.Elsewhere), id, order.Amend, ordering.Brings{Version: 1})
	if since := sinceOf(t, err); len(since) != 0 {
		t.Errorf("staff of elsewhere, who see the card on the wall, are told %v", since)
	}
}

// TestLoserIsTold: of two who act on the same version at once one wins, and the other hears of it.
func TestLoserIsTold(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{})
	errs := make([]error, 6)
	var crew sync.WaitGroup
	for i := range errs {
		crew.Go(func() {
			_, errs[i] = n.Raise(context.Background(), n.staff, id, order.Publish, ordering.Brings{Version: 1, PublicTitle: "卡"})
		})
	}
	crew.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if since := sinceOf(t, err); len(since) != 1 || since[0].Event != "publish" || since[0].By != "staff" {
			t.Errorf("a loser is told %v", since)
		}
	}
	if won != 1 {
		t.Errorf("%d won", won)
	}
}
