package main

import "testing"

var small = size{Orders: 4_000, Volunteers: 400}

// What can be claimed once is claimed by one client only, on either side.
func TestClaimsDoNotMeet(t *testing.T) {
	for _, w := range works {
		if w.name != "claim" {
			continue
		}
		seen, held := map[int64]bool{}, map[int64]int{}
		for _, base := range []int64{0, align(small.pool() / 2)} {
			for client := range int64(clients) {
				for k := range (small.pool() - align(small.pool()/2)) / clients {
					j := w.pick(small, base, client, k)
					if seen[j.order] || j.order < firstOrder || j.order >= firstOrder+small.pool() {
						t.Fatalf("order %d is claimed twice or not in the pool", j.order)
					}
					seen[j.order] = true
					held[j.who]++
				}
			}
		}
		for who, n := range held {
			if n > 20 {
				t.Errorf("%d holds %d orders", who, n)
			}
		}
	}
}

func TestDetailsAreOfTheFirstCommunity(t *testing.T) {
	w := works[2]
	for client := range int64(clients) {
		for k := range int64(200) {
			order := w.pick(small, 0, client, k).order - firstOrder
			if order%communities != 0 || order < small.pool() || order >= small.Orders {
				t.Fatalf("order %d", order)
			}
		}
	}
}

func TestRequestersLiveWhereTheirOrdersAre(t *testing.T) {
	for _, s := range []size{{Orders: 1_000}, {Orders: 4_000}, {Orders: 100_000}, {Orders: 1_000_000}} {
		for i := int64(0); i < s.Orders; i += 997 {
			if who := s.requester(firstOrder+i) - firstResident; community(who) != community(i) || who >= s.residents() {
				t.Fatalf("%v: order %d of %s, requester %d of %s", s, i, community(i), who, community(who))
			}
		}
	}
}

func TestKeysDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, round := range []string{"0", "1"} {
		for client := range int64(3) {
			for k := range int64(3) {
				seen[place.request(small, round, 0, client, k).key] = true
			}
		}
	}
	if len(seen) != 18 || works[0].request(small, "0", 0, 0, 0).key != "" {
		t.Errorf("%d keys", len(seen))
	}
}

func TestIDs(t *testing.T) {
	if got := id(firstOrder + 5); got != "00000000-0000-0000-0000-001000000005" {
		t.Error(got)
	}
	if community(0) != "370785001001" || community(1) != "370785002001" || community(communities) != community(0) {
		t.Error(community(0), community(1))
	}
}
