package registering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

// What undoing meets.
var (
	errUndone    = models.Fault(models.Conflict, "merge.undone")
	errLater     = models.Fault(models.Conflict, "merge.later_first")
	errCameSince = models.Fault(models.Conflict, "merge.came_since")
)

// Mergings lists the mergings of the actor's areas, the newest first. An area that is not theirs is *not found*.
func (s *Service) Mergings(ctx context.Context, a models.Actor, area models.AreaCode, p Page) ([]Merged, string, error) {
	t, scope, err := s.over(ctx, a, area, models.Staff...)
	if err != nil {
		return nil, "", err
	}
	found, next, err := residents.Mergings(t.tx, scope, p)
	if err != nil {
		return nil, "", err
	}
	all := make([]Merged, len(found))
	for i, m := range found {
		if all[i], err = t.shown(m); err != nil {
			return nil, "", err
		}
	}
	return all, next, nil
}

// Merging gives one of the actor's areas.
func (s *Service) Merging(ctx context.Context, a models.Actor, id models.MergeID) (out Merged, err error) {
	t, err := s.read(ctx, a)
	if err != nil {
		return out, err
	}
	m, err := t.merging(id)
	if err != nil {
		return out, err
	}
	return t.shown(m)
}

// merging reads one of the actor's areas: they must hold those of both records.
func (t inTx) merging(id models.MergeID) (resident.Merging, error) {
	m, err := residents.MergingOf(t.tx, id)
	if err != nil {
		return m, err
	}
	for _, who := range []models.PersonID{m.Kept, m.Gone} {
		p, err := people.Get(t.tx, who)
		if err == nil && (p.ErasedAt != nil || !t.a.Holds(p.Area, models.Staff...)) {
			err = models.Missing
		}
		if err != nil {
			return m, err
		}
	}
	return m, nil
}

func (t inTx) shown(m resident.Merging) (out Merged, err error) {
	out.Merging = m
	known, err := people.All(t.tx, []models.PersonID{m.Gone, m.By})
	if err != nil {
		return out, err
	}
	if out.Name, err = t.named(known[m.Gone]); err != nil {
		return out, err
	}
	if by := known[m.By]; by.ErasedAt == nil {
		if out.By, err = t.named(by); err != nil {
			return out, err
		}
	}
	x, err := residents.Get(t.tx, m.Kept)
	if models.KindOf(err) == models.NotFound {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.Into, err = t.open(x)
	return out, err
}

// Unmerge takes a merging back, for good: both records are as they were, and what followed is where it was. What came to the record that stays since then
// stays with it. It is a Conflict when that is no longer possible: a later merging stands, a value that was taken over has changed, somebody else has the
// number or the phone by now, or the person logged in with what was taken over.
func (s *Service) Unmerge(ctx context.Context, a models.Actor, id models.MergeID) (out Merged, err error) {
	err = s.enter(ctx, a, func(t inTx) error {
		store.Refer(ctx, "/merges/"+id.String())
		m, err := t.merging(id)
		if err != nil {
			return err
		}
		if err := t.alone(m.Kept, m.Gone); err != nil {
			return err
		}
		if err := t.mayUnmerge(m); err != nil {
			return err
		}
		if err := t.unmerge(m); err != nil {
			return err
		}
		if err := t.noted("resident.unmerge", m); err != nil {
			return err
		}
		if m, err = residents.MergingOf(t.tx, id); err != nil {
			return err
		}
		out, err = t.shown(m)
		return err
	})
	return out, err
}

// mayUnmerge marks the merging as undone, if it may be.
func (t inTx) mayUnmerge(m resident.Merging) error {
	for _, who := range []models.PersonID{m.Kept, m.Gone} {
		p, err := people.Get(t.tx, who)
		switch {
		case err != nil:
			return err
		case p.ErasedAt != nil:
			return models.Missing
		case t.a.LivesWith(p.ID, p.Household):
			return errOwn
		}
	}
	undone, err := residents.Undone(t.tx, m.ID, t.a.Person, t.Now())
	if err == nil && !undone {
		err = errUndone
	}
	if err != nil {
		return err
	}
	later, err := residents.LaterMerging(t.tx, m)
	if err == nil && later {
		err = errLater
	}
	return err
}

// unmerge writes both records as they were, the one that stayed first: it gives back what the other is found by.
func (t inTx) unmerge(m resident.Merging) error {
	u, err := residents.UndoOf(t.tx, m.ID)
	if err != nil {
		return err
	}
	now, err := residents.ColumnsOf(t.tx, m.Kept)
	if err != nil {
		return err
	}
	if err := t.unchanged(m, now, u.KeptNow); err != nil {
		return err
	}
	if u.KeptWas.Area, err = areas.Present(t.tx, u.KeptWas.Area); err != nil {
		return err
	}
	for _, f := range m.Fields {
		copyField(&now, u.KeptWas, f)
	}
	if err := t.freed(m, now, u.GoneWas); err != nil {
		return err
	}
	gone, err := residents.ColumnsOf(t.tx, m.Gone)
	if err != nil {
		return err
	}
	gone.PhoneIndex, gone.IDIndex, gone.Household, gone.RegisteredAt = u.GoneWas.PhoneIndex, u.GoneWas.IDIndex, u.GoneWas.Household, u.GoneWas.RegisteredAt
	if err := residents.PutColumns(t.tx, m.Kept, now); err != nil {
		return err
	}
	if err := residents.PutColumns(t.tx, m.Gone, gone); err != nil {
		return err
	}
	return residents.Unfollow(t.tx, m, t.a.Person, t.Now())
}

// unchanged asks that what was taken over is still there, and is not what somebody logs in with since.
func (t inTx) unchanged(m resident.Merging, now, then residents.Columns) error {
	s, err := residents.Standing(t.tx, m.Kept, t.Now())
	if err != nil {
		return err
	}
	if s.TakesOver(m.Fields) != nil {
		return errCameSince
	}
	key, err := people.Key(t.tx, m.Kept)
	if err != nil {
		return err
	}
	changed := &models.Error{Kind: models.Conflict, Code: "merge.changed_since", Fields: map[string]string{}}
	for _, f := range m.Fields {
		same, err := t.sameField(m.Kept, key, now, then, f)
		if err != nil {
			return err
		}
		if !same {
			changed.Fields[string(f)] = "merge.changed"
		}
	}
	if len(changed.Fields) > 0 {
		return changed
	}
	return nil
}

// sameField compares a field of two states of a record; every edit seals texts anew, so they are opened.
func (t inTx) sameField(id models.PersonID, key secret.WrappedKey, now, then residents.Columns, f resident.Field) (bool, error) {
	a, ok := sealedIn(&now)[f]
	if !ok {
		if f == resident.FieldArea {
			area, err := areas.Present(t.tx, then.Area)
			return now.Area == area && now.Household == then.Household, err
		}
		return now.Relation == then.Relation, nil
	}
	was, err := t.Vault.Open(key, people.Place(id, string(f)), *sealedIn(&then)[f])
	if err != nil {
		return false, err
	}
	is, err := t.Vault.Open(key, people.Place(id, string(f)), *a)
	return is == was, err
}

// freed asks that nobody else has by now what either record is found by.
func (t inTx) freed(m resident.Merging, kept, gone residents.Columns) error {
	for _, c := range []residents.Columns{kept, gone} {
		for code, index := range map[string]secret.Sealed{"merge.number_taken": c.IDIndex, "merge.phone_taken": c.PhoneIndex} {
			if index.IsZero() {
				continue
			}
			holder, err := people.HolderOf(t.tx, index)
			if err == nil && !holder.IsZero() && holder != m.Kept && holder != m.Gone {
				err = t.meets(holder, models.Fault(models.Conflict, code))
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
