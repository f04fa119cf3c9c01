package jobs

import (
	"context"
	"log/slog"
	"time"

	"delinli/app/store/outbox"
	"delinli/models"
)

const gaugeTime = 2 * time.Second

// Gauges are the figures of the jobs by the names under which they are measured: how many jobs wait, are tried again or were given up,
// how many seconds the oldest event has been waiting to become jobs, and 1 while this process runs the timetable. There are none while
// the database is away.
func (s *Service) Gauges() map[string]float64 {
	ctx, cancel := context.WithTimeout(context.Background(), gaugeTime)
	defer cancel()
	tx := s.DB.Read(ctx)
	q, err := outbox.QueueNow(tx)
	if err != nil {
		return nil
	}
	lag, err := outbox.Lag(tx)
	if err != nil {
		return nil
	}
	leads := 0.0
	if q.Leader == s.client.ID() {
		leads = 1
	}
	return map[string]float64{
		"delinli_jobs_waiting": float64(q.Waiting), "delinli_jobs_retrying": float64(q.Retrying), "delinli_jobs_failed": float64(q.Failed),
		"delinli_outbox_lag_seconds": lag.Seconds(), "delinli_jobs_leader": leads,
	}
}

// Leader reports whether this process runs the timetable now.
func (s *Service) Leader(ctx context.Context) (bool, error) {
	q, err := outbox.QueueNow(s.DB.Read(ctx))
	return q.Leader == s.client.ID(), err
}

// errNoLeader is of a moment in which the timetable stands still: at the first start, and for some seconds after a leader died.
var errNoLeader = models.Fault(models.Unavailable, "jobs.no_leader")

// Health tells what is wrong with the jobs of all processes together: the database is away, or nobody runs the timetable.
func (s *Service) Health(ctx context.Context) error {
	q, err := outbox.QueueNow(s.DB.Read(ctx))
	if err == nil && q.Leader == "" {
		return errNoLeader
	}
	return err
}

// quiet passes on what the job queue finds worth a warning; failed jobs are logged by us.
type quiet struct{ slog.Handler }

// Enabled leaves out what is below a warning.
func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && q.Handler.Enabled(ctx, l)
}
