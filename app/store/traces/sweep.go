package traces

import (
	"time"

	"delinli/app/store"
)

// Passing is a kind of row that goes by itself.
type Passing struct {
	Name string
	Keep time.Duration // after its end
	sql  string
}

// PassingRows are the kinds, with how long each is kept. Rows of the outbox go with outbox.Prune, since the relay must have taken them.
var PassingRows = []Passing{
	{"idempotency_keys", 24 * time.Hour, `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
		SELECT ctid FROM idempotency_keys WHERE at < @before LIMIT @limit))`},
	{"sessions", 30 * 24 * time.Hour, `DELETE FROM sessions WHERE ctid = ANY (ARRAY(
		SELECT ctid FROM sessions WHERE LEAST(revoked_at, expires_at) < @before LIMIT @limit))`},
	{"challenges", 24 * time.Hour, `DELETE FROM challenges WHERE ctid = ANY (ARRAY(
		SELECT ctid FROM challenges WHERE expires_at < @before LIMIT @limit))`},
	{"limits", 48 * time.Hour, `DELETE FROM limits WHERE ctid = ANY (ARRAY(
		SELECT ctid FROM limits WHERE window_at < @before LIMIT @limit))`},
}

// Sweep removes at most limit rows of the kind that ended before the moment.
func (p Passing) Sweep(tx *store.Tx, before time.Time, limit int) (int64, error) {
	return tx.Exec(p.sql, store.Args{"before": before, "limit": limit})
}
