package ordering_test

import (
	"crypto/rand"
	"testing"
	"time"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/file"
	"delinli/models/order"
)

// TestPublishedAgain: a wish that was taken back and published again is not split again.
func TestPublishedAgain(t *testing.T) {
	n := newTown(t)
	id := n.place(ordering.Draft{Slots: 3})
	for range 2 {
		n.raise(n.staff, id, order.Publish, published("三位老人想理发"))
		n.raise(n.staff, id, order.Recall, ordering.Brings{})
	}
	if got := n.Count(`SELECT count(*) FROM orders`, nil); got != 3 {
		t.Fatalf("%d orders", got)
	}
}

// TestStaleRequest: what cannot happen any more can still be denied, so that it blocks nothing.
func TestStaleRequest(t *testing.T) {
	n := newTown(t)
	id := n.claimed()
	n.raise(n.volunteer, id, order.SignIn, ordering.Brings{Code: n.show(n.resident, id).SignInCode})
	until := n.World.Now().Add(time.Hour)
	m := n.raise(n.volunteer, id, order.Suspend, ordering.Brings{Reason: "等零件", Until: &until})
	n.Pass(2 * time.Hour)
	if _, err := n.Decide(t.Context(), n.staff, m.Approval, true); models.KindOf(err) != models.Invalid {
		t.Fatalf("approved: %v", err)
	}
	if _, err := n.Decide(t.Context(), n.volunteer, m.Approval, false); models.KindOf(err) != models.Forbidden {
		t.Fatalf("denied by whom it is not for: %v", err)
	}
	if _, err := n.Decide(t.Context(), n.staff, m.Approval, false); err != nil {
		t.Fatalf("denied: %v", err)
	}
	until = n.World.Now().Add(time.Hour)
	n.raise(n.volunteer, id, order.Suspend, ordering.Brings{Reason: "等零件", Until: &until})
}

// TestMergedIntoPrivate: who followed an order does not come to see the private one that it was merged into.
func TestMergedIntoPrivate(t *testing.T) {
	n := newTown(t)
	other := n.Person(models.Resident, testkit.City)
	private, err := n.Place(t.Context(), other, ordering.Draft{Kind: order.Request, Area: testkit.Grid, Title: "我的病"})
	if err != nil {
		t.Fatal(err)
	}
	id := n.place(ordering.Draft{})
	n.raise(n.staff, id, order.Publish, published("卡"))
	n.raise(n.staff, id, order.Merge, ordering.Brings{Target: private, Reason: "同一件事"})
	if _, err := n.Show(t.Context(), n.resident, private); models.KindOf(err) != models.NotFound {
		t.Fatalf("the requester of the merged order sees the private one: %v", err)
	}
	if got := n.Count(`SELECT count(*) FROM followers WHERE order_id = @id`, store.Args{"id": private}); got != 0 {
		t.Fatalf("%d follow it", got)
	}
}

// TestLocalsDesk: who works in an area sees its public cards and nothing by what only the secret text says.
func TestLocalsDesk(t *testing.T) {
	n := newTown(t)
	grid := n.Person(models.GridWorker, testkit.Grid)
	for range 3 {
		n.place(ordering.Draft{Kind: order.Request, Title: "我得了肺病"})
	}
	id := n.place(ordering.Draft{Title: "我得了肺病", Detail: "想要氧气机"})
	n.raise(n.staff, id, order.Publish, published("想要一台氧气机"))
	for text, want := range map[string]int{"": 1, "氧气": 1, "肺病": 0} {
		items, next, err := n.List(t.Context(), grid, ordering.Desk, ordering.Query{Text: text}, store.Page{Limit: 1})
		if err != nil || len(items) != want || next != "" {
			t.Errorf("%q: %d orders, next %q (%v), want %d", text, len(items), next, err, want)
		}
	}
}

// TestDepartmentsDesk: a department finds what was referred to it, and its finish counts for no volunteer who had the order before.
func TestDepartmentsDesk(t *testing.T) {
	n := newTown(t)
	n.department.Seats[0].Unit = "民政局"
	id := n.claimed()
	n.raise(n.volunteer, id, order.Return, because)
	n.raise(n.staff, id, order.Recall, ordering.Brings{})
	n.raise(n.staff, id, order.Refer, ordering.Brings{Unit: "民政局", Reason: "归他们管"})
	desk := func(want int) {
		t.Helper()
		items, _, err := n.List(t.Context(), n.department, ordering.Desk, ordering.Query{}, store.Page{Limit: 9})
		if err != nil || len(items) != want {
			t.Fatalf("%d orders (%v), want %d", len(items), err, want)
		}
	}
	desk(1)
	n.raise(n.department, id, order.Finish, ordering.Brings{Result: "办好了"})
	desk(0)
	yes := true
	n.raise(n.resident, id, order.Rate, ordering.Brings{Solved: &yes, Stars: 1, Comment: "太慢"})
	if got := n.Count(`SELECT rating_count FROM volunteers WHERE person_id = @id`, store.Args{"id": n.volunteer.Person}); got != 0 {
		t.Fatalf("the volunteer was rated %d times", got)
	}
	if line := n.show(n.staff, id).Timeline; line[len(line)-1].Note != "太慢" {
		t.Fatalf("staff read %+v", line[len(line)-1])
	}
}

// TestHandedBackTwice: the second time the level above hears of it.
func TestHandedBackTwice(t *testing.T) {
	n := newTown(t)
	n.department.Seats[0].Unit = "民政局"
	id := n.place(ordering.Draft{Kind: order.Request})
	for _, want := range []models.AreaLevel{"", models.Street} {
		n.raise(n.staff, id, order.Refer, ordering.Brings{Unit: "民政局", Reason: "归他们管"})
		n.raise(n.department, id, order.HandBack, because)
		if s := n.show(n.staff, id); s.State != order.Placed || s.Escalated != want {
			t.Fatalf("%s, told %q, want %q", s.State, s.Escalated, want)
		}
	}
}

// TestNoOrdersOfCareWorkers: who has no part in orders places none.
func TestNoOrdersOfCareWorkers(t *testing.T) {
	n := newTown(t)
	care := n.Person(models.CareWorker, testkit.City)
	if _, err := n.Place(t.Context(), care, ordering.Draft{Kind: order.Wish, Area: testkit.Grid, Title: "卡"}); models.KindOf(err) != models.Forbidden {
		t.Fatal(err)
	}
}

// TestSilentVolunteers: an offer that nobody answers goes from one to the next and then to the pool, never round and round.
func TestSilentVolunteers(t *testing.T) {
	n := newTown(t)
	n.Volunteer(testkit.Community, 3)
	id := n.place(ordering.Draft{Kind: order.Menu, Item: n.item.ID, Visibility: order.Public})
	n.raise(n.staff, id, order.Publish, published("陪诊"))
	for _, want := range []order.State{order.Offered, order.Pool} {
		n.Pass(24 * time.Hour)
		n.tick(1)
		n.state(id, want)
	}
}

// TestAsked: staff find what waits for a second person in their area, with the reason, and who asked does not decide.
func TestAsked(t *testing.T) {
	n := newTown(t)
	m := n.raise(n.secretary, n.place(ordering.Draft{Kind: order.Request}), order.GiveUp, ordering.Brings{Reason: "没有办法"})
	n.raise(n.staff, n.place(ordering.Draft{Kind: order.Request}), order.Extend, because)
	for name, tt := range map[string]struct {
		a            models.Actor
		want, decide int
	}{
		"secretary": {n.secretary, 2, 1}, "staff": {n.staff, 2, 0}, "street": {n.Person(models.StreetStaff, testkit.Street), 2, 2},
		"elsewhere": {n.Person(models.CommunitySecretary, testkit.Elsewhere), 0, 0}, "resident": {n.resident, 0, 0},
	} {
		seen, decides, cursor := 0, 0, ""
		for first := true; first || cursor != ""; first = false {
			found, next, err := n.Asked(t.Context(), tt.a, store.Page{Limit: 1, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				seen++
				if f.MayDecide {
					decides++
				}
				if f.ID == m.Approval && (f.Reason != "没有办法" || f.Number == "") {
					t.Errorf("%s reads %+v", name, f)
				}
			}
			cursor = next
		}
		if seen != tt.want || decides != tt.decide {
			t.Errorf("%s sees %d and decides %d, want %d and %d", name, seen, decides, tt.want, tt.decide)
		}
	}
	if s := n.show(n.staff, m.Order); len(s.Pending) != 1 || s.Pending[0].Reason != "没有办法" {
		t.Errorf("with the order staff read %+v", s.Pending)
	}
	if s := n.show(n.resident, m.Order); len(s.Pending) != 1 || s.Pending[0].Reason != "" {
		t.Errorf("with the order the resident reads %+v", s.Pending)
	}
}

// TestWalledPictures: the wall shows the requester's pictures where they agreed, and nothing that others attached.
func TestWalledPictures(t *testing.T) {
	n := newTown(t)
	theirs, ours := n.picture(n.resident), n.picture(n.volunteer)
	id := n.place(ordering.Draft{Files: []models.FileID{theirs}})
	n.raise(n.staff, id, order.Publish, ordering.Brings{PublicTitle: "卡", PublicPictures: true})
	n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	n.raise(n.volunteer, id, order.Attach, ordering.Brings{Files: []models.FileID{ours}})
	stranger := n.Person(models.Resident, testkit.City)
	if s := n.show(stranger, id); len(s.Files) != 1 || s.Files[0] != theirs {
		t.Fatalf("a stranger sees %v", s.Files)
	}
	for _, tt := range []struct {
		a    models.Actor
		f    models.FileID
		want bool
	}{{stranger, theirs, true}, {stranger, ours, false}, {n.volunteer, ours, true}, {n.resident, ours, true}} {
		if ok, err := n.ShowsFile(t.Context(), tt.a, file.File{ID: tt.f, OrderID: id}); ok != tt.want || err != nil {
			t.Errorf("%v, %v, want %v", ok, err, tt.want)
		}
	}
	other := n.place(ordering.Draft{Files: []models.FileID{n.picture(n.resident)}})
	n.raise(n.staff, other, order.Publish, published("卡"))
	if s := n.show(stranger, other); len(s.Files) != 0 {
		t.Fatalf("without consent a stranger sees %v", s.Files)
	}
}

// picture puts in a file that somebody uploaded.
func (n *town) picture(of models.Actor) models.FileID {
	id := models.NewID[models.FileID](rand.Reader)
	n.Exec(`INSERT INTO files (id, owner_id, kind, mime, size, blob, thumb, purpose, at) VALUES (@id, @owner, 'picture', 'image/jpeg', 1, @blob, '', '', @at)`,
		store.Args{"id": id, "owner": of.Person, "blob": id.String(), "at": n.World.Now()})
	return id
}
