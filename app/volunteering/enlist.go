package volunteering

import (
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/catalog"
	"delinli/models/volunteer"
)

var (
	errNoNumber = models.Fault(models.Conflict, "volunteer.no_phone")
	errThere    = models.Fault(models.Conflict, "volunteer.applied_before")
)

// Enlist makes somebody who told staff that they want to serve a verified volunteer in one step: it applies for them and verifies them, in the name of the
// staff who do it. Who serves already is a Conflict, and so is somebody without a phone, whom no order would reach.
func (s *Service) Enlist(tx *store.Tx, a models.Actor, who models.PersonID, f volunteer.Form) error {
	t := inTx{s, tx, a}
	p, err := people.Lock(tx, who)
	if err != nil {
		return err
	}
	if len(p.PhoneIndex) == 0 {
		return errNoNumber
	}
	before, err := volunteers.Get(tx, who)
	if models.KindOf(err) == models.NotFound {
		before, err = inTx{s, tx, models.Actor{Person: who}}.newcomer()
	}
	if err != nil {
		return err
	}
	applied, err := t.applied(before, f)
	if err != nil {
		return err
	}
	verified, err := applied.Raise(volunteer.Verify, a, f, catalog.IsSkill)
	if err != nil {
		return err
	}
	return t.save(applied, verified, volunteer.Verify)
}

// applied is somebody with an application: the one that they made, or one that is made for them.
func (t inTx) applied(before volunteer.Volunteer, f volunteer.Form) (volunteer.Volunteer, error) {
	switch before.State {
	case volunteer.Applied:
		return before, nil
	case volunteer.Verified, volunteer.Paused:
		return before, errThere
	}
	next, err := before.Raise(volunteer.Apply, models.Actor{Person: before.Person}, f, catalog.IsSkill)
	if err != nil {
		return before, err
	}
	next.AppliedAt = t.Now()
	return next, volunteers.Save(t.tx, before, next)
}
