package crowd

import (
	"slices"
	"time"

	"delinli/app/store/approvals"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
	"delinli/models/secret"
	"delinli/models/volunteer"

	"delinli/app/ordering"
)

// life is one order from placing to the present.
type life struct {
	*worker
	order.Case
	at      *place
	who     *resident
	item    *Item // nil: free text
	matter  matter
	touched map[models.PersonID]bool
	tried   []models.PersonID // who had it to no end
	refused []models.PersonID // who did not want it
	holds   *assignment       // the live one
	helper  *helper           // who has or is offered it
	called  bool
}

// most is how many steps an order may take: enough for any, but no endless loop.
const most = 60

// live lets one order happen and keeps what it leaves behind.
func (w *worker) live(b birth) error {
	l := &life{worker: w, at: w.places[b.place], touched: map[models.PersonID]bool{}}
	l.who = &l.at.residents[w.chance.IntN(len(l.at.residents))]
	if err := l.begin(b); err != nil {
		return err
	}
	for range most {
		next := l.next()
		at := next.at(l)
		if rang, err := l.ring(at); err != nil {
			return err
		} else if rang {
			continue
		}
		if next.event == "" || at.After(w.Town.Now) {
			break
		}
		l.Facts.Now = at
		if err := l.raise(next.event, next.by, next.in); err != nil && models.KindOf(err) == models.Internal {
			return err
		}
	}
	return l.rest()
}

// begin places the order.
func (l *life) begin(b birth) error {
	kind := draw(l.chance, []order.Kind{order.Menu, order.Menu, order.Wish, order.Request})
	o := order.Order{ID: models.NewID[models.OrderID](l.Random), Number: ordering.Number(l.at.area, b.at, b.number), Kind: kind,
		Area: l.who.Area, Requester: l.who.ID, PlacedBy: l.who.ID, Household: l.who.Household, Reachable: !l.who.Index.IsZero(), Visibility: order.Private, Slots: 1,
		Class: calendar.General, Route: dispatch.ToStaff}
	if l.who.Index.IsZero() || l.chance.IntN(9) == 0 {
		o.PlacedBy = l.at.staff.Person
	}
	switch kind {
	case order.Menu:
		l.item = &l.Menu[l.chance.IntN(len(l.Menu))]
		l.matter = matter{title: l.item.Name, detail: draw(l.chance, hints), card: l.item.Name}
		o.Item, o.Class, o.Route = l.item.ID, l.item.Class, l.item.Route
		o.Visibility = draw(l.chance, []order.Visibility{order.Public, order.Public, order.Private})
	case order.Wish:
		l.matter, o.Visibility, o.Route = draw(l.chance, wishes), order.Public, dispatch.ToPool
	default:
		l.matter = draw(l.chance, requests)
		l.matter.title = draw(l.chance, corners) + l.matter.title
	}
	if o.Visibility == order.Private && o.Route == dispatch.ToPool {
		o.Route = dispatch.ToStaff
	}
	l.Facts = order.Facts{Now: b.at, Calendar: l.Town.Calendar, Policy: l.Policies[o.Class], SelfRates: !l.who.Index.IsZero(), Departments: []string{bureau},
		TargetLive: true, MayMove: true}
	if err := l.sealTexts(&o); err != nil {
		return err
	}
	by := models.Actor{Person: o.PlacedBy, Phone: true}
	if err := l.keep(order.Begin(o, l.Facts, by, order.Input{Event: models.NewID[models.EventID](l.Random)})); err != nil {
		return err
	}
	if l.item != nil && l.item.Publishes {
		return l.raise(order.Publish, models.SystemActor, order.Input{PublicTitle: l.item.Name})
	}
	return nil
}

func (l *life) sealTexts(o *order.Order) (err error) {
	for _, text := range []struct {
		into         *secret.Sealed
		column, text string
	}{{&o.Title, "title", l.matter.title}, {&o.Detail, "detail", l.matter.detail}, {&o.Address, "address", l.who.address}} {
		if *text.into, err = l.seal("orders", text.column, o.ID.String(), text.text); err != nil {
			return err
		}
	}
	o.Tokens = l.Keys.SearchTokens(l.matter.title, l.matter.detail)
	return nil
}

func (l *life) seal(table, column, row, text string) (secret.Sealed, error) {
	if text == "" {
		return nil, nil
	}
	return l.Vault.Seal(l.who.key, secret.Place{Person: l.who.ID, Table: table, Column: column, Row: row}, text)
}

// ring lets the clock raise what it has to before the moment; it tells whether the order moved to another state.
func (l *life) ring(before time.Time) (bool, error) {
	for range most {
		if l.WakeAt == nil || l.WakeAt.After(before) || l.WakeAt.After(l.Town.Now) {
			return false, nil
		}
		if l.WakeAt.After(l.Facts.Now) {
			l.Facts.Now = *l.WakeAt
		}
		e, ok := l.Alarm()
		if !ok {
			return false, nil
		}
		was := l.State
		if err := l.raise(e, models.SystemActor, order.Input{}); err != nil {
			return false, err
		}
		if l.State != was {
			return true, nil
		}
	}
	return false, nil
}

// raise raises an event now; an act of two persons is let happen by the secretary at once.
func (l *life) raise(e order.Event, by models.Actor, in order.Input) (err error) {
	in.Event = models.NewID[models.EventID](l.Random)
	if in.Note, err = l.seal("order_events", "note", in.Event.String(), in.Reason); err != nil {
		return err
	}
	if in.ResultNote, err = l.seal("orders", "result", l.ID.String(), in.Result); err != nil {
		return err
	}
	if in.Rating != nil {
		in.Rating.Comment, err = l.seal("order_events", "note", in.Event.String(), draw(l.chance, thanks))
		in.Note = in.Rating.Comment
	}
	if e == order.Claim || e == order.Accept {
		code := string(rune('0'+l.chance.IntN(10))) + string(rune('0'+l.chance.IntN(10))) + "3579"
		in.SignInCode, err = l.seal("orders", "sign_in_code", l.ID.String(), code)
	}
	if err != nil {
		return err
	}
	l.Facts.Holder, l.Facts.Touched, l.Facts.Unit = l.Order.Holder() && by.Person == l.Assignee, l.touched[by.Person], by.Unit(l.Area)
	if l.State == order.Placed || slices.Contains(order.Held, l.State) || l.State == order.Appealed {
		if l.Best, err = l.best(e); err != nil {
			return err
		}
	}
	change, err := l.Apply(e, by, in)
	if err == nil && change.Asks() {
		l.Asker, l.Facts.Holder = by.Person, false
		if change, err = l.Approve(e, l.at.secretary, in); err == nil {
			err = l.ask(e, by, in, &l.Facts.Now)
		}
	}
	if err != nil {
		return err
	}
	return l.keep(change)
}

// ask keeps a two-person act; decided is nil for one that waits.
func (l *life) ask(e order.Event, by models.Actor, in order.Input, decided *time.Time) error {
	a := ask{ID: models.NewID[models.ApprovalID](l.Random), Kind: e, Order: l.ID, Note: in.Note, Asker: by.Person, AskedAt: l.Facts.Now}
	if decided != nil {
		a.Decider, a.Decided, a.Outcome = l.at.secretary.Person, decided, string(volunteer.Approved)
	}
	var err error
	a.Body, err = rawJSON(approvals.Body{Event: in.Event, Until: in.Until})
	l.batch.asks = append(l.batch.asks, a)
	return err
}

// keep writes a change down and moves the order on.
func (l *life) keep(c order.Change) error {
	was, next, in := c.Was(), c.Next(), c.Input()
	line := event{ID: in.Event, Order: next.ID, Event: c.Event(), From: was.State, To: next.State, Version: next.Version, Actor: c.Actor().Person,
		At: l.Facts.Now, Note: in.Note}
	beside := slices.Contains(order.Beside, c.Event())
	if beside {
		line.From, line.To, line.Version, line.Patch = was.State, was.State, was.Version, order.Patch{}
	} else {
		var err error
		if line.Patch, err = c.Patch(); err != nil {
			return err
		}
		delete(line.Patch, "search_tokens") // erasing must reach them
	}
	l.batch.events = append(l.batch.events, line)
	l.touched[c.Actor().Person] = true
	if !beside {
		l.Order = next
		l.hand(c)
	}
	l.beside(c)
	return nil
}

// hand keeps the assignments in step with the state.
func (l *life) hand(c order.Change) {
	was, now := c.Was(), l.Facts.Now
	held, holds := slices.Contains(order.Held, was.State), slices.Contains(order.Held, l.State)
	moved := l.State == order.Offered && was.State != order.Placed && was.State != order.Pool
	if held && (!holds || moved) && l.holds != nil {
		l.holds.Ended, l.holds.By = &now, c.Event()
		l.batch.assignments = append(l.batch.assignments, *l.holds)
		if c.Event() != order.Finish {
			l.tried = append(l.tried, l.holds.Person)
		}
		if c.Event() == order.Decline || c.Event() == order.Return {
			l.refused = append(l.refused, l.holds.Person)
		}
		l.holds = nil
	}
	if holds && l.holds == nil {
		l.holds = &assignment{ID: models.NewID[models.AssignmentID](l.Random), Order: l.ID, Person: l.Assignee, Offered: now}
		l.helper = l.at.known(l.Assignee)
	}
	if l.State == order.Accepted && was.State != order.Accepted {
		l.holds.Accepted = &now
		l.helper.Recent++
	}
}

// beside keeps what single events leave beside the order.
func (l *life) beside(c order.Change) {
	in, now := c.Input(), l.Facts.Now
	switch c.Event() {
	case order.Finish:
		if c.Was().State == order.InService && l.helper != nil {
			l.batch.services = append(l.batch.services, service{models.NewID[models.EventID](l.Random), l.helper.Person, l.ID, l.Finishes,
				volunteer.Credit(l.Minutes(), 0), now.In(models.Local).Format(time.DateOnly), now})
		}
	case order.Rate:
		l.batch.ratings = append(l.batch.ratings, rating{l.ID, l.Finishes, c.Actor().Person, in.Rating.Stars, in.Rating.Tags, in.Rating.Comment, now})
		if l.Order.Holder() && l.helper != nil {
			l.helper.RatingSum, l.helper.RatingCount = l.helper.RatingSum+in.Rating.Stars, l.helper.RatingCount+1
		}
	case order.CallBack:
		l.batch.calls = append(l.batch.calls, call{in.Event, l.ID, l.Finishes, now, *in.CallBack})
	}
}

// rest keeps the order as it has come to be.
func (l *life) rest() error {
	if l.holds != nil {
		l.batch.assignments = append(l.batch.assignments, *l.holds)
		if l.holds.Accepted != nil {
			l.helper.Load++
		}
	}
	if slices.Contains(order.Open, l.State) && !l.Extended && l.chance.IntN(40) == 0 && !l.Policy.Extension.IsZero() {
		in := order.Input{Event: models.NewID[models.EventID](l.Random), Reason: "材料还没有到，需要再等几天"}
		var err error
		if in.Note, err = l.seal("order_events", "note", in.Event.String(), in.Reason); err != nil {
			return err
		}
		if err := l.ask(order.Extend, l.at.staff, in, nil); err != nil {
			return err
		}
	}
	l.batch.orders = append(l.batch.orders, l.Order)
	if l.at.lately = append(l.at.lately, l.ID); len(l.at.lately) > 8 {
		l.at.lately = l.at.lately[1:]
	}
	return nil
}

func (p *place) known(id models.PersonID) *helper {
	for _, h := range p.volunteers {
		if h.Person == id {
			return h
		}
	}
	return nil
}
