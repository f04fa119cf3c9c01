// Package files is the SQL of uploaded files: who brought them and what they belong to.
package files

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/file"
)

var (
	errNotYours = models.BadField("files", "unknown")
	errAttached = models.BadField("files", "file.attached_before")
	errTooMany  = models.BadField("files", "file.too_many_pictures")
)

// Insert writes the row of a file.
func Insert(tx *store.Tx, f file.File, purpose string) error {
	_, err := tx.Exec(`
		INSERT INTO files (id, owner_id, kind, mime, size, width, height, seconds, blob, thumb, purpose, at)
		VALUES (@id, @owner, @kind, @mime, @size, @width, @height, @seconds, @blob, @thumb, @purpose, @at)`,
		store.Args{"id": f.ID, "owner": f.Owner, "kind": string(f.Kind), "mime": string(f.Mime), "size": f.Size, "width": f.Width,
			"height": f.Height, "seconds": f.Seconds, "blob": f.Blob, "thumb": f.Thumb(), "purpose": purpose, "at": f.At})
	return err
}

// Get reads a file's row, whoever asks.
func Get(tx *store.Tx, id models.FileID) (file.File, error) {
	f, err := store.One(tx, `SELECT id, owner_id, kind, mime, size, width, height, seconds, blob, order_id, at FROM files WHERE id = @id`,
		store.Args{"id": id}, scan)
	return f, store.Missing(err)
}

// Keep writes the row of a file that nothing names yet; false when its owner has most of these already. Several that one owner sends at once
// come one after the other.
func Keep(tx *store.Tx, f file.File, most int) (bool, error) {
	if _, err := tx.Exec(`SELECT FROM persons WHERE id = @owner FOR NO KEY UPDATE`, store.Args{"owner": f.Owner}); err != nil {
		return false, err
	}
	waiting, err := Waiting(tx, f.Owner)
	if err != nil || waiting >= most {
		return false, err
	}
	return true, Insert(tx, f, "")
}

// Waiting counts the files of somebody that nothing names yet.
func Waiting(tx *store.Tx, owner models.PersonID) (int, error) {
	return store.One(tx, `SELECT count(*) FROM files WHERE owner_id = @owner AND purpose = ''`, store.Args{"owner": owner}, store.Value[int])
}

// Orphans lists files that nothing named until before.
func Orphans(tx *store.Tx, before time.Time, limit int) ([]file.File, error) {
	return store.Query(tx, `
		SELECT id, owner_id, kind, mime, size, width, height, seconds, blob, order_id, at FROM files
		WHERE purpose = '' AND at < @before ORDER BY at LIMIT @limit`, store.Args{"before": before, "limit": limit}, scan)
}

// Delete forgets a file that nothing names; it tells whether there was one.
func Delete(tx *store.Tx, id models.FileID) (bool, error) {
	n, err := tx.Exec(`DELETE FROM files WHERE id = @id AND purpose = ''`, store.Args{"id": id})
	return n == 1, err
}

// Known tells which of the blobs a row names.
func Known(tx *store.Tx, blobs []string) ([]string, error) {
	return store.Query(tx, `
		SELECT blob FROM files WHERE blob = ANY (CAST(@blobs AS text[])) UNION ALL
		SELECT thumb FROM files WHERE thumb <> '' AND thumb = ANY (CAST(@blobs AS text[]))`,
		store.Args{"blobs": store.Array(blobs)}, store.Value[string])
}

func scan(r store.Rows, f *file.File) error {
	return r.Scan(&f.ID, &f.Owner, &f.Kind, &f.Mime, &f.Size, &f.Width, &f.Height, &f.Seconds, &f.Blob, &f.OrderID, &f.At)
}

// Attach binds files that their uploader brought to an order; files of others are unknown, and each is attached once.
func Attach(tx *store.Tx, id models.OrderID, owner models.PersonID, ids []models.FileID) error {
	n, err := tx.Exec(`
		UPDATE files SET order_id = @order, purpose = 'order'
		WHERE id = ANY (CAST(@ids AS uuid[])) AND owner_id = @owner AND purpose = ''`,
		store.Args{"order": id, "owner": owner, "ids": store.Array(ids)})
	switch {
	case err != nil:
		return err
	case int(n) != len(ids):
		return whyNot(tx, owner, ids)
	}
	all, err := store.One(tx, `SELECT count(*) FROM files WHERE order_id = @order AND kind = 'picture'`, store.Args{"order": id}, store.Value[int])
	if err == nil && all > file.MaxPictures {
		return errTooMany
	}
	return err
}

// whyNot tells why some of the files cannot be attached.
func whyNot(tx *store.Tx, owner models.PersonID, ids []models.FileID) error {
	attached, err := store.One(tx, `SELECT count(*) FROM files WHERE id = ANY (CAST(@ids AS uuid[])) AND owner_id = @owner AND purpose <> ''`,
		store.Args{"owner": owner, "ids": store.Array(ids)}, store.Value[int])
	switch {
	case err != nil:
		return err
	case attached > 0:
		return errAttached
	}
	return errNotYours
}

// Portrait makes a picture the one that a volunteer shows at the door; the one before becomes an orphan.
func Portrait(tx *store.Tx, owner models.PersonID, id models.FileID) error {
	n, err := tx.Exec(`
		WITH before AS (UPDATE files SET purpose = '' WHERE owner_id = @owner AND purpose = 'portrait')
		UPDATE files SET purpose = 'portrait' WHERE id = @id AND owner_id = @owner AND purpose = '' AND kind = 'picture'`,
		store.Args{"id": id, "owner": owner})
	if err == nil && n == 0 {
		return errNotYours
	}
	return err
}

// Shows reports whether the portrait's owner holds an order that the person is helped by: then the person may look at it.
func Shows(tx *store.Tx, owner, to models.PersonID) (bool, error) {
	return store.One(tx, `
		SELECT EXISTS (SELECT 1 FROM assignments a JOIN assignment_members m ON m.assignment_id = a.id JOIN orders o ON o.id = a.order_id
			WHERE a.ended_at IS NULL AND m.person_id = @owner AND @to IN (o.requester_id, o.placed_by))`,
		store.Args{"owner": owner, "to": to}, store.Value[bool])
}
