package person

import (
	"slices"
	"time"

	"delinli/models"
	"delinli/models/calendar"
)

// Leave is a time in which somebody is away and a deputy holds their seats.
type Leave struct {
	ID          models.LeaveID
	Person      models.PersonID
	Deputy      models.PersonID
	ArrangedBy  models.PersonID
	From, Until time.Time
	Ended       *time.Time // before its time
}

// MaxLeave is how long seats may be lent at once, and MaxAhead how long before.
const (
	MaxLeave = 90 * 24 * time.Hour
	MaxAhead = 365 * 24 * time.Hour
)

// CheckLeave is Invalid for a deputy who is the person, a time that ends before it begins or before now, and one that is too long or too far away.
func CheckLeave(l Leave, now time.Time) error {
	switch {
	case l.Deputy == l.Person:
		return models.BadField("deputy_id", "leave.own_deputy")
	case !l.Until.After(l.From), !l.Until.After(now):
		return models.BadField("until", "field.too_small")
	case l.From.Sub(now) > MaxAhead:
		return models.BadLimit("from", string(calendar.DateOf(now.Add(MaxAhead))), "leave.too_far")
	case l.Until.Sub(l.From) > MaxLeave:
		return models.BadLimit("until", string(calendar.DateOf(l.From.Add(MaxLeave))), "leave.too_long")
	}
	return nil
}

// lendable are the roles whose seats may be lent; the separated administrators' never are.
var lendable = append(slices.Clone(models.Staff), models.DepartmentStaff)

// MayArrange says whether the actor may lend the seat to the deputy: its holder, or whoever may give it to the deputy, so nobody takes a
// seat for themselves. It is Forbidden else.
func MayArrange(a models.Actor, holder, deputy models.PersonID, s models.Seat) error {
	if a.Person == holder {
		return nil
	}
	return MayGive(a, deputy, s)
}

// Lent picks of the seats that somebody holds those that the deputy may hold for them, with the time for which: the deputy works at the same or a higher
// level right beside or above, or in the same department. What was lent to somebody is not lent on, what the deputy holds anyway needs no lending, and
// nothing is lent for longer than it is held.
func Lent(l Leave, holds, deputys []Seat) (lent []Seat) {
	for _, s := range holds {
		fits := func(d Seat) bool { return stands(d.Seat, s.Seat) }
		has := func(d Seat) bool { return d.Seat == s.Seat }
		may := slices.Contains(lendable, s.Role) && s.LentOf.IsZero()
		s.From, s.Until = l.From, earlier(s.Until, l.Until)
		if may && s.Until.After(s.From) && slices.ContainsFunc(deputys, fits) && !slices.ContainsFunc(deputys, has) {
			lent = append(lent, s)
		}
	}
	return lent
}

// earlier is the first of the ends of a seat, which may have none, and of a leave.
func earlier(seat *time.Time, leave time.Time) *time.Time {
	if seat != nil && seat.Before(leave) {
		return seat
	}
	return &leave
}

// stands reports whether the holder of one seat may stand in for another.
func stands(d, s models.Seat) bool {
	if s.Role == models.DepartmentStaff || d.Role == models.DepartmentStaff {
		return d.Role == s.Role && d.Unit == s.Unit
	}
	beside := s.Area.Within(d.Area) || d.Area.Parent() == s.Area.Parent()
	return beside && slices.Index(models.Staff, d.Role) >= slices.Index(models.Staff, s.Role)
}
