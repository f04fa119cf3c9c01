package registering

import (
	"context"
	"slices"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Said is a purpose with what somebody said last, and everything they said before.
type Said struct {
	resident.Terms
	Last    *Word // nil: never asked, which is no
	History []Word
}

// Word is a line of a consent with its note opened.
type Word struct {
	resident.Consent
	Note secret.Text
}

// errNoCalls is what staff are told who would call somebody beyond what they agreed to.
var errNoCalls = models.Fault(models.Forbidden, "consent.no_calls")

// mayCall asks for the consent of whoever is to be called to hear how they are: no order and no law asks for that.
func (t inTx) mayCall(who models.PersonID, fields []audit.What, reason audit.Reason) error {
	if !byConsent(reason) || !slices.Contains(fields, audit.Phone) {
		return nil
	}
	agrees, err := residents.Agrees(t.tx, who, resident.Calls)
	if err == nil && !agrees {
		err = errNoCalls
	}
	return err
}

// byConsent tells the reason for which a phone is seen by its owner's consent alone.
func byConsent(reason audit.Reason) bool { return reason == audit.CallBack }

// OwnConsents lists what the actor, or a child for whom they answer, is asked and said.
func (s *Service) OwnConsents(ctx context.Context, a models.Actor, of models.PersonID) ([]Said, error) {
	t := s.on(s.DB.Read(ctx), a)
	x, _, err := t.own(of)
	if err != nil {
		return nil, err
	}
	return t.said(x)
}

// said reads what is said in a record, whose key opens the notes of its own lines.
func (t inTx) said(x residents.Record) ([]Said, error) {
	lines, err := residents.ConsentsOf(t.tx, x.ID)
	if err != nil {
		return nil, err
	}
	all := make([]Said, len(resident.Purposes))
	for i, terms := range resident.Purposes {
		all[i].Terms = terms
	}
	for _, c := range lines {
		i := slices.IndexFunc(all, func(s Said) bool { return s.Purpose == c.Purpose })
		if i < 0 {
			continue
		}
		key, err := people.Key(t.tx, c.Person)
		if err != nil {
			return nil, err
		}
		note, err := t.Vault.Open(key, residents.ConsentPlace(c), c.Note)
		if err != nil {
			return nil, err
		}
		w := Word{c, secret.NewText(note)}
		if all[i].Last == nil {
			all[i].Last = &w
		}
		all[i].History = append(all[i].History, w)
	}
	return all, nil
}

// Consent notes what the actor says for themselves, or for a child for whom they answer, to one purpose. Version is that of the text that they were shown.
func (s *Service) Consent(ctx context.Context, a models.Actor, of models.PersonID, p resident.Purpose, version int, given bool) (all []Said, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		t := s.on(tx, a)
		x, refusal, err := t.own(of)
		if err == nil {
			err = refusal
		}
		if err != nil {
			return err
		}
		if err := t.say(x, resident.Consent{Purpose: p, Version: version, Given: given, Channel: resident.InApp}, ""); err != nil {
			return err
		}
		all, err = t.said(x)
		return err
	})
	return all, err
}

// say writes a line of somebody's consent, unless they said the same last.
func (t inTx) say(x residents.Record, c resident.Consent, note string) (err error) {
	c.ID, c.Person, c.By, c.At = models.NewID[models.ConsentID](t.Random), x.ID, t.a.Person, t.Now()
	if err := c.Check(); err != nil {
		return err
	}
	before, err := residents.ConsentsOf(t.tx, x.ID)
	if err != nil {
		return err
	}
	same := func(b resident.Consent) bool { return b.Purpose == c.Purpose }
	if i := slices.IndexFunc(before, same); i >= 0 && before[i].Given == c.Given && before[i].Version == c.Version {
		return nil
	}
	if note != "" {
		if c.Note, err = t.Vault.Seal(x.Key, residents.ConsentPlace(c), note); err != nil {
			return err
		}
	}
	if err := residents.AddConsent(t.tx, c); err != nil {
		return err
	}
	act := map[bool]string{true: "consent.give", false: "consent.withdraw"}[c.Given]
	return audits.Log(t.tx, audits.Line{At: c.At, Actor: t.a, Action: act, Subject: "consent", SubjectID: c.ID.String(), Person: x.ID,
		Detail: map[string]any{"purpose": c.Purpose, "version": c.Version, "channel": c.Channel}})
}

// Consents lists what a resident of the actor's areas said.
func (s *Service) Consents(ctx context.Context, a models.Actor, id models.PersonID) ([]Said, error) {
	t, err := s.read(ctx, a)
	if err != nil {
		return nil, err
	}
	x, err := t.get(id)
	if err != nil {
		return nil, err
	}
	return t.said(x)
}

// ConsentOnPaper notes what a resident of the actor's areas said on paper, with where it lies and who was there. Of whoever logged in it notes only that
// something was taken back, and nobody notes it for themselves or their household.
func (s *Service) ConsentOnPaper(ctx context.Context, a models.Actor, id models.PersonID, p resident.Purpose, given bool, note secret.Text) (all []Said, err error) {
	err = s.write(ctx, a, func(t inTx) error {
		x, err := t.get(id)
		switch {
		case err != nil:
			return err
		case !a.Holds(x.Area, models.Staff...):
			return models.Missing
		case a.LivesWith(x.ID, x.Household):
			return ownRecord
		}
		_, standing, err := t.standing(x.ID)
		if err == nil {
			err = standing.MaySayFor(given)
		}
		if err != nil {
			return err
		}
		terms, _ := resident.TermsOf(p)
		if err := t.say(x, resident.Consent{Purpose: p, Version: max(terms.Version, 1), Given: given, Channel: resident.OnPaper}, note.Plain()); err != nil {
			return err
		}
		all, err = t.said(x)
		return err
	})
	return all, err
}
