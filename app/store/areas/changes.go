package areas

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/area"
)

// Past is a change of a grid that was made.
type Past struct {
	Change           area.Change
	From, To         models.AreaCode
	FromName, ToName string // now, or last
	Buildings        int    // that moved
	By               models.PersonID
	At               time.Time
}

// Place is where a change stands in the list of them.
type Place struct {
	At   time.Time
	From models.AreaCode
}

// Changes lists what became of the grids of an area, or of the grid that has the code or once had it and of those that it was, the last first,
// from a place in that list on.
func Changes(tx *store.Tx, code models.AreaCode, after Place, limit int) ([]Past, error) {
	return store.Query(tx, `
		WITH RECURSIVE own AS (SELECT CAST(@code AS text) COLLATE "C" AS code
			UNION SELECT s.old FROM own o JOIN area_successors s ON s.new = o.code)
		SELECT s.change, left(s.old, 15), left(s.new, 15), COALESCE(min(f.name), min(g.name), ''), COALESCE(min(t.name), min(u.name), ''),
			count(*) FILTER (WHERE length(s.old) = 20), s.by, s.since
		FROM area_successors s LEFT JOIN areas f ON f.code = left(s.old, 15) LEFT JOIN area_successors g ON g.old = left(s.old, 15)
			LEFT JOIN areas t ON t.code = left(s.new, 15) LEFT JOIN area_successors u ON u.old = left(s.new, 15)
		WHERE EXISTS (SELECT FROM own o WHERE s.old ^@ o.code OR s.new ^@ o.code) AND (s.since, left(s.old, 15)) < (@at, @from)
		GROUP BY s.change, left(s.old, 15), left(s.new, 15), s.by, s.since ORDER BY s.since DESC, left(s.old, 15) DESC LIMIT @limit`,
		store.Args{"code": string(code), "at": after.At, "from": string(after.From), "limit": limit},
		func(r store.Rows, p *Past) error {
			return r.Scan(&p.Change, &p.From, &p.To, &p.FromName, &p.ToName, &p.Buildings, &p.By, &p.At)
		})
}
