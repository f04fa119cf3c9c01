package enrolling

import (
	"context"

	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

// Profile is what is shown of a person; its secrets show their masks.
type Profile struct {
	ID        models.PersonID
	Name      secret.Name
	Phone     secret.Phone
	Address   secret.Text
	Area      models.AreaCode
	Household models.HouseholdID
	Seats     []person.Seat
	Login     string   // of the account, to its holder alone
	Must      []string // what its holder has to do before the account counts
}

// Me shows whoever asks their own profile.
func (s *Service) Me(ctx context.Context, a models.Actor) (Profile, error) {
	t := s.read(ctx, a)
	who, err := t.self()
	if err != nil {
		return Profile{}, err
	}
	profile, err := t.profile(who)
	if err != nil {
		return profile, err
	}
	account, err := people.AccountBySession(t.tx, a.Session)
	if err == nil && account.Login != "" {
		profile.Login, profile.Must = account.Login, account.Must()
	}
	return profile, err
}

// profile reads a person with their live seats.
func (t inTx) profile(who models.PersonID) (Profile, error) {
	p, err := people.Get(t.tx, who)
	if err != nil {
		return Profile{}, err
	}
	seats, err := people.Seats(t.tx, who, t.town)
	if err != nil {
		return Profile{}, err
	}
	profile, err := t.unseal(p)
	profile.Seats = seats
	return profile, err
}

// unseal opens the columns of a person; of somebody who was erased nothing is left to open.
func (t inTx) unseal(p people.Person) (Profile, error) {
	profile := Profile{ID: p.ID, Area: p.Area, Household: p.Household, Must: []string{}}
	name, err := t.open(p, "name", p.Name)
	if err == nil && name != "" {
		profile.Name, err = secret.ParseName(name)
	}
	if err != nil {
		return profile, err
	}
	phone, err := t.open(p, "phone", p.Phone)
	if err == nil && phone != "" {
		profile.Phone, err = secret.ParsePhone(phone)
	}
	if err != nil {
		return profile, err
	}
	address, err := t.open(p, "address", p.Address)
	profile.Address = secret.NewText(address)
	return profile, err
}

// Changes are what somebody changes in their profile; nil leaves a field as it is, an empty text removes it.
type Changes struct {
	Name    *secret.Name
	Address *secret.Text
	Area    *models.AreaCode
}

// Change writes what whoever asks changed in their own profile. An area that is not there is Invalid, and another one for whom the register has.
func (s *Service) Change(ctx context.Context, a models.Actor, c Changes) (profile Profile, err error) {
	err = s.write(ctx, a, func(t inTx) error {
		p, err := people.Lock(t.tx, a.Person)
		if err != nil {
			return err
		}
		if err := t.mayMove(p, c); err != nil {
			return err
		}
		if err := t.apply(&p, c); err != nil {
			return err
		}
		if err := people.Update(t.tx, p); err != nil {
			return err
		}
		if err := t.log("person.change", p.ID, c.named()); err != nil {
			return err
		}
		profile, err = t.profile(p.ID)
		return err
	})
	return profile, err
}

// mayMove asks whether the area that somebody names is theirs to name.
func (t inTx) mayMove(p people.Person, c Changes) error {
	if c.Area == nil || *c.Area == p.Area {
		return nil
	}
	s, err := residents.Standing(t.tx, p.ID, t.town)
	if err != nil {
		return err
	}
	return s.MayMove()
}

func (t inTx) apply(p *people.Person, c Changes) (err error) {
	if c.Area != nil {
		p.Area = *c.Area
	}
	if c.Name != nil {
		if p.Name, err = t.seal(*p, "name", c.Name.Plain()); err != nil {
			return err
		}
	}
	if c.Address != nil {
		p.Address, err = t.seal(*p, "address", c.Address.Plain())
	}
	return err
}

// named tells which fields change, for the audit: never their words.
func (c Changes) named() map[string]any {
	return map[string]any{"name": c.Name != nil, "address": c.Address != nil, "area": c.Area != nil}
}
