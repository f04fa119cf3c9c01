package store

import (
	"context"

	"delinli/models"
)

// claim is the idempotency key under which a request runs.
type claim struct {
	person  models.PersonID
	key     string
	ref     string
	settled bool // with ref
}

type claimKey struct{}

// Keyed lets the first write under the context settle the key in its own transaction, so that no crash can come between the act and the
// memory of it.
func Keyed(ctx context.Context, person models.PersonID, key string) context.Context {
	return context.WithValue(ctx, claimKey{}, &claim{person: person, key: key})
}

// Refer tells where the result of a keyed request will be found, as a path of the API; call it inside the write that settles the key.
func Refer(ctx context.Context, ref string) {
	if c, ok := ctx.Value(claimKey{}).(*claim); ok && !c.settled {
		c.ref = ref
	}
}

// settle marks the key as used.
func settle(ctx context.Context, tx *Tx) error {
	c, ok := ctx.Value(claimKey{}).(*claim)
	if !ok || c.settled {
		return nil
	}
	_, err := tx.Exec(`UPDATE idempotency_keys SET status = 200, ref = @ref WHERE person_id = @person AND key = @key`,
		Args{"person": c.person, "key": c.key, "ref": c.ref})
	return err
}

// Settled reports whether a write under the context has settled the key with the reference.
func Settled(ctx context.Context, ref string) bool {
	c, ok := ctx.Value(claimKey{}).(*claim)
	return ok && c.settled && c.ref == ref
}

func settled(ctx context.Context) {
	if c, ok := ctx.Value(claimKey{}).(*claim); ok {
		c.settled = true
	}
}
