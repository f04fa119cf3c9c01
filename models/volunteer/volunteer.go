// Package volunteer is somebody who serves: application, verification, what they can do and when, their teams and their hours.
package volunteer

import (
	"fmt"
	"slices"
	"time"

	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/secret"
)

// Volunteer is one row.
type Volunteer struct {
	Person       models.PersonID
	Number       string // unified volunteer number
	State        State
	Party        bool // a party member, as verified
	Skills       []string
	Areas        []models.AreaCode
	Availability dispatch.Availability
	Cap, Load    int // live orders at most, and now
	RatingSum    int
	RatingCount  int
	Note         secret.Sealed // what was said with the last step, sealed under the volunteer's key
	Version      int
	AppliedAt    time.Time
	DecidedBy    models.PersonID // of the last step but edits
}

// DefaultCap is how many orders a volunteer may hold until staff say otherwise; MaxCap the most that they may say.
const (
	DefaultCap = 3
	MaxCap     = 20
)

// Number writes the unified volunteer number: county code, year of registration, sequence; never an ID number (MZ/T 061-2015).
func Number(at time.Time, n int64) string {
	return fmt.Sprintf("370785%d%08d", at.In(models.Local).Year(), n)
}

// Form is what a step may bring: nil fields stay as they are.
type Form struct {
	Skills       []string
	Areas        []models.AreaCode
	Availability *dispatch.Availability
	Cap          *int
	Party        *bool
	Note         secret.Sealed
}

// takes is what each event takes of a form, beside the note: a volunteer does not set the own cap, staff not the calendar of others.
func (f Form) takes(e Event) Form {
	switch e {
	case Apply, Edit:
		return Form{Skills: f.Skills, Areas: f.Areas, Availability: f.Availability}
	case Verify:
		return Form{Skills: f.Skills, Areas: f.Areas, Cap: f.Cap, Party: f.Party}
	}
	return Form{}
}

// onto gives the volunteer as the form has it, lists sorted and each entry once.
func (f Form) onto(v Volunteer) Volunteer {
	if f.Skills != nil {
		v.Skills = slices.Compact(slices.Sorted(slices.Values(f.Skills)))
	}
	if f.Areas != nil {
		v.Areas = slices.Compact(slices.Sorted(slices.Values(f.Areas)))
	}
	if f.Availability != nil {
		v.Availability = *f.Availability
	}
	if f.Cap != nil {
		v.Cap = *f.Cap
	}
	if f.Party != nil {
		v.Party = *f.Party
	}
	return v
}

// Raise gives the volunteer after the event; v itself is untouched. Known tells which codes are skills.
func (v Volunteer) Raise(e Event, a models.Actor, f Form, known func(skill string) bool) (Volunteer, error) {
	next := f.takes(e).onto(v)
	row, err := Flow.Find(v.State, e, a, Case{v, next.wider(v)})
	if err != nil {
		return v, err
	}
	if err := next.check(known); err != nil {
		return v, err
	}
	if err := v.checkStaff(e, a, f, next); err != nil {
		return v, err
	}
	if e != Edit {
		next.Note, next.DecidedBy = f.Note, a.Person
	}
	next.State, next.Version = row.To, v.Version+1
	return next, nil
}

// wider reports whether v may do more, or in more places, than before.
func (v Volunteer) wider(before Volunteer) bool {
	return slices.ContainsFunc(v.Skills, func(s string) bool { return !slices.Contains(before.Skills, s) }) ||
		slices.ContainsFunc(v.Areas, func(c models.AreaCode) bool { return !before.covers(c) })
}

func (v Volunteer) covers(c models.AreaCode) bool {
	return slices.ContainsFunc(v.Areas, func(upper models.AreaCode) bool { return c.Within(upper) })
}

// check names what does not hold by its field.
func (v Volunteer) check(known func(skill string) bool) error {
	bad := map[string]string{}
	if slices.ContainsFunc(v.Skills, func(s string) bool { return !known(s) }) {
		bad["skills"] = "unknown"
	}
	if len(v.Areas) == 0 || slices.ContainsFunc(v.Areas, func(c models.AreaCode) bool { return !c.Valid() }) {
		bad["areas"] = "unknown"
	}
	if v.Cap < v.Load || v.Cap > MaxCap {
		bad["cap"] = "out_of_range"
	}
	if err := v.Availability.Check(); err != nil {
		bad["availability"] = "availability.bad_slot"
	}
	if len(bad) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
}

// checkStaff: staff say why they refuse, pause or end, and verify for areas of their own seats; what lies elsewhere they leave as it is.
func (v Volunteer) checkStaff(e Event, a models.Actor, f Form, next Volunteer) error {
	if a.Person == v.Person {
		return nil
	}
	if len(f.Note) == 0 && slices.Contains([]Event{Refuse, Pause, End}, e) {
		return models.BadField("reason", "required")
	}
	var before []models.AreaCode
	if v.State == Verified {
		before = v.Areas
	}
	foreign := func(in, not []models.AreaCode) bool {
		return slices.ContainsFunc(in, func(c models.AreaCode) bool { return !slices.Contains(not, c) && !a.Holds(c, models.Staff...) })
	}
	if e == Verify && (foreign(next.Areas, before) || foreign(before, next.Areas)) {
		return models.BadField("areas", "outside_your_seats")
	}
	return nil
}
