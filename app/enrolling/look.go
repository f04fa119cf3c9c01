package enrolling

import (
	"context"
	"slices"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store/audits"
	"delinli/app/store/limits"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

// keepers may look people up: staff for those of their area, and security administrators, who give seats and accounts.
var keepers = slices.Concat(models.Staff, []models.Role{models.SecurityAdmin})

// sees reports whether the person belongs to an area of the actor's seats, or has named no place as small as those.
func sees(a models.Actor, p people.Person, roles ...models.Role) bool {
	if a.Holds(p.Area, roles...) {
		return true
	}
	return slices.ContainsFunc(a.Areas(roles...), func(mine models.AreaCode) bool { return mine.Within(p.Area) })
}

// searches keeps somebody from trying out numbers.
var searches = limits.Limit{Name: "person.search", Most: 120, Window: time.Hour}

// Search finds who has the phone among those whom the actor may look up. Every search leaves a line with whoever has it, also where the actor
// may not look them up. Nobody is *not found*.
func (s *Service) Search(ctx context.Context, a models.Actor, phone secret.Phone) (profile Profile, err error) {
	err = s.write(ctx, a, func(t inTx) error {
		if err := limits.Take(t.tx, searches, a.Person.String(), t.now); err != nil {
			return err
		}
		who, err := people.ByPhone(t.tx, t.Keys.BlindIndex(vault.PhoneIndex, phone.Plain()))
		if err != nil {
			return err
		}
		if !who.IsZero() {
			profile, err = t.known(who, keepers...)
		}
		if err != nil && models.KindOf(err) != models.NotFound {
			return err
		}
		return t.log("look.search", who, nil)
	})
	if err == nil && profile.ID.IsZero() {
		err = models.Missing
	}
	return profile, err
}

// Show shows a person whom the actor may look up, with masks; anybody else is *not found*.
func (s *Service) Show(ctx context.Context, a models.Actor, who models.PersonID) (Profile, error) {
	return s.read(ctx, a).known(who, keepers...)
}

// known reads a person whom one of the roles lets the actor see.
func (t inTx) known(who models.PersonID, roles ...models.Role) (Profile, error) {
	who, err := people.Present(t.tx, who)
	if err != nil {
		return Profile{}, err
	}
	p, err := people.Get(t.tx, who)
	if err == nil && (p.ErasedAt != nil || !sees(t.a, p, roles...)) {
		err = models.Missing
	}
	if err != nil {
		return Profile{}, err
	}
	return t.profile(who)
}

// Clear is the plain values that somebody asked for; the others are empty.
type Clear struct{ Name, Phone, Address string }

// LookAtMe gives whoever asks their own values in the clear. Each leaves a line.
func (s *Service) LookAtMe(ctx context.Context, a models.Actor, fields []audit.What) (c Clear, err error) {
	err = s.write(ctx, a, func(t inTx) error {
		profile, err := t.profile(a.Person)
		if err != nil {
			return err
		}
		c = profile.clear(fields)
		lines := make([]audits.Line, len(fields))
		for i, f := range fields {
			lines[i] = audits.Line{At: t.town, Actor: a, Action: "look." + string(f), Subject: "person", SubjectID: a.Person.String(),
				Person: a.Person, Reason: audit.Asked}
		}
		return audits.Log(t.tx, lines...)
	})
	return c, err
}

// LookAt gives staff the values of somebody of their area in the clear, for a reason to which they may add words. Each leaves a
// line; nobody of theirs is *not found*.
func (s *Service) LookAt(ctx context.Context, a models.Actor, who models.PersonID, fields []audit.What, reason audit.Reason, words string) (c Clear, err error) {
	looks := make([]audit.Look, len(fields))
	for i, f := range fields {
		looks[i] = audit.Look{Person: who, What: f, Reason: reason, Words: words}
	}
	err = s.write(ctx, a, func(t inTx) error {
		p, err := t.ofStaff(who)
		if err != nil {
			return err
		}
		profile, err := t.unseal(p)
		if err != nil {
			return err
		}
		c = profile.clear(fields)
		return t.Looks.Look(t.tx, a, looks...)
	})
	if err != nil {
		return Clear{}, err
	}
	return c, nil
}

// clear takes the asked fields.
func (p Profile) clear(fields []audit.What) (c Clear) {
	if slices.Contains(fields, audit.Name) {
		c.Name = p.Name.Plain()
	}
	if slices.Contains(fields, audit.Phone) {
		c.Phone = p.Phone.Plain()
	}
	if slices.Contains(fields, audit.Address) {
		c.Address = p.Address.Plain()
	}
	return c
}
