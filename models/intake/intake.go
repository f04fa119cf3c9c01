// Package intake is a table that staff send in: which file it is, how its columns are read, what was found in it, and its life from the first byte
// to the register.
package intake

import (
	"slices"
	"time"

	"delinli/models"
	"delinli/models/flow"
	"delinli/models/secret"
	"delinli/models/table"
)

// Kind is what the lines of a table are.
type Kind string

// The kinds.
const (
	Residents     Kind = "residents"
	Dwellings     Kind = "dwellings"
	Teams         Kind = "teams"         // posts of the grids, and who holds them
	Organisations Kind = "organisations" // of the party
)

// Intake is one row. Name and Heads are sealed under the owner's key.
type Intake struct {
	ID       models.IntakeID
	Owner    models.PersonID
	Kind     Kind
	Name     secret.Sealed // of the file
	Size     int64         // of the file, in bytes
	Parts    int           // that have come, in their order
	Heads    secret.Sealed // JSON of the first line, which may be somebody
	Mapping  table.Mapping
	GoodOnly bool   // enter the good lines where others are bad
	Source   string // from whom the tags of residents are known; empty until it is entered, and for what has none

	State    State
	Attempts int // how often a process began to read it, since it was last asked to
	Progress Progress
	Outcome  *Outcome // nil: not read yet
	Fault    string   // why it failed, as a code
	BegunAt  time.Time
	EndedAt  *time.Time
	GoesAt   time.Time // when the file goes unless something is done with it
}

// Progress is how far the reading is.
type Progress struct {
	Step  string  `json:"step"` // check or enter; empty before
	Lines int     `json:"lines"`
	Share float64 `json:"share"` // of the file, 0 to 1; 0 where it is not known
}

// Outcome is what came of a table.
type Outcome struct {
	Lines   int            `json:"lines"`   // with words, without the heads
	Bad     int            `json:"bad"`     // lines with a fault
	Faults  []table.Fault  `json:"faults"`  // of the first lines that have one, MaxFaults at most
	Codes   map[string]int `json:"codes"`   // how often each fault was found
	Entered int            `json:"entered"` // rows that there are more now
}

// Good is how many lines have no fault.
func (o Outcome) Good() int { return o.Lines - o.Bad }

// Limits.
const (
	MaxBytes  = 200 << 20      // of a file
	PartSize  = 4 << 20        // bytes of each part of a file but the last
	Life      = 24 * time.Hour // of a file with which nothing is done
	MaxTries  = 3              // processes that may die over one reading
	MaxAtOnce = 3              // intakes of one person that have not ended
	MaxFaults = 1_000          // that are told one by one
)

// State is where an intake stands.
type State string

// The states.
const (
	Receiving State = "receiving" // parts are missing
	Opening   State = "opening"   // all is there; its heads are being read
	Ready     State = "ready"     // how its columns are to be read can be chosen
	Checking  State = "checking"
	Checked   State = "checked" // the outcome tells what is wrong
	Entering  State = "entering"
	Done      State = "done"
	Failed    State = "failed"
	Stopped   State = "stopped"
	Gone      State = "gone" // nothing was done with it for a day
)

// Live are the states of an intake that has not ended; it has a file.
var Live = []State{Receiving, Opening, Ready, Checking, Checked, Entering}

// Event is what moves an intake.
type Event string

// The events.
const (
	Begin     Event = "begin"
	Open      Event = "open"       // the last part has come
	Check     Event = "check"      // read it, tell what is wrong
	Enter     Event = "enter"      // all of its lines
	EnterGood Event = "enter_good" // those without a fault
	Start     Event = "start"      // a process is at it; again, after one died over it
	Tell      Event = "tell"       // what was read is known
	Finish    Event = "finish"
	Fail      Event = "fail"
	Stop      Event = "stop"
	Expire    Event = "expire"
)

type (
	step  = flow.Step[State, Event, Intake]
	rule  = flow.Rule[Intake]
	guard = flow.Guard[Intake]
)

var (
	owner   = rule{"owner, being staff", func(a models.Actor, i Intake) bool { return i.Mine(a) }}
	program = rule{"program", func(a models.Actor, _ Intake) bool { return a.System }}

	whole = []guard{{"all parts have come", need(Intake.Whole, models.Fault(models.Conflict, "import.parts_missing"))}}
	some  = []guard{{"there are good lines", need(Intake.some, models.Fault(models.Conflict, "import.nothing"))}}
	good  = slices.Concat(some, []guard{{"no line is bad", need(Intake.flawless, models.Fault(models.Conflict, "import.bad_lines"))}})
)

// Flow is the life of an intake. docs/flows/intake.md is drawn from it.
var Flow = flow.Table[State, Event, Intake]{
	step{From: "", On: Begin, To: Receiving, By: owner},
	step{From: Receiving, On: Open, To: Opening, By: owner, Needs: whole},
	step{From: Opening, On: Start, To: Opening, By: program},
	step{From: Opening, On: Tell, To: Ready, By: program},
	step{From: Opening, On: Fail, To: Failed, By: program},

	step{From: Ready, On: Check, To: Checking, By: owner},
	step{From: Checked, On: Check, To: Checking, By: owner},
	step{From: Checking, On: Start, To: Checking, By: program},
	step{From: Checking, On: Tell, To: Checked, By: program},
	step{From: Checking, On: Fail, To: Failed, By: program},

	step{From: Checked, On: Enter, To: Entering, By: owner, Needs: good},
	step{From: Checked, On: EnterGood, To: Entering, By: owner, Needs: some},
	step{From: Entering, On: Start, To: Entering, By: program},
	step{From: Entering, On: Tell, To: Checked, By: program},
	step{From: Entering, On: Finish, To: Done, By: program},
	step{From: Entering, On: Fail, To: Failed, By: program},

	step{From: Receiving, On: Stop, To: Stopped, By: owner},
	step{From: Opening, On: Stop, To: Stopped, By: owner},
	step{From: Ready, On: Stop, To: Stopped, By: owner},
	step{From: Checking, On: Stop, To: Stopped, By: owner},
	step{From: Checked, On: Stop, To: Stopped, By: owner},
	step{From: Entering, On: Stop, To: Stopped, By: owner},

	step{From: Receiving, On: Expire, To: Gone, By: program},
	step{From: Ready, On: Expire, To: Gone, By: program},
	step{From: Checked, On: Expire, To: Gone, By: program},
}

func need(holds func(Intake) bool, fault *models.Error) func(models.Actor, Intake) *models.Error {
	return func(_ models.Actor, i Intake) *models.Error {
		if holds(i) {
			return nil
		}
		return fault
	}
}

// Mine reports whether the intake is the actor's own, who is staff still.
func (i Intake) Mine(a models.Actor) bool {
	return a.Known() && a.Person == i.Owner && a.Has(models.Staff...)
}

// Awaits is how many parts there will be.
func (i Intake) Awaits() int { return int((i.Size + PartSize - 1) / PartSize) }

// Whole reports whether all parts have come.
func (i Intake) Whole() bool { return i.Parts == i.Awaits() }

// PartOf is how many bytes the n-th part has, counted from 0.
func (i Intake) PartOf(n int) int64 { return min(PartSize, i.Size-int64(n)*PartSize) }

func (i Intake) some() bool { return i.Outcome != nil && i.Outcome.Good() > 0 }

func (i Intake) flawless() bool { return i.Outcome != nil && i.Outcome.Bad == 0 }

// Working are the states in which a process reads the table.
var Working = []State{Opening, Checking, Entering}

// HasFile reports whether there are bytes to be read.
func (i Intake) HasFile() bool { return slices.Contains(Live, i.State) }

// Can lists the events that the actor may raise now.
func (i Intake) Can(a models.Actor) []Event { return Flow.Open(i.State, a, i) }

// Raise gives the intake after the event; i itself is untouched.
func (i Intake) Raise(on Event, a models.Actor, now time.Time) (Intake, error) {
	row, err := Flow.Find(i.State, on, a, i)
	if err != nil {
		return i, err
	}
	i.State, i.GoesAt = row.To, now.Add(Life)
	switch on {
	case Open, Check, Enter, EnterGood:
		i.Attempts, i.Progress, i.GoodOnly = 0, Progress{}, on == EnterGood
	case Start:
		i.Attempts++
	}
	if !i.HasFile() {
		i.EndedAt = &now
	}
	return i, nil
}
