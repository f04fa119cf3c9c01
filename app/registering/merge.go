package registering

import (
	"context"
	"slices"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Choice is which of two records stays, and what it takes over from the other. The versions are those that were seen.
type Choice struct {
	Kept, Gone               models.PersonID
	KeptVersion, GoneVersion int
	Fields                   []resident.Field
}

// Merged is a merging with both records; the one that goes is shown as far as people are.
type Merged struct {
	resident.Merging
	Into Known // zero when it left the register since
	Name secret.Name
	By   secret.Name
}

// What merging meets.
var (
	errCorrectionWaits = models.Fault(models.Conflict, "merge.correction_waits")
	errPostTwice       = models.Fault(models.Conflict, "merge.post_twice")
	errServes          = models.Fault(models.Conflict, "merge.serves")
)

// Merge leads one record to another: what refers to it follows, its id goes on answering, and all of it can be undone. Whoever has logged in, works or has
// acted here has a record that stays, and of what they write themselves nothing changes; so two such records are never merged. A record that moved on since
// it was seen is a Conflict.
func (s *Service) Merge(ctx context.Context, a models.Actor, c Choice) (out Merged, err error) {
	m := resident.Merging{ID: models.NewID[models.MergeID](s.Random), Kept: c.Kept, Gone: c.Gone, By: a.Person, At: s.Now(), Fields: c.Fields}
	err = s.write(ctx, a, func(t inTx) error {
		store.Refer(ctx, "/merges/"+m.ID.String())
		if err := t.alone(c.Kept, c.Gone); err != nil {
			return err
		}
		if err := t.mayMerge(c); err != nil {
			return err
		}
		if err := t.merge(m); err != nil {
			return err
		}
		if err := t.noted("resident.merge", m); err != nil {
			return err
		}
		out, err = t.shown(m)
		return err
	})
	return out, err
}

// alone keeps two records as they are until the transaction ends; nothing begins for either meanwhile.
func (t inTx) alone(one, other models.PersonID) error {
	ids := []models.PersonID{one, other}
	slices.SortFunc(ids, models.PersonID.Compare)
	for _, id := range ids {
		if _, err := people.LockAlone(t.tx, id); err != nil {
			return err
		}
	}
	return nil
}

// mayMerge asks for rights, versions, who may go, and what ties them.
func (t inTx) mayMerge(c Choice) error {
	if err := t.mayPair(c.Kept, c.Gone); err != nil {
		return err
	}
	kept, err := residents.Standing(t.tx, c.Kept, t.Now())
	if err != nil {
		return err
	}
	gone, err := residents.Standing(t.tx, c.Gone, t.Now())
	if err != nil {
		return err
	}
	if kept.Version != c.KeptVersion || gone.Version != c.GoneVersion {
		return revisions.ErrMovedOn
	}
	if err := gone.MayGo(kept); err != nil {
		return err
	}
	if err := kept.TakesOver(c.Fields); err != nil {
		return err
	}
	ties, err := residents.TiesOf(t.tx, c.Kept, c.Gone)
	switch {
	case err != nil:
		return err
	case ties.CorrectionWaits:
		return errCorrectionWaits
	case ties.PostTwice:
		return errPostTwice
	case ties.Serves:
		return errServes
	}
	return nil
}

// merge writes a merging.
func (t inTx) merge(m resident.Merging) error {
	var u residents.Undo
	var err error
	if u.KeptWas, err = residents.ColumnsOf(t.tx, m.Kept); err != nil {
		return err
	}
	if u.GoneWas, err = residents.ColumnsOf(t.tx, m.Gone); err != nil {
		return err
	}
	if u.KeptNow, err = t.takeOver(m, u.KeptWas, u.GoneWas); err != nil {
		return err
	}
	if err := people.Merged(t.tx, m.Gone, m.Kept); err != nil { // before the other has its numbers
		return err
	}
	if err := residents.PutColumns(t.tx, m.Kept, u.KeptNow); err != nil {
		return err
	}
	if err := residents.AddMerging(t.tx, m, u); err != nil {
		return err
	}
	if err := residents.Follow(t.tx, m); err != nil {
		return err
	}
	return t.moveCorrections(m)
}

// sealedIn are the sealed texts of a row under the names of their columns.
func sealedIn(c *residents.Columns) map[resident.Field]*secret.Sealed {
	return map[resident.Field]*secret.Sealed{resident.FieldName: &c.Name, resident.FieldNumber: &c.IDNumber, resident.FieldPhone: &c.Phone,
		resident.FieldAddress: &c.Address}
}

// takeOver gives the columns of the record that stays with the fields of the other, sealed for it.
func (t inTx) takeOver(m resident.Merging, kept, gone residents.Columns) (residents.Columns, error) {
	from, err := people.Key(t.tx, m.Gone)
	if err != nil {
		return kept, err
	}
	to, err := people.Key(t.tx, m.Kept)
	if err != nil {
		return kept, err
	}
	for _, f := range m.Fields {
		copyField(&kept, gone, f)
		sealed, ok := sealedIn(&kept)[f]
		if !ok {
			continue
		}
		if *sealed, err = t.reseal(from, people.Place(m.Gone, string(f)), to, people.Place(m.Kept, string(f)), *sealed); err != nil {
			return kept, err
		}
	}
	return kept, nil
}

// copyField copies the columns of a field as they are.
func copyField(to *residents.Columns, from residents.Columns, f resident.Field) {
	switch f {
	case resident.FieldName:
		to.Name = from.Name
	case resident.FieldNumber:
		to.IDNumber, to.IDIndex, to.Sex, to.Born = from.IDNumber, from.IDIndex, from.Sex, from.Born
	case resident.FieldPhone:
		to.Phone, to.PhoneIndex = from.Phone, from.PhoneIndex
	case resident.FieldAddress:
		to.Address = from.Address
	case resident.FieldArea:
		to.Area, to.Household = from.Area, from.Household
	case resident.FieldRelation:
		to.Relation = from.Relation
	case resident.FieldTags, resident.FieldHouse: // tags follow by themselves, the household comes with the area
	}
}

// reseal binds a text to another place.
func (t inTx) reseal(from secret.WrappedKey, was secret.Place, to secret.WrappedKey, is secret.Place, sealed secret.Sealed) (secret.Sealed, error) {
	if sealed.IsZero() {
		return nil, nil
	}
	plain, err := t.Vault.Open(from, was, sealed)
	if err != nil {
		return nil, err
	}
	return t.Vault.Seal(to, is, plain)
}

// moveCorrections seals what was asked about the record that goes for the one that stays.
func (t inTx) moveCorrections(m resident.Merging) error {
	found, err := residents.CorrectionsOf(t.tx, m.Gone)
	if err != nil || len(found) == 0 {
		return err
	}
	from, err := people.Key(t.tx, m.Gone)
	if err != nil {
		return err
	}
	to, err := people.Key(t.tx, m.Kept)
	if err != nil {
		return err
	}
	for _, c := range found {
		moved := c
		moved.Person = m.Kept
		for column, text := range map[string]*secret.Sealed{"value": &moved.Value, "reason": &moved.Reason, "answer": &moved.Answer} {
			if *text, err = t.reseal(from, residents.CorrectionPlace(c, column), to, residents.CorrectionPlace(moved, column), *text); err != nil {
				return err
			}
		}
		if err := residents.MoveCorrection(t.tx, m, moved); err != nil {
			return err
		}
	}
	return nil
}

// noted leaves a line in the record of either.
func (t inTx) noted(action string, m resident.Merging) error {
	detail := map[string]any{"merge": m.ID, "kept": m.Kept, "gone": m.Gone, "fields": m.Fields}
	for _, id := range []models.PersonID{m.Kept, m.Gone} {
		if err := t.log(action, id, detail); err != nil {
			return err
		}
	}
	return nil
}
