package models

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Kind sorts errors by what the caller can do about them; handlers map each kind to one HTTP status.
type Kind uint8

// The kinds, from "our fault" to "try again later".
const (
	Internal    Kind = iota // our fault
	Invalid                 // the input must be mended
	NotFound                // not there, or not to be seen by this actor
	Forbidden               // seen, but not allowed
	Conflict                // the thing moved on; read it again
	Unauthentic             // not, or no longer, logged in
	TooMany                 // a limit is reached; Retry says when to come back
	TooLarge                // the body or file is over its limit
	Unsupported             // a media type or encoding that is not taken
	Unavailable             // a part we need is away; Retry says when to come back
)

// Error is the only error that a user ever meets.
type Error struct {
	Kind   Kind
	Code   string            // stable, dotted, the key of its translations: "order.moved_on"
	Fields map[string]string // input field → code
	Limits map[string]string // input field → what would be the last to be allowed, where the text of its code names a {limit}
	Retry  time.Duration     // when coming back makes sense; zero says nothing
	Since  []Deed            // of a Conflict: what happened to the thing in the meantime, to whoever may know
	Err    error             // the cause, for the log alone
}

// Deed is something that was done to a thing.
type Deed struct {
	Event string    // what
	By    string    // the part in the thing of whoever did it, never a name
	At    time.Time // when
}

// Error is for the log; users read the translation of Code.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	for _, f := range slices.Sorted(maps.Keys(e.Fields)) {
		fmt.Fprintf(&b, " %s=%s", f, e.Fields[f])
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is compare codes, so that a test or a verb can ask for one error by name.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// KindOf tells the kind of err; an error that is not ours is Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// CodeOf tells the stable code of err; an error that is not ours is "internal".
func CodeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return "internal"
}

// Missing is what an actor is told of anything that is not there or is not theirs to see.
var Missing = &Error{Kind: NotFound, Code: "not_found"}

// Denied is what an actor is told who sees a thing but may not do this with it.
var Denied = &Error{Kind: Forbidden, Code: "forbidden"}

// Fault makes an Error of one kind and code.
func Fault(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// BadField makes an Invalid error about one input field.
func BadField(field, code string) *Error {
	return &Error{Kind: Invalid, Code: "input.invalid", Fields: map[string]string{field: code}}
}

// BadLimit is BadField for a value beyond the last that is allowed, which the text of the code tells.
func BadLimit(field, limit, code string) *Error {
	e := BadField(field, code)
	e.Limits = map[string]string{field: limit}
	return e
}

// BadLimits is BadFields with what would be the last to be allowed, of those fields that have a limit.
func BadLimits(codes, limits map[string]string) error {
	if len(codes) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: "input.invalid", Fields: codes, Limits: limits}
}

// BadFields makes an Invalid error about all fields that are named with a code; nil when none is.
func BadFields(codes map[string]string) error { return BadLimits(codes, nil) }
