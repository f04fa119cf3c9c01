package importing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"

	"delinli/models"
	"delinli/models/area"
	"delinli/models/gridteam"
	"delinli/models/intake"
	"delinli/models/party"
	"delinli/models/resident"
	"delinli/models/table"
)

// kinds are the tables that can be taken in, with the columns that each may have.
var kinds = map[intake.Kind]table.Columns{
	intake.Residents: resident.Columns, intake.Dwellings: area.Columns, intake.Teams: gridteam.Columns, intake.Organisations: party.Columns,
}

// reading is one way through a table.
type reading struct {
	ctx  context.Context
	task Task
	tell func(Progress)
	step string

	wanted bool // its lines are to be entered
	source *source
	last   int // the last line that was read

	mu     sync.Mutex
	lines  int
	bad    map[int]bool
	faults []table.Fault
	codes  map[string]int
}

func newReading(ctx context.Context, task Task, wanted bool, tell func(Progress)) *reading {
	r := &reading{ctx: ctx, task: task, tell: tell, step: "check", wanted: wanted, bad: map[int]bool{}, codes: map[string]int{}}
	if wanted {
		r.step = "enter"
	}
	return r
}

// hopeless reports whether nothing will be entered, since a line is bad.
func (r *reading) hopeless() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.bad) > 0 && !r.task.GoodOnly
}

// through opens the table, reads its first line, which names the columns, and lets the rest be read.
func (r *reading) through(rest func() error) (err error) {
	if r.source, err = open(r.ctx, r.task.File); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.source.close()) }()
	heads, err := r.source.heads()
	if err != nil {
		return err
	}
	if r.task.Mapping == nil {
		r.task.Mapping = kinds[r.task.Kind].Guess(heads)
	}
	if err := kinds[r.task.Kind].Check(r.task.Mapping); err != nil {
		return err
	}
	return rest()
}

// cells gives those of the next line, or io.EOF.
func (r *reading) cells() ([]string, error) {
	cells, err := r.source.Next()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, atLine(err, r.source.line)
	}
	if err == nil {
		r.last = r.source.line
	}
	return cells, err
}

func (r *reading) report() {
	r.tell(Progress{Step: r.step, Lines: r.last, Share: min(1, float64(r.source.read())/float64(max(1, r.source.size)))})
}

// atLine tells at which line a table cannot be read.
func atLine(err error, n int) error {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return err
	}
	return &models.Error{Kind: e.Kind, Code: e.Code, Fields: e.Fields, Err: fmt.Errorf("line %d", n)}
}

// note counts lines and keeps faults.
func (r *reading) note(lines int, faults ...table.Fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines += lines
	for _, f := range faults {
		r.bad[f.Line] = true
		r.codes[f.Code]++
		if len(r.faults) < intake.MaxFaults {
			r.faults = append(r.faults, f)
		}
	}
}

func (r *reading) outcome() Outcome {
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.SortStableFunc(r.faults, func(a, b table.Fault) int { return cmp.Compare(a.Line, b.Line) })
	return Outcome{Lines: r.lines, Bad: len(r.bad), Faults: r.faults, Codes: maps.Clone(r.codes)}
}
