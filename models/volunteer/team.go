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
	Invited []Member // who has not answered yet
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
	errMember     = models.Fault(models.Conflict, "team.member_already")
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

// Asks reports whether somebody was invited and has not answered yet.
func (t Team) Asks(p models.PersonID) bool {
	return slices.ContainsFunc(t.Invited, func(m Member) bool { return m.Person == p })
}

// Sees reports whether the actor may see the team: its members, whom it invited and the staff of its area.
func (t Team) Sees(a models.Actor) bool {
	return a.Known() && (t.Has(a.Person) || t.Asks(a.Person)) || t.Runs(a)
}

// MayFound says whether the actor may found the team under its leader: staff of its area, or the leader themselves; the leader is verified
// and near.
func (t Team) MayFound(a models.Actor, leader Volunteer) error {
	if !t.Runs(a) && a.Person != leader.Person {
		return models.Denied
	}
	return t.fits(leader)
}

// MayInvite says whether the actor may ask the volunteer to join: the leader or staff, a verified volunteer nearby, into a team that lives
// and has room.
func (t Team) MayInvite(a models.Actor, v Volunteer) error {
	switch {
	case a.Person != t.Leader && !t.Runs(a):
		return models.Denied
	case t.EndedAt != nil:
		return errTeamEnded
	case t.Has(v.Person):
		return errMember
	case len(t.Members)+len(t.Invited) >= MaxMembers:
		return errTeamFull
	}
	return t.fits(v)
}

// MayJoin says whether the volunteer may become a member: nobody but themselves says so, once they were invited.
func (t Team) MayJoin(a models.Actor, v Volunteer) error {
	switch {
	case a.Person != v.Person || !t.Asks(v.Person):
		return models.Denied
	case t.EndedAt != nil:
		return errTeamEnded
	}
	return t.fits(v)
}

// MayLeave says whether the actor may take somebody out, or back an invitation: themselves, or whom they lead or run; never the leader.
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
