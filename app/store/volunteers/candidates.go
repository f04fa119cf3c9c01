package volunteers

import (
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/dispatch"
)

// candidate is the row of a volunteer as a ranking knows them.
const candidate = `
	SELECT v.person_id, p.household_id, v.state = 'verified', v.party_member, v.skills, v.areas, v.availability, v.load, v.cap,
		v.rating_sum, v.rating_count,
		(SELECT count(*) FROM assignment_members m JOIN assignments g ON g.id = m.assignment_id
			WHERE m.person_id = v.person_id AND g.accepted_at >= @since)
	FROM volunteers v JOIN persons p ON p.id = v.person_id`

// Candidates reads the named volunteers; somebody who is none stays away.
func Candidates(tx *store.Tx, ids []models.PersonID, since time.Time) ([]dispatch.Candidate, error) {
	return store.Query(tx, candidate+` WHERE v.person_id = ANY (CAST(@ids AS uuid[]))`,
		store.Args{"ids": store.Array(ids), "since": since}, scanCandidate)
}

// Within reads the verified volunteers with room who serve somewhere in the asked part of the town and have the skills.
func Within(tx *store.Tx, asked models.AreaCode, skills []string, since time.Time) ([]dispatch.Candidate, error) {
	return store.Query(tx, candidate+`
		WHERE v.state = 'verified' AND v.load < v.cap AND v.skills @> CAST(@skills AS text[])
			AND EXISTS (SELECT 1 FROM unnest(v.areas) a WHERE starts_with(a, @asked) OR starts_with(@asked, a))`,
		store.Args{"asked": string(asked), "skills": store.Array(skills), "since": since}, scanCandidate)
}

func scanCandidate(r store.Rows, c *dispatch.Candidate) error {
	var areas []string
	var availability []byte
	err := r.Scan(&c.Person, &c.Household, &c.Verified, &c.Party, store.List(&c.Skills), store.List(&areas), &availability, &c.Load, &c.Cap,
		&c.RatingSum, &c.RatingCount, &c.Recent)
	if err != nil {
		return err
	}
	for _, a := range areas {
		c.Areas = append(c.Areas, models.AreaCode(a))
	}
	return json.Unmarshal(availability, &c.Availability)
}

// Declined lists who has declined an order, and which teams; whoever holds it now, and is about to lose it, is among them.
func Declined(tx *store.Tx, o models.OrderID) (people []models.PersonID, teams []models.TeamID, err error) {
	_, err = store.Query(tx, `SELECT person_id, team_id FROM assignments WHERE order_id = @order AND ended_by IN ('', 'decline')`, store.Args{"order": o},
		func(r store.Rows, _ *struct{}) error {
			var p models.PersonID
			var t models.TeamID
			if err := r.Scan(&p, &t); err != nil {
				return err
			}
			if t.IsZero() {
				people = append(people, p)
			} else {
				teams = append(teams, t)
			}
			return nil
		})
	return people, teams, err
}

// Leads reports whether the person leads the team, and which of the named belong to it.
func Leads(tx *store.Tx, t models.TeamID, p models.PersonID, members []models.PersonID) (leads, all bool, err error) {
	type found struct{ leads, all bool }
	f, err := store.One(tx, `
		SELECT leader_id = @person, NOT EXISTS (SELECT 1 FROM unnest(CAST(@members AS uuid[])) m
			WHERE NOT EXISTS (SELECT 1 FROM team_members x WHERE x.team_id = t.id AND x.person_id = m))
		FROM teams t WHERE t.id = @team AND t.ended_at IS NULL`, store.Args{"team": t, "person": p, "members": store.Array(members)},
		func(r store.Rows, f *found) error { return r.Scan(&f.leads, &f.all) })
	return f.leads, f.all, store.Missing(err)
}

// Leader is who leads a team.
func Leader(tx *store.Tx, t models.TeamID) (models.PersonID, error) {
	p, err := store.One(tx, `SELECT leader_id FROM teams WHERE id = @team AND ended_at IS NULL`, store.Args{"team": t}, store.Value[models.PersonID])
	return p, store.Missing(err)
}

// Dispatched keeps the inputs of a ranking and who was chosen, so that a rule can be tried on the past.
func Dispatched(tx *store.Tx, o models.OrderID, in dispatch.Inputs, chosen models.PersonID, a models.Actor, id string) error {
	_, err := tx.Exec(`
		INSERT INTO dispatches (id, order_id, inputs, chosen, actor_id, at)
		VALUES (CAST(@id AS uuid), @order, CAST(@inputs AS jsonb), @chosen, @actor, @at)`,
		store.Args{"id": id, "order": o, "inputs": store.AsJSON(in), "chosen": chosen, "actor": a.Person, "at": in.Need.At})
	return err
}
