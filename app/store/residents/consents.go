package residents

import (
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

// ConsentPlace is where the note of a consent is sealed for.
func ConsentPlace(c resident.Consent) secret.Place {
	return secret.Place{Person: c.Person, Table: "consents", Column: "note", Row: c.ID.String()}
}

// AddConsent writes a line.
func AddConsent(tx *store.Tx, c resident.Consent) error {
	_, err := tx.Exec(`INSERT INTO consents (id, person_id, purpose, version, given, channel, noted_by, note, at)
		VALUES (@id, @person, @purpose, @version, @given, @channel, @by, @note, @at)`,
		store.Args{"id": c.ID, "person": c.Person, "purpose": string(c.Purpose), "version": c.Version, "given": c.Given, "channel": string(c.Channel), "by": c.By,
			"note": c.Note, "at": c.At})
	return err
}

// ConsentsOf lists every line of somebody in all their records, the newest first.
func ConsentsOf(tx *store.Tx, who models.PersonID) ([]resident.Consent, error) {
	selves, err := people.Selves(tx, who)
	if err != nil {
		return nil, err
	}
	return store.Query(tx, `SELECT id, person_id, purpose, version, given, channel, noted_by, note, at FROM consents
		WHERE person_id = ANY (CAST(@selves AS uuid[])) ORDER BY at DESC, id DESC`, store.Args{"selves": store.Array(selves)},
		func(r store.Rows, c *resident.Consent) error {
			return r.Scan(&c.ID, &c.Person, &c.Purpose, &c.Version, &c.Given, &c.Channel, &c.By, &c.Note, &c.At)
		})
}

// Agrees reports whether somebody agrees to a purpose now.
func Agrees(tx *store.Tx, who models.PersonID, p resident.Purpose) (bool, error) {
	return store.One(tx, `SELECT agrees(CAST(@who AS uuid), @purpose)`, store.Args{"who": who, "purpose": string(p)}, store.Value[bool])
}

// Agreeing lists those of several who agree to a purpose now.
func Agreeing(tx *store.Tx, of []models.PersonID, p resident.Purpose) ([]models.PersonID, error) {
	return store.Query(tx, `SELECT id FROM unnest(CAST(@of AS uuid[])) AS id WHERE agrees(id, @purpose)`,
		store.Args{"of": store.Array(of), "purpose": string(p)}, store.Value[models.PersonID])
}

// maxNeighbours are named at once.
const maxNeighbours = 100

// Neighbours lists the residents of a grid who agreed to be named to their neighbours, if who asks agreed too; themselves left out.
func Neighbours(tx *store.Tx, who models.PersonID, grid models.AreaCode) ([]Unread, error) {
	return store.Query(tx, `SELECT p.id, p.name, k.wrapped FROM persons p JOIN person_keys k ON k.person_id = p.id
		WHERE agrees(CAST(@who AS uuid), @purpose) AND p.area_code ^@ @grid AND p.registered_at IS NOT NULL AND p.name IS NOT NULL AND p.id <> @who
			AND agrees(p.id, @purpose)
		ORDER BY p.registered_at, p.id LIMIT @limit`,
		store.Args{"who": who, "grid": string(grid), "purpose": string(resident.Neighbours), "limit": maxNeighbours},
		func(r store.Rows, u *Unread) error { return r.Scan(&u.ID, &u.Name, &u.Key) })
}
