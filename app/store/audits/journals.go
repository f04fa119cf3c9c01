package audits

import (
	"encoding/json"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
)

// Journal is an order's row and the patches of its journal, oldest first.
type Journal struct {
	ID      models.OrderID
	Row     order.Patch
	Patches []order.Patch
}

// Journals lists orders with ids above after. The keyed search tokens are left out: they are no part of the journal, so that
// erasing a person can remove them.
func Journals(tx *store.Tx, after models.OrderID, limit int) ([]Journal, error) {
	return store.Query(tx, `SELECT o.id, to_jsonb(o) - 'search_tokens', COALESCE((SELECT jsonb_agg(e.patch - 'search_tokens' ORDER BY e.seq)
			FROM order_events e WHERE e.order_id = o.id), '[]')
		FROM orders o WHERE o.id > COALESCE(CAST(@after AS uuid), '00000000-0000-0000-0000-000000000000') ORDER BY o.id LIMIT @limit`,
		store.Args{"after": after, "limit": limit}, scanJournal)
}

func scanJournal(r store.Rows, j *Journal) error {
	var row, patches []byte
	if err := r.Scan(&j.ID, &row, &patches); err != nil {
		return err
	}
	if err := json.Unmarshal(row, &j.Row); err != nil {
		return err
	}
	return json.Unmarshal(patches, &j.Patches)
}
