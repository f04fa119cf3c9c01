package volunteering

import (
	"context"
	"time"

	"delinli/app/store"
	"delinli/app/store/approvals"
	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// Correcting is what staff ask for: minutes to add to a volunteer's local day, or to take from it, and why.
type Correcting struct {
	Person  models.PersonID
	Minutes int
	Day     time.Time
	Reason  string
}

// Corrected is a correction with its reason in the clear.
type Corrected struct {
	volunteer.Correction
	Why       string
	MayDecide bool
}

// AskCorrection leaves a correction of hours for a second person.
func (s *Service) AskCorrection(ctx context.Context, a models.Actor, in Correcting) (out Corrected, err error) {
	if in.Reason == "" {
		return out, models.BadField("reason", "required")
	}
	c := volunteer.Correction{ID: models.NewID[models.ApprovalID](s.Random), Person: in.Person, Minutes: in.Minutes, Day: in.Day, AskedBy: a.Person,
		AskedAt: s.Now()}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/hours/corrections/"+c.ID.String())
		t := inTx{s, tx, a}
		v, err := t.seen(c.Person)
		if models.KindOf(err) == models.NotFound {
			err = models.BadField("person", "unknown")
		}
		if err != nil {
			return err
		}
		if err := c.MayAsk(a, v); err != nil {
			return err
		}
		if err := t.fits(c); err != nil {
			return err
		}
		p, err := people.Get(tx, c.Person)
		if err != nil {
			return err
		}
		if c.Reason, err = t.Vault.Seal(p.Key, reasonPlace(c), in.Reason); err != nil {
			return err
		}
		out = Corrected{Correction: c, Why: in.Reason}
		return t.ask(c)
	})
	return out, err
}

func (t inTx) ask(c volunteer.Correction) error {
	if err := volunteers.AskCorrection(t.tx, c); err != nil {
		return err
	}
	return t.logCorrection("hours.ask", c)
}

// fits checks the correction against what the day has now.
func (t inTx) fits(c volunteer.Correction) error {
	has, err := volunteers.Day(t.tx, c.Person, c.Day)
	if err != nil {
		return err
	}
	return c.Check(t.Now(), has)
}

// DecideCorrection lets a correction happen or not; all guards are asked anew.
func (s *Service) DecideCorrection(ctx context.Context, a models.Actor, id models.ApprovalID, approve bool) (out Corrected, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/hours/corrections/"+id.String())
		t := inTx{s, tx, a}
		c, v, err := t.correction(id)
		if err != nil {
			return err
		}
		if err := c.MayDecide(a, v); err != nil {
			return err
		}
		if approve {
			if err := t.correct(c); err != nil {
				return err
			}
		}
		if err := approvals.Close(tx, id, a, approve, t.Now()); err != nil {
			return err
		}
		out, err = t.corrected(id)
		return err
	})
	return out, err
}

func (t inTx) correct(c volunteer.Correction) error {
	if err := t.fits(c); err != nil {
		return err
	}
	if err := volunteers.Correct(t.tx, models.NewID[models.EventID](t.Random), c, t.Now()); err != nil {
		return err
	}
	return t.logCorrection("hours.correct", c)
}

// Correction gives one correction to staff of an area where the volunteer serves.
func (s *Service) Correction(ctx context.Context, a models.Actor, id models.ApprovalID) (out Corrected, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		out, err = inTx{s, tx, a}.corrected(id)
		return err
	})
	return out, err
}

// Corrections gives staff one page of the corrections that wait in their areas.
func (s *Service) Corrections(ctx context.Context, a models.Actor, p Page) ([]Corrected, string, error) {
	t := inTx{s, s.DB.Read(ctx), a}
	found, next, err := volunteers.Corrections(t.tx, store.ScopeOf(a, models.Staff...), p)
	if err != nil {
		return nil, "", err
	}
	out := make([]Corrected, len(found))
	for i, c := range found {
		v, err := volunteers.Get(t.tx, c.Person)
		if err != nil {
			return nil, "", err
		}
		if out[i], err = t.explain(c, v); err != nil {
			return nil, "", err
		}
	}
	return out, next, nil
}

// correction reads a correction and its volunteer for staff of an area where the volunteer serves.
func (t inTx) correction(id models.ApprovalID) (c volunteer.Correction, v volunteer.Volunteer, err error) {
	if c, err = volunteers.Correction(t.tx, id); err != nil {
		return c, v, err
	}
	if v, err = volunteers.Get(t.tx, c.Person); err != nil {
		return c, v, err
	}
	if !volunteer.Covers(t.a, v.Areas) {
		return c, v, models.Missing
	}
	return c, v, nil
}

func (t inTx) corrected(id models.ApprovalID) (Corrected, error) {
	c, v, err := t.correction(id)
	if err != nil {
		return Corrected{}, err
	}
	return t.explain(c, v)
}

func (t inTx) explain(c volunteer.Correction, v volunteer.Volunteer) (Corrected, error) {
	p, err := people.Get(t.tx, c.Person)
	if err != nil {
		return Corrected{}, err
	}
	why, err := t.open(p, reasonPlace(c), c.Reason)
	return Corrected{c, why, c.MayDecide(t.a, v) == nil}, err
}

// reasonPlace is where the reason of a correction is sealed for.
func reasonPlace(c volunteer.Correction) secret.Place {
	return secret.Place{Person: c.Person, Table: "approvals", Column: "note", Row: c.ID.String()}
}

func (t inTx) logCorrection(action string, c volunteer.Correction) error {
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: action, Subject: "approval", SubjectID: c.ID.String(), Person: c.Person,
		Detail: map[string]any{"minutes": c.Minutes}})
}
