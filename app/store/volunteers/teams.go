package volunteers

import (
	"time"

	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/models"
	"delinli/models/volunteer"
)

// AddTeam writes a new team with its leader as the first member.
func AddTeam(tx *store.Tx, t volunteer.Team) error {
	_, err := tx.Exec(`
		WITH made AS (INSERT INTO teams (id, name, leader_id, area_code) VALUES (@id, @name, @leader, @area) RETURNING id, leader_id)
		INSERT INTO team_members (team_id, person_id) SELECT id, leader_id FROM made`,
		store.Args{"id": t.ID, "name": t.Name, "leader": t.Leader, "area": string(t.Area)})
	return err
}

const teamRow = `SELECT t.id, t.name, t.leader_id, t.area_code, t.version, t.ended_at FROM teams t`

// Team reads a team with its members, whoever asks.
func Team(tx *store.Tx, id models.TeamID) (volunteer.Team, error) {
	t, err := store.One(tx, teamRow+` WHERE t.id = @id`, store.Args{"id": id}, scanTeam)
	if err != nil {
		return t, store.Missing(err)
	}
	teams := []volunteer.Team{t}
	err = members(tx, teams)
	return teams[0], err
}

// LockTeam is Team, and keeps others from changing it until the transaction ends.
func LockTeam(tx *store.Tx, id models.TeamID) (volunteer.Team, error) {
	if _, err := tx.Exec(`SELECT FROM teams WHERE id = @id FOR NO KEY UPDATE`, store.Args{"id": id}); err != nil {
		return volunteer.Team{}, err
	}
	return Team(tx, id)
}

// Teams lists the living teams of a scope and those that the person is of or was invited to, the newest first.
func Teams(tx *store.Tx, s store.Scope, p models.PersonID, page store.Page) ([]volunteer.Team, string, error) {
	after, err := page.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, teamRow+`
		WHERE t.ended_at IS NULL AND t.id < CAST(@after AS uuid) AND t.id IN (
			SELECT x.id FROM teams x, unnest(CAST(@scope AS text[])) AS scope WHERE starts_with(x.area_code, scope)
			UNION SELECT team_id FROM team_members WHERE person_id = @person
			UNION SELECT team_id FROM team_invitations WHERE person_id = @person)
		ORDER BY t.id DESC LIMIT @limit`,
		store.Args{"after": after.ID, "scope": store.Array(s.Areas), "person": p, "limit": page.Limit + 1}, scanTeam)
	if err != nil {
		return nil, "", err
	}
	found, next := store.Next(page, found, func(t volunteer.Team) store.Key { return store.Key{At: time.Unix(0, 0), ID: t.ID.String()} })
	return found, next, members(tx, found)
}

// members fills the members of several teams, the leader first, and whom they invited.
func members(tx *store.Tx, teams []volunteer.Team) error {
	at, ids := map[models.TeamID]*volunteer.Team{}, make([]models.TeamID, len(teams))
	for i := range teams {
		ids[i], at[teams[i].ID] = teams[i].ID, &teams[i]
	}
	_, err := store.Query(tx, `
		SELECT m.team_id, m.person_id, v.number, v.state = 'verified', m.asked
		FROM (SELECT *, false AS asked FROM team_members UNION ALL SELECT *, true FROM team_invitations) m
			JOIN teams t ON t.id = m.team_id JOIN volunteers v ON v.person_id = m.person_id
		WHERE m.team_id = ANY (CAST(@ids AS uuid[])) ORDER BY m.person_id <> t.leader_id, v.number`, store.Args{"ids": store.Array(ids)},
		func(r store.Rows, m *volunteer.Member) error {
			var id models.TeamID
			var asked bool
			if err := r.Scan(&id, &m.Person, &m.Number, &m.Verified, &asked); err != nil {
				return err
			}
			if asked {
				at[id].Invited = append(at[id].Invited, *m)
			} else {
				at[id].Members = append(at[id].Members, *m)
			}
			return nil
		})
	return err
}

func scanTeam(r store.Rows, t *volunteer.Team) error {
	return r.Scan(&t.ID, &t.Name, &t.Leader, &t.Area, &t.Version, &t.EndedAt)
}

// ByNumber finds a volunteer by the number on their card.
func ByNumber(tx *store.Tx, number string) (volunteer.Volunteer, error) {
	v, err := store.One(tx, row+` WHERE number = @number`, store.Args{"number": number}, scan)
	return v, store.Missing(err)
}

// Invite asks somebody to join a locked team, and has them told; who was asked already stays so.
func Invite(tx *store.Tx, t models.TeamID, p models.PersonID) error {
	asked, err := tx.Exec(`INSERT INTO team_invitations (team_id, person_id) VALUES (@team, @person) ON CONFLICT DO NOTHING`,
		store.Args{"team": t, "person": p})
	if err == nil && asked > 0 {
		err = outbox.Add(tx, outbox.Volunteer, p.String(), outbox.Invited, 0)
	}
	if err != nil {
		return err
	}
	return touch(tx, t)
}

// Join makes who was invited a member of a locked team.
func Join(tx *store.Tx, t models.TeamID, p models.PersonID) error {
	if _, err := tx.Exec(`
		WITH asked AS (DELETE FROM team_invitations WHERE team_id = @team AND person_id = @person RETURNING team_id, person_id)
		INSERT INTO team_members (team_id, person_id) SELECT team_id, person_id FROM asked`, store.Args{"team": t, "person": p}); err != nil {
		return err
	}
	return touch(tx, t)
}

// Leave takes somebody out of a locked team, or back what they were asked.
func Leave(tx *store.Tx, t models.TeamID, p models.PersonID) error {
	if _, err := tx.Exec(`
		WITH asked AS (DELETE FROM team_invitations WHERE team_id = @team AND person_id = @person)
		DELETE FROM team_members WHERE team_id = @team AND person_id = @person`, store.Args{"team": t, "person": p}); err != nil {
		return err
	}
	return touch(tx, t)
}

func touch(tx *store.Tx, t models.TeamID) error {
	_, err := tx.Exec(`UPDATE teams SET version = version + 1 WHERE id = @team`, store.Args{"team": t})
	return err
}

// EndTeam ends a locked team.
func EndTeam(tx *store.Tx, t models.TeamID, now time.Time) error {
	_, err := tx.Exec(`UPDATE teams SET ended_at = @now, version = version + 1 WHERE id = @team`, store.Args{"team": t, "now": now})
	return err
}

// InHand tells how many live orders the team has, and for how many of them the person is named.
func InHand(tx *store.Tx, t models.TeamID, p models.PersonID) (orders, named int, err error) {
	type hand struct{ orders, named int }
	h, err := store.One(tx, `
		SELECT count(*), count(*) FILTER (WHERE EXISTS (
			SELECT FROM assignment_members m WHERE m.assignment_id = g.id AND m.person_id = @person))
		FROM assignments g WHERE g.team_id = @team AND g.ended_at IS NULL`, store.Args{"team": t, "person": p},
		func(r store.Rows, h *hand) error { return r.Scan(&h.orders, &h.named) })
	return h.orders, h.named, err
}

// Lead tells who leads a living team, and whether all of the named belong to it.
func Lead(tx *store.Tx, t models.TeamID, named []models.PersonID) (leader models.PersonID, all bool, err error) {
	type lead struct {
		leader models.PersonID
		all    bool
	}
	l, err := store.One(tx, `
		SELECT leader_id, NOT EXISTS (SELECT FROM unnest(CAST(@named AS uuid[])) n
			WHERE NOT EXISTS (SELECT FROM team_members m WHERE m.team_id = t.id AND m.person_id = n))
		FROM teams t WHERE t.id = @team AND t.ended_at IS NULL`, store.Args{"team": t, "named": store.Array(named)},
		func(r store.Rows, l *lead) error { return r.Scan(&l.leader, &l.all) })
	return l.leader, l.all, store.Missing(err)
}
