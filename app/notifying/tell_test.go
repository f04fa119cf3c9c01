package notifying_test

import (
	"testing"
	"time"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/store/approvals"
	"delinli/app/store/outbox"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/volunteer"
)

func TestWhoIsToldInTheLifeOfAWish(t *testing.T) {
	n := newTown(t)
	id := n.place(order.Wish)
	n.expect("place", "secretary placed, staff placed")
	n.raise(n.staff, id, order.Ask, because)
	n.expect("ask", "resident asked")
	n.raise(n.resident, id, order.Answer, because)
	n.expect("answer", "secretary answered, staff answered")
	n.raise(n.staff, id, order.Publish, ordering.Brings{PublicTitle: "一副老花镜"})
	n.expect("publish", "resident published")
	fan := n.called("fan", n.Person(models.Resident, testkit.Community))
	n.raise(fan, id, order.Follow, ordering.Brings{})
	n.expect("follow", "")
	n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	n.expect("claim", "resident taken")
	n.raise(n.staff, id, order.SignIn, because)
	n.expect("sign in", "resident started")
	n.raise(n.resident, id, order.Comment, because)
	n.expect("the resident comments", "secretary commented, staff commented, volunteer commented")
	n.raise(n.volunteer, id, order.Comment, because)
	n.expect("the volunteer comments", "resident commented")
	n.raise(n.volunteer, id, order.Finish, ordering.Brings{Result: "已送到"})
	n.expect("finish", "fan followed_done, resident done")
	solved := true
	n.raise(n.resident, id, order.Rate, ordering.Brings{Solved: &solved, Stars: 5})
	n.expect("rate", "volunteer rated")
	n.raise(n.resident, id, order.Appeal, because)
	n.expect("appeal", "secretary appealed, staff appealed")
}

func TestWhoIsToldWhenAnOfferChangesHands(t *testing.T) {
	n := newTown(t)
	second := n.called("second", n.Volunteer(testkit.Community, 3))
	id := n.place(order.Menu)
	n.raise(n.staff, id, order.Offer, ordering.Brings{To: order.Holder{Person: n.volunteer.Person}})
	n.expect("offer", "volunteer offered") // and staff need no longer triage
	n.raise(n.volunteer, id, order.Decline, because)
	n.expect("decline", "secretary waiting, staff waiting")
	n.raise(n.staff, id, order.Offer, ordering.Brings{To: order.Holder{Person: second.Person}})
	n.raise(n.staff, id, order.Withdraw, because)
	n.expect("an offer that was withdrawn before anybody was told", "second withdrawn")
	n.raise(n.staff, id, order.Offer, ordering.Brings{To: order.Holder{Person: second.Person}})
	n.raise(second, id, order.Accept, ordering.Brings{})
	n.expect("accept", "resident taken")
	third := n.called("third", n.Volunteer(testkit.Community, 3))
	n.raise(n.staff, id, order.Revoke, because)
	n.raise(n.staff, id, order.Offer, ordering.Brings{To: order.Holder{Person: third.Person}})
	n.expect("revoke, told when another has it", "resident changed_hands, second taken_away, third offered")
	n.raise(n.resident, id, order.Cancel, ordering.Brings{})
	n.expect("cancel", "third cancelled")
}

func TestWhoIsToldWhenTheClockActs(t *testing.T) {
	n := newTown(t)
	id := n.place(order.Menu)
	n.told()
	n.Pass(10 * 24 * time.Hour)
	for _, want := range []string{"secretary escalated, staff escalated", "street escalated", "city escalated"} {
		_, err := n.orders.Tick(t.Context())
		n.ok(err)
		n.expect("escalation", want)
		n.Pass(10 * 24 * time.Hour)
	}
	_ = id
}

func TestWhereNobodyIsTheNextLevelIsTold(t *testing.T) {
	n := newTown(t)
	end := func(a models.Actor) {
		n.Exec(`UPDATE seats SET ended_at = @now WHERE person_id = @id`, store.Args{"now": n.Now(), "id": a.Person})
	}
	end(n.staff)
	n.place(order.Menu)
	n.expect("without staff", "secretary placed")
	end(n.secretary)
	n.place(order.Menu)
	n.expect("without anybody in the community", "street placed")
	end(n.street)
	n.place(order.Menu)
	n.expect("without anybody in the street", "city placed")
}

func TestWhoIsToldOfReferralAndReturn(t *testing.T) {
	n := newTown(t)
	other := n.called("other unit", n.Person(models.DepartmentStaff, testkit.City))
	n.Exec(`UPDATE seats SET unit = '公安局' WHERE person_id = @id`, store.Args{"id": other.Person})
	id := n.place(order.Request)
	n.told()
	n.raise(n.staff, id, order.Refer, ordering.Brings{Unit: "民政局", Reason: "理由"})
	n.expect("refer", "department referred_to_you, resident referred")
	n.raise(n.department, id, order.HandBack, because)
	n.expect("hand back", "secretary waiting, staff waiting")
	n.raise(n.resident, id, order.Urge, because)
	n.expect("urge", "secretary urged, staff urged")
	n.raise(n.resident, id, order.ReportDanger, because)
	n.expect("danger", "secretary danger, staff danger")
	n.raise(n.resident, id, order.Cancel, ordering.Brings{})
	n.expect("cancel before anybody had it", "")
}

func TestWhoIsToldOfTwoPersonActs(t *testing.T) {
	n := newTown(t)
	id := n.place(order.Request)
	n.told()
	asked := n.raise(n.staff, id, order.GiveUp, because)
	n.expect("ask to give up", "secretary approval.asked")
	_, err := n.orders.Decide(t.Context(), n.secretary, asked.Approval, true)
	n.ok(err)
	n.expect("approve", "resident unfulfillable, staff approval.approved")
}

func TestWhoIsToldOfACorrectionOfHours(t *testing.T) {
	n := newTown(t)
	id := models.NewID[models.ApprovalID](n.Random)
	n.Exec(`INSERT INTO approvals (id, kind, subject, body, asked_by, asked_at) VALUES (@id, 'hours', @person, '{}', @by, @at)`,
		store.Args{"id": id, "person": n.volunteer.Person, "by": n.staff.Person, "at": n.Now()})
	tx := n.World.Store.Read(t.Context())
	n.ok(outbox.Add(tx, outbox.Approval, id.String(), "hours", 0))
	n.expect("asked", "secretary hours.asked")
	n.ok(approvals.Close(tx, id, n.secretary, true, n.Now()))
	n.expect("approved", "staff hours.decided, volunteer hours.corrected")
}

func TestVolunteersAreToldOfTheirVerification(t *testing.T) {
	n := newTown(t)
	tx := n.World.Store.Read(t.Context())
	for _, e := range volunteer.Events {
		n.ok(outbox.Add(tx, outbox.Volunteer, n.volunteer.Person.String(), string(e), 2))
		n.expect(string(e), map[volunteer.Event]string{volunteer.Verify: "volunteer volunteer.verified", volunteer.Refuse: "volunteer volunteer.refused"}[e])
	}
}

func TestWhoeverIsInvitedIntoATeamIsTold(t *testing.T) {
	n := newTown(t)
	n.ok(outbox.Add(n.World.Store.Read(t.Context()), outbox.Volunteer, n.volunteer.Person.String(), outbox.Invited, 0))
	n.expect("invited", "volunteer team.invited")
}

func TestAComplaintGoesPastThoseConcerned(t *testing.T) {
	n := newTown(t)
	id := n.place(order.Request)
	n.raise(n.staff, id, order.Ask, because)
	n.told()
	_, err := n.orders.Complain(t.Context(), n.resident, id, n.staff.Person, "态度不好")
	n.ok(err)
	n.expect("complain", "street complaint.filed")
	if n.Count(`SELECT count(*) FROM notices WHERE kind = 'complaint.filed' AND order_id IS NOT NULL`, nil) != 0 {
		t.Error("the notice names the order")
	}
}

func TestTheErasedAndTheActorAreNotTold(t *testing.T) {
	n := newTown(t)
	n.Exec(`UPDATE persons SET phone = NULL, phone_index = NULL, erased_at = @now WHERE id = @id`, store.Args{"now": n.Now(), "id": n.secretary.Person})
	id := n.place(order.Request)
	n.expect("place", "staff placed")
	n.raise(n.resident, id, order.ReportDanger, because)
	n.expect("danger", "staff danger")
	n.raise(n.street, id, order.Supervise, ordering.Brings{Card: order.YellowCard, Reason: "理由"})
	n.expect("supervise", "staff supervised")
	n.raise(n.staff, id, order.Comment, because)
	n.expect("comment", "resident commented")
	n.raise(n.resident, id, order.Comment, because)
	n.expect("one's own comment", "staff commented")
}

func TestAMissingCalendarIsToldOnce(t *testing.T) {
	n := newTown(t)
	admin := n.called("admin", n.Person(models.SystemAdmin, testkit.City))
	for range 2 {
		n.ok(n.MissingCalendar(t.Context(), testkit.City, 2027))
	}
	if got := n.newest(10); got != "admin calendar.missing" {
		t.Errorf("told %q", got)
	}
	box, err := n.Inbox(t.Context(), admin, false, store.Page{Limit: 10})
	n.ok(err)
	if _, body := box.Notices[0].Text("zh", nil); body != "2027 年的节假日安排尚未录入，落在该年的期限暂按普通周末计算。" {
		t.Error(body)
	}
}
