package people

import (
	"delinli/app/store"
	"delinli/models"
	"delinli/models/secret"
)

// HeldKey is the wrapped data key of somebody.
type HeldKey struct {
	Person models.PersonID
	Key    secret.WrappedKey
}

// KeysAfter lists data keys by their persons' ids, after one of them.
func KeysAfter(tx *store.Tx, after models.PersonID, limit int) ([]HeldKey, error) {
	return store.Query(tx, `SELECT person_id, wrapped FROM person_keys WHERE person_id > COALESCE(CAST(@after AS uuid), '00000000-0000-0000-0000-000000000000')
		ORDER BY person_id LIMIT @limit`,
		store.Args{"after": after, "limit": limit}, scanKey)
}

func scanKey(r store.Rows, k *HeldKey) error { return r.Scan(&k.Person, &k.Key) }

// SwapKeys puts keys in the place of those that were read. What was destroyed or changed meanwhile stays so.
func SwapKeys(tx *store.Tx, read, next []HeldKey) (int64, error) {
	ids, from, to := make([]models.PersonID, len(read)), make([][]byte, len(read)), make([][]byte, len(read))
	for i := range read {
		ids[i], from[i], to[i] = read[i].Person, read[i].Key.Sealed, next[i].Key.Sealed
	}
	return tx.Exec(`UPDATE person_keys k SET wrapped = n.next
		FROM unnest(CAST(@ids AS uuid[]), CAST(@from AS bytea[]), CAST(@to AS bytea[])) AS n (person, read, next)
		WHERE k.person_id = n.person AND k.wrapped = n.read`,
		store.Args{"ids": store.Array(ids), "from": store.Array(from), "to": store.Array(to)})
}
