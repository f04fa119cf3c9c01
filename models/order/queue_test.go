package order

import (
	"slices"
	"testing"
	"time"

	"delinli/models"
)

func TestQueues(t *testing.T) {
	now := time.Date(2026, 3, 10, 15, 0, 0, 0, models.Local)
	at := func(hours int) *time.Time { return new(now.Add(time.Duration(hours) * time.Hour)) }
	for _, tt := range []struct {
		name string
		o    Order
		want []Queue
	}{
		{"new, due tomorrow", Order{State: Placed, NextDue: at(24)}, []Queue{Todo}},
		{"new, due tonight", Order{State: Placed, NextDue: at(8)}, []Queue{Todo, Today}},
		{"new, due at midnight", Order{State: Placed, NextDue: at(9)}, []Queue{Todo, Today}},
		{"new, due after midnight", Order{State: Placed, NextDue: new(at(9).Add(time.Microsecond))}, []Queue{Todo}},
		{"new and late", Order{State: Placed, NextDue: at(-1)}, []Queue{Todo, Overdue}},
		{"late this moment", Order{State: Pool, NextDue: at(0)}, []Queue{Overdue}},
		{"given back, and waits anew", Order{State: Pool, Returns: 1, NextDue: at(30)}, []Queue{Returned}},
		{"given back, and taken by another", Order{State: Accepted, Returns: 1, NextDue: at(30)}, nil},
		{"appealed", Order{State: Appealed, NextDue: at(30)}, []Queue{Todo, Appeals}},
		{"in service", Order{State: InService, NextDue: at(30)}, nil},
		{"done, and the requester has no phone", Order{State: Done, NextDue: at(30)}, []Queue{Todo}},
		{"done, and the requester may rate", Order{State: Done}, nil},
		{"ended", Order{State: Rated, Returns: 2}, nil},
	} {
		var got []Queue
		for _, q := range Queues {
			if q.Pile(now).Holds(tt.o) {
				got = append(got, q)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
		if owed := Queue("").Pile(now).Holds(tt.o); owed != (tt.o.NextDue != nil) {
			t.Errorf("%s: owed %v", tt.name, owed)
		}
	}
}

func TestPileOfAState(t *testing.T) {
	p := Todo.Pile(time.Now())
	if one := p.Of(Placed); !slices.Equal(one.States, []State{Placed}) || len(p.States) != 3 {
		t.Errorf("%v of %v", one.States, p.States)
	}
	if none := p.Of(Rated); len(none.States) != 0 {
		t.Errorf("rated: %v", none.States)
	}
}
