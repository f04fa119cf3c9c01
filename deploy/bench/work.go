package main

import "fmt"

// turn is how many requests one person makes before a client speaks for the next.
const turn = 15

// job is one request, by the numbers of those whom it concerns.
type job struct{ who, order, requester int64 }

// work is one kind of request, in two forms: as a call of the API, and as the numbers that pgbench draws for its statements. Pick and
// sets are the same rule; base tells rounds apart.
type work struct {
	name   string
	bar    float64 // of the floor
	writes bool    // it makes rows with ids of its own
	counts string  // the event that it leaves in the journal
	pick   func(s size, base, client, k int64) job
	sets   []string
	call   func(job) (method, path, body string)
}

// placing is the body with which a wish is placed in an area.
func placing(area string) string {
	return `{"kind":"wish","area_code":"` + area + `","title":"想要一副老花镜","detail":"三百度,家里的那副摔坏了,看药盒上的字很吃力","address":{"detail":"幸福小区3号楼2单元501室"}}`
}

var desk = func(path string) func(job) (string, string, string) {
	return func(job) (string, string, string) { return "GET", path, "" }
}

var place = work{
	name: "place", bar: 0.80, writes: true, counts: "place",
	pick: func(s size, _, client, k int64) job {
		return job{who: firstResident + (client+clients*(k/turn))%s.residents()}
	},
	sets: []string{"who :first_resident + (:client_id + :clients * (:k / :turn)) % :residents"},
	call: func(job) (string, string, string) { return "POST", "/orders", placing(community(0)) },
}

// works are in the order in which they are measured: what the floor writes cannot be opened by a reader.
var works = []work{
	{
		name: "list_desk", bar: 0.55,
		pick: func(size, int64, int64, int64) job { return job{who: firstStaff} },
		sets: []string{"who :first_staff"},
		call: desk("/orders?view=desk"),
	},
	{
		name: "list_mine", bar: 0.55,
		pick: func(size, int64, int64, int64) job { return job{who: firstResident} },
		sets: []string{"who :first_resident"},
		call: desk("/orders?view=mine"),
	},
	{
		name: "detail", bar: 0.70,
		pick: func(s size, _, client, k int64) job {
			order := firstOrder + s.Orders - communities*(1+(client*7919+k*104729)%s.rated())
			return job{firstStaff, order, s.requester(order)}
		},
		sets: []string{"who :first_staff", "order :first_order + :orders - :communities * (1 + (:client_id * 7919 + :k * 104729) % :rated)"},
		call: func(j job) (string, string, string) { return "GET", "/orders/" + id(j.order), "" },
	},
	{
		name: "claim", bar: 0.80, writes: true, counts: "claim",
		pick: func(s size, base, client, k int64) job {
			order := firstOrder + base + client + clients*k
			return job{firstVolunteer + (base/turn+client+clients*(k/turn))%s.Volunteers, order, s.requester(order)}
		},
		sets: []string{
			"who :first_volunteer + (:base / :turn + :client_id + :clients * (:k / :turn)) % :volunteers",
			"order :first_order + :base + :client_id + :clients * :k",
		},
		call: func(j job) (string, string, string) { return "POST", "/orders/" + id(j.order) + "/claim", "{}" },
	},
	place,
}

// align is the next number at which a round may begin so that nobody who spoke in another speaks again.
func align(base int64) int64 { return (base + clients*turn - 1) / (clients * turn) * (clients * turn) }

// rated is how many rated orders each community has.
func (s size) rated() int64 { return (s.Orders - s.pool()) / communities }

// numbers are the values that sets may name.
func (s size) numbers(base int64) map[string]int64 {
	return map[string]int64{"first_resident": firstResident, "first_volunteer": firstVolunteer, "first_staff": firstStaff, "first_order": firstOrder,
		"clients": clients, "turn": turn, "communities": communities, "residents": s.residents(), "volunteers": s.Volunteers, "orders": s.Orders,
		"rated": s.rated(), "base": base, "k": -1}
}

// request is the k-th call of a client. Keys are unlike those of other rounds.
func (w work) request(s size, round string, base, client, k int64) request {
	j := w.pick(s, base, client, k)
	r := request{who: j.who}
	r.method, r.path, r.body = w.call(j)
	if w.writes {
		r.key = fmt.Sprintf("%s-%s-%d-%d", w.name, round, client, k)
	}
	return r
}
