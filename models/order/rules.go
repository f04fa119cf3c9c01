package order

import (
	"slices"
	"time"

	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/flow"
)

type (
	rule  = flow.Rule[*Case]
	guard = flow.Guard[*Case]
	which = flow.Case[*Case]
)

func who(name string, allows func(models.Actor, *Case) bool) rule {
	return rule{Name: name, Allows: allows}
}

func when(name string, holds func(*Case) bool) *which { return &which{Name: name, Holds: holds} }

func must(name string, check func(models.Actor, *Case) *models.Error) guard {
	return guard{Name: name, Check: check}
}

// Who may. Nobody decides as staff on an order of their own, of their household, or that they hold themselves.
var (
	requester = who("requester", func(a models.Actor, c *Case) bool { return a.Known() && a.Person == c.Requester })
	placer    = who("placer", func(a models.Actor, c *Case) bool { return a.Known() && a.Person == c.PlacedBy })
	helped    = flow.Either("requester or placer", requester, placer)
	staff     = who("staff", func(a models.Actor, c *Case) bool { return a.Holds(c.Area, models.Staff...) && !interested(a, c) })
	decider   = who("second approver", func(a models.Actor, c *Case) bool {
		return a.Holds(c.Area, models.Deciders...) && !interested(a, c) && a.Person != c.Asker && a.Person != c.PlacedBy
	})
	approver = who("staff", func(a models.Actor, c *Case) bool {
		return staff.Allows(a, c) && a.Person != c.Asker && a.Person != c.PlacedBy
	})
	fresh      = who("staff without an earlier event", func(a models.Actor, c *Case) bool { return staff.Allows(a, c) && !c.Touched })
	proxy      = who("call-back by fresh staff", func(a models.Actor, c *Case) bool { return !c.SelfRates && fresh.Allows(a, c) })
	rater      = flow.Either("requester", requester, proxy)
	volunteer  = who("volunteer", func(a models.Actor, c *Case) bool { return a.Has(models.Volunteer) })
	holder     = who("assignee", func(a models.Actor, c *Case) bool { return a.Known() && c.Facts.Holder })
	candidate  = who("candidate", holder.Allows)
	department = who("department", func(a models.Actor, c *Case) bool {
		return a.Holds(c.Area, models.DepartmentStaff) && c.State == Referred && c.ReferredTo != "" && c.Unit == c.ReferredTo
	})
	clock   = who("clock", func(a models.Actor, _ *Case) bool { return a.System })
	system  = who("system", clock.Allows)
	engine  = flow.Either("staff or rule engine", staff, system)
	neither = flow.Either("staff or assignee", staff, holder)
	seeing  = who("whoever sees it", func(a models.Actor, c *Case) bool { return partakes(a) && c.Sees(a) != Nothing })
	other   = who("whoever else sees it", func(a models.Actor, c *Case) bool {
		return seeing.Allows(a, c) && !interested(a, c) && a.Person != c.PlacedBy
	})
	inside = who("whoever takes part", func(a models.Actor, c *Case) bool { return partakes(a) && c.Sees(a) == Whole })
	warner = flow.Either("whoever takes part, or their words", inside, system)
)

// partakes reports whether the actor has any part in orders: administrators and care workers have none.
func partakes(a models.Actor) bool {
	return slices.ContainsFunc(a.Seats, func(s models.Seat) bool {
		return s.Role != models.CareWorker && !slices.Contains(models.Administrators, s.Role)
	})
}

// interested reports whether the actor stands too near to the order to decide on it.
func interested(a models.Actor, c *Case) bool {
	return a.Person == c.Requester || c.Kin || a.Person == c.Assignee || c.Facts.Holder || c.Facts.Serves
}

// Which of several rows: the route of the order.
var (
	toPool  = when("route pool", func(c *Case) bool { return c.landing() == dispatch.ToPool })
	toBest  = when("route offer", func(c *Case) bool { return c.landing() == dispatch.ToBest })
	toStaff = when("route wait", func(c *Case) bool { return c.landing() == dispatch.ToStaff })

	narrow = when("wider pool left", func(c *Case) bool { return wider[c.Reach] != "" })
)

// Limits of appeals and urging (order-flow.md).
const (
	AppealWindow = 15 * 24 * time.Hour
	MaxAppeals   = 2
	UrgePause    = 24 * time.Hour
)

func needs(name string, kind models.Kind, code string, ok func(models.Actor, *Case) bool) guard {
	fault := models.Fault(kind, code)
	return must(name, func(a models.Actor, c *Case) *models.Error {
		if ok(a, c) {
			return nil
		}
		return fault
	})
}

// What must hold.
var (
	apart = must("order of others", func(a models.Actor, c *Case) *models.Error {
		if a.Person == c.Requester || a.Person == c.PlacedBy || c.Kin {
			return unfit(dispatch.OwnOrder)
		}
		return nil
	})
	eligible = must("eligible", func(_ models.Actor, c *Case) *models.Error { return unfit(c.Ineligible) })
	suitable = must("candidate eligible", func(_ models.Actor, c *Case) *models.Error { return unfit(c.Candidate) })
	shown    = needs("public", models.Conflict, "order.private",
		func(_ models.Actor, c *Case) bool { return c.Visibility == Public && c.PublicTitle != "" })
	inTime = needs("within 15 days", models.Conflict, "order.appeal_too_late", func(_ models.Actor, c *Case) bool {
		return c.EndedAt != nil && c.Now.Sub(*c.EndedAt) <= AppealWindow
	})
	fewAppeals = needs("fewer than two appeals", models.Conflict, "order.appeals_used_up",
		func(_ models.Actor, c *Case) bool { return c.Appeals < MaxAppeals })
	once = needs("extendable, and not extended before", models.Conflict, "order.extended_before", func(_ models.Actor, c *Case) bool {
		return !c.Extended && !c.Policy.Extension.IsZero()
	})
	unfollowed = needs("not followed before", models.Conflict, "order.followed_before", func(_ models.Actor, c *Case) bool { return !c.Followed })
	uncalled   = needs("not called back since the last finish", models.Conflict, "order.called_before", func(_ models.Actor, c *Case) bool { return !c.Called })
	rested     = needs("a day since the last urge", models.TooMany, "order.urged_lately", func(_ models.Actor, c *Case) bool {
		return c.UrgedAt == nil || c.Now.Sub(*c.UrgedAt) >= UrgePause
	})
	unasked = needs("no request pending", models.Conflict, "approval.pending", func(_ models.Actor, c *Case) bool { return !c.Pending })
	lives   = needs("service not ended by the clock", models.Conflict, "order.signed_out", func(_ models.Actor, c *Case) bool { return c.SignedOutAt == nil })
)

// unfit turns a reason of ineligibility (dispatch.Eligible) into the error of the person who meets it.
func unfit(reason string) *models.Error {
	if reason == "" {
		return nil
	}
	return models.Fault(models.Conflict, "ineligible."+reason)
}

// wider is the next reach of a pool order that nobody takes; after the last one staff are asked.
var wider = map[models.AreaLevel]models.AreaLevel{
	models.Grid: models.Community, models.Community: models.Street, models.Street: models.City,
}

// nextLevel is the level that the next escalation tells.
var nextLevel = map[models.AreaLevel]models.AreaLevel{
	"": models.Community, models.Community: models.Street, models.Street: models.City,
}

func among(s State, of []State) bool { return slices.Contains(of, s) }
