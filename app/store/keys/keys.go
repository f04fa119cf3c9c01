// Package keys remembers for a day which keyed requests of a person were made.
package keys

import (
	"bytes"
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"delinli/app/store"
	"delinli/models"
)

// Hold is how long a key stays with a request that gave no answer before it passes on to who tries again; longer than any keyed request runs.
const Hold = 10 * time.Second

// Service keeps the keys in the database, so that they hold over many processes.
type Service struct {
	DB    *store.DB
	Now   models.Clock
	Blind func(hash string) []byte // keys a hash: a short body, such as a phone or a code, would be guessed from a bare one
}

var (
	errRunning  = &models.Error{Kind: models.Conflict, Code: "idempotency.in_progress", Retry: time.Second}
	errMismatch = models.Fault(models.Invalid, "idempotency.mismatch")
)

type row struct {
	mine   bool // claimed by this very statement
	hash   []byte
	status int
	ref    string
}

// Begin claims the key, or tells what came of the request that claimed it before.
func (s *Service) Begin(ctx context.Context, a models.Actor, key string, hash []byte) (bound context.Context, status int, ref string, err error) {
	var found row
	hash = s.Blind(string(hash))
	err = s.DB.Alone(ctx, func(tx *store.Tx) (err error) {
		found, err = s.claim(tx, a.Person, key, hash)
		return err
	})
	switch {
	case err != nil:
		return ctx, 0, "", err
	case found.mine:
		return store.Keyed(ctx, a.Person, key), 0, "", nil
	case !bytes.Equal(found.hash, hash):
		return ctx, 0, "", errMismatch
	case found.status == 0:
		return ctx, 0, "", errRunning
	}
	return ctx, found.status, found.ref, nil
}

func (s *Service) claim(tx *store.Tx, person models.PersonID, key string, hash []byte) (row, error) {
	args := store.Args{"person": person, "key": key, "hash": hash, "now": s.Now(), "until": s.Now().Add(Hold)}
	r, err := store.One(tx, `
		INSERT INTO idempotency_keys AS k (person_id, key, body_hash, locked_until, at) VALUES (@person, @key, @hash, @until, @now)
		ON CONFLICT (person_id, key) DO UPDATE SET locked_until = EXCLUDED.locked_until
			WHERE k.status = 0 AND k.locked_until < @now AND k.body_hash = EXCLUDED.body_hash
		RETURNING true, body_hash, status, ref`, args, scan)
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return r, err
	}
	return store.One(tx, `SELECT false, body_hash, status, ref FROM idempotency_keys WHERE person_id = @person AND key = @key`, args, scan)
}

func scan(r store.Rows, k *row) error { return r.Scan(&k.mine, &k.hash, &k.status, &k.ref) }

// Finish keeps what the request brought about, unless the verb's own transaction has.
func (s *Service) Finish(ctx context.Context, a models.Actor, key string, status int, ref string) error {
	if store.Settled(ctx, ref) {
		return nil
	}
	return s.DB.Alone(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE idempotency_keys SET status = @status, ref = @ref WHERE person_id = @person AND key = @key`,
			store.Args{"person": a.Person, "key": key, "status": status, "ref": ref})
		return err
	})
}

// Forget gives up a claim whose request changed nothing.
func (s *Service) Forget(ctx context.Context, a models.Actor, key string) error {
	return s.DB.Alone(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(`DELETE FROM idempotency_keys WHERE person_id = @person AND key = @key AND status = 0`,
			store.Args{"person": a.Person, "key": key})
		return err
	})
}
