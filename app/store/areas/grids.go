package areas

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/order"
	"delinli/models/person"
)

// Alone lets one change of grids at a time into a community.
func Alone(tx *store.Tx, community models.AreaCode) error {
	_, err := tx.Exec(`SELECT FROM areas WHERE code = @code FOR NO KEY UPDATE`, store.Args{"code": string(community)})
	return err
}

// Lock waits for whoever is writing a row that names a grid or what lies below it, and holds off whoever begins to.
func Lock(tx *store.Tx, grid models.AreaCode) error {
	_, err := tx.Exec(`SELECT FROM areas WHERE code ^@ @code ORDER BY code FOR UPDATE`, store.Args{"code": string(grid)})
	return err
}

// CodesOf reads the codes of a community, and those that ended.
func CodesOf(tx *store.Tx, community models.AreaCode) (c area.Codes, err error) {
	type known struct {
		code  models.AreaCode
		there bool
	}
	found, err := store.Query(tx, `SELECT code, true FROM areas WHERE code ^@ @community UNION ALL SELECT old, false FROM area_successors WHERE old ^@ @community`,
		store.Args{"community": string(community)}, func(r store.Rows, k *known) error { return r.Scan(&k.code, &k.there) })
	c = area.Codes{There: map[models.AreaCode]bool{}, Ended: map[models.AreaCode]bool{}}
	for _, k := range found {
		if k.there {
			c.There[k.code] = true
		} else {
			c.Ended[k.code] = true
		}
	}
	return c, err
}

// Present follows a code to the one under which its place is there now; a code that did not end is its own.
func Present(tx *store.Tx, code models.AreaCode) (models.AreaCode, error) {
	if code == "" {
		return "", nil
	}
	return store.One(tx, `
		WITH RECURSIVE chain AS (SELECT CAST(@code AS text) COLLATE "C" AS code, 0 AS steps
			UNION ALL SELECT s.new, steps + 1 FROM chain c JOIN area_successors s ON s.old = c.code)
		SELECT code FROM chain ORDER BY steps DESC LIMIT 1`, store.Args{"code": string(code)}, store.Value[models.AreaCode])
}

// Successors tells, of the codes that ended, where their places are now.
func Successors(tx *store.Tx, codes []models.AreaCode) (map[models.AreaCode]area.Successor, error) {
	type way struct{ asked, from, next, to models.AreaCode }
	ways, err := store.Query(tx, `
		WITH RECURSIVE chain AS (SELECT q.asked, s.old, s.new AS next, s.new FROM unnest(CAST(@codes AS text[])) q (asked) JOIN area_successors s ON s.old BETWEEN q.asked AND q.asked || '~'
			UNION ALL SELECT c.asked, c.old, c.next, s.new FROM chain c JOIN area_successors s ON s.old = c.new)
		SELECT asked, old, next, new FROM chain c WHERE NOT EXISTS (SELECT FROM area_successors s WHERE s.old = c.new)`,
		store.Args{"codes": store.Array(codes)}, func(r store.Rows, w *way) error { return r.Scan(&w.asked, &w.from, &w.next, &w.to) })
	found, next := map[models.AreaCode]area.Successor{}, map[models.AreaCode]models.AreaCode{}
	for _, w := range ways {
		if w.asked == w.from {
			found[w.asked], next[w.asked] = area.Successor{Code: w.to}, w.next
		}
	}
	for _, w := range ways {
		left := found[w.asked]
		if w.next.Within(next[w.asked]) && !w.to.Within(left.Code) { // it lay there when the code ended, and does no more
			found[w.asked] = area.Successor{Code: left.Code, Several: true}
		}
	}
	return found, err
}

// Keep keeps an area from ending until the transaction ends; kept is false where there is none.
func Keep(tx *store.Tx, code models.AreaCode) (kept bool, err error) {
	n, err := tx.Exec(`SELECT FROM areas WHERE code = @code FOR KEY SHARE`, store.Args{"code": string(code)})
	return n == 1, err
}

// Crossings counts the grids and buildings that ever came to an area from without, or left it.
func Crossings(tx *store.Tx, code models.AreaCode) (int, error) {
	return store.One(tx, `SELECT count(*) FROM area_successors WHERE (old ^@ @code) <> (new ^@ @code)`, store.Args{"code": string(code)}, store.Value[int])
}

// Ended counts the codes that ended; each change of grids ends some.
func Ended(tx *store.Tx) (int, error) {
	return store.One(tx, `SELECT count(*) FROM area_successors`, nil, store.Value[int])
}

// part counts between codes, not by their beginning: an index is read by what begins with a text only where that text is known beforehand.
const part = `
	SELECT a.code, a.name, (SELECT count(*) FROM areas b WHERE b.parent = a.code), (SELECT count(*) FROM dwellings d WHERE d.building BETWEEN a.code AND a.code || '~'),
		(SELECT count(*) FROM households h WHERE h.area_code BETWEEN a.code AND a.code || '~'),
		(SELECT count(*) FROM persons p WHERE p.area_code BETWEEN a.code AND a.code || '~' AND p.registered_at IS NOT NULL),
		a.boundary IS NOT NULL
	FROM areas a WHERE `

// Part reads what a grid has. No row is *not found*.
func Part(tx *store.Tx, grid models.AreaCode) (area.Part, error) {
	p, err := store.One(tx, part+`a.code = @code`, store.Args{"code": string(grid)}, scanPart)
	return p, store.Missing(err)
}

// Neighbours reads what the grids of a community have, by code.
func Neighbours(tx *store.Tx, community models.AreaCode) ([]area.Part, error) {
	return store.Query(tx, part+`a.parent = @code ORDER BY a.code`, store.Args{"code": string(community)}, scanPart)
}

// Houses reads what the buildings of a grid have, by code: those live in a building who have a dwelling of it.
func Houses(tx *store.Tx, grid models.AreaCode) ([]area.Part, error) {
	return store.Query(tx, `
		SELECT a.code, a.name, 0, count(DISTINCT d.id), count(DISTINCT h.id), count(p.id) FILTER (WHERE p.registered_at IS NOT NULL), a.boundary IS NOT NULL
		FROM areas a LEFT JOIN dwellings d ON d.building = a.code LEFT JOIN households h ON h.dwelling_id = d.id LEFT JOIN persons p ON p.household_id = h.id
		WHERE a.parent = @grid GROUP BY a.code ORDER BY a.code`, store.Args{"grid": string(grid)}, scanPart)
}

func scanPart(r store.Rows, p *area.Part) error {
	return r.Scan(&p.Code, &p.Name, &p.Buildings, &p.Dwellings, &p.Households, &p.Residents, &p.Drawn)
}

// EndPosts ends, with the day, the posts of a grid that go on, and tells how many they were; one that was to begin later ends as it begins.
func EndPosts(tx *store.Tx, grid models.AreaCode, day calendar.Date) (int, error) {
	n, err := tx.Exec(`UPDATE grid_posts SET until_on = GREATEST(from_on, CAST(@day AS date)), version = version + 1
		WHERE grid = @grid AND COALESCE(until_on > CAST(@day AS date), true)`, store.Args{"grid": string(grid), "day": string(day)})
	return int(n), err
}

// Offices lists the live seats with power over a grid, without those that are lent for a time: they end with the seat that they are lent of.
func Offices(tx *store.Tx, grid models.AreaCode) ([]person.Seat, error) {
	return store.Query(tx, `SELECT id, person_id, role, area_code FROM seats WHERE area_code = @grid AND role = ANY (CAST(@roles AS text[])) AND lent_of IS NULL
		AND ended_at IS NULL ORDER BY id`, store.Args{"grid": string(grid), "roles": store.Array(models.Locals)},
		func(r store.Rows, s *person.Seat) error { return r.Scan(&s.ID, &s.Person, &s.Role, &s.Area) })
}

// Follow lets every row that names a place of the plan name its new code, and ends the old ones. The new grid of a split is there before; what lives in a
// building that goes to it goes along, also where its row names the grid alone.
func Follow(tx *store.Tx, p area.Plan, by models.PersonID, at time.Time) error {
	args := store.Args{"moves": store.AsJSON(p.Moves), "from": string(p.From), "to": string(p.To), "change": string(p.Change), "by": by, "at": at,
		"split": p.Change == area.Split, "event": string(order.Rezone)}
	for _, statement := range follow {
		if _, err := tx.Exec(statement, args); err != nil {
			return err
		}
	}
	return nil
}
