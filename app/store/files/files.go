// Package files is the SQL of uploaded files: who brought them and what they belong to.
package files

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/file"
)

// MaxPictures is how many files an order may hold.
const MaxPictures = 9

var (
	errNotYours = models.BadField("files", "unknown")
	errTooMany  = models.BadField("files", "too_many")
)

// Stored is a file's row: what it is and where its bytes lie.
type Stored struct {
	file.File
	Owner models.PersonID
	Order models.OrderID // zero until attached
	Blob  string
	Thumb string // of a picture
	At    time.Time
}

// Attach binds files that their uploader brought to an order; files of others, or of another order, are unknown.
func Attach(tx *store.Tx, id models.OrderID, owner models.PersonID, ids []models.FileID) error {
	n, err := tx.Exec(`
		UPDATE files SET order_id = @order, purpose = 'order'
		WHERE id = ANY (CAST(@ids AS uuid[])) AND owner_id = @owner AND purpose = ''`,
		store.Args{"order": id, "owner": owner, "ids": store.Array(ids)})
	switch {
	case err != nil:
		return err
	case int(n) != len(ids):
		return errNotYours
	}
	all, err := store.One(tx, `SELECT count(*) FROM files WHERE order_id = @order AND kind = 'picture'`, store.Args{"order": id}, store.Value[int])
	if err == nil && all > MaxPictures {
		return errTooMany
	}
	return err
}
