package volunteer

import (
	"slices"
	"time"

	"delinli/models"
	"delinli/models/secret"
)

// Correction is minutes that one person asks to add to a volunteer's day, or to take from it, and another lets happen.
type Correction struct {
	ID        models.ApprovalID
	Person    models.PersonID
	Minutes   int
	Day       time.Time     // local midnight
	Reason    secret.Sealed // under the volunteer's key
	AskedBy   models.PersonID
	AskedAt   time.Time
	DecidedBy models.PersonID
	DecidedAt *time.Time
	Outcome   Outcome
}

// Outcome is how a correction ended; empty while it waits.
type Outcome string

// The outcomes.
const (
	Approved Outcome = "approved"
	Denied   Outcome = "denied"
)

// MayAsk says whether the actor may ask to correct the volunteer's hours: staff of an area they serve in, never for themselves.
func (c Correction) MayAsk(a models.Actor, v Volunteer) error {
	if a.Person == v.Person || !Covers(a, v.Areas) {
		return models.Denied
	}
	return nil
}

// MayDecide says whether the actor may decide: the secretary or the level above, neither who asked nor whom it is about, and once.
func (c Correction) MayDecide(a models.Actor, v Volunteer) error {
	above := slices.ContainsFunc(v.Areas, func(area models.AreaCode) bool { return a.Holds(area, models.Deciders...) })
	switch {
	case a.Person == v.Person || a.Person == c.AskedBy || !above:
		return models.Denied
	case c.Outcome != "":
		return models.Fault(models.Conflict, "hours.decided_before")
	}
	return nil
}

// Check names what does not hold: no minutes, more than a day credits, a day that has not come or lies too far back, or one that would end
// below nothing or above the cap with what it has already.
func (c Correction) Check(now time.Time, has int) error {
	bad, after := map[string]string{}, has+c.Minutes
	most := int(DayCap.Minutes())
	if c.Minutes == 0 || c.Minutes < -most || c.Minutes > most {
		bad["minutes"] = "out_of_range"
	} else if after < 0 || after > max(has, most) {
		bad["minutes"] = "hours.beyond_the_day"
	}
	if c.Day.After(now) {
		bad["day"] = "hours.day_to_come"
	}
	if c.Day.Before(now.AddDate(-1, 0, -1)) {
		bad["day"] = "hours.day_too_old"
	}
	if len(bad) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
}
