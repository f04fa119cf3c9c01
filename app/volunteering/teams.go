package volunteering

import (
	"context"
	"strings"
	"unicode/utf8"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// NewTeam is what a team starts with; without the number of a leader, whoever founds it leads it.
type NewTeam struct {
	Name   string
	Area   models.AreaCode
	Leader string
}

// longestName of a team, in characters.
const longestName = 40

// Found makes a team.
func (s *Service) Found(ctx context.Context, a models.Actor, n NewTeam) (team volunteer.Team, err error) {
	team = volunteer.Team{ID: models.NewID[models.TeamID](s.Random), Name: strings.TrimSpace(n.Name), Area: n.Area}
	if team.Name == "" || utf8.RuneCountInString(team.Name) > longestName || len(secret.FindPersonal(team.Name)) > 0 {
		return team, models.BadField("name", "team.name")
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/teams/"+team.ID.String())
		t := inTx{s, tx, a}
		leader, err := t.leader(n)
		if err != nil {
			return err
		}
		if err := team.MayFound(a, leader); err != nil {
			return err
		}
		team.Leader = leader.Person
		if err := volunteers.AddTeam(tx, team); err != nil {
			return err
		}
		if err := t.logTeam("team.found", team, leader.Person); err != nil {
			return err
		}
		team, err = volunteers.Team(tx, team.ID)
		return err
	})
	return team, err
}

func (t inTx) leader(n NewTeam) (volunteer.Volunteer, error) {
	if n.Leader == "" {
		v, err := volunteers.Get(t.tx, t.a.Person)
		if models.KindOf(err) == models.NotFound {
			err = models.BadField("leader", "required")
		}
		return v, err
	}
	return t.byNumber("leader", n.Leader)
}

// byNumber finds a volunteer by the number that they show; a number of nobody is the field's fault.
func (t inTx) byNumber(field, number string) (volunteer.Volunteer, error) {
	v, err := volunteers.ByNumber(t.tx, number)
	if models.KindOf(err) == models.NotFound {
		err = models.BadField(field, "unknown")
	}
	return v, err
}

// Invite asks the volunteer with the number to join a team.
func (s *Service) Invite(ctx context.Context, a models.Actor, id models.TeamID, number string) (volunteer.Team, error) {
	return s.change(ctx, a, id, func(t inTx, team volunteer.Team) error {
		v, err := t.byNumber("number", number)
		if err != nil {
			return err
		}
		if err := team.MayInvite(a, v); err != nil {
			return err
		}
		if err := volunteers.Invite(t.tx, id, v.Person); err != nil {
			return err
		}
		return t.logTeam("team.invite", team, v.Person)
	})
}

// Join makes the actor, who was invited, a member of a team.
func (s *Service) Join(ctx context.Context, a models.Actor, id models.TeamID) (volunteer.Team, error) {
	return s.change(ctx, a, id, func(t inTx, team volunteer.Team) error {
		v, err := volunteers.Get(t.tx, a.Person)
		if models.KindOf(err) == models.NotFound {
			return models.Denied
		}
		if err != nil {
			return err
		}
		if err := team.MayJoin(a, v); err != nil {
			return err
		}
		if err := volunteers.Join(t.tx, id, v.Person); err != nil {
			return err
		}
		return t.logTeam("team.join", team, v.Person)
	})
}

// Leave takes somebody out of a team, or back an invitation; who is named for an order that the team has stays until it is done.
func (s *Service) Leave(ctx context.Context, a models.Actor, id models.TeamID, p models.PersonID) (volunteer.Team, error) {
	return s.change(ctx, a, id, func(t inTx, team volunteer.Team) error {
		if err := team.MayLeave(a, p); err != nil {
			return err
		}
		if !team.Has(p) && !team.Asks(p) {
			return models.Missing
		}
		if _, named, err := volunteers.InHand(t.tx, id, p); err != nil || named > 0 {
			return errOr(err, models.Fault(models.Conflict, "team.serves_now"))
		}
		if err := volunteers.Leave(t.tx, id, p); err != nil {
			return err
		}
		return t.logTeam("team.leave", team, p)
	})
}

// EndTeam ends a team that has no order in hand.
func (s *Service) EndTeam(ctx context.Context, a models.Actor, id models.TeamID) (volunteer.Team, error) {
	return s.change(ctx, a, id, func(t inTx, team volunteer.Team) error {
		if err := team.MayEnd(a); err != nil {
			return err
		}
		if orders, _, err := volunteers.InHand(t.tx, id, team.Leader); err != nil || orders > 0 {
			return errOr(err, models.Fault(models.Conflict, "team.serves_now"))
		}
		if err := volunteers.EndTeam(t.tx, id, t.Now()); err != nil {
			return err
		}
		return t.logTeam("team.end", team, team.Leader)
	})
}

// change works on a locked team that the actor may see, and gives it as it then is.
func (s *Service) change(ctx context.Context, a models.Actor, id models.TeamID, work func(inTx, volunteer.Team) error) (team volunteer.Team, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/teams/"+id.String())
		t := inTx{s, tx, a}
		if team, err = volunteers.LockTeam(tx, id); err != nil {
			return err
		}
		if !team.Sees(a) {
			return models.Missing
		}
		if err := work(t, team); err != nil {
			return err
		}
		team, err = volunteers.Team(tx, id)
		return err
	})
	return team, err
}

// Team gives a team to its members and to staff of its area.
func (s *Service) Team(ctx context.Context, a models.Actor, id models.TeamID) (volunteer.Team, error) {
	team, err := volunteers.Team(s.DB.Read(ctx), id)
	if err == nil && !team.Sees(a) {
		return volunteer.Team{}, models.Missing
	}
	return team, err
}

// Teams gives one page of the living teams: the actor's own, and for staff those of their area.
func (s *Service) Teams(ctx context.Context, a models.Actor, p Page) ([]volunteer.Team, string, error) {
	return volunteers.Teams(s.DB.Read(ctx), store.ScopeOf(a, models.Staff...), a.Person, p)
}

// Names gives volunteers and staff the names of those whose cards they were just shown, for their masks.
func (s *Service) Names(ctx context.Context, a models.Actor, ids []models.PersonID) (map[models.PersonID]secret.Name, error) {
	if !a.Has(models.Volunteer) && !a.Has(models.Staff...) {
		return nil, models.Denied
	}
	t := inTx{s, s.DB.Read(ctx), a}
	known, err := people.All(t.tx, ids)
	if err != nil {
		return nil, err
	}
	names := map[models.PersonID]secret.Name{}
	for id, p := range known {
		if names[id], err = t.name(p); err != nil {
			return nil, err
		}
	}
	return names, nil
}

func (t inTx) logTeam(action string, team volunteer.Team, p models.PersonID) error {
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: action, Subject: "team", SubjectID: team.ID.String(), Person: p})
}
