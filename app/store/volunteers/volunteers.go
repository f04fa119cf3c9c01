// Package volunteers is the SQL of volunteers: who serves where and when, in which teams, and the hours they served.
package volunteers

import (
	"encoding/json"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/volunteer"
)

// Areas lists where a verified volunteer serves; nobody else serves anywhere.
func Areas(tx *store.Tx, p models.PersonID) ([]models.AreaCode, error) {
	return store.Query(tx, `SELECT unnest(areas) FROM volunteers WHERE person_id = @person AND state = 'verified'`,
		store.Args{"person": p}, store.Value[models.AreaCode])
}

// UnknownArea reports whether one of the areas is not there.
func UnknownArea(tx *store.Tx, areas []models.AreaCode) (bool, error) {
	return store.One(tx, `SELECT EXISTS (SELECT FROM unnest(CAST(@areas AS text[])) a WHERE NOT EXISTS (SELECT FROM areas WHERE code = a))`,
		store.Args{"areas": store.Array(areas)}, store.Value[bool])
}

const row = `
	SELECT person_id, number, state, party_member, skills, areas, availability, cap, load, rating_sum, rating_count, note, version, applied_at,
		decided_by FROM volunteers`

// Get reads a volunteer, whoever asks.
func Get(tx *store.Tx, p models.PersonID) (volunteer.Volunteer, error) {
	v, err := store.One(tx, row+` WHERE person_id = @person`, store.Args{"person": p}, scan)
	return v, store.Missing(err)
}

// NextNumber draws the running part of a volunteer number.
func NextNumber(tx *store.Tx) (int64, error) {
	return store.One(tx, `SELECT nextval('volunteer_numbers')`, nil, store.Value[int64])
}

var errMovedOn = models.Fault(models.Conflict, "volunteer.moved_on")

// Save writes a volunteer that moved on from before, or applied for the first time; the loser of a race is told.
func Save(tx *store.Tx, before, next volunteer.Volunteer) error {
	write := update
	if before.State == "" {
		write = insert
	}
	n, err := tx.Exec(write, store.Args{"person": next.Person, "number": next.Number, "state": string(next.State), "party": next.Party,
		"skills": store.Array(next.Skills), "areas": store.Array(next.Areas), "availability": store.AsJSON(next.Availability), "cap": next.Cap,
		"note": next.Note, "before": before.Version, "version": next.Version, "applied": next.AppliedAt, "decided": next.DecidedBy})
	if err == nil && n == 0 {
		return errMovedOn
	}
	return err
}

const (
	insert = `
		INSERT INTO volunteers (person_id, number, state, skills, areas, availability, cap, note, version, applied_at, decided_by)
		VALUES (@person, @number, @state, CAST(@skills AS text[]), CAST(@areas AS text[]), CAST(@availability AS jsonb), @cap, @note, @version,
			@applied, @decided)`
	update = `
		UPDATE volunteers SET state = @state, party_member = @party, skills = CAST(@skills AS text[]), areas = CAST(@areas AS text[]),
			availability = CAST(@availability AS jsonb), cap = @cap, note = @note, version = @version, applied_at = @applied, decided_by = @decided
		WHERE person_id = @person AND version = @before`
)

// List gives the volunteers who serve within a scope, the last to apply first; an empty state is every state.
func List(tx *store.Tx, s store.Scope, state volunteer.State, p store.Page) ([]volunteer.Volunteer, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, row+`
		WHERE (@state = '' OR state = @state) AND (applied_at, person_id) < (@at, CAST(@id AS uuid))
			AND EXISTS (SELECT FROM unnest(CAST(@scope AS text[])) AS scope, unnest(areas) AS area WHERE starts_with(area, scope))
		ORDER BY applied_at DESC, person_id DESC LIMIT @limit`,
		store.Args{"state": string(state), "scope": store.Array(s.Areas), "at": after.At, "id": after.ID, "limit": p.Limit + 1}, scan)
	if err != nil {
		return nil, "", err
	}
	found, next := store.Next(p, found, func(v volunteer.Volunteer) store.Key { return store.Key{At: v.AppliedAt, ID: v.Person.String()} })
	return found, next, nil
}

func scan(r store.Rows, v *volunteer.Volunteer) error {
	var areas []string
	var availability []byte
	err := r.Scan(&v.Person, &v.Number, &v.State, &v.Party, store.List(&v.Skills), store.List(&areas), &availability, &v.Cap, &v.Load,
		&v.RatingSum, &v.RatingCount, &v.Note, &v.Version, &v.AppliedAt, &v.DecidedBy)
	if err != nil {
		return err
	}
	v.Areas = codes(areas)
	return json.Unmarshal(availability, &v.Availability)
}

func codes(texts []string) (areas []models.AreaCode) {
	for _, t := range texts {
		areas = append(areas, models.AreaCode(t))
	}
	return areas
}
