package order

import (
	"cmp"
	"time"

	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/secret"
)

// Change is an order that moved, and the proof that it might: only Apply, Approve and Begin make one, and the store writes nothing else.
type Change struct {
	next, was Order
	step      step
	actor     models.Actor
	input     Input
	asks      bool
}

// Next is the order after the change.
func (c Change) Next() Order { return c.next }

// Was is the order before the change.
func (c Change) Was() Order { return c.was }

// Event is what happened.
func (c Change) Event() Event { return c.step.On }

// Actor is who raised it.
func (c Change) Actor() models.Actor { return c.actor }

// Input is what came with it.
func (c Change) Input() Input { return c.input }

// Asks reports whether the act only asks for a second person's approval; nothing moves then.
func (c Change) Asks() bool { return c.asks }

// Apply raises the event on a copy of the order; c itself is untouched.
func (c *Case) Apply(e Event, a models.Actor, in Input) (Change, error) {
	row, err := Flow.Find(c.State, e, a, c)
	if err != nil {
		return Change{}, err
	}
	if err := in.Check(e, c); err != nil {
		return Change{}, err
	}
	if row.Second != nil {
		return Change{next: c.Order, was: c.Order, step: row, actor: a, input: in, asks: true}, nil
	}
	return c.move(row, a, in), nil
}

// Approve lets a two-person act happen: the second person must be allowed to, and all guards are asked anew.
func (c *Case) Approve(e Event, second models.Actor, in Input) (Change, error) {
	asked := *c
	asked.Pending = false
	row, err := Flow.Row(c.State, e, second, &asked)
	if err != nil {
		return Change{}, err
	}
	if err := in.Check(e, &asked); err != nil {
		return Change{}, err
	}
	return asked.move(row, second, in), nil
}

// MayDeny tells whether the actor may refuse a two-person act: whoever may be its second person, whether it could still happen or not.
func (c *Case) MayDeny(e Event, second models.Actor) error {
	for _, row := range Flow {
		if row.From == c.State && row.On == e && row.Second != nil && row.Second.Allows(second, c) {
			return nil
		}
	}
	return models.Denied
}

// Begin is the birth of an order: draft holds everything that the placer brings.
func Begin(draft Order, f Facts, a models.Actor, in Input) Change {
	c := Case{Order{}, f}
	next := draft
	next.Version, next.PlacedAt, next.MovedAt = 1, f.Now, f.Now
	next.Limit = next.Limit.Start(f.Now, f.Policy.Handle, f.Calendar)
	next.enter(Placed, f)
	return Change{next: next, was: c.Order, step: step{On: Place, To: Placed}, actor: a, input: in}
}

func (c *Case) move(row step, a models.Actor, in Input) Change {
	next := c.Order
	if do := effects[row.On]; do != nil {
		do(&next, c, in)
	}
	if row.When == toBest {
		next.assign(c.Best, in)
	}
	next.Version, next.MovedAt = c.Version+1, c.Now
	if row.To != row.From || row.When == toBest { // the next candidate has as much time as the last
		next.enter(row.To, c.Facts)
	} else {
		next.wake(c.Facts)
	}
	return Change{next: next, was: c.Order, step: row, actor: a, input: in}
}

// effects are what events change beside the state.
var effects = map[Event]func(o *Order, c *Case, in Input){
	Amend:       amend,
	Publish:     publish,
	Offer:       func(o *Order, _ *Case, in Input) { o.assign(in.To, in) },
	Claim:       func(o *Order, c *Case, in Input) { o.assign(in.To, in); o.taken(c.Now) },
	Accept:      func(o *Order, c *Case, in Input) { o.SignInCode = in.SignInCode; o.taken(c.Now) },
	Decline:     func(o *Order, _ *Case, _ Input) { o.free() },
	Withdraw:    func(o *Order, _ *Case, _ Input) { o.free() },
	Expire:      func(o *Order, _ *Case, _ Input) { o.free() },
	Absent:      func(o *Order, _ *Case, _ Input) { o.giveBack() },
	Return:      func(o *Order, _ *Case, _ Input) { o.giveBack() },
	Revoke:      func(o *Order, _ *Case, _ Input) { o.giveBack() },
	NoShow:      func(o *Order, _ *Case, _ Input) { o.giveBack() },
	Release:     func(o *Order, _ *Case, _ Input) { o.giveBack() },
	SignIn:      func(o *Order, c *Case, _ Input) { o.SignedInAt, o.SignedOutAt = new(c.Now), nil },
	AutoSignOut: func(o *Order, c *Case, _ Input) { o.signOut(c.Now) },
	Dispute:     func(o *Order, _ *Case, _ Input) { o.hush() },
	Suspend:     suspend,
	Resume:      resume,
	ResumeDue:   resume,
	Finish:      finish,
	Refer:       func(o *Order, c *Case, in Input) { o.free(); o.ReferredTo = c.department(in.Unit) },
	Recall:      recall,
	HandBack: func(o *Order, _ *Case, _ Input) {
		o.ReferredTo, o.HandBacks, o.Returns = "", o.HandBacks+1, o.Returns+1
	},
	Merge:     func(o *Order, _ *Case, in Input) { o.MergedInto = in.Target },
	GiveUp:    func(o *Order, _ *Case, in Input) { o.free(); o.PublicReason = secret.RedactName(in.Reason, in.Name) },
	Cancel:    func(o *Order, _ *Case, _ Input) { o.free() },
	Lapse:     func(o *Order, _ *Case, _ Input) { o.NoAnswer = true },
	Appeal:    func(o *Order, _ *Case, _ Input) { o.hush(); o.Appeals++; o.NoAnswer = false },
	Grant:     grant,
	Urge:      func(o *Order, _ *Case, _ Input) { o.Urges++ },
	Supervise: func(o *Order, _ *Case, in Input) { o.Card = in.Card },
	Extend: func(o *Order, c *Case, _ Input) {
		o.Limit, o.Extended = o.Limit.Extend(c.Policy.Extension, c.Calendar), true
		o.syncLimit()
	},
	Widen: func(o *Order, c *Case, _ Input) {
		o.Reach = wider[o.Reach]
		o.Clock = o.Clock.Start(c.Now, c.Policy.Accept, c.Calendar)
	},
	Recount: func(o *Order, c *Case, _ Input) {
		o.Clock, o.Limit = o.Clock.Recount(c.Calendar), o.Limit.Recount(c.Calendar)
		o.syncLimit()
	},
	Escalate: func(o *Order, c *Case, _ Input) {
		o.Escalated, o.EscalatedAt = cmp.Or(o.levelAbove(), models.City), new(c.Now)
	},
}

func amend(o *Order, _ *Case, in Input) {
	if in.Area != "" {
		o.Area = in.Area
	}
	if in.Item != nil {
		o.Item, o.Class, o.Route = in.Item.ID, in.Item.Class, in.Item.Route
	}
	if in.Priority != nil {
		o.Priority = *in.Priority
	}
	if in.PublicTitle != "" || in.PublicText != "" {
		o.print(cmp.Or(in.PublicTitle, o.PublicTitle), cmp.Or(in.PublicText, o.PublicText), in.Name)
	}
	o.keepPrivate()
}

// recall takes the order from the pool, where nobody had it, or from a department that did.
func recall(o *Order, c *Case, _ Input) {
	if c.State == Referred {
		o.ReferredTo, o.Returns = "", o.Returns+1
	}
}

// publish gives the order its public card. A wish for several is several orders from here on.
func publish(o *Order, _ *Case, in Input) {
	o.print(in.PublicTitle, in.PublicText, in.Name)
	o.Pictures, o.Reach, o.Slots = in.PublicPictures, models.Community, 1
	o.keepPrivate()
}

// print writes the public card. Phones, identity numbers and doors that staff overlooked are masked on it, and the requester's name.
func (o *Order) print(title, text string, name secret.Name) {
	o.PublicTitle, o.PublicText = secret.RedactName(title, name), secret.RedactName(text, name)
	o.Bigrams = secret.Bigrams(o.PublicTitle + " " + o.PublicText)
}

// keepPrivate keeps a private order from the route to the pool.
func (o *Order) keepPrivate() {
	if o.Visibility == Private && o.Route == dispatch.ToPool {
		o.Route = dispatch.ToStaff
	}
}

func suspend(o *Order, c *Case, in Input) {
	o.signOut(c.Now)
	o.Clock = o.Clock.Until(c.Now, *in.Until)
}

func resume(o *Order, c *Case, _ Input) {
	o.Served, o.SignedInAt, o.SignedOutAt = o.Minutes(), new(c.Now), nil
}

func finish(o *Order, c *Case, in Input) {
	o.Result, o.Finishes, o.FinishedAt = in.ResultNote, o.Finishes+1, new(c.Now)
	o.signOut(c.Now)
}

// signOut stops the hours, unless the clock did so before; what lies behind the limit of a service does not count.
func (o *Order) signOut(now time.Time) {
	if o.SignedInAt == nil || o.SignedOutAt != nil {
		return
	}
	o.SignedOutAt = new(now)
	if due := o.Clock.DueAt; due != nil && due.Before(now) {
		o.SignedOutAt = due
	}
}

// hush lets the clock tell every level anew.
func (o *Order) hush() { o.Escalated, o.EscalatedAt = "", nil }

// Minutes of service from sign-in to sign-out, without pauses; whole minutes.
func (o Order) Minutes() int {
	if o.SignedInAt == nil || o.SignedOutAt == nil {
		return o.Served
	}
	return o.Served + int(o.SignedOutAt.Sub(*o.SignedInAt).Minutes())
}

func grant(o *Order, c *Case, _ Input) {
	o.free()
	o.Priority++
	o.hush()
	o.Extended, o.NoAnswer, o.ReferredTo = false, false, ""
	o.Limit = o.Limit.Start(c.Now, c.Policy.Handle, c.Calendar)
}

func (o *Order) assign(to Holder, in Input) {
	o.Assignee, o.Team = to.Person, to.Team
	o.SignInCode = in.SignInCode
}

// taken keeps when somebody first took the order.
func (o *Order) taken(now time.Time) {
	if o.AcceptedAt == nil {
		o.AcceptedAt = new(now)
	}
}

func (o *Order) free() {
	o.Assignee, o.Team, o.SignInCode = models.PersonID{}, models.TeamID{}, nil
	o.Served, o.SignedInAt, o.SignedOutAt = 0, nil, nil
}

func (o *Order) giveBack() { o.free(); o.Priority++; o.Returns++ }

// ended tells when an order ended, for the states that end it.
func ended(s State, now time.Time) *time.Time {
	if among(s, []State{Rated, Closed, Rejected, Merged, Cancelled, Unfulfillable}) {
		return new(now)
	}
	return nil
}
