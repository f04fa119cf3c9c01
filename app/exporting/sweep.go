package exporting

import (
	"context"
	"time"

	"delinli/app/files"
	"delinli/app/store"
	"delinli/app/store/exports"
	"delinli/models"
	"delinli/models/export"
)

// batch is how many exports one look takes.
const batch = 500

// Sweep removes the files whose time is over, and bytes that no export names, which are as old as the disk says by now, of the machine; it tells how
// many went.
func (s *Service) Sweep(ctx context.Context, now time.Time) (gone int64, err error) {
	over, err := exports.Over(s.DB.Read(ctx), s.Now(), batch)
	if err != nil {
		return 0, err
	}
	for _, id := range over {
		if err := s.expire(ctx, id); err != nil {
			return gone, err
		}
		gone++
	}
	// what attempts left behind whose processes died
	nameless, err := files.Nameless(ctx, s.Blobs, now.Add(-export.Life), func(names []string) ([]string, error) { return exports.Known(s.DB.Read(ctx), names) })
	return gone + nameless, err
}

// expire forgets a file and says so: first the bytes, so that none outlives the word that it is gone.
func (s *Service) expire(ctx context.Context, id models.ExportID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		t := inTx{s, tx, models.SystemActor}
		e, err := exports.Lock(tx, id)
		if err != nil {
			return err
		}
		next, err := e.Raise(export.Expire, t.a, t.Now())
		if models.KindOf(err) == models.Conflict {
			return nil // another process was faster
		}
		if err != nil {
			return err
		}
		if err := s.forget(ctx, e.Blob); err != nil {
			return err
		}
		if err := exports.Save(tx, next); err != nil {
			return err
		}
		return t.log("export.expire", next, nil)
	})
}
