package registering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Case is a correction beside the record that it is about, for those who decide.
type Case struct {
	Asked
	Record Known
}

// What who decides is told.
var (
	decidedBefore = models.Fault(models.Conflict, "correction.decided")
	ownCase       = models.Fault(models.Forbidden, "correction.own")
)

// Corrections lists those of the actor's areas in a state, the newest first. An area that is not theirs is *not found*.
func (s *Service) Corrections(ctx context.Context, a models.Actor, state resident.CorrectionState, area models.AreaCode, p Page) ([]Asked, string, error) {
	scope := store.ScopeOf(a, models.Staff...).Within(area)
	if len(scope.Areas) == 0 {
		return nil, "", models.Missing
	}
	t, err := s.read(ctx, a)
	if err != nil {
		return nil, "", err
	}
	found, next, err := residents.Corrections(t.tx, scope, state, p)
	if err != nil {
		return nil, "", err
	}
	all, err := t.openedAll(found)
	return all, next, err
}

// Correction gives one of the actor's areas beside the record.
func (s *Service) Correction(ctx context.Context, a models.Actor, id models.CorrectionID) (Case, error) {
	t, err := s.read(ctx, a)
	if err != nil {
		return Case{}, err
	}
	return t.brought(id)
}

// brought reads a case of the actor's areas.
func (t inTx) brought(id models.CorrectionID) (out Case, err error) {
	c, err := residents.CorrectionOf(t.tx, id)
	if err != nil {
		return out, err
	}
	x, err := residents.Get(t.tx, c.Person)
	if err == nil && !t.a.Holds(x.Area, models.Staff...) {
		err = models.Missing
	}
	if err != nil {
		return out, err
	}
	if out.Record, err = t.open(x); err != nil {
		return out, err
	}
	out.Asked, err = t.opened(c)
	return out, err
}

// Side is the values of a case in the clear: what the record has, what should stand there, and why.
type Side struct{ Was, Value, Reason string }

// LookAtCorrection gives the values of a case in the clear. It leaves a line that the resident can read.
func (s *Service) LookAtCorrection(ctx context.Context, a models.Actor, id models.CorrectionID) (out Side, err error) {
	err = s.write(ctx, a, func(t inTx) error {
		c, err := t.brought(id)
		if err != nil {
			return err
		}
		out = Side{c.Record.field(c.Field), c.Value.Plain(), c.Reason.Plain()}
		return s.Looks.Look(t.tx, a, audit.Look{Person: c.Person, What: whatOf(c.Field), Subject: "correction", SubjectID: id.String(), Reason: audit.Correct})
	})
	if err != nil {
		return Side{}, err
	}
	return out, nil
}

// field is the plain value of a field of a record; of tags, which are many, none.
func (k Known) field(f resident.Field) string {
	switch f {
	case resident.FieldName:
		return k.Name.Plain()
	case resident.FieldNumber:
		return k.Number.Plain()
	case resident.FieldPhone:
		return k.Phone.Plain()
	case resident.FieldAddress:
		return k.Address.Plain()
	case resident.FieldArea:
		return string(k.Area)
	case resident.FieldRelation:
		return string(k.Relation)
	case resident.FieldTags, resident.FieldHouse:
	}
	return ""
}

// whatOf names what a look at a field shows; what is no field of a profile is a part of the person's page.
func whatOf(f resident.Field) audit.What {
	switch f {
	case resident.FieldName:
		return audit.Name
	case resident.FieldNumber:
		return audit.IDNumber
	case resident.FieldPhone:
		return audit.Phone
	case resident.FieldAddress:
		return audit.Address
	case resident.FieldArea, resident.FieldRelation, resident.FieldTags, resident.FieldHouse:
	}
	return audit.Profile
}

// AcceptCorrection writes what was asked for into the record. Version is that of the record as the actor saw it; when it is no longer the present
// one, nothing changes and the error is a Conflict.
func (s *Service) AcceptCorrection(ctx context.Context, a models.Actor, id models.CorrectionID, version int) (Case, error) {
	return s.decide(ctx, a, id, func(t inTx, c *Case) error {
		c.State = resident.CorrectionAccepted
		if c.Record.Version != version {
			return revisions.ErrMovedOn
		}
		return t.mend(*c)
	})
}

// mend writes the value of a case into its record, or ends the tag that does not hold.
func (t inTx) mend(c Case) error {
	e, err := c.Record.entry().With(c.Field, c.Value.Plain(), t.today)
	if err != nil {
		return err
	}
	if c.Field == resident.FieldTags {
		_, err := residents.EndTag(t.tx, c.Person, resident.Tag(c.Value.Plain()), t.Now())
		return err
	}
	if e.Area != c.Record.Area {
		if err := t.mayEnter(e.Area); err != nil {
			return err
		}
	}
	p, s, err := t.standing(c.Person)
	if err != nil {
		return err
	}
	s.Came = s.Came && c.AskedBy != c.Person // what they wrote themselves gives way to their own word
	_, err = t.put(p, s, e)
	return err
}

// RefuseCorrection leaves the record as it is, with words for who asked.
func (s *Service) RefuseCorrection(ctx context.Context, a models.Actor, id models.CorrectionID, words secret.Text) (Case, error) {
	return s.decide(ctx, a, id, func(t inTx, c *Case) (err error) {
		c.State = resident.CorrectionRefused
		c.Correction.Answer, err = t.Vault.Seal(c.Record.Key, residents.CorrectionPlace(c.Correction, "answer"), words.Plain())
		return err
	})
}

// decide lets a case of the actor's areas end as do makes it. Nobody decides on what they asked for, or on their own record or one of their household.
func (s *Service) decide(ctx context.Context, a models.Actor, id models.CorrectionID, do func(inTx, *Case) error) (out Case, err error) {
	err = s.enter(ctx, a, func(t inTx) error {
		store.Refer(ctx, "/corrections/"+id.String())
		if err := t.still(id); err != nil {
			return err
		}
		c, err := t.brought(id)
		switch {
		case err != nil:
			return err
		case c.AskedBy == a.Person, a.LivesWith(c.Person, c.Record.Household):
			return ownCase
		case c.State != resident.CorrectionAsked:
			return decidedBefore
		}
		if err := do(t, &c); err != nil {
			return err
		}
		decided, err := residents.Decide(t.tx, c.Correction, a.Person, t.Now())
		if err == nil && !decided {
			err = decidedBefore
		}
		if err != nil {
			return err
		}
		if err := t.tell(verbs[c.State], c.Correction); err != nil {
			return err
		}
		out, err = t.brought(id)
		return err
	})
	return out, err
}

// still keeps the record of a case as it is until the case is decided: whoever changes their profile meanwhile waits.
func (t inTx) still(id models.CorrectionID) error {
	c, err := residents.CorrectionOf(t.tx, id)
	if err == nil {
		_, err = people.Lock(t.tx, c.Person)
	}
	return err
}

// verbs are how lines call what led to a state.
var verbs = map[resident.CorrectionState]string{resident.CorrectionAccepted: "accept", resident.CorrectionRefused: "refuse"}
