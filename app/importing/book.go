package importing

import (
	"context"
	"errors"
	"io"

	"delinli/app/store"
	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/intake"
	"delinli/models/table"
)

// book is where the lines of a table are entered one by one, within a transaction.
type book interface {
	// add enters a line, or tells what is wrong with it.
	add(number int, cells []string) ([]table.Fault, error)
	// close writes what add has not written yet.
	close() error
}

var errUndo = errors.New("importing: only checked")

// keepBook reads a table whose lines are entered as staff enter them one by one, in one transaction. To check it, all is undone: so a table is checked
// by the very rules by which it is entered.
func (s *Service) keepBook(ctx context.Context, a models.Actor, task Task, wanted bool, tell func(Progress)) (out Outcome, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		r := newReading(ctx, task, tell)
		r.step = "check"
		if wanted {
			r.step = "enter"
		}
		err := r.through(func() error {
			b, err := inTx{s, tx, a}.book(r)
			if err != nil {
				return err
			}
			return r.enterAll(b)
		})
		switch out = r.outcome(); {
		case err != nil:
			return err
		case !wanted:
			return errUndo
		case out.Bad > 0 && !task.GoodOnly:
			return errBad
		}
		out.Entered = out.Good()
		if task.seal != nil {
			if err := task.seal(tx, out); err != nil {
				return err
			}
		}
		return s.log(tx, a, models.NewID[models.ImportID](s.Random), task.Kind, "done", out.Entered)
	})
	if errors.Is(err, errUndo) {
		err = nil
	}
	return out, err
}

func (t inTx) book(r *reading) (book, error) {
	switch m := r.task.Mapping; r.task.Kind {
	case intake.Teams:
		today, err := reports.Today(t.tx, t.Now())
		return teams{t, m, today}, err
	case intake.Organisations:
		return orgs{t, m}, nil
	default:
		return newDwellings(t, m), nil
	}
}

// pace is after how many lines it is told how far the work is.
const pace = 500

func (r *reading) enterAll(b book) error {
	for n := 1; ; n++ {
		cells, err := r.cells()
		if errors.Is(err, io.EOF) {
			return b.close()
		}
		if err != nil {
			return err
		}
		if table.Blank(cells) {
			continue
		}
		faults, err := b.add(r.last, cells)
		if err != nil {
			return err
		}
		r.note(1, faults...)
		if n%pace == 0 {
			r.report()
		}
	}
}

// told adds what a verb found wrong to what is wrong with a line, under the columns that hold the verb's fields; any other error goes on.
func told(bad table.Bad, err error, columns map[table.Field]table.Field) error {
	if models.KindOf(err) != models.Invalid {
		return err
	}
	bad.Note(err)
	for field, column := range columns {
		if code := bad[field]; code != "" {
			bad[column] = code
			delete(bad, field)
		}
	}
	return nil
}
