package registering

import (
	"context"
	"slices"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Register enters somebody. Whoever has the phone already, as somebody who uses the app, is entered under it and told so: a person has one record. It is
// Invalid for an identity number of somebody whom the register has, and for a phone as resident.MayTake says.
func (s *Service) Register(ctx context.Context, a models.Actor, e resident.Entry) (shown Shown, err error) {
	err = s.enter(ctx, a, func(t inTx) error {
		e = e.Tidy()
		if err := e.Check(t.today); err != nil {
			return err
		}
		p, s, err := t.whose(e)
		if err != nil {
			return err
		}
		store.Refer(ctx, "/residents/"+p.ID.String())
		if shown, err = t.put(p, s, e); err != nil {
			return err
		}
		if s.Came {
			if err := t.log("look.register", p.ID, nil); err != nil {
				return err
			}
		}
		return t.log("resident.register", p.ID, map[string]any{"area": e.Area})
	})
	return shown, err
}

// whose finds whom an entry is about, or makes somebody.
func (t inTx) whose(e resident.Entry) (p people.Person, s resident.Standing, err error) {
	if err := t.mayEnter(e.Area); err != nil {
		return p, s, err
	}
	var id models.PersonID
	if !e.Phone.IsZero() {
		if id, err = people.ByPhone(t.tx, t.Keys.BlindIndex(vault.PhoneIndex, e.Phone.Plain())); err != nil {
			return p, s, err
		}
	}
	if id.IsZero() {
		p = people.Person{ID: models.NewID[models.PersonID](t.Random), Area: e.Area, CreatedAt: t.Now()}
		p.Key = t.Vault.NewDataKey(p.ID)
		_, err = people.Add(t.tx, p)
		return p, resident.Standing{Version: 1}, err
	}
	if p, s, err = t.standing(id); err != nil {
		return p, s, err
	}
	if !t.a.Holds(p.Area, resident.Registrars...) && !e.Area.Within(p.Area) {
		return p, s, t.meets(id, models.BadField("phone", "resident.phone_elsewhere")) // nothing else is told of them
	}
	return p, s, t.meets(id, s.MayTake())
}

// standing reads who somebody is to the register, which stays so until the transaction ends.
func (t inTx) standing(id models.PersonID) (p people.Person, s resident.Standing, err error) {
	if p, err = people.Lock(t.tx, id); err != nil {
		return p, s, err
	}
	if s, err = residents.Standing(t.tx, id, t.Now()); err != nil {
		return p, s, err
	}
	k, err := t.open(residents.Record{Person: p})
	s.Name, s.Phone, s.Address = k.Name, k.Phone, k.Address
	return p, s, err
}

// mayEnter asks whether residents of the area are the actor's to enter, and whether there is one.
func (t inTx) mayEnter(area models.AreaCode) error {
	if !t.a.Holds(area, resident.Registrars...) {
		return models.BadField("area_code", "unknown")
	}
	if _, err := areas.Get(t.tx, area); models.KindOf(err) == models.NotFound {
		return models.BadField("area_code", "unknown")
	} else if err != nil {
		return err
	}
	return nil
}

var ownRecord = models.Fault(models.Forbidden, "resident.own")

// mayKeep reads somebody of the register of the actor's areas, who is neither the actor nor of their household.
func (t inTx) mayKeep(id models.PersonID) (residents.Record, error) {
	x, err := t.get(id)
	if err == nil && t.a.LivesWith(x.ID, x.Household) {
		err = ownRecord
	}
	return x, err
}

// Edit writes what the register has of somebody anew; what they have written themselves stays, as resident.Keep says. Version is the one last seen; when
// it is no longer the present one, nothing changes and the error is a Conflict.
func (s *Service) Edit(ctx context.Context, a models.Actor, id models.PersonID, version int, e resident.Entry) (shown Shown, err error) {
	err = s.enter(ctx, a, func(t inTx) error {
		e = e.Tidy()
		if err := e.Check(t.today); err != nil {
			return err
		}
		store.Refer(ctx, "/residents/"+id.String())
		x, err := t.mayKeep(id)
		if err != nil {
			return err
		}
		if err := t.mayEnter(e.Area); err != nil {
			return err
		}
		p, s, err := t.standing(x.ID)
		if err != nil {
			return err
		}
		if s.Version != version {
			return revisions.ErrMovedOn
		}
		if shown, err = t.put(p, s, e); err != nil {
			return err
		}
		return t.log("resident.edit", x.ID, nil)
	})
	return shown, err
}

// put seals an entry and writes it over what is there.
func (t inTx) put(p people.Person, s resident.Standing, e resident.Entry) (shown Shown, err error) {
	if e, err = s.Keep(e); err != nil {
		return shown, err
	}
	number := t.Keys.BlindIndex(vault.IDNumberIndex, e.Number.Plain())
	var phone []byte
	if !e.Phone.IsZero() {
		phone = t.Keys.BlindIndex(vault.PhoneIndex, e.Phone.Plain())
	}
	if err := t.free(p.ID, number, "id_number", "resident.number_known"); err != nil {
		return shown, err
	}
	if err := t.free(p.ID, phone, "phone", "resident.phone_taken"); err != nil {
		return shown, err
	}
	x := residents.Record{Person: p, Relation: e.Relation, Sex: resident.SexOf(e.Number), Born: resident.Month(e.Number), RegisteredAt: t.Now(), Version: s.Version}
	x.Area = e.Area
	for column, part := range map[string]struct {
		plain string
		into  *secret.Sealed
	}{"name": {e.Name.Plain(), &x.Person.Name}, "id_number": {e.Number.Plain(), &x.IDNumber}, "phone": {e.Phone.Plain(), &x.Person.Phone},
		"address": {e.Address.Plain(), &x.Person.Address}} {
		if *part.into, err = t.Vault.Seal(p.Key, people.Place(p.ID, column), part.plain); err != nil {
			return shown, err
		}
	}
	if err := residents.Put(t.tx, x, number, phone); err != nil {
		return shown, err
	}
	if x, err = residents.Get(t.tx, p.ID); err != nil {
		return shown, err
	}
	return t.show(x)
}

// Tag notes what is known of a resident's situation, from whom, and since when.
func (s *Service) Tag(ctx context.Context, a models.Actor, id models.PersonID, tag resident.Tag, source resident.Source, since calendar.Date) (shown Shown, err error) {
	if !slices.Contains(resident.Tags, tag) {
		return shown, models.BadField("tag", "field.choice")
	}
	if !slices.Contains(resident.Sources, source) {
		return shown, models.BadField("source", "field.choice")
	}
	return s.tagged(ctx, a, id, func(t inTx, id models.PersonID) error {
		if since == "" {
			since = t.today
		}
		if day, ok := since.Midnight(); !ok || day.After(s.Now()) {
			return models.BadField("since", "field.format")
		}
		added, err := residents.AddTag(t.tx, id, tag, source, since, a.Person, s.Now())
		if err != nil || !added {
			return err
		}
		return t.log("resident.tag", id, map[string]any{"tag": tag, "source": source})
	})
}

// Untag ends what was known; what is not known is *not found*.
func (s *Service) Untag(ctx context.Context, a models.Actor, id models.PersonID, tag resident.Tag) (Shown, error) {
	return s.tagged(ctx, a, id, func(t inTx, id models.PersonID) error {
		ended, err := residents.EndTag(t.tx, id, tag, s.Now())
		if err == nil && !ended {
			err = models.Missing
		}
		if err != nil {
			return err
		}
		return t.log("resident.untag", id, map[string]any{"tag": tag})
	})
}

// tagged changes the tags of a resident of the actor's areas, and reads them anew.
func (s *Service) tagged(ctx context.Context, a models.Actor, id models.PersonID, change func(inTx, models.PersonID) error) (shown Shown, err error) {
	err = s.write(ctx, a, func(t inTx) error {
		store.Refer(ctx, "/residents/"+id.String())
		x, err := t.mayKeep(id)
		if err != nil {
			return err
		}
		if err := change(t, x.ID); err != nil {
			return err
		}
		x, err = residents.Get(t.tx, x.ID)
		if err == nil {
			shown, err = t.show(x)
		}
		return err
	})
	return shown, err
}

// Clear is the plain values that somebody asked for; the others are empty.
type Clear struct{ Name, IDNumber, Phone, Address string }

// Look gives values of a resident in the clear, for a reason to which one may add words. A phone to ask how somebody is needs their consent. Each leaves a line that the resident can read.
func (s *Service) Look(ctx context.Context, a models.Actor, id models.PersonID, fields []audit.What, reason audit.Reason, words string) (c Clear, err error) {
	looks := make([]audit.Look, len(fields))
	for i, f := range fields {
		looks[i] = audit.Look{What: f, Reason: reason, Words: words}
	}
	err = s.write(ctx, a, func(t inTx) error {
		x, err := t.get(id)
		if err != nil {
			return err
		}
		if err := t.mayCall(x.ID, fields, reason); err != nil {
			return err
		}
		for i := range looks {
			looks[i].Person = x.ID
		}
		k, err := t.open(x)
		if err != nil {
			return err
		}
		for _, f := range fields {
			switch f {
			case audit.Name:
				c.Name = k.Name.Plain()
			case audit.IDNumber:
				c.IDNumber = k.Number.Plain()
			case audit.Phone:
				c.Phone = k.Phone.Plain()
			case audit.Address:
				c.Address = k.Address.Plain()
			}
		}
		return s.Looks.Look(t.tx, a, looks...)
	})
	if err != nil {
		return Clear{}, err
	}
	return c, nil
}
