package residents

import (
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/resident"
)

// Suspect is a record with those that were registered before and may be of the same person.
type Suspect struct {
	ID           models.PersonID
	RegisteredAt time.Time
	Others       []Like
}

// Like is a record that looks like another one, and why.
type Like struct {
	ID  models.PersonID     `json:"id"`
	Why []resident.Likeness `json:"why"`
}

// maxLikes are named of one record.
const maxLikes = 10

// Suspects lists the records of the areas that look like earlier ones there, the last registered first. Pairs that were told apart are left out, and
// so are names that no index has yet. Nothing is opened: names are compared by their blind indexes, the rest stands in the clear.
func Suspects(tx *store.Tx, s store.Scope, p store.Page) ([]Suspect, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, `SELECT p.id, p.registered_at, twins.list FROM persons p CROSS JOIN LATERAL (`+likesOf+`) twins
		WHERE p.registered_at IS NOT NULL AND p.area_code ^@ ANY (CAST(@areas AS text[])) AND (p.registered_at, p.id) < (@at, CAST(@after AS uuid))
			AND twins.list IS NOT NULL
		ORDER BY p.registered_at DESC, p.id DESC LIMIT @limit`,
		store.Args{"areas": store.Array(s.Areas), "at": after.At, "after": after.ID, "likes": maxLikes, "limit": p.Limit + 1}, scanSuspect)
	if err != nil {
		return nil, "", err
	}
	rows, next := store.Next(p, found, func(x Suspect) store.Key { return store.Key{At: x.RegisteredAt, ID: x.ID.String()} })
	return rows, next, nil
}

// likesOf gives the records that look like p, as a list; null when there are none.
const likesOf = `SELECT jsonb_agg(jsonb_build_object('id', pair.id, 'why', pair.why)) AS list FROM (
		SELECT q.id, array_agg(q.why ORDER BY q.rank) AS why FROM (
			SELECT id, area_code, registered_at, 1 AS rank, 'name_and_birth' AS why FROM persons
				WHERE name_index = p.name_index AND born = p.born AND sex = p.sex AND registered_at IS NOT NULL
			UNION ALL SELECT id, area_code, registered_at, 2, 'name_and_home' FROM persons
				WHERE household_id = p.household_id AND name_index = p.name_index AND registered_at IS NOT NULL
			UNION ALL SELECT id, area_code, registered_at, 3, 'birth_and_home' FROM persons
				WHERE household_id = p.household_id AND born = p.born AND sex = p.sex AND registered_at IS NOT NULL) q
		WHERE (q.registered_at, q.id) < (p.registered_at, p.id) AND q.area_code ^@ ANY (CAST(@areas AS text[]))
			AND NOT EXISTS (SELECT FROM distinct_pairs d WHERE d.one = LEAST(q.id, p.id) AND d.other = GREATEST(q.id, p.id))
		GROUP BY q.id LIMIT @likes) pair`

func scanSuspect(r store.Rows, s *Suspect) error {
	var others []byte
	if err := r.Scan(&s.ID, &s.RegisteredAt, &others); err != nil {
		return err
	}
	return json.Unmarshal(others, &s.Others)
}

// Named reads several residents at once; who is not in the register is missing from the map.
func Named(tx *store.Tx, ids []models.PersonID) (map[models.PersonID]Record, error) {
	found, err := store.Query(tx, record+` AND p.id = ANY (CAST(@ids AS uuid[]))`, store.Args{"ids": store.Array(ids)}, scan)
	records := make(map[models.PersonID]Record, len(found))
	for _, x := range found {
		records[x.ID] = x
	}
	return records, err
}
