// Package volunteers is the SQL of volunteers and their teams.
package volunteers

import (
	"delinli/app/store"
	"delinli/models"
)

// Areas lists where a verified volunteer serves; nobody else serves anywhere.
func Areas(tx *store.Tx, p models.PersonID) ([]models.AreaCode, error) {
	return store.Query(tx, `SELECT unnest(areas) FROM volunteers WHERE person_id = @person AND state = 'verified'`,
		store.Args{"person": p}, store.Value[models.AreaCode])
}
