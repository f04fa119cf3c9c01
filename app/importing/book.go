package importing

import (
	"errors"
	"io"

	"delinli/app/store/imports"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/intake"
	"delinli/models/table"
)

// book is where the lines of a table are entered, within a transaction.
type book interface {
	// add enters a line, or keeps it for close, or tells what is wrong with it.
	add(number int, cells []string) ([]table.Fault, error)
	// close writes what add has not written yet, unless the reading failed, and tells how many rows there are more.
	close(failed error) (entered int, err error)
}

// into reads the table into its book.
func (r *reading) into(t inTx) (entered int, err error) {
	if err := imports.AtLeisure(t.tx); err != nil {
		return 0, err
	}
	err = r.through(func() error {
		b, err := t.book(r)
		if err != nil {
			return err
		}
		entered, err = b.close(r.each(b.add))
		return err
	})
	return entered, err
}

func (t inTx) book(r *reading) (book, error) {
	today := calendar.DateOf(t.Now())
	switch m := r.task.Mapping; r.task.Kind {
	case intake.Residents:
		return t.residentsIn(r, today)
	case intake.Teams:
		return &teams{inTx: t, mapping: m, today: today}, nil
	case intake.Organisations:
		return &orgs{inTx: t, mapping: m}, nil
	default:
		return newDwellings(t, m), nil
	}
}

// pace is after how many lines it is told how far the work is.
const pace = 500

// each hands the lines with words to add, and notes what is wrong with them.
func (r *reading) each(add func(number int, cells []string) ([]table.Fault, error)) error {
	for n := 1; ; n++ {
		cells, err := r.cells()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if table.Blank(cells) {
			continue
		}
		faults, err := add(r.last, cells)
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
