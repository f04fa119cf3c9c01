package models

import (
	"bytes"
	"database/sql/driver"
	"fmt"
	"io"

	"github.com/google/uuid"
)

// ID names one row of the noun N. Outside it is an opaque string; the type keeps the id of one noun
// from being passed as another's. The zero value names nothing and is written as the empty string.
type ID[N any] struct{ u uuid.UUID }

type (
	account    struct{}
	approval   struct{}
	assignment struct{}
	challenge  struct{}
	complaint  struct{}
	compound   struct{}
	consent    struct{}
	correction struct{}
	dwelling   struct{}
	entry      struct{}
	event      struct{}
	export     struct{}
	facility   struct{}
	file       struct{}
	fund       struct{}
	household  struct{}
	intake     struct{}
	item       struct{}
	leave      struct{}
	merge      struct{}
	notice     struct{}
	order      struct{}
	org        struct{}
	person     struct{}
	post       struct{}
	seat       struct{}
	session    struct{}
	taking     struct{}
	team       struct{}
)

type (
	AccountID    = ID[account]
	ApprovalID   = ID[approval]
	AssignmentID = ID[assignment]
	ChallengeID  = ID[challenge]
	ComplaintID  = ID[complaint]
	CompoundID   = ID[compound]
	ConsentID    = ID[consent]
	CorrectionID = ID[correction]
	DwellingID   = ID[dwelling]
	EntryID      = ID[entry]
	EventID      = ID[event]
	ExportID     = ID[export]
	FacilityID   = ID[facility]
	FileID       = ID[file]
	FundID       = ID[fund]
	HouseholdID  = ID[household]
	ImportID     = ID[taking]
	IntakeID     = ID[intake]
	ItemID       = ID[item]
	LeaveID      = ID[leave]
	MergeID      = ID[merge]
	NoticeID     = ID[notice]
	OrderID      = ID[order]
	OrgID        = ID[org]
	PersonID     = ID[person]
	PostID       = ID[post]
	SeatID       = ID[seat]
	SessionID    = ID[session]
	TeamID       = ID[team]
)

// NewID draws a fresh id from random (a UUID of version 7: 74 random bits, ordered for the indexes).
// It panics when random fails, since a program without randomness must not go on.
func NewID[T ID[N], N any](random io.Reader) T {
	return T{uuid.Must(uuid.NewV7FromReader(random))}
}

// ParseID reads the outside form of an id; ok is false for anything else.
func ParseID[T ID[N], N any](s string) (id T, ok bool) {
	if len(s) != 36 {
		return id, false
	}
	u, err := uuid.Parse(s)
	return T{u}, err == nil && u != uuid.Nil
}

// IsZero reports whether id names nothing.
func (id ID[N]) IsZero() bool { return id.u == uuid.Nil }

// String is the outside form: 36 characters, or empty for the zero id.
func (id ID[N]) String() string {
	if id.IsZero() {
		return ""
	}
	return id.u.String()
}

// Bytes are the 16 bytes of the id, for use as associated data of a cipher.
func (id ID[N]) Bytes() []byte { return id.u[:] }

// Compare orders ids, for locks that are taken in one order.
func (id ID[N]) Compare(other ID[N]) int { return bytes.Compare(id.u[:], other.u[:]) }

// MarshalText writes the outside form.
func (id ID[N]) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// MarshalJSON writes the outside form; null for the zero id, as the database has it.
func (id ID[N]) MarshalJSON() ([]byte, error) {
	if id.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + id.u.String() + `"`), nil
}

// UnmarshalText reads the outside form; the empty string is the zero id.
func (id *ID[N]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID[N]{}
		return nil
	}
	if len(b) != 36 {
		return fmt.Errorf("not an id")
	}
	return id.u.UnmarshalText(b)
}

// Value stores the id as uuid, the zero id as NULL.
func (id ID[N]) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id.u.String(), nil
}

// Scan reads a uuid column; NULL is the zero id.
func (id *ID[N]) Scan(src any) error {
	id.u = uuid.Nil
	return id.u.Scan(src)
}
