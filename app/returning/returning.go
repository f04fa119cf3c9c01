// Package returning takes the reports of cadres to the community they live in 在职党员回家, and makes them volunteers there. Staff see and write those of
// their areas; a report to a community of elsewhere is *not found*.
package returning

import (
	"context"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/parties"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/catalog"
	"delinli/models/party"
	"delinli/models/resident"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// Volunteers makes somebody a verified volunteer in one step.
type Volunteers interface {
	Enlist(tx *store.Tx, a models.Actor, who models.PersonID, f volunteer.Form) error
}

// Service is the verbs of reports.
type Service struct {
	DB         *store.DB
	Vault      *vault.Vault
	Now        models.Clock
	Volunteers Volunteers
}

// Page asks for one page of a list.
type Page = store.Page

// Muster is how many cadres of each kind there are.
type Muster = parties.Muster

// Cadre is who reported home: their name masks itself.
type Cadre struct {
	parties.Cadre
	Name secret.Name
	Can  []string
}

// What may be done with a report.
const (
	Enlist = "volunteer"
	End    = "end"
)

func (s *Service) open(c parties.Cadre) (shown Cadre, err error) {
	shown.Cadre = c
	if !c.Ended {
		shown.Can = []string{End}
		if c.Volunteer != volunteer.Verified && c.Volunteer != volunteer.Paused {
			shown.Can = []string{Enlist, End}
		}
	}
	shown.Name, err = s.Vault.Name(c.Who.Key, people.Place(c.Person, "name"), c.Who.Name)
	return shown, err
}

// Returns gives one page of the reports to the communities of an area, the last first, and how many there are of each kind. An area that is not the
// actor's is *not found*.
func (s *Service) Returns(ctx context.Context, a models.Actor, area models.AreaCode, kind party.ReturnKind, p Page) (shown []Cadre, next string, all Muster, err error) {
	tx, scope := s.DB.Read(ctx), store.ScopeOf(a, models.Staff...).Within(area)
	switch {
	case !a.Has(models.Staff...):
		return nil, "", all, models.Denied
	case len(scope.Areas) == 0:
		return nil, "", all, models.Missing
	}
	if all, err = parties.Count(tx, scope); err != nil {
		return nil, "", all, err
	}
	found, next, err := parties.Returns(tx, scope, kind, p)
	if err != nil {
		return nil, "", all, err
	}
	shown = make([]Cadre, len(found))
	for i, c := range found {
		if shown[i], err = s.open(c); err != nil {
			return nil, "", all, err
		}
	}
	return shown, next, all, nil
}

// Return gives one report of the actor's areas, also one that has ended.
func (s *Service) Return(ctx context.Context, a models.Actor, id models.PersonID) (Cadre, error) {
	c, err := get(s.DB.Read(ctx), a, id)
	if err != nil {
		return Cadre{}, err
	}
	return s.open(c)
}

func get(tx *store.Tx, a models.Actor, id models.PersonID) (parties.Cadre, error) {
	c, err := parties.Return(tx, id)
	if err == nil && !a.Holds(c.Community, models.Staff...) {
		err = models.Missing
	}
	return c, err
}

// Report takes the report of somebody in the register of residents to the community they live in. It is a Conflict when they have reported already.
func (s *Service) Report(ctx context.Context, a models.Actor, r party.Return) (Cadre, error) {
	r, err := r.Check(catalog.IsSkill)
	if err != nil {
		return Cadre{}, err
	}
	return s.write(ctx, a, r.Person, "return.report", func(tx *store.Tx) error {
		x, err := residents.Get(tx, r.Person)
		if models.KindOf(err) == models.NotFound || err == nil && !a.Holds(x.Area, models.Staff...) {
			return models.BadField("person_id", "return.no_resident")
		}
		if err != nil {
			return err
		}
		r.Community, r.Reported = x.Area.At(models.Community), calendar.DateOf(s.Now())
		if err := resident.Grown(x.Born, r.Reported); err != nil {
			return err
		}
		return parties.Report(tx, r)
	})
}

// Enlist makes who reported a volunteer of the community, with the skills they reported. Who is one already is a Conflict.
func (s *Service) Enlist(ctx context.Context, a models.Actor, id models.PersonID) (Cadre, error) {
	return s.change(ctx, a, id, "return.volunteer", func(tx *store.Tx, c parties.Cadre) error {
		member := c.Kind.Member()
		return s.Volunteers.Enlist(tx, a, id, volunteer.Form{Skills: c.Skills, Areas: []models.AreaCode{c.Community}, Party: &member})
	})
}

// End ends a report; who is a volunteer stays one. Version is the one last seen; when it is no longer the present one, nothing changes and the error is a
// Conflict.
func (s *Service) End(ctx context.Context, a models.Actor, id models.PersonID, version int) (Cadre, error) {
	return s.change(ctx, a, id, "return.end", func(tx *store.Tx, _ parties.Cadre) error { return parties.EndReturn(tx, id, version, s.Now()) })
}

var errOver = models.Fault(models.Conflict, "return.over")

// change is write on a report of the actor's areas that has not ended.
func (s *Service) change(ctx context.Context, a models.Actor, id models.PersonID, action string, work func(*store.Tx, parties.Cadre) error) (Cadre, error) {
	return s.write(ctx, a, id, action, func(tx *store.Tx) error {
		before, err := get(tx, a, id)
		if err == nil && before.Ended {
			err = errOver
		}
		if err != nil {
			return err
		}
		return work(tx, before)
	})
}

// write works as staff in a transaction on a report, leaves a line, and gives it as it then is.
func (s *Service) write(ctx context.Context, a models.Actor, id models.PersonID, action string, work func(*store.Tx) error) (shown Cadre, err error) {
	if !a.Has(models.Staff...) {
		return shown, models.Denied
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/home-returns/"+id.String())
		if err := work(tx); err != nil {
			return err
		}
		c, err := get(tx, a, id)
		if err != nil {
			return err
		}
		if shown, err = s.open(c); err != nil {
			return err
		}
		return audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: action, Subject: "return", SubjectID: id.String(), Person: id,
			Detail: map[string]any{"area": c.Community, "kind": c.Kind, "version": c.Version}})
	})
	return shown, err
}
