// Package audit is the record of every change and every look at personal data: what a line says, how lines are chained, and
// why somebody may look at what is another's.
package audit

import (
	"regexp"
	"slices"

	"delinli/models"
)

// Reason is why something was done, as a code: a line is kept for good, so no words of anybody stand in it.
type Reason string

// The reasons that somebody may give for a look at another's personal data.
const (
	Serve     Reason = "serve"     // to do or arrange what the person asked for
	Verify    Reason = "verify"    // to check who somebody is
	Visit     Reason = "visit"     // to call the person or come by
	CallBack  Reason = "call_back" // to ask how it went
	Complaint Reason = "complaint" // to handle a complaint or an appeal
	Emergency Reason = "emergency" // danger to life or property
	Supervise Reason = "supervise" // to check work that was done
	Correct   Reason = "correct"   // to mend a wrong record
	Asked     Reason = "asked"     // at the person's own request
	Law       Reason = "law"       // a duty under law
)

// More reasons to erase somebody, beside Asked and Law.
const (
	Duplicate Reason = "duplicate" // the same person is known twice
	Deceased  Reason = "deceased"
)

// LookReasons and EraseReasons list what may be given, in the order in which screens offer it.
var (
	LookReasons  = []Reason{Serve, Verify, Visit, CallBack, Complaint, Emergency, Supervise, Correct, Asked, Law}
	EraseReasons = []Reason{Asked, Law, Duplicate, Deceased}
)

// ErrReason is what somebody is told whose reason may not be given for this.
var ErrReason = models.BadField("reason", "audit.reason")

// UnmarshalText reads one of the reasons; the empty string is no reason. It fails with ErrReason.
func (r *Reason) UnmarshalText(b []byte) error {
	*r = Reason(b)
	if *r != "" && !slices.Contains(LookReasons, *r) && !slices.Contains(EraseReasons, *r) {
		return ErrReason
	}
	return nil
}

// codeForm is a code: lower-case letters, digits, dots and underscores.
var codeForm = regexp.MustCompile(`^[a-z][a-z0-9._]{0,63}$`)

// IsCode reports whether s has the form of a code, which keeps words of people out of the lines.
func IsCode(s string) bool { return codeForm.MatchString(s) }
