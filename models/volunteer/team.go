package volunteer

import (
	"slices"
	"time"

	"delinli/models"
)

// Team is volunteers who take orders together: its leader takes an order for it and names who goes.
type Team struct {
	ID      models.TeamID
	Name    string
	Leader  models.PersonID
	Area    models.AreaCode
	Version int
	EndedAt *time.Time
	Members []Member // the leader among them
}

// Member is somebody of a team.
type Member struct {
	Person   models.PersonID
	Number   string
	Verified bool
}

// MaxMembers is the most that a team may have.
const MaxMembers = 50

// Why a team cannot be as asked.
var (
	errTeamEnded  = models.Fault(models.Conflict, "team.ended")
	errTeamFull   = models.Fault(models.Conflict, "team.full")
	errNotNear    = models.Fault(models.Conflict, "team.not_near")
	errUnverified = models.Fault(models.Conflict, "ineligible.unverified")
	errLeader     = models.Fault(models.Conflict, "team.leader_stays")
)

// Near reports whether a volunteer serves where the team does: below its area, in its community, or in an area around it.
func (t Team) Near(v Volunteer) bool {
	community := t.Area.At(models.Community)
	return slices.ContainsFunc(v.Areas, func(c models.AreaCode) bool {
		return c.Within(t.Area) || t.Area.Within(c) || c.Within(community)
	})
}

// Runs reports whether the actor is staff over the team's area.
func (t Team) Runs(a models.Actor) bool { return a.Holds(t.Area, models.Staff...) }

// Has reports whether somebody is of the team.
func (t Team) Has(p models.PersonID) bool {
	return slices.ContainsFunc(t.Members, func(m Member) bool { return m.Person == p })
}

// Sees reports whether the actor may see the team: its members and the staff of its area.
func (t Team) Sees(a models.Actor) bool { return a.Known() && t.Has(a.Person) || t.Runs(a) }

// MayFound says whether the actor may found the team under its leader: staff of its area, or the leader themselves; the leader is verified
// and near.
func (t Team) MayFound(a models.Actor, leader Volunteer) error {
	if !t.Runs(a) && a.Person != leader.Person {
		return models.Denied
	}
	return t.fits(leader)
}

// MayJoin says whether the actor may take the volunteer in: the leader or staff, a verified volunteer nearby, into a team that lives
// and has room.
func (t Team) MayJoin(a models.Actor, v Volunteer) error {
	switch {
	case a.Person != t.Leader && !t.Runs(a):
		return models.Denied
	case t.EndedAt != nil:
		return errTeamEnded
	case len(t.Members) >= MaxMembers:
		return errTeamFull
	}
	return t.fits(v)
}

// MayLeave says whether the actor may take somebody out: themselves, or whom they lead or run; never the leader.
func (t Team) MayLeave(a models.Actor, p models.PersonID) error {
	switch {
	case a.Person != p && a.Person != t.Leader && !t.Runs(a):
		return models.Denied
	case t.EndedAt != nil:
		return errTeamEnded
	case p == t.Leader:
		return errLeader
	}
	return nil
}

// MayEnd says whether the actor may end the team: staff.
func (t Team) MayEnd(a models.Actor) error {
	switch {
	case !t.Runs(a):
		return models.Denied
	case t.EndedAt != nil:
		return errTeamEnded
	}
	return nil
}

func (t Team) fits(v Volunteer) error {
	switch {
	case v.State != Verified:
		return errUnverified
	case !t.Near(v):
		return errNotNear
	}
	return nil
}
