// Package posts is the SQL of grid teams.
package posts

import (
	"delinli/app/store"
	"delinli/models/gridteam"
)

// Add writes posts.
func Add(tx *store.Tx, rows []gridteam.Post) error {
	return store.AddRows(tx, `INSERT INTO grid_posts (id, grid, kind, person_id, origin, from_on, until_on)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, grid text, kind text, person_id uuid, origin text, from_on date, until_on date)`, rows)
}
