package parties

import (
	"time"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/party"
)

// AddCentres writes centre households.
func AddCentres(tx *store.Tx, rows []party.Centre) error {
	return store.AddRows(tx, `INSERT INTO centre_households (household_id, group_id, building, unit, since)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (household_id uuid, group_id uuid, building text, unit int, since date)`, rows)
}

// Steward is a centre household with its head, and what it is steward of.
type Steward struct {
	party.Centre
	Head     people.Person // or another who lives there, with id, name and key alone; zero when the register has nobody
	Building string        // its name
}

// Stewards lists the centre households of a group, at most so many, by building: who looks after all of it first.
func Stewards(tx *store.Tx, group models.OrgID, most int) ([]Steward, error) {
	return store.Query(tx, `
		SELECT c.household_id, c.group_id, c.building, c.unit, CAST(c.since AS text), a.name, p.id, p.name, k.wrapped
		FROM centre_households c JOIN areas a ON a.code = c.building
			LEFT JOIN LATERAL (SELECT id, name FROM persons WHERE household_id = c.household_id AND registered_at IS NOT NULL
				ORDER BY relation IS DISTINCT FROM 'head', id LIMIT 1) p ON true
			LEFT JOIN person_keys k ON k.person_id = p.id
		WHERE c.group_id = @group AND c.ended_at IS NULL ORDER BY c.building, c.unit NULLS FIRST, c.household_id LIMIT @most`,
		store.Args{"group": group, "most": most}, func(r store.Rows, s *Steward) error {
			return r.Scan(&s.Household, &s.Group, &s.Centre.Building, &s.Unit, &s.Since, &s.Building, &s.Head.ID, &s.Head.Name, &s.Head.Key)
		})
}

// Home is a party.Home, with where the register has its resident.
type Home struct {
	party.Home
	Lives models.AreaCode
}

// HomeOf reads where a resident of the register lives. No such resident is *not found*.
func HomeOf(tx *store.Tx, resident models.PersonID) (Home, error) {
	h, err := store.One(tx, `
		SELECT p.area_code, p.household_id, COALESCE(h.area_code, p.area_code), COALESCE(d.building, CASE length(p.area_code) WHEN 20 THEN p.area_code END, ''),
			EXISTS (SELECT FROM person_tags t WHERE t.person_id = p.id AND t.tag = 'party_member' AND t.ended_at IS NULL)
		FROM persons p LEFT JOIN households h ON h.id = p.household_id LEFT JOIN dwellings d ON d.id = h.dwelling_id
		WHERE p.id = @resident AND p.registered_at IS NOT NULL`, store.Args{"resident": resident}, func(r store.Rows, h *Home) error {
		return r.Scan(&h.Lives, &h.Household, &h.Area, &h.Building, &h.Member)
	})
	return h, store.Missing(err)
}

// Units tells how many units a building has; none where there is no such building.
func Units(tx *store.Tx, building models.AreaCode) (int, error) {
	return store.One(tx, `SELECT COALESCE(max(units), 0) FROM buildings WHERE code = @code`, store.Args{"code": string(building)}, store.Value[int])
}

// AddCentre writes a centre household; added is false where it is one already.
func AddCentre(tx *store.Tx, c party.Centre) (added bool, err error) {
	n, err := tx.Exec(`INSERT INTO centre_households (household_id, group_id, building, unit, since) VALUES (@household, @group, @building, @unit, CAST(@since AS date))
		ON CONFLICT (household_id) WHERE ended_at IS NULL DO NOTHING`,
		store.Args{"household": c.Household, "group": c.Group, "building": string(c.Building), "unit": c.Unit, "since": string(c.Since)})
	return n == 1, err
}

// EndCentre ends that a household is a centre of a group; was is false where it is none.
func EndCentre(tx *store.Tx, group models.OrgID, household models.HouseholdID, at time.Time) (was bool, err error) {
	n, err := tx.Exec(`UPDATE centre_households SET ended_at = @at WHERE household_id = @household AND group_id = @group AND ended_at IS NULL`,
		store.Args{"household": household, "group": group, "at": at})
	return n == 1, err
}
