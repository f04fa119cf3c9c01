package notifying_test

import (
	"slices"
	"testing"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/notice"
	"delinli/models/order"
)

func offerTo(a models.Actor) ordering.Brings {
	return ordering.Brings{To: order.Holder{Person: a.Person}}
}

// inbox reads the whole inbox of somebody, page by page of two.
func (n *town) inbox(a models.Actor, unread bool) (all []notice.Notice) {
	n.T.Helper()
	page := store.Page{Limit: 2}
	for {
		box, err := n.Inbox(n.T.Context(), a, unread, page)
		n.ok(err)
		all = append(all, box.Notices...)
		if page.Cursor = box.Next; page.Cursor == "" {
			return all
		}
	}
}

func TestTheInboxIsOnesOwnAndInPages(t *testing.T) {
	n := newTown(t)
	id := n.place(order.Wish)
	n.raise(n.staff, id, order.Ask, because)
	n.raise(n.resident, id, order.Answer, because)
	n.raise(n.staff, id, order.Publish, ordering.Brings{PublicTitle: "一副老花镜"})
	n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	n.told()
	all := n.inbox(n.resident, false)
	kinds := []notice.Kind{}
	for _, m := range all {
		kinds = append(kinds, m.Kind)
	}
	slices.Sort(kinds) // they came in one moment of the held clock
	if want := []notice.Kind{notice.Asked, notice.Published, notice.Taken}; !slices.Equal(kinds, want) {
		t.Errorf("the resident's inbox holds %v, want %v", kinds, want)
	}
	if len(n.inbox(n.department, false)) != 0 {
		t.Error("somebody not concerned has notices")
	}
}

func TestReadingMarksOnesOwnAlone(t *testing.T) {
	n := newTown(t)
	n.place(order.Request)
	n.place(order.Request)
	n.told()
	mine, others := n.inbox(n.staff, true), n.inbox(n.secretary, true)
	n.ok(n.MarkRead(t.Context(), n.staff, []models.NoticeID{mine[0].ID, others[0].ID}, false))
	if len(n.inbox(n.staff, true)) != 1 || len(n.inbox(n.secretary, true)) != 2 {
		t.Errorf("unread: mine %d, hers %d", len(n.inbox(n.staff, true)), len(n.inbox(n.secretary, true)))
	}
	if box, err := n.Inbox(t.Context(), n.staff, false, store.Page{Limit: 1}); err != nil || box.Unread != 1 {
		t.Errorf("%d unread on all pages, %v", box.Unread, err)
	}
	n.ok(n.MarkRead(t.Context(), n.staff, nil, true))
	if all := n.inbox(n.staff, false); len(all) != 2 || all[0].ReadAt == nil || all[1].ReadAt == nil {
		t.Errorf("read: %+v", all)
	}
}

func TestANoticeShowsATitleOnlyWhileTheWallDoes(t *testing.T) {
	n := newTown(t)
	title := func() string {
		t.Helper()
		all := n.inbox(n.resident, false)
		return all[len(all)-1].Title
	}
	id := n.place(order.Wish)
	n.raise(n.staff, id, order.Publish, ordering.Brings{PublicTitle: "给老王送眼镜"})
	n.told()
	if got := title(); got != "给老王送眼镜" {
		t.Fatalf("title %q", got)
	}
	n.raise(n.staff, id, order.Amend, ordering.Brings{PublicTitle: "一副老花镜"})
	if got := title(); got != "一副老花镜" {
		t.Errorf("after the correction: %q", got)
	}
	n.raise(n.staff, id, order.Recall, ordering.Brings{})
	if got := title(); got != "" {
		t.Errorf("off the wall: %q", got)
	}
	if n.Count(`SELECT count(*) FROM notices WHERE params <> '{}'`, nil) != 0 {
		t.Error("a notice keeps something of its order")
	}
}

func TestAPrivateOrderHasNoTitleInNotices(t *testing.T) {
	n := newTown(t)
	id := n.place(order.Menu)
	n.raise(n.staff, id, order.Offer, offerTo(n.volunteer))
	n.told()
	all := n.inbox(n.volunteer, false)
	if len(all) != 1 || all[0].Title != "" || all[0].Number == "" || all[0].Order != id {
		t.Errorf("the candidate reads %+v", all)
	}
}

func TestATeamIsToldByItsLeaderAndThoseNamed(t *testing.T) {
	n := newTown(t)
	leader, member, other := n.called("leader", n.Volunteer(testkit.Community, 3)), n.called("member", n.Volunteer(testkit.Community, 3)), n.called("other", n.Volunteer(testkit.Community, 3))
	team := models.NewID[models.TeamID](n.Random)
	n.Exec(`INSERT INTO teams (id, name, leader_id, area_code) VALUES (@id, '队', @leader, @area)`,
		store.Args{"id": team, "leader": leader.Person, "area": string(testkit.Community)})
	for _, m := range []models.Actor{leader, member, other} {
		n.Exec(`INSERT INTO team_members (team_id, person_id) VALUES (@team, @person)`, store.Args{"team": team, "person": m.Person})
	}
	id := n.place(order.Menu)
	n.raise(n.staff, id, order.Offer, ordering.Brings{To: order.Holder{Team: team}})
	n.expect("offered to the team", "leader offered")
	n.raise(leader, id, order.Accept, ordering.Brings{To: order.Holder{Team: team, Members: []models.PersonID{leader.Person, member.Person}}})
	n.expect("accepted", "resident taken")
	n.raise(n.staff, id, order.Revoke, because)
	n.expect("revoked", "leader taken_away, member taken_away, resident changed_hands")
}

func TestPreferencesStandUntilChanged(t *testing.T) {
	n := newTown(t)
	got, err := n.Preferences(t.Context(), n.resident)
	n.ok(err)
	if got.Language != notice.Chinese || got.Quiet != (notice.Quiet{From: 22, To: 7}) || len(got.Channels) != 0 {
		t.Errorf("the usual is %+v", got)
	}
	want := notice.Preferences{Language: notice.English, Quiet: notice.Quiet{From: 21, To: 8}, Channels: map[notice.Kind][]notice.Channel{notice.Done: {}}}
	n.ok(n.Prefer(t.Context(), n.resident, want))
	if got, err = n.Preferences(t.Context(), n.resident); err != nil || got.Language != want.Language || got.Quiet != want.Quiet || len(got.For(notice.Done)) != 0 {
		t.Errorf("kept %+v, %v", got, err)
	}
	want.Language = "fr"
	if err := n.Prefer(t.Context(), n.resident, want); models.KindOf(err) != models.Invalid {
		t.Errorf("%v", err)
	}
	if _, err := n.Preferences(t.Context(), models.Actor{}); models.KindOf(err) != models.NotFound {
		t.Errorf("nobody's preferences: %v", err)
	}
}
