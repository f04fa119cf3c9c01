// Package posts is the SQL of grid teams.
package posts

import (
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/gridteam"
	"delinli/models/secret"
)

// Add writes posts.
func Add(tx *store.Tx, rows []gridteam.Post) error {
	return store.AddRows(tx, `INSERT INTO grid_posts (id, grid, kind, person_id, origin, from_on, until_on, granted_by)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, grid text, kind text, person_id uuid, origin text, from_on date, until_on date,
			granted_by uuid)`, rows)
}

// Held is a post with who holds it.
type Held struct {
	gridteam.Post
	Holder people.Person // with name and key alone
	Phone  secret.Sealed // of the holder, as a column of theirs
	Number secret.Sealed // their identity number
	Grids  int           // in which the holder has posts on the day
}

const held = `
	SELECT g.id, g.grid, g.kind, g.person_id, g.origin, CAST(g.from_on AS text), CAST(g.until_on AS text), g.granted_by, g.version, p.name, p.phone, p.id_number, k.wrapped, (
			SELECT count(DISTINCT x.grid) FROM grid_posts x, CAST(@day AS date) AS day
			WHERE x.person_id = g.person_id AND x.from_on <= day AND COALESCE(x.until_on >= day, true))
	FROM grid_posts g JOIN persons p ON p.id = g.person_id LEFT JOIN person_keys k ON k.person_id = p.id`

func scan(r store.Rows, h *Held) error {
	err := r.Scan(&h.ID, &h.Grid, &h.Kind, &h.Person, &h.Origin, &h.From, &h.Until, &h.GrantedBy, &h.Version, &h.Holder.Name, &h.Phone, &h.Number,
		&h.Holder.Key, &h.Grids)
	h.Holder.ID = h.Person
	return err
}

// Get reads one post, whoever asks.
func Get(tx *store.Tx, id models.PostID, day calendar.Date) (Held, error) {
	h, err := store.One(tx, held+` WHERE g.id = @id`, store.Args{"id": id, "day": string(day)}, scan)
	return h, store.Missing(err)
}

// Of lists the posts of grids that are not over by a day, grid by grid as teams are told: the chief first.
func Of(tx *store.Tx, day calendar.Date, grids ...models.AreaCode) ([]Held, error) {
	return store.Query(tx, held+` WHERE g.grid = ANY (CAST(@grids AS text[])) AND COALESCE(g.until_on >= CAST(@day AS date), true)
		ORDER BY g.grid, array_position(ARRAY['chief', 'liaison', 'full_time', 'part_time'], g.kind), g.from_on, g.id`,
		store.Args{"grids": store.Array(grids), "day": string(day)}, scan)
}

// LockGrid lets one at a time change the team of a grid. No such area is *not found*.
func LockGrid(tx *store.Tx, grid models.AreaCode) error {
	_, err := store.One(tx, `SELECT code FROM areas WHERE code = @grid FOR NO KEY UPDATE`, store.Args{"grid": string(grid)}, store.Value[models.AreaCode])
	return store.Missing(err)
}

// End writes the last day of a post over the version before. When that is no longer the present one, it fails with revisions.ErrMovedOn.
func End(tx *store.Tx, p gridteam.Post) error {
	n, err := tx.Exec(`UPDATE grid_posts SET until_on = CAST(@until AS date), version = @version WHERE id = @id AND version = @version - 1`,
		store.Args{"id": p.ID, "until": string(*p.Until), "version": p.Version})
	if err == nil && n == 0 {
		return revisions.ErrMovedOn
	}
	return err
}

// Strengths counts whom each grid of a scope has on a day, by code.
func Strengths(tx *store.Tx, s store.Scope, day calendar.Date) ([]gridteam.Strength, error) {
	return store.Query(tx, `
		WITH held AS MATERIALIZED (
			SELECT grid, kind, person_id FROM grid_posts, CAST(@day AS date) AS day WHERE from_on <= day AND COALESCE(until_on >= day, true)
		), spread AS (
			SELECT person_id, count(DISTINCT grid) > @most AS far FROM held GROUP BY person_id
		), team AS (
			SELECT grid, count(*) FILTER (WHERE kind = 'chief') AS chiefs, count(*) FILTER (WHERE kind = 'liaison') AS liaisons,
				count(*) FILTER (WHERE kind = 'full_time') AS full_time, count(*) FILTER (WHERE kind = 'part_time') AS part_time,
				count(DISTINCT person_id) FILTER (WHERE far) AS stretched
			FROM held JOIN spread USING (person_id) GROUP BY grid
		)
		SELECT a.code, a.name, (SELECT count(*) FROM areas b JOIN dwellings d ON d.building = b.code WHERE b.parent = a.code),
			COALESCE(chiefs, 0), COALESCE(liaisons, 0), COALESCE(full_time, 0), COALESCE(part_time, 0), COALESCE(stretched, 0)
		FROM areas a LEFT JOIN team ON team.grid = a.code
		WHERE length(a.code) = @digits AND a.code ^@ ANY (CAST(@areas AS text[])) ORDER BY a.code`,
		store.Args{"areas": store.Array(s.Areas), "digits": models.Grid.Digits(), "day": string(day), "most": gridteam.MostGrids},
		func(r store.Rows, x *gridteam.Strength) error {
			return r.Scan(&x.Grid, &x.Name, &x.Dwellings, &x.Chiefs, &x.Liaisons, &x.FullTime, &x.PartTime, &x.Stretched)
		})
}
