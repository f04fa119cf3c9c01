package volunteers

import (
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/dispatch"
)

// Past is a ranking that was kept.
type Past struct {
	Order  models.OrderID
	Number string
	At     time.Time
	Inputs dispatch.Inputs
}

// EachDispatch reads the newest rankings of orders in a scope that were kept in a time, one after the other, so that only one is held at once.
func EachDispatch(tx *store.Tx, s store.Scope, from, to time.Time, limit int, each func(Past)) error {
	_, err := store.Query(tx, `SELECT d.order_id, o.number, d.at, d.inputs FROM dispatches d JOIN orders o ON o.id = d.order_id
		WHERE d.at >= @from AND d.at < @to AND EXISTS (SELECT 1 FROM unnest(CAST(@areas AS text[])) a WHERE starts_with(o.area_code, a))
		ORDER BY d.at DESC, d.id DESC LIMIT @limit`,
		store.Args{"from": from, "to": to, "areas": store.Array(s.Areas), "limit": limit},
		func(r store.Rows, _ *struct{}) error {
			var p Past
			var raw []byte
			if err := r.Scan(&p.Order, &p.Number, &p.At, &raw); err != nil {
				return err
			}
			if err := json.Unmarshal(raw, &p.Inputs); err != nil {
				return err
			}
			each(p)
			return nil
		})
	return err
}
