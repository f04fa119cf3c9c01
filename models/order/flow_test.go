package order_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/app/testkit/golden"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// TestOneTarget: whatever the route, the reach and the candidate, exactly one row is open for a state, an event and an actor.
func TestOneTarget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCase(t)
		for _, e := range order.Events {
			targets := map[order.State]bool{}
			for _, row := range order.Flow {
				if row.From == c.State && row.On == e && (row.When == nil || row.When.Holds(&c)) {
					targets[row.To] = true
				}
			}
			if len(targets) > 1 {
				t.Fatalf("%s in %s leads to %v", e, c.State, targets)
			}
		}
	})
}

// TestEveryStateIsReached from placed, so that no row is dead.
func TestEveryStateIsReached(t *testing.T) {
	seen := map[order.State]bool{order.Placed: true}
	for range order.States {
		for _, row := range order.Flow {
			if seen[row.From] {
				seen[row.To] = true
			}
		}
	}
	for _, s := range order.States {
		if !seen[s] {
			t.Errorf("nothing leads to %s", s)
		}
	}
}

func anyCase(t *rapid.T) order.Case {
	c := caseIn(rapid.SampledFrom(order.States).Draw(t, "state"))
	c.Visibility = rapid.SampledFrom([]order.Visibility{order.Public, order.Private}).Draw(t, "visibility")
	c.Route = rapid.SampledFrom(dispatch.Routes).Draw(t, "route")
	c.Reach = rapid.SampledFrom([]models.AreaLevel{models.Grid, models.Community, models.Street, models.City}).Draw(t, "reach")
	if rapid.Bool().Draw(t, "has best") {
		c.Best = order.Holder{Person: person(volunteerID)}
	}
	return c
}

// TestLives lets random people raise random events and holds every life against what always holds.
func TestLives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begin(t)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			l.step(t)
			l.holds(t)
		}
	})
}

// life is one order with its journal, as a store would keep it.
type life struct {
	order.Order
	now     time.Time
	journal []order.Patch
	best    order.Holder
}

func begin(t *rapid.T) *life {
	l := &life{now: noon}
	c := anyCase(t)
	draft := order.Order{ID: models.OrderID{}, Kind: order.Wish, Class: c.Class, Area: c.Area, Requester: person(requesterID), PlacedBy: person(placerID),
		Visibility: c.Visibility, Route: c.Route, Slots: 1, Title: []byte{1}}
	l.best = c.Best
	l.keep(t, order.Begin(draft, l.facts(part{}), parts[1].actor, order.Input{}))
	return l
}

func (l *life) facts(p part) order.Facts {
	f := caseIn(order.Placed).Facts
	f.Now, f.Best = l.now, l.best
	if p.facts != nil {
		p.facts(&f)
	}
	f.Holder = f.Holder && slices.Contains(order.Held, l.State) && l.Assignee == p.actor.Person
	return f
}

func (l *life) keep(t *rapid.T, c order.Change) {
	p, err := c.Patch()
	if err != nil {
		t.Fatal(err)
	}
	l.Order, l.journal = c.Next(), append(l.journal, p)
}

func (l *life) step(t *rapid.T) {
	l.now = l.now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour)
	p := rapid.SampledFrom(parts).Draw(t, "who")
	c := order.Case{Order: l.Order, Facts: l.facts(p)}
	e := rapid.SampledFrom(order.Events).Draw(t, "event")
	if p.actor.System {
		if alarm, ok := c.Alarm(); ok {
			e = alarm
		}
	} else if open := order.Flow.Open(c.State, p.actor, &c); len(open) > 0 && rapid.Bool().Draw(t, "sensible") {
		e = rapid.SampledFrom(open).Draw(t, "open event")
	}
	change, err := c.Apply(e, p.actor, anyInput(l.now))
	if err == nil && change.Asks() {
		c.Asker = p.actor.Person
		change, err = c.Approve(e, seat(cityID, models.CityStaff, "370785"), anyInput(l.now))
	}
	if err != nil || slices.Contains(order.Beside, e) {
		return
	}
	if change.Next().Version != l.Version+1 {
		t.Fatalf("%s leaves version %d after %d", e, change.Next().Version, l.Version)
	}
	l.keep(t, change)
}

func anyInput(now time.Time) order.Input {
	until := now.Add(48 * time.Hour)
	return order.Input{PublicTitle: "一副老花镜", To: order.Holder{Person: person(holderID)}, Reason: "理由", Proof: order.ByCode, Until: &until,
		Unit: "civil affairs", Result: "好了", Rating: &order.Rating{Solved: true, Stars: 5}, CallBack: &order.CallBackForm{Valid: true}, Card: order.YellowCard}
}

func (l *life) holds(t *rapid.T) {
	replayed, err := order.Replay(l.journal)
	if err != nil {
		t.Fatal(err)
	}
	if was, is := text(t, l.Order), text(t, replayed); was != is {
		t.Fatalf("replay gives\n%s\nnot\n%s", is, was)
	}
	switch open := slices.Contains(order.Open, l.State); {
	case l.State == order.Pool && l.Visibility == order.Private:
		t.Fatal("a private order is in the pool")
	case slices.Contains(order.Held, l.State) && !l.Holder():
		t.Fatalf("%s without a holder", l.State)
	case open && l.DueAt == nil:
		t.Fatalf("%s without a limit", l.State)
	case open && l.Escalated == "" && l.WakeAt == nil:
		t.Fatalf("%s sleeps for ever", l.State)
	case !open && l.State != order.Done && l.State != order.Appealed && l.EndedAt == nil:
		t.Fatalf("%s without an end", l.State)
	}
}

func text(t *rapid.T, o order.Order) string {
	b, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestDiagram keeps docs/flows/order.md as the table draws it.
func TestDiagram(t *testing.T) {
	golden.File(t, filepath.Join("..", "..", "docs", "flows", "order.md"), order.Flow.Diagram("The life of an order"))
}
