// Package importing takes residents in from workbooks and CSV: it reads a table line by line, tells what is wrong with each line, and enters all of
// them, or the good ones, in one go. What was read lies sealed in a staging table meanwhile, so that work that was cut off goes on.
package importing

import (
	"cmp"
	"context"
	"io"
	"slices"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/imports"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/resident"
)

// Service is the verbs of taking in.
type Service struct {
	DB     *store.DB
	Vault  *vault.Vault
	Keys   *vault.Keyring
	Now    models.Clock
	Random io.Reader
}

// Task is a table and how it is to be read.
type Task struct {
	Path     string           // of the file
	Mapping  resident.Mapping // nil: by the heads of its first line
	GoodOnly bool             // enter the good lines where others are bad; else none
	Source   resident.Source  // from whom the tags are known
}

// Progress is how far the work is.
type Progress struct {
	Step  string // check, stage or enter
	Lines int
	Share float64 // of the file, 0 to 1; 0 where it is not known
}

// Outcome is what came of a table.
type Outcome struct {
	Lines   int              // with words, without the heads
	Bad     int              // lines with a fault
	Faults  []resident.Fault // of the first lines that have one
	Codes   map[string]int   // how often each fault was found
	Entered int              // residents that there are more now
}

// Good is how many lines have no fault.
func (o Outcome) Good() int { return o.Lines - o.Bad }

// MaxFaults is how many faults are told one by one.
const MaxFaults = 1_000

var (
	errBad     = models.Fault(models.Invalid, "import.bad_lines")
	errRunning = models.Fault(models.Conflict, "import.running")
)

// How long an import may be silent before another process takes it over, and before it is dropped.
const (
	silence = 30 * time.Second
	keep    = 24 * time.Hour
)

// Check reads a table to its end and tells what is wrong with it. It changes nothing. Faults of lines are in the outcome; a table that cannot be read, or
// whose columns do not suffice, is Invalid. Areas that are not the actor's to keep are unknown to them.
func (s *Service) Check(ctx context.Context, a models.Actor, task Task, tell func(Progress)) (Outcome, error) {
	r, err := s.reader(ctx, a, task, tell)
	if err != nil {
		return Outcome{}, err
	}
	r.step = "check"
	err = r.run(func([]line) error { return nil })
	return r.outcome(), err
}

// Enter makes residents of a table's lines: of all of them, or of none when one is bad, unless only the good ones are asked for; then the error is
// import.bad_lines and the outcome names them. The same file read in the same way goes on where it was cut off.
func (s *Service) Enter(ctx context.Context, a models.Actor, task Task, tell func(Progress)) (Outcome, error) {
	r, err := s.reader(ctx, a, task, tell)
	if err != nil {
		return Outcome{}, err
	}
	id, err := s.begin(ctx, a, task)
	if err != nil {
		return Outcome{}, err
	}
	return s.enter(ctx, a, r, id)
}

func (s *Service) enter(ctx context.Context, a models.Actor, r *reader, id models.ImportID) (Outcome, error) {
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
	if models.KindOf(err) == models.Invalid {
		return out, cmp.Or(s.end(ctx, a, id, "refused", 0), err)
	}
	if err != nil {
		return out, err
	}
	r.tell(Progress{Step: "enter", Lines: out.Good(), Share: 1})
	for range tries {
		if out.Entered, err = s.make(ctx, a, id, r.task.Source); models.KindOf(err) != models.Invalid {
			break
		}
	}
	return out, err
}

// tries is how often lines are entered anew when somebody is entered in another way at the same moment.
const tries = 3

// make turns the staged lines into residents, and ends the import with them.
func (s *Service) make(ctx context.Context, a models.Actor, id models.ImportID, source resident.Source) (entered int, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		now := s.Now()
		entered, err = imports.Enter(tx, imports.Entering{ID: id, Owner: a.Person, Source: source, Today: string(calendar.DateOf(now)), Now: now})
		if err != nil {
			return err
		}
		return s.ended(tx, a, id, "done", entered)
	})
	return entered, err
}

// begin makes the import of a task, or finds it.
func (s *Service) begin(ctx context.Context, a models.Actor, task Task) (id models.ImportID, err error) {
	digest, err := digestOf(task, a)
	if err != nil {
		return id, err
	}
	now := s.Now()
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		id, err = imports.Begin(tx, models.NewID[models.ImportID](s.Random), a.Person, digest, now, now.Add(-silence))
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
	return audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: "import." + state, Subject: "import", SubjectID: id.String(),
		Detail: map[string]any{"entered": entered}})
}

// Sweep drops imports that were cut off and that nobody took up again.
func (s *Service) Sweep(ctx context.Context) (dropped int, err error) {
	idle, err := imports.Idle(s.DB.Read(ctx), s.Now().Add(-keep))
	for _, id := range idle {
		if err := s.end(ctx, models.SystemActor, id, "dropped", 0); err != nil {
			return dropped, err
		}
		dropped++
	}
	return dropped, err
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
