package jobs

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"delinli/app/store/outbox"
)

const (
	relayBatch = 500
	relayLook  = time.Second
)

// relay turns what comes into the outbox into jobs until ctx ends. Of many processes one is at it at a time.
func (s *Service) relay(ctx context.Context) {
	for ctx.Err() == nil {
		news := s.Hub.News()
		if err := s.relayAll(ctx); err != nil && ctx.Err() == nil {
			s.Log.Warn("the outbox could not be relayed", "err", reason(err))
		}
		select {
		case <-ctx.Done():
		case <-news:
		case <-time.After(relayLook):
		}
	}
}

func (s *Service) relayAll(ctx context.Context) error {
	for {
		taken, err := outbox.Relay(ctx, s.Pool, relayBatch, func(tx pgx.Tx, rows []outbox.Row) error { return s.makeJobs(ctx, tx, rows) })
		if err != nil || taken < relayBatch {
			return err
		}
	}
}

// makeJobs makes a job of each row for each handler that wants it.
func (s *Service) makeJobs(ctx context.Context, tx pgx.Tx, rows []outbox.Row) error {
	var jobs []river.InsertManyParams
	for _, row := range rows {
		for _, h := range s.Handlers {
			if h.wants(row) {
				jobs = append(jobs, river.InsertManyParams{Args: eventArgs{h.Name, row},
					InsertOpts: &river.InsertOpts{MaxAttempts: eventTries, UniqueOpts: river.UniqueOpts{ByArgs: true}}})
			}
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	_, err := s.client.InsertManyTx(ctx, tx, jobs)
	return err
}
