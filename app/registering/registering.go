// Package registering keeps the register of residents: who lives in whose grid, with masks on, opened for a reason, collected once. Whoever keeps it
// sees their own areas alone; anybody of another is *not found*.
package registering

import (
	"context"
	"errors"
	"io"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/audits"
	"delinli/app/store/limits"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Looks leaves a line of each look at another's personal data, or fails when it may not be made.
type Looks interface {
	Look(tx *store.Tx, a models.Actor, looks ...audit.Look) error
}

// Service is the verbs of the register.
type Service struct {
	DB     *store.DB
	Vault  *vault.Vault
	Keys   *vault.Keyring
	Looks  Looks
	Now    models.Clock
	Random io.Reader
}

// Page asks for one page of a list.
type Page = store.Page

// Known is a resident as those who keep the register see them: their types mask themselves.
type Known struct {
	residents.Record
	Name    secret.Name
	Number  secret.IDNumber
	Phone   secret.Phone
	Address secret.Text
	Age     int

	MergedFrom models.PersonID // the id that was asked for, where its record was merged into this one
}

// Shown is a resident with what the actor may do with the record, and the fields of it that stay as its person wrote them.
type Shown struct {
	Known
	Can  []resident.Act
	Kept []resident.Field
}

// inTx is a verb's work inside a transaction.
type inTx struct {
	*Service
	tx    *store.Tx
	a     models.Actor
	today calendar.Date
	met   *models.PersonID // because of whom an entry is refused
}

func (s *Service) read(ctx context.Context, a models.Actor) (inTx, error) {
	return s.begin(s.DB.Read(ctx), a)
}

func (s *Service) write(ctx context.Context, a models.Actor, fn func(inTx) error) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		t, err := s.begin(tx, a)
		if err != nil {
			return err
		}
		return fn(t)
	})
}

func (s *Service) begin(tx *store.Tx, a models.Actor) (inTx, error) {
	if !a.Has(resident.Registrars...) {
		return inTx{}, models.Denied
	}
	return s.on(tx, a), nil
}

// on is a verb's work of whoever asks, on the day of the town.
func (s *Service) on(tx *store.Tx, a models.Actor) inTx {
	return inTx{Service: s, tx: tx, a: a, today: calendar.DateOf(s.Now())}
}

// Narrow says whom a list is to have. Zero fields do not narrow.
type Narrow struct {
	Area models.AreaCode
	Tag  resident.Tag
	Ages resident.AgeGroup
}

// List gives residents of the actor's areas, the last registered first. An area that is not theirs is *not found*.
func (s *Service) List(ctx context.Context, a models.Actor, n Narrow, p Page) ([]Known, string, error) {
	t, scope, err := s.over(ctx, a, n.Area, resident.Registrars...)
	if err != nil {
		return nil, "", err
	}
	found, next, err := residents.List(t.tx, residents.Filter{Scope: scope, Tag: n.Tag, Ages: n.Ages, Today: t.today}, p)
	if err != nil {
		return nil, "", err
	}
	known, err := t.all(found)
	return known, next, err
}

// over is a list's work, and what the actor's seats of some roles cover of an area, also by a code that it had before; *not found* for nothing.
func (s *Service) over(ctx context.Context, a models.Actor, area models.AreaCode, roles ...models.Role) (t inTx, scope store.Scope, err error) {
	if t, err = s.read(ctx, a); err != nil {
		return t, scope, err
	}
	if area, err = areas.Present(t.tx, area); err != nil {
		return t, scope, err
	}
	if scope = store.ScopeOf(a, roles...).Within(area); len(scope.Areas) == 0 {
		err = models.Missing
	}
	return t, scope, err
}

// Show gives one resident.
func (s *Service) Show(ctx context.Context, a models.Actor, id models.PersonID) (shown Shown, err error) {
	t, err := s.read(ctx, a)
	if err != nil {
		return shown, err
	}
	x, err := t.get(id)
	if err != nil {
		return shown, err
	}
	if shown, err = t.show(x); err == nil && x.ID != id {
		shown.MergedFrom = id
	}
	return shown, err
}

func (t inTx) show(x residents.Record) (shown Shown, err error) {
	if shown.Known, err = t.open(x); err != nil {
		return shown, err
	}
	s, err := residents.Standing(t.tx, x.ID, t.Now())
	s.Name, s.Phone, s.Address = shown.Name, shown.Phone, shown.Address
	shown.Can, shown.Kept = resident.Can(t.a, x.ID, x.Household, x.Area, s), s.Keeps()
	return shown, err
}

// Household gives a resident and whoever else of the actor's areas lives in their household, them first.
func (s *Service) Household(ctx context.Context, a models.Actor, id models.PersonID) ([]Known, error) {
	t, err := s.read(ctx, a)
	if err != nil {
		return nil, err
	}
	x, err := t.get(id)
	if err != nil {
		return nil, err
	}
	return t.home(x, store.ScopeOf(t.a, resident.Registrars...))
}

// home gives somebody, and who lives with them within a scope.
func (t inTx) home(x residents.Record, scope store.Scope) ([]Known, error) {
	all := []residents.Record{x}
	if !x.Household.IsZero() {
		kin, _, err := residents.List(t.tx, residents.Filter{Scope: scope, Household: x.Household, Today: t.today}, Page{Limit: 100})
		if err != nil {
			return nil, err
		}
		for _, k := range kin {
			if k.ID != x.ID {
				all = append(all, k)
			}
		}
	}
	return t.all(all)
}

// get reads a resident of the actor's areas; the id of a record that was merged leads to the one that stays.
func (t inTx) get(id models.PersonID) (residents.Record, error) {
	id, err := people.Present(t.tx, id)
	if err != nil {
		return residents.Record{}, err
	}
	x, err := residents.Get(t.tx, id)
	if err == nil && !t.a.Holds(x.Area, resident.Registrars...) {
		err = models.Missing
	}
	return x, err
}

func (t inTx) all(records []residents.Record) ([]Known, error) {
	known := make([]Known, len(records))
	for i, x := range records {
		var err error
		if known[i], err = t.open(x); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// open opens what is sealed into types that mask themselves.
func (t inTx) open(x residents.Record) (k Known, err error) {
	k = Known{Record: x, Age: resident.AgeOn(x.Born, t.today)}
	drawer, err := t.Vault.Unlock(x.Key, x.ID)
	if err != nil && !errors.Is(err, secret.ErrErased) {
		return k, err
	}
	for column, part := range map[string]struct {
		sealed secret.Sealed
		into   interface{ UnmarshalText([]byte) error }
	}{"name": {x.Person.Name, &k.Name}, "id_number": {x.IDNumber, &k.Number}, "phone": {x.Person.Phone, &k.Phone}, "address": {x.Person.Address, &k.Address}} {
		plain, err := drawer.Open(people.Place(x.ID, column), part.sealed)
		if err != nil {
			return k, err
		}
		if err := part.into.UnmarshalText([]byte(plain)); err != nil {
			return k, err
		}
	}
	return k, nil
}

// finds keeps somebody from trying out numbers.
var finds = limits.Limit{Name: "resident.find", Most: 300, Window: time.Hour}

// Find gives whoever of the actor's areas has the identity number or the phone; one of them must be there. Every find leaves a line with whoever has it, also where the
// actor may not see them.
func (s *Service) Find(ctx context.Context, a models.Actor, number secret.IDNumber, phone secret.Phone) (known []Known, err error) {
	index := s.Keys.BlindIndex(vault.IDNumberIndex, number.Plain())
	if number.IsZero() {
		index = s.Keys.BlindIndex(vault.PhoneIndex, phone.Plain())
	}
	if number.IsZero() && phone.IsZero() {
		return nil, models.BadField("id_number", "resident.nothing_asked")
	}
	err = s.write(ctx, a, func(t inTx) error {
		if err := limits.Take(t.tx, finds, a.Person.String(), s.Now()); err != nil {
			return err
		}
		found, err := residents.ByIndex(t.tx, index)
		if err != nil {
			return err
		}
		var mine []residents.Record
		for _, x := range found {
			if err := t.log("look.search", x.ID, nil); err != nil {
				return err
			}
			if a.Holds(x.Area, resident.Registrars...) {
				mine = append(mine, x)
			}
		}
		known, err = t.all(mine)
		return err
	})
	return known, err
}

func (t inTx) log(action string, who models.PersonID, detail map[string]any) error {
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: action, Subject: "person", SubjectID: who.String(), Person: who, Detail: detail})
}
