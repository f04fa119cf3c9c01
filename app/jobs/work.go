package jobs

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"delinli/app/store/outbox"
	"delinli/models"
)

// Handler does one thing for each event of a topic: one job for each, tried again with growing pauses while it fails. A process may
// die after the work and before it is noted as done, so the work must bear being done twice.
type Handler struct {
	Name   string // stable: jobs in the database name it
	Topic  string
	Events []string // none: all of the topic
	Do     func(context.Context, outbox.Row) error
}

func (h Handler) wants(r outbox.Row) bool {
	return r.Topic == h.Topic && (len(h.Events) == 0 || slices.Contains(h.Events, r.Event))
}

// Task is done again and again, by one process at a time. A round that fails is not repeated: the next one comes anyway.
type Task struct {
	Name  string
	Every time.Duration
	Do    func(context.Context) error
}

// eventArgs is the job of one handler for one row of the outbox.
type eventArgs struct {
	Handler string     `json:"handler" river:"unique"`
	Row     outbox.Row `json:"row" river:"unique"`
}

// Kind names the job in the database.
func (eventArgs) Kind() string { return "event" }

// taskArgs is one round of a task.
type taskArgs struct {
	Task string `json:"task"`
}

// Kind names the job in the database.
func (taskArgs) Kind() string { return "task" }

const (
	eventTime  = 30 * time.Second
	eventTries = 15 // over about two days
	taskTime   = 10 * time.Minute
	taskQueue  = "tasks"
)

type eventWorker struct {
	river.WorkerDefaults[eventArgs]
	handlers []Handler
	log      *slog.Logger
}

// Work hands the row to its handler.
func (w eventWorker) Work(ctx context.Context, job *river.Job[eventArgs]) error {
	at := slices.IndexFunc(w.handlers, func(h Handler) bool { return h.Name == job.Args.Handler })
	if at < 0 {
		return river.JobCancel(errors.New("this program has no such handler"))
	}
	err := safely(w.log, func() error { return w.handlers[at].Do(ctx, job.Args.Row) })
	return told(w.log, err, "job", job.Args.Handler, "topic", job.Args.Row.Topic, "event", job.Args.Row.Event, "attempt", job.Attempt)
}

type taskWorker struct {
	river.WorkerDefaults[taskArgs]
	tasks []Task
	pool  *pgxpool.Pool
	log   *slog.Logger
}

// Timeout gives a round of a task more time than an event.
func (taskWorker) Timeout(*river.Job[taskArgs]) time.Duration { return taskTime }

// Work does one round unless another process is still at one.
func (w taskWorker) Work(ctx context.Context, job *river.Job[taskArgs]) error {
	at := slices.IndexFunc(w.tasks, func(t Task) bool { return t.Name == job.Args.Task })
	if at < 0 {
		return river.JobCancel(errors.New("this program has no such task"))
	}
	err := outbox.Alone(ctx, w.pool, lockOf(job.Args.Task), func() error {
		return safely(w.log, func() error { return w.tasks[at].Do(ctx) })
	})
	if err := told(w.log, err, "task", job.Args.Task); err != nil {
		return river.JobCancel(err) // the next round comes anyway; a failed one is not kept for long
	}
	return nil
}

// lockOf is the number under which a task is locked.
func lockOf(task string) int32 {
	h := fnv.New32a()
	h.Write([]byte(task))
	return int32(h.Sum32())
}

// safely turns a panic into an error; the log gets the stack and the type of what was thrown, but not its text, which may hold
// personal data.
func safely(log *slog.Logger, do func() error) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("panic: %T", thrown)
			log.Error("a job panicked", "type", fmt.Sprintf("%T", thrown), "stack", string(debug.Stack()))
		}
	}()
	return do()
}

// told logs an error and gives what the queue may keep of it.
func told(log *slog.Logger, err error, what ...any) error {
	if err == nil {
		return nil
	}
	log.Error("a job failed", append(what, "err", reason(err))...)
	return errors.New(reason(err))
}

// reason is what may be written about an error: our codes and PostgreSQL's, but no message of the database, which quotes values.
func reason(err error) string {
	switch pg, ok := errors.AsType[*pgconn.PgError](err); {
	case err == nil:
		return ""
	case ok:
		return "SQLSTATE " + pg.Code + " " + pg.ConstraintName
	}
	if e, ok := errors.AsType[*models.Error](err); ok && e.Err == nil {
		return e.Code
	}
	return err.Error()
}
