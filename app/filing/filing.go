// Package filing takes uploads, and gives files to those who may see what they belong to, by links that live for minutes.
package filing

import (
	"bytes"
	"context"
	"io"
	"time"

	"delinli/app/files"
	"delinli/app/store"
	rows "delinli/app/store/files"
	"delinli/models"
	"delinli/models/file"
)

// LinkLife is how long a link is good.
const LinkLife = 5 * time.Minute

// Signer signs links.
type Signer interface {
	SignLink(id models.FileID, expires time.Time) string
	VerifyLink(id models.FileID, signature string, now time.Time) error
}

// Orders tells whether somebody may see a file of an order.
type Orders interface {
	ShowsFile(ctx context.Context, a models.Actor, f file.File) (bool, error)
}

// Service is the verbs of files.
type Service struct {
	DB     *store.DB
	Files  *files.Service
	Blobs  files.Blobs
	Signer Signer
	Orders Orders
	Now    models.Clock
}

// MaxWaiting is how many files somebody may have sent that are attached to nothing yet, so that nobody fills the disk.
const MaxWaiting = 40

var errTooManyWaiting = &models.Error{Kind: models.TooMany, Code: "file.too_many_waiting", Retry: time.Hour}

// Upload keeps what somebody sends until it is attached to something; after a day it is gone.
func (s *Service) Upload(ctx context.Context, a models.Actor, data []byte) (file.File, error) {
	waiting, err := rows.Waiting(s.DB.Read(ctx), a.Person)
	if err != nil {
		return file.File{}, err
	}
	if waiting >= MaxWaiting {
		return file.File{}, errTooManyWaiting
	}
	f, err := s.Files.Accept(ctx, a, bytes.NewReader(data))
	if err != nil {
		return f, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		room, err := rows.Keep(tx, f, MaxWaiting)
		if err == nil && !room {
			return errTooManyWaiting
		}
		return err
	})
	if err != nil {
		_ = s.Files.Forget(context.WithoutCancel(ctx), f) // what stays is an orphan, which the sweep takes
	}
	return f, err
}

// Portrait makes an uploaded picture the one that a volunteer shows at the door.
func (s *Service) Portrait(ctx context.Context, a models.Actor, id models.FileID) error {
	return s.DB.Alone(ctx, func(tx *store.Tx) error { return rows.Portrait(tx, a.Person, id) })
}

// Link signs a link to a file for whoever may see it now.
func (s *Service) Link(ctx context.Context, a models.Actor, id models.FileID) (signature string, until time.Time, err error) {
	tx := s.DB.Read(ctx)
	f, err := rows.Get(tx, id)
	if err != nil {
		return "", until, err
	}
	allowed := f.Owner == a.Person && f.OrderID.IsZero()
	switch {
	case !f.OrderID.IsZero():
		allowed, err = s.Orders.ShowsFile(ctx, a, f)
	case !allowed:
		allowed, err = rows.Shows(tx, f.Owner, a.Person)
	}
	switch {
	case err != nil:
		return "", until, err
	case !allowed:
		return "", until, models.Missing
	}
	until = s.Now().Add(LinkLife).Truncate(time.Second)
	return s.Signer.SignLink(id, until), until, nil
}

// Open gives the bytes behind a link, or of a picture its small version.
func (s *Service) Open(ctx context.Context, id models.FileID, signature string, small bool) (f file.File, body io.ReadSeekCloser, err error) {
	if err := s.Signer.VerifyLink(id, signature, s.Now()); err != nil {
		return f, nil, err
	}
	if f, err = rows.Get(s.DB.Read(ctx), id); err != nil {
		return f, nil, err
	}
	body, err = s.Files.Open(context.WithoutCancel(ctx), f, small)
	return f, body, err
}

// Orphans removes files that nobody attached, and bytes that no row names, from before a moment; it tells how many.
func (s *Service) Orphans(ctx context.Context, before time.Time) (removed int64, err error) {
	unattached, err := rows.Orphans(s.DB.Read(ctx), before, batch)
	if err != nil {
		return 0, err
	}
	for _, f := range unattached {
		gone := false
		if err := s.DB.Alone(ctx, func(tx *store.Tx) (err error) { gone, err = rows.Delete(tx, f.ID); return err }); err != nil {
			return removed, err
		}
		if !gone {
			continue
		}
		if err := s.Files.Forget(ctx, f); err != nil {
			return removed, err
		}
		removed++
	}
	// what is left of uploads that failed half way and of people who were erased
	nameless, err := files.Nameless(ctx, s.Blobs, before, func(names []string) ([]string, error) { return rows.Known(s.DB.Read(ctx), names) })
	return removed + nameless, err
}

// batch is how many files one look takes.
const batch = 500
