package volunteers

import (
	"encoding/json"
	"strings"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// record is a volunteer as a ranking knows them; before it stands the team that they lead, or none. Codes come as one text, since
// arrays of thousands of rows cost more to read than all else.
const record = `v.person_id, (SELECT household_id FROM persons WHERE id = v.person_id), v.state = 'verified', v.party_member, array_to_string(v.skills, ','), array_to_string(v.areas, ','),
		v.availability, v.load, v.cap, v.rating_sum, v.rating_count,`

// each counts the orders that they had lately.
const each = ` (SELECT count(*) FROM assignment_members m JOIN assignments g ON g.id = m.assignment_id
			WHERE m.person_id = v.person_id AND g.accepted_at >= @since)
	FROM volunteers v`

// Candidates reads the named volunteers; somebody who is none stays away.
func Candidates(tx *store.Tx, ids []models.PersonID, since time.Time) ([]dispatch.Candidate, error) {
	return store.Query(tx, `SELECT CAST(NULL AS uuid), `+record+each+` WHERE v.person_id = ANY (CAST(@ids AS uuid[]))`,
		store.Args{"ids": store.Array(ids), "since": since}, scanCandidate)
}

// TeamsWithin reads the teams that serve somewhere in the asked part of the town, each with the record of its leader.
func TeamsWithin(tx *store.Tx, asked models.AreaCode, since time.Time) ([]dispatch.Candidate, error) {
	return store.Query(tx, `SELECT t.id, `+record+each+` JOIN teams t ON t.leader_id = v.person_id
		WHERE v.state = 'verified' AND t.ended_at IS NULL AND (starts_with(t.area_code, @asked) OR starts_with(@asked, t.area_code))`,
		store.Args{"asked": string(asked), "since": since}, scanCandidate)
}

func scanCandidate(r store.Rows, c *dispatch.Candidate) error {
	var skills, areas string
	var availability []byte
	err := r.Scan(&c.Team, &c.Person, &c.Household, &c.Verified, &c.Party, &skills, &areas, &availability, &c.Load, &c.Cap,
		&c.RatingSum, &c.RatingCount, &c.Recent)
	if err != nil {
		return err
	}
	return read(c, skills, areas, availability)
}

// read reads the columns of a record that are more than a value.
func read(c *dispatch.Candidate, skills, areas string, availability []byte) error {
	c.Skills, c.Areas = split[string](skills), split[models.AreaCode](areas)
	if string(availability) == "{}" {
		return nil
	}
	return json.Unmarshal(availability, &c.Availability)
}

// split undoes what array_to_string did.
func split[T ~string](text string) (all []T) {
	if text == "" {
		return nil
	}
	for code := range strings.SplitSeq(text, ",") {
		all = append(all, T(code))
	}
	return all
}

// Declined lists who has declined an order, and which teams; whoever holds it now, and is about to lose it, is among them.
func Declined(tx *store.Tx, o models.OrderID) (people []models.PersonID, teams []models.TeamID, err error) {
	return hadOrder(tx, o, "", string(order.Decline))
}

// Tried lists who had an order, or was offered it, to no end; nobody being at home is not held against them.
func Tried(tx *store.Tx, o models.OrderID) (people []models.PersonID, teams []models.TeamID, err error) {
	return hadOrder(tx, o, "", string(order.Decline), string(order.Withdraw), string(order.Expire), string(order.Return), string(order.Revoke),
		string(order.NoShow), string(order.Release))
}

// hadOrder lists whose assignments to an order ended by one of the events.
func hadOrder(tx *store.Tx, o models.OrderID, ends ...string) (people []models.PersonID, teams []models.TeamID, err error) {
	_, err = store.Query(tx, `SELECT person_id, team_id FROM assignments WHERE order_id = @order AND ended_by = ANY (CAST(@ends AS text[]))`,
		store.Args{"order": o, "ends": store.Array(ends)},
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

// Dispatch is one choice: what was ranked, and the person or team that was chosen.
type Dispatch struct {
	ID     models.EventID
	Order  models.OrderID
	Inputs dispatch.Inputs
	Person models.PersonID
	Team   models.TeamID
	By     models.PersonID // zero: the rule engine
}

// Dispatched keeps a choice, so that a rule can be tried on the past.
func Dispatched(tx *store.Tx, d Dispatch) error {
	_, err := tx.Exec(`
		INSERT INTO dispatches (id, order_id, inputs, chosen, actor_id, at)
		VALUES (@id, @order, CAST(@inputs AS jsonb), COALESCE(CAST(@person AS uuid), CAST(@team AS uuid)), @by, @at)`,
		store.Args{"id": d.ID, "order": d.Order, "inputs": store.AsJSON(d.Inputs), "person": d.Person, "team": d.Team, "by": d.By,
			"at": d.Inputs.Need.At})
	return err
}
