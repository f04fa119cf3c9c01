package notifying

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/app/store/notices"
	"delinli/app/store/outbox"
	"delinli/models"
	"delinli/models/notice"
	"delinli/models/order"
)

// silent are the events of which nobody is told: those concerned see them when they look, or did them.
var silent = []order.Event{order.Amend, order.Recall, order.Attach, order.Follow, order.CallBack, order.Complain, order.Widen, order.Recount}

func TestEveryEventIsToldOrKnowinglyNot(t *testing.T) {
	for _, e := range append([]order.Event{order.Place}, order.Events...) {
		named := slices.ContainsFunc(table, func(r rule) bool { return slices.Contains(r.on, e) })
		knowingly := slices.Contains(silent, e) || e == order.Offer // told by the state to which it leads
		if named == knowingly {
			t.Errorf("%s is named in the table: %v; kept silent knowingly: %v", e, named, knowingly)
		}
	}
}

func TestEveryRuleCanSpeak(t *testing.T) {
	for i, r := range table {
		if !r.kind.Known() || len(r.tell) == 0 || len(r.on) == 0 && r.into == "" {
			t.Errorf("rule %d, %s, says nothing", i, r.kind)
		}
		for _, e := range r.on {
			if e != order.Place && !slices.Contains(order.Events, e) {
				t.Errorf("rule %d waits for %s, which never happens", i, e)
			}
		}
	}
}

func TestRulesOfTwoPersonActs(t *testing.T) {
	for event, want := range map[string]struct {
		kind notice.Kind
		tell audience
	}{"suspend": {notice.ApprovalAsked, staff}, "extend": {notice.ApprovalAsked, decider}, "give_up": {notice.ApprovalAsked, decider},
		"approved": {notice.Approved, asker}, "denied": {notice.Denied, asker}} {
		got := rulesFor(outbox.Row{Topic: outbox.Approval, Event: event}, notices.Story{})
		if len(got) != 1 || got[0].kind != want.kind || !slices.Equal(got[0].tell, []audience{want.tell}) {
			t.Errorf("%s: %v", event, got)
		}
	}
}

func TestTheNearestLevelThatHasSomebodyIsTold(t *testing.T) {
	parts := []notices.Part{"community_staff", "community_secretary", "street_staff", "city_staff", "requester", "department"}
	levels := map[notices.Part]int{"community_staff": 1, "community_secretary": 1, "street_staff": 2, "city_staff": 3}
	rapid.Check(t, func(t *rapid.T) {
		var all []notices.Member
		for _, p := range rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "parts") {
			all = append(all, notices.Member{Part: p})
		}
		from := rapid.IntRange(1, 3).Draw(t, "from")
		got := running(all, []models.AreaLevel{"", models.Community, models.Street, models.City}[from], nil)
		nearest := 4
		for _, m := range all {
			if l := levels[m.Part]; l >= from {
				nearest = min(nearest, l)
			}
		}
		want := 0
		for _, m := range all {
			if levels[m.Part] == nearest {
				want++
			}
		}
		if len(got) != want || slices.ContainsFunc(got, func(m notices.Member) bool { return levels[m.Part] != nearest }) {
			t.Fatalf("of %v from %d: %v", all, from, got)
		}
	})
}
