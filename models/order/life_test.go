package order_test

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// raised applies an event that must be allowed.
func raised(t *testing.T, c order.Case, e order.Event, a models.Actor, in order.Input) order.Order {
	t.Helper()
	change, err := c.Apply(e, a, in)
	if err != nil {
		t.Fatalf("%s: %v", e, err)
	}
	return change.Next()
}

// at moves the clock of a case and lets the order stand as it now is.
func at(c order.Case, o order.Order, now time.Time) order.Case {
	c.Order, c.Now = o, now
	return c
}

var theStaff = seat(staffID, models.CommunityStaff, community)

func fresh() order.Case {
	c := caseIn(order.Placed)
	draft := c.Order
	draft.PublicTitle, draft.EndedAt = "", nil
	c.Order = order.Begin(draft, c.Facts, models.SystemActor, order.Input{}).Next()
	return c
}

// TestUrgingKeepsTheEscalation: whatever else happens to an order, the next level hears of it when its turn has come.
func TestUrgingKeepsTheEscalation(t *testing.T) {
	c := fresh()
	c = at(c, c.Order, *c.WakeAt)
	c.Order = raised(t, c, order.Escalate, models.SystemActor, order.Input{})
	street := *c.WakeAt
	c = at(c, c.Order, c.Now.Add(20*time.Hour))
	c.Order = raised(t, c, order.Urge, seat(requesterID, models.Resident, "370785"), order.Input{})
	if !c.WakeAt.Equal(street) {
		t.Fatalf("after the urging the street hears at %s, not at %s", c.WakeAt, street)
	}
	c.Order = raised(t, c, order.Publish, theStaff, order.Input{PublicTitle: "卡"})
	c.Order = raised(t, c, order.Recall, theStaff, order.Input{})
	if c.WakeAt.After(c.Now.Add(5 * 24 * time.Hour)) {
		t.Fatalf("sleeps until %s", c.WakeAt)
	}
}

// TestEachStateIsHeard: who was told of one state is told anew of the next, but of a late order the next level is.
func TestEachStateIsHeard(t *testing.T) {
	for late, want := range map[bool]models.AreaLevel{false: "", true: models.City} {
		c := fresh()
		c.Escalated, c.EscalatedAt = models.City, new(noon)
		if late {
			c.Now = c.DueAt.Add(time.Hour)
		}
		if o := raised(t, c, order.Publish, theStaff, order.Input{PublicTitle: "卡"}); o.Escalated != want {
			t.Errorf("late %v: told %q", late, o.Escalated)
		}
	}
}

// TestOwnOrderIsNotClaimed: neither for oneself nor, as a leader, for a team.
func TestOwnOrderIsNotClaimed(t *testing.T) {
	for _, n := range []int{requesterID, placerID, volunteerID} {
		c := caseIn(order.Pool)
		want := ""
		if n != volunteerID {
			want = "ineligible.own_order"
		}
		_, err := order.Flow.Find(order.Pool, order.Claim, seat(n, models.Volunteer, community), &c)
		c.Kin = true
		_, kin := order.Flow.Find(order.Pool, order.Claim, seat(n, models.Volunteer, community), &c)
		if models.CodeOf(err) != want && (err != nil || want != "") || models.CodeOf(kin) != "ineligible.own_order" {
			t.Errorf("%d: %v, kin %v", n, err, kin)
		}
	}
}

// TestAppealIsHeardAnew: what was told of the first life of an order does not silence the clock of its appeal.
func TestAppealIsHeardAnew(t *testing.T) {
	for s, e := range map[order.State]order.Event{order.Done: order.Dispute, order.Rated: order.Appeal} {
		c := caseIn(s)
		c.Escalated = models.City
		o := raised(t, c, e, seat(requesterID, models.Resident, "370785"), order.Input{Reason: "没修好"})
		if o.WakeAt == nil || o.Escalated != "" {
			t.Errorf("%s: told %q, wakes %v", e, o.Escalated, o.WakeAt)
		}
	}
}

// TestNoCardNoPool: an order that never had a public card waits for staff instead of a pool where nobody could claim it.
func TestNoCardNoPool(t *testing.T) {
	for s, e := range map[order.State]order.Event{order.Offered: order.Decline, order.Accepted: order.Return, order.Appealed: order.Grant} {
		c := caseIn(s)
		c.PublicTitle, c.Facts.Holder, c.Assignee = "", s != order.Appealed, person(holderID)
		who := seat(holderID, models.Volunteer, community)
		if s == order.Appealed {
			who = theStaff
		}
		if o := raised(t, c, e, who, order.Input{Reason: "没空"}); o.State != order.Placed {
			t.Errorf("%s leads to %s", e, o.State)
		}
	}
	if o := raised(t, fresh(), order.Publish, theStaff, order.Input{PublicTitle: "卡"}); o.State != order.Pool {
		t.Errorf("publish leads to %s", o.State)
	}
}

// TestAmendKeepsTheRest: correcting one thing of a card leaves the others, and how far the pool shows it.
func TestAmendKeepsTheRest(t *testing.T) {
	c := caseIn(order.Pool)
	c.PublicText, c.Pictures, c.Reach, c.Clock = "左眼", true, models.City, calendar.Timer{}.Start(noon, c.Policy.Accept, c.Calendar)
	o := raised(t, c, order.Amend, theStaff, order.Input{PublicTitle: "两副老花镜"})
	if o.PublicTitle != "两副老花镜" || o.PublicText != "左眼" || !o.Pictures || o.Reach != models.City {
		t.Errorf("a new title leaves %q, %q, %v, %s", o.PublicTitle, o.PublicText, o.Pictures, o.Reach)
	}
	o = raised(t, c, order.Amend, theStaff, order.Input{PublicText: "右眼"})
	if o.PublicTitle != c.PublicTitle || o.PublicText != "右眼" {
		t.Errorf("a new text leaves %q, %q", o.PublicTitle, o.PublicText)
	}
	c.Visibility = order.Private
	c.State = order.Placed
	if o = raised(t, c, order.Amend, theStaff, order.Input{Item: &order.Item{Route: dispatch.ToPool}}); o.Route == dispatch.ToPool {
		t.Error("a private order has the route pool")
	}
}

// TestHoursEndWithTheClock: the limit of a service is the most that counts, however late the clock looks.
func TestHoursEndWithTheClock(t *testing.T) {
	started := caseIn(order.Accepted)
	started.Facts.Holder, started.Assignee = true, person(holderID)
	holder := seat(holderID, models.Volunteer, community)
	c := at(started, raised(t, started, order.SignIn, holder, order.Input{Proof: order.ByCode}), noon.Add(50*time.Hour))
	for e, who := range map[order.Event]models.Actor{order.AutoSignOut: models.SystemActor, order.Finish: holder} {
		if got := raised(t, c, e, who, order.Input{Result: "好了"}).Minutes(); got != 8*60 {
			t.Errorf("%s counts %d minutes", e, got)
		}
	}
}

// TestSlotsSplitOnce: who publishes a wish again does not split it again.
func TestSlotsSplitOnce(t *testing.T) {
	c := fresh()
	c.Slots = 3
	if o := raised(t, c, order.Publish, theStaff, order.Input{PublicTitle: "理发"}); o.Slots != 1 {
		t.Errorf("%d slots are left", o.Slots)
	}
}

// TestSecondHandBack goes to the level above.
func TestSecondHandBack(t *testing.T) {
	c := caseIn(order.Referred)
	c.Unit = "civil affairs"
	department := seat(departmentID, models.DepartmentStaff, "370785")
	first := raised(t, c, order.HandBack, department, order.Input{Reason: "不归我们"})
	c.HandBacks = first.HandBacks
	second := raised(t, c, order.HandBack, department, order.Input{Reason: "不归我们"})
	if first.HandedAbove() || !second.HandedAbove() {
		t.Errorf("handed above: %v, then %v", first.HandedAbove(), second.HandedAbove())
	}
	if o := raised(t, at(c, second, noon), order.Escalate, models.SystemActor, order.Input{}); o.Escalated != models.Street {
		t.Errorf("told %q", o.Escalated)
	}
}

// TestReferralFrees: who served before has no part in what a department does.
func TestReferralFrees(t *testing.T) {
	c := caseIn(order.Appealed)
	c.Assignee = person(holderID)
	if o := raised(t, c, order.Refer, theStaff, order.Input{Unit: "civil affairs", Reason: "归他们"}); o.Holder() {
		t.Error("the volunteer still stands in it")
	}
}

// TestDeny: whoever may approve may also deny, even what could not happen any more.
func TestDeny(t *testing.T) {
	c := caseIn(order.InService)
	c.Asker, c.Pending = person(holderID), true
	if err := c.MayDeny(order.Suspend, theStaff); err != nil {
		t.Errorf("staff may not: %v", err)
	}
	if err := c.MayDeny(order.Suspend, seat(holderID, models.CommunityStaff, community)); models.KindOf(err) != models.Forbidden {
		t.Errorf("the one who asked may: %v", err)
	}
}

// TestNobodyNearDecides: who placed an order, or serves it with a team, gives no second approval and rates for nobody.
func TestNobodyNearDecides(t *testing.T) {
	secretary := seat(secretaryID, models.CommunitySecretary, community)
	placed := caseIn(order.Placed)
	placed.PlacedBy = secretary.Person
	if _, err := placed.Approve(order.GiveUp, secretary, order.Input{Reason: "没有办法"}); models.KindOf(err) != models.Forbidden {
		t.Errorf("the placer approves: %v", err)
	}
	served := caseIn(order.Done)
	served.SelfRates, served.Served = false, 0
	served.Serves = true
	if _, err := order.Flow.Find(order.Done, order.Rate, theStaff, &served); models.KindOf(err) != models.Forbidden {
		t.Errorf("who served rates: %v", err)
	}
}

// TestSeesWithTheTeam: whom the leader sends sees where to go while the service lives, and raises nothing.
func TestSeesWithTheTeam(t *testing.T) {
	member := seat(volunteerID, models.Volunteer, community)
	for s, want := range map[order.State]order.View{order.Offered: order.LocalCard, order.Accepted: order.Whole, order.InService: order.Whole,
		order.Done: order.LocalCard} {
		c := caseIn(s)
		c.Visibility, c.Serves = order.Private, true
		if got := c.Sees(member); got != want || c.SeesContact(member) != (want == order.Whole) {
			t.Errorf("%s: sees %d, contact %v", s, got, c.SeesContact(member))
		}
	}
}

// TestHiddenStaysHidden: a follower or a local sees of an order what was published and is not taken back.
func TestHiddenStaysHidden(t *testing.T) {
	follower, local := seat(99, models.Resident, "370785"), seat(gridID, models.GridWorker, community+"003")
	for name, change := range map[string]func(*order.Case){
		"private":     func(c *order.Case) { c.Visibility = order.Private },
		"unpublished": func(c *order.Case) { c.PublicTitle = "" },
		"taken back":  func(c *order.Case) { c.State = order.Placed },
	} {
		c := caseIn(order.Closed)
		change(&c)
		if c.Sees(local) != order.Nothing {
			t.Errorf("%s: a local sees it", name)
		}
		if c.Followed = true; c.Sees(follower) != order.Nothing {
			t.Errorf("%s: a follower sees it", name)
		}
	}
}

// TestDepartmentSeesWhileReferred: a department sees an order while it has it.
func TestDepartmentSeesWhileReferred(t *testing.T) {
	department := seat(departmentID, models.DepartmentStaff, "370785")
	for s, want := range map[order.State]order.View{order.Referred: order.Whole, order.Done: order.Nothing, order.Placed: order.Nothing} {
		c := caseIn(s)
		c.Visibility, c.Unit = order.Private, "civil affairs"
		if got := c.Sees(department); got != want {
			t.Errorf("%s: sees %d", s, got)
		}
	}
}

// TestNotes: what a volunteer or staff say among themselves is not for the others who see the order whole.
func TestNotes(t *testing.T) {
	c := caseIn(order.Accepted)
	requester, holder := seat(requesterID, models.Resident, "370785"), seat(holderID, models.Volunteer, community)
	for _, tt := range []struct {
		a    models.Actor
		e    order.Event
		want bool
	}{{requester, order.Comment, true}, {requester, order.Decline, false}, {holder, order.Decline, true}, {theStaff, order.Decline, true},
		{requester, order.ReportDanger, false}, {seat(placerID, models.Steward, community), order.Decline, false}, {requester, order.CallBack, false}} {
		if got := c.SeesNote(tt.a, tt.e, holder.Person); got != tt.want {
			t.Errorf("%s of %v: %v", tt.e, tt.a.Seats, got)
		}
	}
	if offered := caseIn(order.Offered); offered.SeesVisitor(requester) || !c.SeesVisitor(requester) {
		t.Error("who comes is shown before they accept, or not after")
	}
}

// TestWhatCameBack: whoever had an order and has it no more leaves a mark on it, a department too; the pool, where nobody had it, does not.
func TestWhatCameBack(t *testing.T) {
	for _, tt := range []struct {
		from order.State
		on   order.Event
		by   models.Actor
		want int
	}{
		{order.Accepted, order.Return, seat(holderID, models.Volunteer, community), 1},
		{order.InService, order.Revoke, theStaff, 1},
		{order.Referred, order.HandBack, seat(departmentID, models.DepartmentStaff, "370785"), 1},
		{order.Referred, order.Recall, theStaff, 1},
		{order.Pool, order.Recall, theStaff, 0},
		{order.Offered, order.Withdraw, theStaff, 0},
	} {
		c := caseIn(tt.from)
		c.Assignee, c.Unit = person(holderID), "civil affairs"
		c.Facts.Holder = tt.by.Person == person(holderID)
		if o := raised(t, c, tt.on, tt.by, order.Input{Reason: "没空"}); o.Returns != tt.want {
			t.Errorf("%s by %s: came back %d times, want %d", tt.on, tt.from, o.Returns, tt.want)
		}
	}
}

// TestCallBack: staff who had no part in the order call back once about each finish, and their answers agree.
func TestCallBack(t *testing.T) {
	c := caseIn(order.Done)
	answers := func(f *order.CallBackForm) order.Input { return order.Input{CallBack: f} }
	good := answers(&order.CallBackForm{Valid: true, Contacted: true, Solved: true, Satisfaction: order.Satisfied})
	for name, tt := range map[string]struct {
		change func(*order.Case)
		in     order.Input
		code   string
		fields []string
	}{
		"a good one":           {nil, good, "", nil},
		"nobody answered":      {nil, answers(&order.CallBackForm{Valid: true}), "", nil},
		"not valid":            {nil, answers(&order.CallBackForm{}), "", nil},
		"by who had a part":    {func(c *order.Case) { c.Touched = true }, good, "flow.not_yours", nil},
		"a second one":         {func(c *order.Case) { c.Called = true }, good, "order.called_before", nil},
		"nothing":              {nil, order.Input{}, "input.invalid", []string{"valid"}},
		"solved, not reached":  {nil, answers(&order.CallBackForm{Valid: true, Solved: true}), "input.invalid", []string{"solved"}},
		"content, not reached": {nil, answers(&order.CallBackForm{Valid: true, Satisfaction: order.Basically}), "input.invalid", []string{"satisfaction"}},
		"everything, not valid": {nil, answers(&order.CallBackForm{Contacted: true, Solved: true, Satisfaction: order.Satisfied}), "input.invalid",
			[]string{"contacted", "satisfaction", "solved"}},
	} {
		c := c
		if tt.change != nil {
			tt.change(&c)
		}
		_, err := c.Apply(order.CallBack, theStaff, tt.in)
		told, _ := errors.AsType[*models.Error](err)
		if models.CodeOf(err) != tt.code && (err != nil || tt.code != "") || told != nil && !slices.Equal(slices.Sorted(maps.Keys(told.Fields)), tt.fields) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRefer: an order is referred to a department that somebody sits for, whatever space is typed around its name.
func TestRefer(t *testing.T) {
	for unit, code := range map[string]string{"civil affairs": "", " civil affairs\u3000": "", "": "required", "\u200b": "required", "affairs": "order.no_such_department"} {
		c := caseIn(order.Placed)
		change, err := c.Apply(order.Refer, theStaff, order.Input{Unit: unit, Reason: "归他们管"})
		told, refused := errors.AsType[*models.Error](err)
		switch {
		case refused && told.Fields["to"] != code, refused == (code == ""):
			t.Errorf("%q: %v", unit, err)
		case !refused && change.Next().ReferredTo != "civil affairs":
			t.Errorf("%q is referred to %q", unit, change.Next().ReferredTo)
		}
	}
}

// TestCallBackIsOwed: of what is done nothing is owed, unless the requester cannot rate it.
func TestCallBackIsOwed(t *testing.T) {
	for rates, owed := range map[bool]bool{true: false, false: true} {
		c := caseIn(order.InService)
		c.SelfRates, c.Facts.Holder, c.Assignee = rates, true, person(holderID)
		o := raised(t, c, order.Finish, seat(holderID, models.Volunteer, community), order.Input{Result: "好了"})
		if (o.NextDue != nil) != owed || owed && !o.NextDue.Equal(*o.Clock.DueAt) {
			t.Errorf("rates %v: owed by %v", rates, o.NextDue)
		}
	}
}

// TestNextOfferHasItsTime: when an offer runs out and the next candidate is offered the order, they have as long as the first had.
func TestNextOfferHasItsTime(t *testing.T) {
	for name, e := range map[string]order.Event{"ran out": order.Expire, "declined": order.Decline} {
		c := caseIn(order.Pool)
		c.Route = dispatch.ToBest
		c.Order = raised(t, c, order.Offer, theStaff, order.Input{To: order.Holder{Person: person(holderID)}})
		c.Now, c.Best, c.Facts.Holder = *c.Clock.DueAt, order.Holder{Person: person(volunteerID)}, true
		by := models.SystemActor
		if e == order.Decline {
			by = seat(holderID, models.Volunteer, community)
		}
		c.Order = raised(t, c, e, by, order.Input{Reason: "没空"})
		if c.State != order.Offered || c.Assignee != person(volunteerID) || !c.WakeAt.Equal(c.Now.Add(2*time.Hour)) {
			t.Errorf("%s: %s to %s, the clock looks at it at %s, %s after the change", name, c.State, c.Assignee, c.WakeAt, c.WakeAt.Sub(c.Now))
		}
	}
}
