// Package importing takes residents, dwellings, grid teams and the party's organisations in from workbooks and CSV: it reads a table line by line, tells
// what is wrong with each line, and enters all of them, or the good ones, in one go. What was read of residents lies sealed in a staging table meanwhile,
// so that work that was cut off goes on.
package importing

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"delinli/app/files"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/imports"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/gridteam"
	"delinli/models/intake"
	"delinli/models/party"
	"delinli/models/resident"
	"delinli/models/table"
)

// Service is the verbs of taking in.
type Service struct {
	DB     *store.DB
	Vault  *vault.Vault
	Keys   *vault.Keyring
	Blobs  files.Blobs // a place of their own
	Now    models.Clock
	Random io.Reader
	Log    *slog.Logger
	Teams  Teams
	Orgs   Orgs
	Places Places
}

// Teams appoints within a transaction, as staff do one by one.
type Teams interface {
	AppointIn(tx *store.Tx, a models.Actor, p gridteam.Post) error
}

// Orgs founds within a transaction, as staff do one by one.
type Orgs interface {
	FoundIn(tx *store.Tx, a models.Actor, o party.Org) error
}

// Places adds areas within a transaction, as staff do one by one.
type Places interface {
	AddAreaIn(tx *store.Tx, a models.Actor, n area.Area) (area.Area, error)
}

// Task is a table and how it is to be read.
type Task struct {
	Kind     intake.Kind
	File     File
	Mapping  table.Mapping   // nil: by the heads of its first line
	GoodOnly bool            // enter the good lines where others are bad; else none
	Source   resident.Source // from whom the tags of residents are known

	sole bool                           // nobody else can be at it
	seal func(*store.Tx, Outcome) error // ends in the same transaction what stands behind the task, or undoes it; nil: nothing does
}

// File is what a table is read from, as often as needed.
type File struct {
	Size int64
	Open func(context.Context) (body, error)
}

// body is the bytes of a table: a CSV is read from its beginning, a workbook here and there.
type body interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// OnDisk is a file of this machine.
func OnDisk(path string) (File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return File{}, err
	}
	return File{info.Size(), func(context.Context) (body, error) { return os.Open(path) }}, nil
}

type (
	// Progress is how far the work is.
	Progress = intake.Progress
	// Outcome is what came of a table.
	Outcome = intake.Outcome
)

var (
	errBad     = models.Fault(models.Invalid, "import.bad_lines")
	errRunning = models.Fault(models.Conflict, "import.running")
)

// How long an import may be silent before another process takes it over, and before it is dropped.
const (
	silence = 30 * time.Second
	keep    = 24 * time.Hour
)

// CheckTable reads a table to its end and tells what is wrong with it. It changes nothing. Faults of lines are in the outcome; a table that cannot be read, or
// whose columns do not suffice, is Invalid. Areas that are not the actor's to keep are unknown to them.
func (s *Service) CheckTable(ctx context.Context, a models.Actor, task Task, tell func(Progress)) (Outcome, error) {
	if !a.Has(models.Staff...) {
		return Outcome{}, models.Denied
	}
	if task.Kind != intake.Residents {
		return s.keepBook(ctx, a, task, false, tell)
	}
	r, err := s.register(ctx, a, task, tell)
	if err != nil {
		return Outcome{}, err
	}
	r.step = "check"
	err = r.run(func([]line) error { return nil })
	return r.outcome(), err
}

// EnterTable enters a table's lines: all of them, or none when one is bad, unless only the good ones are asked for; then the error is
// import.bad_lines and the outcome names them. The same file of residents read in the same way goes on where it was cut off.
func (s *Service) EnterTable(ctx context.Context, a models.Actor, task Task, tell func(Progress)) (Outcome, error) {
	if !a.Has(models.Staff...) {
		return Outcome{}, models.Denied
	}
	if task.Kind != intake.Residents {
		return s.keepBook(ctx, a, task, true, tell)
	}
	r, err := s.register(ctx, a, task, tell)
	if err != nil {
		return Outcome{}, err
	}
	id, err := s.begin(ctx, a, task)
	if err != nil {
		return Outcome{}, err
	}
	return s.enter(ctx, a, r, id)
}

func (s *Service) enter(ctx context.Context, a models.Actor, r *register, id models.ImportID) (Outcome, error) {
	staged, err := imports.Staged(s.DB.Read(ctx), id)
	if err != nil {
		return Outcome{}, err
	}
	r.step, r.id, r.staged = "stage", id, make(map[int]bool, len(staged))
	for _, n := range staged {
		r.staged[n] = true
	}
	err = r.run(r.stage)
	out := r.outcome()
	if err == nil && out.Bad > 0 && !r.task.GoodOnly {
		err = errBad
	}
	if errors.Is(context.Cause(ctx), errStopped) {
		return out, cmp.Or(s.end(context.WithoutCancel(ctx), a, id, "dropped", 0), err)
	}
	if models.KindOf(err) == models.Invalid {
		return out, cmp.Or(s.end(ctx, a, id, "refused", 0), err)
	}
	if err != nil {
		return out, err
	}
	r.tell(Progress{Step: "enter", Lines: out.Good(), Share: 1})
	for range tries {
		if out.Entered, err = s.make(ctx, a, id, r.task, out); models.KindOf(err) != models.Invalid {
			break
		}
	}
	return out, err
}

// tries is how often lines are entered anew when somebody is entered in another way at the same moment.
const tries = 3

// make turns the staged lines into residents, and ends the import with them.
func (s *Service) make(ctx context.Context, a models.Actor, id models.ImportID, task Task, out Outcome) (entered int, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		now := s.Now()
		entered, err = imports.Enter(tx, imports.Entering{ID: id, Owner: a.Person, Source: task.Source, Today: string(calendar.DateOf(now)), Now: now})
		if err != nil {
			return err
		}
		out.Entered = entered
		if task.seal != nil {
			if err := task.seal(tx, out); err != nil {
				return err
			}
		}
		return s.ended(tx, a, id, "done", entered)
	})
	return entered, err
}

// begin makes the import of a task, or finds it.
func (s *Service) begin(ctx context.Context, a models.Actor, task Task) (id models.ImportID, err error) {
	digest, err := digestOf(ctx, task, a)
	if err != nil {
		return id, err
	}
	now := s.Now()
	quiet := now.Add(-silence)
	if task.sole {
		quiet = now
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		id, err = imports.Begin(tx, models.NewID[models.ImportID](s.Random), a.Person, digest, now, quiet)
		if err == nil && id.IsZero() {
			err = errRunning
		}
		return err
	})
	return id, err
}

func (s *Service) end(ctx context.Context, a models.Actor, id models.ImportID, state string, entered int) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error { return s.ended(tx, a, id, state, entered) })
}

func (s *Service) ended(tx *store.Tx, a models.Actor, id models.ImportID, state string, entered int) error {
	if err := imports.End(tx, id, state, entered, s.Now()); err != nil {
		return err
	}
	return s.log(tx, a, id, intake.Residents, state, entered)
}

func (s *Service) log(tx *store.Tx, a models.Actor, id models.ImportID, kind intake.Kind, state string, entered int) error {
	return audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: "import." + state, Subject: "import", SubjectID: id.String(),
		Detail: map[string]any{"kind": kind, "entered": entered}})
}

// within are the grids of the actor's seats.
func within(a models.Actor, grids []models.AreaCode) map[models.AreaCode]bool {
	mine := map[models.AreaCode]bool{}
	for _, g := range grids {
		if slices.ContainsFunc(store.ScopeOf(a, models.Staff...).Areas, g.Within) {
			mine[g] = true
		}
	}
	return mine
}
