// Package posts is the SQL of grid teams.
package posts

import (
	"delinli/app/store"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/gridteam"
)

// Add writes posts.
func Add(tx *store.Tx, rows []gridteam.Post) error {
	return store.AddRows(tx, `INSERT INTO grid_posts (id, grid, kind, person_id, origin, from_on, until_on)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, grid text, kind text, person_id uuid, origin text, from_on date, until_on date)`, rows)
}

// Held lists the posts of a grid that somebody holds on a day: the chief first, then in the order of the noun, the longest held first.
func Held(tx *store.Tx, grid models.AreaCode, day calendar.Date) ([]gridteam.Post, error) {
	return store.Query(tx, `SELECT id, grid, kind, person_id, origin, CAST(from_on AS text), CAST(until_on AS text) FROM grid_posts
		WHERE grid = @grid AND from_on <= CAST(@day AS date) AND (until_on IS NULL OR until_on >= CAST(@day AS date))
		ORDER BY array_position(CAST(@kinds AS text[]), kind), from_on, id LIMIT @most`,
		store.Args{"grid": string(grid), "day": string(day), "kinds": store.Array(gridteam.Kinds), "most": most}, scan)
}

// most is more posts than a grid has.
const most = 100

func scan(r store.Rows, p *gridteam.Post) error {
	return r.Scan(&p.ID, &p.Grid, &p.Kind, &p.Person, &p.Origin, &p.From, &p.Until)
}
