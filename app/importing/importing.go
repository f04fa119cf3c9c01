// Package importing takes residents, dwellings, grid teams and the party's organisations in from workbooks and CSV: it reads a table line by line, tells
// what is wrong with each line, and enters all of them, or the good ones, in one transaction.
package importing

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"slices"

	"delinli/app/files"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/models"
	"delinli/models/area"
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
	errBad  = models.Fault(models.Invalid, "import.bad_lines")
	errUndo = errors.New("importing: only checked")
)

// CheckTable reads a table to its end and tells what is wrong with it. It changes nothing. Faults of lines are in the outcome; a table that cannot be read, or
// whose columns do not suffice, is Invalid. Areas that are not the actor's to keep are unknown to them.
func (s *Service) CheckTable(ctx context.Context, a models.Actor, task Task, tell func(Progress)) (Outcome, error) {
	return s.keepBook(ctx, a, task, false, tell)
}

// EnterTable enters a table's lines, in one transaction: all of them, or none when one is bad, unless only the good ones are asked for; then the error is
// import.bad_lines and the outcome names them.
func (s *Service) EnterTable(ctx context.Context, a models.Actor, task Task, tell func(Progress)) (Outcome, error) {
	return s.keepBook(ctx, a, task, true, tell)
}

// keepBook reads a table into a book. To check it, all that was written is undone: so a table is checked by the very rules by which it is entered.
func (s *Service) keepBook(ctx context.Context, a models.Actor, task Task, wanted bool, tell func(Progress)) (out Outcome, err error) {
	if !a.Has(models.Staff...) {
		return out, models.Denied
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		r, t := newReading(ctx, task, wanted, tell), inTx{s, tx, a}
		entered, err := r.into(t)
		switch out = r.outcome(); {
		case err != nil:
			return err
		case !wanted:
			return errUndo
		case r.hopeless():
			return errBad
		}
		out.Entered = entered
		return t.end(task, out)
	})
	if errors.Is(err, errUndo) {
		err = nil
	}
	return out, err
}

func (t inTx) end(task Task, out Outcome) error {
	if task.seal != nil {
		if err := task.seal(t.tx, out); err != nil {
			return err
		}
	}
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: "import.done", Subject: "import", SubjectID: models.NewID[models.ImportID](t.Random).String(),
		Detail: map[string]any{"kind": task.Kind, "entered": out.Entered}})
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
