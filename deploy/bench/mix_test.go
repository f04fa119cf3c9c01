package main

import "testing"

func TestCycle(t *testing.T) {
	round := cycle([]kind{{name: "often", share: 6}, {name: "seldom", share: 2}, {name: "half", share: 4}})
	seen, last := map[int]int{}, -1
	for _, which := range round {
		if seen[which]++; which != 0 && which == last {
			t.Errorf("%d twice in a row in %v", which, round)
		}
		last = which
	}
	if len(round) != 12 || seen[0] != 6 || seen[1] != 2 || seen[2] != 4 {
		t.Errorf("%v", round)
	}
}

// A step comes as often as the one before it, or orders would pile up on their way.
func TestMix(t *testing.T) {
	byName, all := map[string]kind{}, 0
	for _, k := range mix {
		byName[k.name] = k
		all += k.share
		before, ok := byName[k.after]
		if k.after != "" && (!ok || before.share != k.share) {
			t.Errorf("%s comes after %q, which has a share of %d", k.name, k.after, before.share)
		}
		r := k.call(small, 1, life{number: 1, id: id(firstOrder), code: "123456"})
		if (r.method == "GET") != (r.body == "") || r.path == "" {
			t.Errorf("%s asks %+v", k.name, r)
		}
	}
	if all != 100 || mix[0].after != "" {
		t.Errorf("%d of a hundred requests; in place of a step that cannot be taken comes %s", all, mix[0].name)
	}
}

// Whoever publishes an order, looks at a detail or places a wish does so where they may.
func TestStaffAskWhereTheyWork(t *testing.T) {
	for n := range int64(500) {
		if order := small.ended(n); community(order-firstOrder) != community(n) || order < firstOrder+small.pool() || order >= firstOrder+small.Orders {
			t.Fatalf("detail %d is of order %d", n, order)
		}
		if lives := community(small.resident(n) - firstResident); lives != community(n) || lives != community(staffOf(n)-firstStaff) {
			t.Fatalf("wish %d is placed from %s", n, lives)
		}
	}
}

func TestLearn(t *testing.T) {
	var l life
	if err := learnID(&l, []byte(`{"id":"x1","title":"y"}`)); err != nil || l.id != "x1" {
		t.Errorf("%+v, %v", l, err)
	}
	if err := learnCode(&l, []byte(`{"id":"x1","sign_in_code":"123456"}`)); err != nil || l.code != "123456" {
		t.Errorf("%+v, %v", l, err)
	}
	for _, bad := range []string{"", "{}", "[]"} {
		if learnID(&l, []byte(bad)) == nil || learnCode(&l, []byte(bad)) == nil {
			t.Errorf("%q says something", bad)
		}
	}
}
