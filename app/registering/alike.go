package registering

import (
	"cmp"
	"context"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/resident"
)

// Suspect is a resident with others who may be the same person.
type Suspect struct {
	Known
	Others []Like
}

// Like is a resident who looks like another one, and why.
type Like struct {
	Known
	Why []resident.Likeness
}

// Suspects lists the residents of the actor's areas who look like one who was registered before, the last registered first. An area that is not theirs
// is *not found*.
func (s *Service) Suspects(ctx context.Context, a models.Actor, area models.AreaCode, p Page) ([]Suspect, string, error) {
	t, scope, err := s.over(ctx, a, area, models.Staff...)
	if err != nil {
		return nil, "", err
	}
	found, next, err := residents.Suspects(t.tx, scope, p)
	if err != nil {
		return nil, "", err
	}
	suspects, err := t.suspects(found)
	return suspects, next, err
}

func (t inTx) suspects(found []residents.Suspect) ([]Suspect, error) {
	var ids []models.PersonID
	for _, f := range found {
		ids = append(ids, f.ID)
		for _, o := range f.Others {
			ids = append(ids, o.ID)
		}
	}
	records, err := residents.Named(t.tx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Suspect, len(found))
	for i, f := range found {
		if out[i].Known, err = t.open(records[f.ID]); err != nil {
			return nil, err
		}
		for _, o := range f.Others {
			k, err := t.open(records[o.ID])
			if err != nil {
				return nil, err
			}
			out[i].Others = append(out[i].Others, Like{k, o.Why})
		}
	}
	return out, nil
}

// Half is one of two records that are compared.
type Half struct {
	Known
	Standing resident.Standing
	Behind   residents.Behind
	Refusal  error // why it may not be merged into the other; nil: it may
}

// Pair is two records beside each other.
type Pair struct {
	One, Other Half
	Same       []resident.Field // in which both have the same value
}

// Compare puts two residents of the actor's areas beside each other, with masks; which values are the same is told, since masks hide it.
func (s *Service) Compare(ctx context.Context, a models.Actor, one, other models.PersonID) (pair Pair, err error) {
	t, err := s.read(ctx, a)
	if err != nil {
		return pair, err
	}
	if err := t.mayPair(one, other); err != nil {
		return pair, err
	}
	if pair.One, err = t.half(one); err != nil {
		return pair, err
	}
	if pair.Other, err = t.half(other); err != nil {
		return pair, err
	}
	for _, f := range resident.Mergeable {
		if pair.One.field(f) == pair.Other.field(f) {
			pair.Same = append(pair.Same, f)
		}
	}
	pair.One.Refusal, pair.Other.Refusal = pair.One.Standing.MayGo(pair.Other.Standing), pair.Other.Standing.MayGo(pair.One.Standing)
	return pair, nil
}

// What pairs are refused for.
var (
	errSame   = models.BadField("gone", "merge.same")
	errOwn    = models.Fault(models.Forbidden, "merge.own")
	errMerged = models.Fault(models.Conflict, "person.merged")
)

// mayPair asks whether two residents are the actor's to merge or to part: both of their areas as staff, and neither they themselves nor of their household.
func (t inTx) mayPair(one, other models.PersonID) error {
	if one == other {
		return errSame
	}
	for _, id := range []models.PersonID{one, other} {
		x, err := residents.Get(t.tx, id)
		if models.KindOf(err) == models.NotFound {
			return t.mergedBefore(id)
		}
		switch {
		case err != nil:
			return err
		case !t.a.Holds(x.Area, models.Staff...):
			return models.Missing
		case t.a.LivesWith(x.ID, x.Household):
			return errOwn
		}
	}
	return nil
}

// mergedBefore tells those who may know that a record was merged since they saw it; to others, and of nobody, it is *not found*.
func (t inTx) mergedBefore(id models.PersonID) error {
	x, err := t.get(id)
	if err == nil && t.a.Holds(x.Area, models.Staff...) {
		err = errMerged
	}
	return cmp.Or(err, error(models.Missing))
}

func (t inTx) half(id models.PersonID) (h Half, err error) {
	x, err := residents.Get(t.tx, id)
	if err != nil {
		return h, err
	}
	if h.Known, err = t.open(x); err != nil {
		return h, err
	}
	if h.Standing, err = residents.Standing(t.tx, id, t.Now()); err != nil {
		return h, err
	}
	h.Behind, err = residents.BehindOf(t.tx, id)
	return h, err
}

// namesAtOnce are read in one transaction, and batches at most in one go.
const (
	namesAtOnce = 1000
	batches     = 20
)

// IndexNames reads names of the register that no index has yet, so that records that look alike are found. It tells how many it read.
func (s *Service) IndexNames(ctx context.Context) (read int, err error) {
	for range batches {
		n := 0
		if err := s.DB.Write(ctx, func(tx *store.Tx) (err error) { n, err = s.indexNames(tx); return err }); err != nil {
			return read, err
		}
		if read += n; n < namesAtOnce {
			break
		}
	}
	return read, nil
}

func (s *Service) indexNames(tx *store.Tx) (int, error) {
	names, err := residents.UnreadNames(tx, namesAtOnce)
	if err != nil || len(names) == 0 {
		return 0, err
	}
	indexes := make([][]byte, len(names))
	for i, u := range names {
		plain, err := s.Vault.Open(u.Key, people.Place(u.ID, "name"), u.Name)
		if err != nil {
			return 0, err
		}
		indexes[i] = s.Keys.BlindIndex(vault.NameIndex, plain)
	}
	return len(names), residents.IndexNames(tx, names, indexes)
}
