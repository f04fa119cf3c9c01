// Package jobs is what the program does by itself: it turns the outbox into jobs, runs them and the timetable, and tells every
// process what has happened. Any number of processes share one database; whatever one of them drops, another picks up.
package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"delinli/app/store"
)

// Options is what the jobs are built from.
type Options struct {
	Pool     *pgxpool.Pool
	DB       *store.DB
	Hint     *Hint
	Hub      *Hub
	Handlers []Handler
	Tasks    []Task
	Log      *slog.Logger

	rescueAfter time.Duration // until a job of a dead process is given to another; a minute
}

// Service is the running jobs of one process.
type Service struct {
	Options
	client *river.Client[pgx.Tx]
	stop   context.CancelFunc
	loops  sync.WaitGroup
}

// New builds the jobs; the error tells of a table that cannot be run.
func New(o Options) (*Service, error) {
	if o.rescueAfter == 0 {
		o.rescueAfter = time.Minute
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, eventWorker{handlers: o.Handlers, log: o.Log})
	river.AddWorker(workers, taskWorker{tasks: o.Tasks, pool: o.Pool, log: o.Log})
	client, err := river.NewClient(riverpgxv5.New(o.Pool), &river.Config{
		Workers:      workers,
		Queues:       map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 8}, taskQueue: {MaxWorkers: 4}},
		PeriodicJobs: timetable(o.Tasks),
		Logger:       slog.New(quiet{o.Log.Handler()}),
		JobTimeout:   min(eventTime, o.rescueAfter/2), RescueStuckJobsAfter: o.rescueAfter,
		CompletedJobRetentionPeriod: time.Hour, CancelledJobRetentionPeriod: time.Hour,
		ReindexerIndexNames: []string{}, // the application role owns no index
	})
	return &Service{Options: o, client: client}, err
}

func timetable(tasks []Task) (table []*river.PeriodicJob) {
	for _, t := range tasks {
		table = append(table, river.NewPeriodicJob(river.PeriodicInterval(t.Every), func() (river.JobArgs, *river.InsertOpts) {
			return taskArgs{t.Name}, &river.InsertOpts{Queue: taskQueue, MaxAttempts: 1}
		}, &river.PeriodicJobOpts{ID: t.Name, RunOnStart: true}))
	}
	return table
}

// Start runs everything until Stop. It fails when the database does not answer.
func (s *Service) Start(ctx context.Context) error {
	ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.Hub.begin(ctx); err != nil {
		return err
	}
	if err := s.client.Start(ctx); err != nil {
		return err
	}
	for _, loop := range []func(context.Context){s.Hint.run, s.Hub.listen, s.Hub.follow, s.relay} {
		s.loops.Go(func() { loop(ctx) })
	}
	return nil
}

// Stop takes no more work and lets running jobs finish; when ctx ends before they have, they are told to end. It may follow a Start that
// failed, or none.
func (s *Service) Stop(ctx context.Context) error {
	if s.stop == nil {
		return nil
	}
	defer s.loops.Wait()
	defer s.stop()
	err := s.client.Stop(ctx)
	if err != nil && ctx.Err() != nil {
		hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		return errors.Join(err, s.client.StopAndCancel(hard))
	}
	return err
}
