package order

import "delinli/models/flow"

type step = flow.Step[State, Event, *Case]

// Flow is the whole life of an order. docs/flows/order.md is drawn from it.
var Flow = build(
	one(step{From: "", On: Place, To: Placed, By: seeing}),

	each([]State{Placed, NeedInfo, Pool}, func(s State) table {
		return table{
			{From: s, On: Amend, To: s, By: staff},
			{From: s, On: Reject, To: Rejected, By: staff},
			{From: s, On: Merge, To: Merged, By: staff},
		}
	}),
	route(step{From: Placed, On: Publish, By: engine}),
	one(step{From: Placed, On: Offer, To: Offered, By: engine, Needs: needed(suitable)},
		step{From: Placed, On: Refer, To: Referred, By: staff},
		step{From: Placed, On: Ask, To: NeedInfo, By: staff},
		step{From: NeedInfo, On: Answer, To: Placed, By: helped},
		step{From: NeedInfo, On: Unanswered, To: Cancelled, By: clock}),

	one(step{From: Pool, On: Recall, To: Placed, By: staff},
		step{From: Pool, On: Claim, To: Accepted, By: volunteer, Needs: needed(shown, apart, eligible)},
		step{From: Pool, On: Offer, To: Offered, By: engine, Needs: needed(suitable)},
		step{From: Pool, On: Widen, To: Pool, By: clock, When: narrow}),

	one(step{From: Offered, On: Accept, To: Accepted, By: candidate, Needs: needed(apart, eligible)}),
	route(step{From: Offered, On: Decline, By: candidate}),
	route(step{From: Offered, On: Withdraw, By: staff}),
	route(step{From: Offered, On: Expire, By: clock}),

	one(step{From: Accepted, On: SignIn, To: InService, By: neither}),
	route(step{From: Accepted, On: Return, By: holder}),
	route(step{From: Accepted, On: Absent, By: holder}),
	route(step{From: Accepted, On: Revoke, By: staff}),
	route(step{From: Accepted, On: NoShow, By: clock}),

	route(step{From: InService, On: Return, By: holder}),
	route(step{From: InService, On: Revoke, By: staff}),
	one(step{From: InService, On: Finish, To: Done, By: holder},
		step{From: InService, On: AutoSignOut, To: InService, By: clock, Needs: needed(lives)},
		step{From: InService, On: Suspend, To: Suspended, By: holder, Second: &approver, Needs: needed(unasked)},
		step{From: Suspended, On: Resume, To: InService, By: neither},
		step{From: Suspended, On: ResumeDue, To: InService, By: clock}),
	route(step{From: Suspended, On: Revoke, By: staff}),
	each([]State{Accepted, InService, Suspended}, func(s State) table { return route(step{From: s, On: Release, By: system}) }),

	one(step{From: Referred, On: Finish, To: Done, By: department},
		step{From: Referred, On: HandBack, To: Placed, By: department},
		step{From: Referred, On: Recall, To: Placed, By: staff}),

	one(step{From: Done, On: Rate, To: Rated, By: rater},
		step{From: Done, On: Dispute, To: Appealed, By: rater},
		step{From: Done, On: Lapse, To: Closed, By: clock}),
	each(Ended, func(s State) table {
		return table{{From: s, On: Appeal, To: Appealed, By: requester, Needs: needed(inTime, fewAppeals)}}
	}),
	route(step{From: Appealed, On: Grant, By: fresh}),
	one(step{From: Appealed, On: Refer, To: Referred, By: fresh},
		step{From: Appealed, On: Refuse, To: Closed, By: fresh}),

	each(Open, func(s State) table {
		return table{{From: s, On: GiveUp, To: Unfulfillable, By: staff, Second: &decider, Needs: needed(unasked)}}
	}),
	each(BeforeService, func(s State) table { return table{{From: s, On: Cancel, To: Cancelled, By: helped}} }),
	beside(),
)

// beside are the steps that leave an order in its state.
func beside() table {
	return build(
		each(States, func(s State) table {
			return table{
				{From: s, On: Comment, To: s, By: inside},
				{From: s, On: Attach, To: s, By: inside},
				{From: s, On: ReportDanger, To: s, By: warner},
				{From: s, On: Complain, To: s, By: helped},
			}
		}),
		each(append(Open, Appealed), func(s State) table {
			return table{
				{From: s, On: Urge, To: s, By: helped, Needs: needed(rested)},
				{From: s, On: Follow, To: s, By: other, Needs: needed(shown, unfollowed)},
				{From: s, On: Extend, To: s, By: staff, Second: &decider, Needs: needed(once, unasked)},
				{From: s, On: Supervise, To: s, By: decider},
				{From: s, On: Escalate, To: s, By: clock},
				{From: s, On: Recount, To: s, By: system},
			}
		}),
		one(step{From: Done, On: Escalate, To: Done, By: clock}, step{From: Done, On: Recount, To: Done, By: system}),
		one(step{From: Accepted, On: TakeCode, To: Accepted, By: codeTaker}),
		each([]State{Done, Rated, Closed, Unfulfillable}, func(s State) table {
			return table{{From: s, On: CallBack, To: s, By: fresh, Needs: needed(uncalled)}}
		}),
	)
}

type table = flow.Table[State, Event, *Case]

func one(steps ...step) table { return steps }

func needed(g ...guard) []guard { return g }

func build(parts ...table) (whole table) {
	for _, p := range parts {
		whole = append(whole, p...)
	}
	return whole
}

func each(states []State, rows func(State) table) (t table) {
	for _, s := range states {
		t = append(t, rows(s)...)
	}
	return t
}

// route spells a step whose target is the route of the order.
func route(s step) table {
	pool, best, wait := s, s, s
	pool.To, pool.When = Pool, toPool
	best.To, best.When = Offered, toBest
	wait.To, wait.When = Placed, toStaff
	return table{pool, best, wait}
}
