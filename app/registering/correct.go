package registering

import (
	"context"
	"slices"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/audits"
	"delinli/app/store/outbox"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Asking is what somebody wants put right: in their own record, or in that of a child for whom they answer.
type Asking struct {
	Of            models.PersonID // zero: themselves
	Field         resident.Field
	Value, Reason secret.Text
}

// Asked is a correction with its texts opened, and who it is about and who asked.
type Asked struct {
	resident.Correction
	Value, Reason, Answer secret.Text
	Whose, By             secret.Name
}

// AskCorrection leaves a correction for the staff of the community. One of the same field that waits is a Conflict.
func (s *Service) AskCorrection(ctx context.Context, a models.Actor, in Asking) (out Asked, err error) {
	c := resident.Correction{ID: models.NewID[models.CorrectionID](s.Random), AskedBy: a.Person, Field: in.Field, State: resident.CorrectionAsked, At: s.Now()}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/me/corrections/"+c.ID.String())
		t := s.on(tx, a)
		x, refusal, err := t.own(in.Of)
		if err == nil {
			err = refusal
		}
		if err != nil {
			return err
		}
		c.Person = x.ID
		if err := t.fits(x, in); err != nil {
			return err
		}
		if err := t.leave(x, &c, in); err != nil {
			return err
		}
		out, err = t.opened(c)
		return err
	})
	return out, err
}

// fits asks whether the record could hold the value.
func (t inTx) fits(x residents.Record, in Asking) error {
	k, err := t.open(x)
	if err != nil {
		return err
	}
	e, err := k.entry().With(in.Field, in.Value.Plain(), t.today)
	if err != nil {
		return err
	}
	if in.Field == resident.FieldTags && !slices.Contains(x.Tags, resident.Tag(in.Value.Plain())) {
		return models.BadField("value", "unknown")
	}
	if _, err := areas.Get(t.tx, e.Area); models.KindOf(err) == models.NotFound {
		return models.BadField("value", "unknown")
	} else if err != nil {
		return err
	}
	return nil
}

// entry is what the register was told of somebody.
func (k Known) entry() resident.Entry {
	return resident.Entry{Name: k.Name, Number: k.Number, Phone: k.Phone, Address: k.Address, Area: k.Area, Relation: k.Relation}
}

// leave writes a new correction, its line, and word of it.
func (t inTx) leave(x residents.Record, c *resident.Correction, in Asking) (err error) {
	if c.Value, err = t.Vault.Seal(x.Key, residents.CorrectionPlace(*c, "value"), in.Value.Plain()); err != nil {
		return err
	}
	if c.Reason, err = t.Vault.Seal(x.Key, residents.CorrectionPlace(*c, "reason"), in.Reason.Plain()); err != nil {
		return err
	}
	if err := residents.AddCorrection(t.tx, *c); err != nil {
		return err
	}
	return t.tell("ask", *c)
}

// tell leaves the line of what was done to a correction, and word of it for those who are told.
func (t inTx) tell(act string, c resident.Correction) error {
	if err := audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: "correction." + act, Subject: "correction", SubjectID: c.ID.String(), Person: c.Person,
		Detail: map[string]any{"field": c.Field}}); err != nil {
		return err
	}
	return outbox.Add(t.tx, outbox.Correction, c.ID.String(), string(c.State), 0)
}

// OwnCorrections lists what the actor asked for, the newest first.
func (s *Service) OwnCorrections(ctx context.Context, a models.Actor, p Page) ([]Asked, string, error) {
	t := s.on(s.DB.Read(ctx), a)
	found, next, err := residents.CorrectionsBy(t.tx, a.Person, p)
	if err != nil {
		return nil, "", err
	}
	all, err := t.openedAll(found)
	return all, next, err
}

// OwnCorrection gives one that the actor asked for.
func (s *Service) OwnCorrection(ctx context.Context, a models.Actor, id models.CorrectionID) (out Asked, err error) {
	t := s.on(s.DB.Read(ctx), a)
	c, err := residents.CorrectionOf(t.tx, id)
	if err == nil && c.AskedBy != a.Person {
		err = models.Missing
	}
	if err != nil {
		return out, err
	}
	return t.opened(c)
}

func (t inTx) opened(c resident.Correction) (Asked, error) {
	all, err := t.openedAll([]resident.Correction{c})
	if err != nil {
		return Asked{}, err
	}
	return all[0], nil
}

func (t inTx) openedAll(found []resident.Correction) ([]Asked, error) {
	var ids []models.PersonID
	for _, c := range found {
		ids = append(ids, c.Person, c.AskedBy)
	}
	known, err := people.All(t.tx, ids)
	if err != nil {
		return nil, err
	}
	all := make([]Asked, len(found))
	for i, c := range found {
		if all[i], err = t.openOne(c, known); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (t inTx) openOne(c resident.Correction, known map[models.PersonID]people.Person) (Asked, error) {
	out, key := Asked{Correction: c}, known[c.Person].Key
	for column, part := range map[string]struct {
		sealed secret.Sealed
		into   *secret.Text
	}{"value": {c.Value, &out.Value}, "reason": {c.Reason, &out.Reason}, "answer": {c.Answer, &out.Answer}} {
		plain, err := t.Vault.Open(key, residents.CorrectionPlace(c, column), part.sealed)
		if err != nil {
			return out, err
		}
		*part.into = secret.NewText(plain)
	}
	var err error
	if out.Whose, err = t.named(known[c.Person]); err == nil {
		out.By, err = t.named(known[c.AskedBy])
	}
	return out, err
}

func (t inTx) named(p people.Person) (name secret.Name, err error) {
	plain, err := t.Vault.Open(p.Key, people.Place(p.ID, "name"), p.Name)
	if err == nil {
		err = name.UnmarshalText([]byte(plain))
	}
	return name, err
}
