// Package items is the SQL of the service menu.
package items

import (
	"encoding/json"

	"delinli/app/store"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/catalog"
)

// All lists every item, those that are not on offer too, by category and position.
func All(tx *store.Tx) ([]catalog.Item, error) {
	return store.Query(tx, `SELECT id, category, position, active, version, body FROM items ORDER BY category, position, id`, nil, scan)
}

// Get reads one item, on offer or not. No row is *not found*.
func Get(tx *store.Tx, id models.ItemID) (catalog.Item, error) {
	i, err := store.One(tx, `SELECT id, category, position, active, version, body FROM items WHERE id = @id`, store.Args{"id": id}, scan)
	return i, store.Missing(err)
}

// Add writes a new item; added is false when its Chinese name is taken.
func Add(tx *store.Tx, i catalog.Item) (added bool, err error) {
	n, err := tx.Exec(`INSERT INTO items (id, category, name, position, active, body, version)
		VALUES (@id, @category, @name, @position, @active, CAST(@body AS jsonb), @version) ON CONFLICT (name) DO NOTHING`, args(i))
	return n == 1, err
}

// Update writes an item over the version before. When that is no longer the present one, it fails with revisions.ErrMovedOn;
// a Chinese name that is taken is Invalid.
func Update(tx *store.Tx, i catalog.Item) error {
	n, err := tx.Exec(`UPDATE items SET category = @category, name = @name, position = @position, active = @active,
			body = CAST(@body AS jsonb), version = @version
		WHERE id = @id AND version = @version - 1`, args(i))
	if err == nil && n == 0 {
		return revisions.ErrMovedOn
	}
	return err
}

func args(i catalog.Item) store.Args {
	return store.Args{"id": i.ID, "category": string(i.Category), "name": i.Zh.Name, "position": i.Position, "active": i.Active,
		"body": store.AsJSON(i.Terms), "version": i.Version}
}

func scan(r store.Rows, i *catalog.Item) error {
	var body []byte
	if err := r.Scan(&i.ID, &i.Category, &i.Position, &i.Active, &i.Version, &body); err != nil {
		return err
	}
	return json.Unmarshal(body, &i.Terms)
}
