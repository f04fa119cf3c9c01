// Package keeping keeps the record: it chains the audit, finds tampering, lets people look at personal data only with a line that
// tells of it, shows auditors and residents what was done, gives people what is held about them, and forgets in time.
package keeping

import (
	"context"
	"io"
	"sync/atomic"
	"time"

	"delinli/app/secret"
	"delinli/app/store"
	"delinli/models"
)

// Signer signs the head of the audit chain; app/secret's Keyring is one.
type Signer interface {
	SignHead(head []byte) []byte
	VerifyHead(head, signature []byte) bool
}

// Blobs forgets the bytes of a file; a name that is not there is forgotten already.
type Blobs interface {
	Delete(ctx context.Context, name string) error
}

// Orphans removes files that nobody attached to anything, and bytes that no row names, from before a moment; it tells how many.
type Orphans interface {
	Orphans(ctx context.Context, before time.Time) (int64, error)
}

// Service is the verbs of keeping.
type Service struct {
	DB      *store.DB
	Vault   *secret.Vault
	Signer  Signer
	Blobs   Blobs
	Orphans Orphans
	Now     models.Clock
	Random  io.Reader
	Dir     string // DATA_DIR/audit, where the signed head is kept beside the database

	rewrapped atomic.Bool // no data key is under an older master key
}
