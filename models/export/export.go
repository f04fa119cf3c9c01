// Package export is a file that staff take out of the town's data: who asked for it, what it holds, and its life from asked for to gone.
package export

import (
	"slices"
	"time"

	"delinli/models"
	"delinli/models/flow"
	"delinli/models/secret"
)

// What names a kind of table that can be exported.
type What string

// Format is what the file is.
type Format string

// The formats.
const (
	Workbook Format = "xlsx"
	CSV      Format = "csv" // UTF-8 with its mark
)

// Export is one row. Filter and Words are sealed under the owner's key.
type Export struct {
	ID        models.ExportID
	Owner     models.PersonID
	What      What
	Format    Format
	Areas     []models.AreaCode // that it holds: who does not hold all of them has no part in it
	Crossings int               // how many grids and buildings had come to the area that was asked for, or left it
	Filter    secret.Sealed     // JSON of Filter
	Personal  bool              // names, phones and addresses in the clear
	Reason    string            // why they are needed, as a code
	Words     secret.Sealed     // what the owner adds to the reason
	Approval  models.ApprovalID // of the second person; zero without personal data

	State     State
	Attempts  int // how often a process began to write it
	Rows      int // written so far
	Total     int // to be written, as counted when the work began
	Fault     string
	Blob      string // of the attempt
	Size      int64  // of the file, in bytes
	AskedAt   time.Time
	StartedAt *time.Time
	EndedAt   *time.Time
	ExpiresAt *time.Time // when the file goes
}

// Limits.
const (
	Life       = 24 * time.Hour // of a file
	MaxTries   = 3              // processes that may die over one export
	MaxAtOnce  = 5              // exports of one person that have not ended
	MaxFilters = 20
)

// State is where an export stands.
type State string

// The states.
const (
	Waiting State = "waiting" // for a second person
	Queued  State = "queued"
	Running State = "running"
	Done    State = "done" // there is a file
	Stopped State = "stopped"
	Denied  State = "denied"
	Failed  State = "failed"
	Gone    State = "gone" // the file's time was over, or it was recalled
)

// Live are the states of an export that has not ended.
var Live = []State{Waiting, Queued, Running}

// Event is what moves an export.
type Event string

// The events.
const (
	Ask     Event = "ask"
	Approve Event = "approve"
	Deny    Event = "deny"
	Start   Event = "start" // again, after a process died over it
	Finish  Event = "finish"
	Fail    Event = "fail"
	Stop    Event = "stop"
	Expire  Event = "expire"
	Recall  Event = "recall" // somebody whose data the file holds was erased
)

type (
	step  = flow.Step[State, Event, Export]
	rule  = flow.Rule[Export]
	which = flow.Case[Export]
)

var (
	owner   = rule{"owner with a seat over its areas", func(a models.Actor, e Export) bool { return e.Mine(a) }}
	decider = rule{"second approver", func(a models.Actor, e Export) bool { return a.Person != e.Owner && e.within(a, models.Deciders) }}
	program = rule{"program", func(a models.Actor, _ Export) bool { return a.System }}

	personal = &which{Name: "with personal data", Holds: func(e Export) bool { return e.Personal }}
	masked   = &which{Name: "with the masks on", Holds: func(e Export) bool { return !e.Personal }}
)

// ErrErased tells why there is no file: somebody whose data it would hold was erased.
var ErrErased = models.Fault(models.Conflict, "export.somebody_erased")

// Flow is the life of an export. docs/flows/export.md is drawn from it.
var Flow = flow.Table[State, Event, Export]{
	step{From: "", On: Ask, To: Waiting, By: owner, When: personal},
	step{From: "", On: Ask, To: Queued, By: owner, When: masked},

	step{From: Waiting, On: Approve, To: Queued, By: decider},
	step{From: Waiting, On: Deny, To: Denied, By: decider},
	step{From: Waiting, On: Stop, To: Stopped, By: owner},

	step{From: Queued, On: Start, To: Running, By: program},
	step{From: Queued, On: Stop, To: Stopped, By: owner},

	step{From: Running, On: Start, To: Running, By: program},
	step{From: Running, On: Finish, To: Done, By: program},
	step{From: Running, On: Fail, To: Failed, By: program},
	step{From: Running, On: Stop, To: Stopped, By: owner},

	step{From: Done, On: Expire, To: Gone, By: program},
	step{From: Done, On: Recall, To: Gone, By: program, When: personal},
}

// Mine reports whether the export is the actor's own and all of its areas still theirs.
func (e Export) Mine(a models.Actor) bool {
	return a.Known() && a.Person == e.Owner && e.within(a, models.Staff)
}

// Sees reports whether the actor may know of the export: its owner, and those who may be its second person.
func (e Export) Sees(a models.Actor) bool { return e.Mine(a) || e.Personal && decider.Allows(a, e) }

func (e Export) within(a models.Actor, roles []models.Role) bool {
	return len(e.Areas) > 0 && !slices.ContainsFunc(e.Areas, func(area models.AreaCode) bool { return !a.Holds(area, roles...) })
}

// Can lists the events that the actor may raise now.
func (e Export) Can(a models.Actor) []Event { return Flow.Open(e.State, a, e) }

// Raise gives the export after the event; e itself is untouched.
func (e Export) Raise(on Event, a models.Actor, now time.Time) (Export, error) {
	row, err := Flow.Find(e.State, on, a, e)
	if err != nil {
		return e, err
	}
	e.State = row.To
	switch row.To {
	case Running:
		e.Attempts, e.Rows, e.StartedAt = e.Attempts+1, 0, &now
	case Done:
		e.ExpiresAt = new(now.Add(Life))
	case Gone:
		e.Blob, e.Size = "", 0
	}
	if on == Recall {
		e.Fault = ErrErased.Code
	}
	if !slices.Contains(Live, e.State) && e.State != Gone {
		e.EndedAt = &now
	}
	return e, nil
}

// Moved reports whether an export of personal data is no longer of the ground that was asked for: since then a grid or a building crossed its border, and
// nobody was asked about what lives there now.
func (e Export) Moved(crossings int) bool { return e.Personal && crossings != e.Crossings }

// HasFile reports whether there is a file to be fetched.
func (e Export) HasFile(now time.Time) bool {
	return e.State == Done && e.ExpiresAt != nil && now.Before(*e.ExpiresAt)
}
