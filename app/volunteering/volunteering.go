// Package volunteering takes applications, verifies volunteers, keeps their teams and credits their hours.
package volunteering

import (
	"context"
	"io"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/outbox"
	"delinli/app/store/people"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/catalog"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// Service is the verbs of volunteers.
type Service struct {
	DB     *store.DB
	Vault  *vault.Vault
	Now    models.Clock
	Random io.Reader
}

// Form is what a step brings, in the clear.
type Form struct {
	volunteer.Form
	Version int // as last seen; zero does not care
	Note    string
}

// Shown is a volunteer as the volunteer and staff see one.
type Shown struct {
	volunteer.Volunteer
	Name secret.Name
	Note string
	Can  []volunteer.Event
}

var (
	errNoPhone = models.Fault(models.Forbidden, "order.phone_not_verified")
	errMovedOn = models.Fault(models.Conflict, "volunteer.moved_on")
)

// inTx is a verb's work inside a transaction.
type inTx struct {
	*Service
	tx *store.Tx
	a  models.Actor
}

// Apply takes an application, the first or one after a refusal or an end.
func (s *Service) Apply(ctx context.Context, a models.Actor, f Form) (shown Shown, err error) {
	if !a.Phone {
		return shown, errNoPhone
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/me/volunteer")
		t := inTx{s, tx, a}
		before, err := volunteers.Get(tx, a.Person)
		if models.KindOf(err) == models.NotFound {
			before, err = t.newcomer()
		}
		if err == nil {
			shown, err = t.move(before, volunteer.Apply, f)
		}
		return err
	})
	return shown, err
}

// newcomer is somebody who never applied before.
func (t inTx) newcomer() (volunteer.Volunteer, error) {
	n, err := volunteers.NextNumber(t.tx)
	return volunteer.Volunteer{Person: t.a.Person, Number: volunteer.Number(t.Now(), n), Cap: volunteer.DefaultCap}, err
}

// Raise moves a volunteer along; one that the actor may not see is *not found*.
func (s *Service) Raise(ctx context.Context, a models.Actor, id models.PersonID, e volunteer.Event, f Form) (shown Shown, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, refOf(a, id))
		t := inTx{s, tx, a}
		before, err := t.seen(id)
		if err == nil {
			shown, err = t.move(before, e, f)
		}
		return err
	})
	return shown, err
}

// refOf is where a volunteer is found.
func refOf(a models.Actor, id models.PersonID) string {
	if a.Person == id {
		return "/me/volunteer"
	}
	return "/volunteers/" + id.String()
}

// seen reads a volunteer for themselves or for staff of an area they serve in.
func (t inTx) seen(id models.PersonID) (volunteer.Volunteer, error) {
	v, err := volunteers.Get(t.tx, id)
	if err == nil && t.a.Person != id && !volunteer.Covers(t.a, v.Areas) {
		return volunteer.Volunteer{}, models.Missing
	}
	return v, err
}

func (t inTx) move(before volunteer.Volunteer, e volunteer.Event, f Form) (shown Shown, err error) {
	p, err := people.Get(t.tx, before.Person)
	if err != nil {
		return shown, err
	}
	if f.Form.Note, err = t.Vault.Seal(p.Key, notePlace(p.ID), f.Note); err != nil {
		return shown, err
	}
	if f.Version != 0 && f.Version != before.Version {
		return shown, errMovedOn
	}
	next, err := before.Raise(e, t.a, f.Form, catalog.IsSkill)
	if err != nil {
		return shown, err
	}
	if e == volunteer.Apply {
		next.AppliedAt = t.Now()
	}
	if err := t.save(before, next, e); err != nil {
		return shown, err
	}
	return t.show(next, p)
}

func (t inTx) save(before, next volunteer.Volunteer, e volunteer.Event) error {
	if unknown, err := volunteers.UnknownArea(t.tx, next.Areas); err != nil || unknown {
		return errOr(err, models.BadField("areas", "unknown"))
	}
	if err := volunteers.Save(t.tx, before, next); err != nil {
		return err
	}
	if err := t.seat(before, next); err != nil {
		return err
	}
	if before.State != next.State {
		if err := outbox.Add(t.tx, outbox.Volunteer, next.Person.String(), string(e), next.Version); err != nil {
			return err
		}
	}
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: "volunteer." + string(e), Subject: "volunteer",
		SubjectID: next.Person.String(), Person: next.Person, Detail: map[string]any{"state": next.State, "version": next.Version}})
}

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// notePlace is where the note of a volunteer is sealed for.
func notePlace(id models.PersonID) secret.Place {
	return secret.Place{Person: id, Table: "volunteers", Column: "note", Row: id.String()}
}
