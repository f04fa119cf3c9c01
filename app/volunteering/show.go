package volunteering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// Page asks for one page of a list.
type Page = store.Page

// Show gives a volunteer to themselves and to staff of an area they serve in.
func (s *Service) Show(ctx context.Context, a models.Actor, id models.PersonID) (Shown, error) {
	t := inTx{s, s.DB.Read(ctx), a}
	v, err := t.seen(id)
	if err != nil {
		return Shown{}, err
	}
	p, err := people.Get(t.tx, id)
	if err != nil {
		return Shown{}, err
	}
	return t.show(v, p)
}

// List gives staff one page of those who serve, or would, in their areas, the last to apply first; an empty state is every state.
func (s *Service) List(ctx context.Context, a models.Actor, state volunteer.State, p Page) ([]Shown, string, error) {
	t := inTx{s, s.DB.Read(ctx), a}
	found, next, err := volunteers.List(t.tx, store.ScopeOf(a, models.Staff...), state, p)
	if err != nil {
		return nil, "", err
	}
	ids := make([]models.PersonID, len(found))
	for i, v := range found {
		ids[i] = v.Person
	}
	known, err := people.All(t.tx, ids)
	if err != nil {
		return nil, "", err
	}
	shown := make([]Shown, len(found))
	for i, v := range found {
		if shown[i], err = t.show(v, known[v.Person]); err != nil {
			return nil, "", err
		}
	}
	return shown, next, nil
}

func (t inTx) show(v volunteer.Volunteer, p people.Person) (s Shown, err error) {
	s = Shown{Volunteer: v, Can: v.Can(t.a)}
	if s.Name, err = t.name(p); err != nil {
		return s, err
	}
	s.Note, err = t.open(p, notePlace(p.ID), v.Note)
	return s, err
}

// name opens a name; somebody who told none has none.
func (t inTx) name(p people.Person) (secret.Name, error) {
	return t.Vault.Name(p.Key, people.Place(p.ID, "name"), p.Name)
}

// open opens what is sealed under a person's key; of somebody who was erased nothing is left.
func (t inTx) open(p people.Person, at secret.Place, sealed secret.Sealed) (string, error) {
	text, err := t.Vault.Open(p.Key, at, sealed)
	if models.CodeOf(err) == secret.ErrErased.Code {
		return "", nil
	}
	return text, err
}
