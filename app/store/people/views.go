package people

import (
	"gorm.io/gorm"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/person"
)

// Views reads the views of the desk that somebody keeps; whoever has no account keeps none.
func Views(tx *store.Tx, id models.PersonID) ([]person.View, error) {
	found, err := store.Query(tx, `SELECT views FROM accounts WHERE person_id = @id`, store.Args{"id": id}, store.JSON[[]person.View])
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// KeepViews replaces them; without an account it is *not found*.
func KeepViews(tx *store.Tx, id models.PersonID, views []person.View) error {
	if views == nil {
		views = []person.View{}
	}
	n, err := tx.Exec(`UPDATE accounts SET views = CAST(@views AS jsonb) WHERE person_id = @id`, store.Args{"id": id, "views": store.AsJSON(views)})
	if err == nil && n == 0 {
		err = gorm.ErrRecordNotFound
	}
	return store.Missing(err)
}
