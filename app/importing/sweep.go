package importing

import (
	"context"
	"errors"
	"time"

	"delinli/app/files"
	"delinli/app/store"
	"delinli/app/store/imports"
	"delinli/models"
	"delinli/models/intake"
)

// Sweep drops files with which nothing was done for a day, and bytes that nothing names since a day
// before now. It tells how many went.
func (s *Service) Sweep(ctx context.Context, now time.Time) (gone int64, err error) {
	over, err := imports.Over(s.DB.Read(ctx), s.Now())
	for _, id := range over {
		if err := s.expire(ctx, id); err != nil {
			return gone, err
		}
		gone++
	}
	if err = errors.Join(err, s.forgetEnded(ctx)); err != nil {
		return gone, err
	}
	nameless, err := files.Nameless(ctx, s.Blobs, now.Add(-intake.Life), func(names []string) ([]string, error) { return imports.Known(s.DB.Read(ctx), names) })
	return gone + nameless, err
}

func (s *Service) expire(ctx context.Context, id models.IntakeID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		i, err := imports.LockIntake(tx, id)
		if err != nil {
			return err
		}
		next, err := i.Raise(intake.Expire, models.SystemActor, s.Now())
		if models.KindOf(err) == models.Conflict {
			return nil // something was done with it just now
		}
		if err != nil {
			return err
		}
		if err := imports.SaveIntake(tx, next); err != nil {
			return err
		}
		return inTx{s, tx, models.SystemActor}.log(next, intake.Expire)
	})
}

// forgetEnded deletes the bytes of all that has ended, also of what a process that died did not come to.
func (s *Service) forgetEnded(ctx context.Context) error {
	left, err := imports.Left(s.DB.Read(ctx))
	for _, id := range left {
		if err := s.forget(ctx, id); err != nil {
			return err
		}
	}
	return err
}
