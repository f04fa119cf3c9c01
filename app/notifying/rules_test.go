package notifying

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"delinli/app/store/notices"
	"delinli/app/store/outbox"
	"delinli/models"
	"delinli/models/order"
)

// silent are the events of which nobody is told: those concerned see them when they look, or did them.
var silent = []order.Event{order.Amend, order.Recall, order.Attach, order.Follow, order.CallBack, order.Complain, order.TakeCode, order.Widen, order.Recount}

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
	for _, c := range []struct{ event, kind, want string }{
		{"suspend", "suspend", "staff approval.asked"},
		{"extend", "extend", "second approval.asked"},
		{"give_up", "give_up", "second approval.asked"},
		{"hours", "hours", "second hours.asked"},
		{"approved", "extend", "asker approval.approved"},
		{"denied", "give_up", "asker approval.denied"},
		{"approved", "hours", "asker hours.decided, subject hours.corrected"},
		{"denied", "hours", "asker hours.decided"},
	} {
		var got []string
		for _, r := range rulesFor(outbox.Row{Topic: outbox.Approval, Event: c.event}, notices.Story{Kind: c.kind}) {
			for _, who := range r.tell {
				got = append(got, string(who)+" "+string(r.kind))
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s of %s: %v, want %s", c.event, c.kind, got, c.want)
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
