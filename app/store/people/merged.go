package people

import (
	"delinli/app/store"
	"delinli/models"
)

// Present is the record to which an id leads: its own, or the one into which it was merged. An id of nobody leads to itself.
func Present(tx *store.Tx, id models.PersonID) (models.PersonID, error) {
	if id.IsZero() {
		return id, nil
	}
	found, err := store.Query(tx, `WITH RECURSIVE path AS (
			SELECT id, merged_into FROM persons WHERE id = @id UNION ALL SELECT p.id, p.merged_into FROM persons p JOIN path ON p.id = path.merged_into)
		SELECT id FROM path WHERE merged_into IS NULL`, store.Args{"id": id}, store.Value[models.PersonID])
	if err != nil || len(found) == 0 {
		return id, err
	}
	return found[0], nil
}

// Selves are all records of somebody: the one that stays, first, and those that lead there.
func Selves(tx *store.Tx, id models.PersonID) ([]models.PersonID, error) {
	return store.Query(tx, `WITH RECURSIVE self AS (
			SELECT CAST(@id AS uuid) AS id, 0 AS depth UNION ALL SELECT p.id, depth + 1 FROM persons p JOIN self ON p.merged_into = self.id)
		SELECT id FROM self ORDER BY depth, id`, store.Args{"id": id}, store.Value[models.PersonID])
}

// Merged leads a record to another one. It leaves the register, and what finds it goes; the rest of its row stays.
func Merged(tx *store.Tx, gone, kept models.PersonID) error {
	_, err := tx.Exec(`UPDATE persons SET merged_into = @kept, registered_at = NULL, phone_index = NULL, id_index = NULL, household_id = NULL, version = version + 1
		WHERE id = @gone`, store.Args{"gone": gone, "kept": kept})
	return err
}
