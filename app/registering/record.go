package registering

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/resident"
)

// Own is what the register holds of somebody, as they may see it themselves: with masks, as on their profile.
type Own struct {
	Known
	Held   []residents.Held
	Home   []Relative
	MayAsk bool // whether the actor may ask to have it put right
}

// Relative is somebody of the same household, and whether the actor speaks for them.
type Relative struct {
	Known
	Ward bool
}

// Who has no record, and who is too young to speak for themselves.
var (
	noRecord = models.Fault(models.NotFound, "record.none")
	tooYoung = models.Fault(models.Forbidden, "record.guardian_needed")
)

// Record gives the actor their own record, or that of a child for whom they answer. Anybody else's is *not found*.
func (s *Service) Record(ctx context.Context, a models.Actor, of models.PersonID) (own Own, err error) {
	t := s.on(s.DB.Read(ctx), a)
	x, refusal, err := t.own(of)
	if err != nil {
		return own, err
	}
	own.MayAsk = refusal == nil
	if own.Known, err = t.open(x); err != nil {
		return own, err
	}
	if own.Held, err = residents.TagsOf(t.tx, x.ID); err != nil {
		return own, err
	}
	home, err := t.home(x, store.Scope{Areas: []models.AreaCode{x.Area.At(models.City)}})
	if err != nil {
		return own, err
	}
	for _, k := range home[1:] {
		own.Home = append(own.Home, Relative{k, x.ID == a.Person && kin(x).AnswersFor(kin(k.Record), t.today)})
	}
	return own, nil
}

// own reads the actor's record, or that of their ward; refusal is why they may not ask to have it put right.
func (t inTx) own(of models.PersonID) (x residents.Record, refusal, err error) {
	x, err = residents.Get(t.tx, t.a.Person)
	if models.KindOf(err) == models.NotFound {
		err = noRecord
	}
	if err != nil {
		return x, nil, err
	}
	if of.IsZero() || of == t.a.Person {
		if kin(x).Child(t.today) {
			refusal = tooYoung
		}
		return x, refusal, nil
	}
	child, err := residents.Get(t.tx, of)
	if err == nil && !kin(x).AnswersFor(kin(child), t.today) {
		err = models.Missing
	}
	return child, nil, err
}

func kin(x residents.Record) resident.Kin {
	return resident.Kin{Person: x.ID, Household: x.Household, Relation: x.Relation, Born: x.Born}
}
