package files

import (
	"context"
	"encoding/hex"
	"io"
	"iter"
	"time"
)

// Blobs keeps bytes under random names. Disk is one; object storage can be another.
type Blobs interface {
	// Put keeps all that r gives under a name not used before; after an error nothing is under it. No room left is
	// Unavailable with code file.disk_full.
	Put(ctx context.Context, name string, r io.Reader) error
	// Open gives the bytes of a name, or models.Missing. The caller closes it.
	Open(ctx context.Context, name string) (io.ReadSeekCloser, error)
	// Delete forgets a name; one that is not there is forgotten already.
	Delete(ctx context.Context, name string) error
	// List gives everything that takes room, also what a crash left half written, in no order. An error ends it.
	List(ctx context.Context) iter.Seq2[Blob, error]
}

// Blob is one entry of a list.
type Blob struct {
	Name string
	Size int64 // bytes
	At   time.Time
}

// Nameless deletes the bytes from before a moment whose names nothing holds, and tells how many; known picks from names those that something does.
func Nameless(ctx context.Context, b Blobs, before time.Time, known func(names []string) ([]string, error)) (removed int64, err error) {
	var names []string
	for blob, err := range b.List(ctx) {
		if err != nil {
			return 0, err
		}
		if blob.At.Before(before) {
			names = append(names, blob.Name)
		}
	}
	held, err := known(names)
	if err != nil {
		return 0, err
	}
	named := map[string]bool{}
	for _, name := range held {
		named[name] = true
	}
	for _, name := range names {
		if named[name] {
			continue
		}
		if err := b.Delete(ctx, name); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// NewName draws a name of 128 random bits. It panics when random fails, as models.NewID does.
func NewName(random io.Reader) string {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		panic(err)
	}
	return hex.EncodeToString(b[:])
}
