package keeping

import (
	"context"
	"time"

	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/app/store/traces"
)

// How long rows are kept that go by themselves; those of traces.PassingRows beside them.
const (
	KeepOutbox  = 7 * 24 * time.Hour // for screens that were away
	KeepOrphans = 24 * time.Hour
)

// sweepBatch is how many rows go in one transaction.
const sweepBatch = 1000

// Sweep removes what has passed by now and tells how many rows of which kind went. A kind that fails leaves the others for the
// next time. Lines of the audit are kept.
func (s *Service) Sweep(ctx context.Context, now time.Time) (gone map[string]int64, err error) {
	gone = map[string]int64{}
	gone["outbox"], err = s.batches(ctx, func(tx *store.Tx) (int64, error) { return outbox.Prune(tx, now.Add(-KeepOutbox), sweepBatch) })
	if err != nil {
		return gone, err
	}
	for _, p := range traces.PassingRows {
		gone[p.Name], err = s.batches(ctx, func(tx *store.Tx) (int64, error) { return p.Sweep(tx, now.Add(-p.Keep), sweepBatch) })
		if err != nil {
			return gone, err
		}
	}
	gone["files"], err = s.Orphans.Orphans(ctx, now.Add(-KeepOrphans))
	return gone, err
}

// batches runs one bounded deletion until nothing is left for it.
func (s *Service) batches(ctx context.Context, remove func(*store.Tx) (int64, error)) (all int64, err error) {
	for {
		var n int64
		err := s.DB.Write(ctx, func(tx *store.Tx) (err error) { n, err = remove(tx); return err })
		if all += n; err != nil || n < sweepBatch {
			return all, err
		}
	}
}
