package main

import (
	"encoding/json"
	"errors"
	"fmt"
)

// life is an order on its way, from the wish to the rating.
type life struct {
	number int64  // of the order among those of the load
	id     string // once it is placed
	code   string // by which its volunteer signs in, once the requester has looked
}

// kind is one sort of request of the mix. One with a wish for a life takes the next step of an order for which all steps before are
// answered, so that each is expected to succeed.
type kind struct {
	name  string
	share int // of a hundred requests
	after string
	call  func(s size, n int64, l life) request
	learn func(l *life, reply []byte) error // what the next step needs; nil: nothing
}

// mix is what a county city asks of the program: mostly looking, and in a fifth of all requests the whole life of an order, step by step.
// After a step that was never answered well, its order is left alone. The n-th request of each kind comes from another person than the one before.
var mix = []kind{
	{name: "list_mine", share: 15, call: func(s size, n int64, _ life) request { return look(s.resident(n), "/orders?view=mine") }},
	{name: "wall", share: 10, call: func(s size, n int64, _ life) request { return look(s.resident(n), "/wishes") }},
	{name: "pool", share: 10, call: func(s size, n int64, _ life) request { return look(s.volunteer(n), "/orders?view=pool") }},
	{name: "tasks", share: 9, call: func(s size, n int64, _ life) request { return look(s.volunteer(n), "/orders?view=tasks") }},
	{name: "list_desk", share: 10, call: func(_ size, n int64, _ life) request { return look(staffOf(n), "/orders?view=desk") }},
	{name: "todo", share: 6, call: func(_ size, n int64, _ life) request { return look(staffOf(n), "/orders?view=desk&queue=todo") }},
	{name: "counts", share: 4, call: func(_ size, n int64, _ life) request { return look(staffOf(n), "/orders/counts") }},
	{name: "detail", share: 15, call: func(s size, n int64, _ life) request { return look(staffOf(n), "/orders/"+id(s.ended(n))) }},

	{name: "place", share: 3, learn: learnID, call: func(s size, n int64, _ life) request {
		return act(s.resident(n), "/orders", placing(community(n)))
	}},
	{name: "publish", share: 3, after: "place", call: func(_ size, _ int64, l life) request {
		return act(staffOf(l.number), "/orders/"+l.id+"/publish", `{"public_title":"一位老人想要一副老花镜"}`)
	}},
	{name: "claim", share: 3, after: "publish", call: func(s size, _ int64, l life) request {
		return act(s.volunteer(l.number), "/orders/"+l.id+"/claim", "{}")
	}},
	{name: "code", share: 3, after: "claim", learn: learnCode, call: func(s size, _ int64, l life) request {
		return look(s.resident(l.number), "/orders/"+l.id)
	}},
	{name: "sign_in", share: 3, after: "code", call: func(s size, _ int64, l life) request {
		return act(s.volunteer(l.number), "/orders/"+l.id+"/sign-in", fmt.Sprintf(`{"code":%q}`, l.code))
	}},
	{name: "finish", share: 3, after: "sign_in", call: func(s size, _ int64, l life) request {
		return act(s.volunteer(l.number), "/orders/"+l.id+"/finish", `{"result":"已送到,老人满意"}`)
	}},
	{name: "rate", share: 3, after: "finish", call: func(s size, _ int64, l life) request {
		return act(s.resident(l.number), "/orders/"+l.id+"/rate", `{"solved":true,"stars":5}`)
	}},
}

func look(who int64, path string) request { return request{method: "GET", path: path, who: who} }

func act(who int64, path, body string) request {
	return request{method: "POST", path: path, body: body, who: who}
}

func (s size) resident(n int64) int64 { return firstResident + n%s.residents() }

func (s size) volunteer(n int64) int64 { return firstVolunteer + n%s.Volunteers }

// staffOf is who runs the orders of the community of the n-th resident.
func staffOf(n int64) int64 { return firstStaff + n%communities }

// ended is a rated order of the community of the n-th resident.
func (s size) ended(n int64) int64 {
	return firstOrder + s.Orders - communities*(1+(n*104_729)%s.rated()) + n%communities
}

func learnID(l *life, reply []byte) error {
	var order struct{ ID string }
	err := json.Unmarshal(reply, &order)
	if l.id = order.ID; err == nil && l.id == "" {
		err = errors.New("what was placed has no id")
	}
	return err
}

func learnCode(l *life, reply []byte) error {
	var order struct {
		Code string `json:"sign_in_code"`
	}
	err := json.Unmarshal(reply, &order)
	if l.code = order.Code; err == nil && l.code == "" {
		err = errors.New("the requester is shown no code for who comes")
	}
	return err
}

// cycle is a round of the mix in which each kind comes as often as its share says, as evenly as can be: the one that is owed most is next.
func cycle(of []kind) (round []int) {
	all := 0
	for _, k := range of {
		all += k.share
	}
	owed := make([]int, len(of))
	for range all {
		next := 0
		for i, k := range of {
			if owed[i] += k.share; owed[i] > owed[next] {
				next = i
			}
		}
		owed[next] -= all
		round = append(round, next)
	}
	return round
}
