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
	Contact   Reason = "contact"   // to call or visit the person
	Complaint Reason = "complaint" // to handle a complaint or an appeal
	Emergency Reason = "emergency" // danger to life or property
	Supervise Reason = "supervise" // to check work that was done
	Correct   Reason = "correct"   // to mend a wrong record
	Asked     Reason = "asked"     // at the person's own request
	Law       Reason = "law"       // a duty under law
)

// Reasons lists the reasons for a look, in the order in which screens offer them.
var Reasons = []Reason{Serve, Verify, Contact, Complaint, Emergency, Supervise, Correct, Asked, Law}

// ErrReason is what a look without one of the reasons is told.
var ErrReason = models.BadField("reason", "audit.reason")

// ForLook reports whether the reason may be given for a look.
func (r Reason) ForLook() bool { return slices.Contains(Reasons, r) }

// codeForm is a code: lower-case letters, digits, dots and underscores.
var codeForm = regexp.MustCompile(`^[a-z][a-z0-9._]{0,63}$`)

// IsCode reports whether s has the form of a code, which keeps words of people out of the lines.
func IsCode(s string) bool { return codeForm.MatchString(s) }
