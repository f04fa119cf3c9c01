package importing

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"

	"delinli/app/files"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/imports"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/intake"
	"delinli/models/resident"
	"delinli/models/secret"
	"delinli/models/table"
)

// Page asks for one page of a list.
type Page = store.Page

// Shown is an intake as its owner sees it.
type Shown struct {
	intake.Intake
	Name  string
	Heads []string // of its columns
	Can   []intake.Event
}

// inTx is a verb's work inside a transaction.
type inTx struct {
	*Service
	tx *store.Tx
	a  models.Actor
}

var (
	errTooMany = models.Fault(models.TooMany, "import.too_many")
	errOrder   = models.Fault(models.Conflict, "import.part_order")
	errPart    = models.BadField("file", "import.part_size")
)

// Begin lets staff send a file of so many bytes, part by part.
func (s *Service) Begin(ctx context.Context, a models.Actor, kind intake.Kind, name secret.Text, size int64) (out Shown, err error) {
	switch {
	case size <= 0:
		return out, models.BadField("size", "import.no_table")
	case size > intake.MaxBytes:
		return out, models.BadField("size", "file.too_large")
	}
	i, err := intake.Intake{ID: models.NewID[models.IntakeID](s.Random), Owner: a.Person, Kind: kind, Size: size, BegunAt: s.Now()}.Raise(intake.Begin, a, s.Now())
	if err != nil {
		return out, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/imports/"+i.ID.String())
		t := inTx{s, tx, a}
		if live, err := imports.LiveIntakes(tx, a.Person); err != nil || live >= intake.MaxAtOnce {
			return cmp.Or[error](err, errTooMany)
		}
		key, err := people.Key(tx, a.Person)
		if err != nil {
			return err
		}
		if i.Name, err = s.Vault.Seal(key, imports.Place(i, "name"), name.Plain()); err != nil {
			return err
		}
		if err := imports.AddIntake(tx, i); err != nil {
			return err
		}
		out, err = t.kept(i, intake.Begin)
		return err
	})
	return out, err
}

// Put takes the n-th part of a file, from 0. Parts come in their order; one that has come already changes nothing, so that whoever was cut off sends the
// last one again.
func (s *Service) Put(ctx context.Context, a models.Actor, id models.IntakeID, n int, data []byte) (out Shown, err error) {
	i, err := s.mine(ctx, a, id)
	if err != nil {
		return out, err
	}
	if n >= i.Parts {
		if err := fits(i, n, data); err != nil {
			return out, err
		}
		if err := s.keepPart(ctx, a, i, data); err != nil {
			return out, err
		}
	}
	return s.Show(ctx, a, id)
}

func fits(i intake.Intake, n int, data []byte) error {
	switch {
	case i.State != intake.Receiving || n != i.Parts || n >= i.Awaits():
		return errOrder
	case int64(len(data)) != i.PartOf(n):
		return errPart
	}
	return nil
}

// keepPart seals a part and writes it; when the same part came twice at once the first counts.
func (s *Service) keepPart(ctx context.Context, a models.Actor, i intake.Intake, data []byte) error {
	key, err := people.Key(s.DB.Read(ctx), i.Owner)
	if err != nil {
		return err
	}
	sealed, err := s.Vault.Seal(key, imports.PartPlace(i, i.Parts), string(data))
	if err != nil {
		return err
	}
	blob, counts := files.NewName(s.Random), false
	if err := s.Blobs.Put(ctx, blob, bytes.NewReader(sealed)); err != nil {
		return err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		counts = false
		now, err := inTx{s, tx, a}.lock(i.ID)
		if err != nil || now.State != intake.Receiving || now.Parts != i.Parts {
			return err
		}
		counts = true
		if err := imports.AddPart(tx, i.ID, now.Parts, blob); err != nil {
			return err
		}
		now.Parts, now.GoesAt = now.Parts+1, s.Now().Add(intake.Life)
		return imports.SaveIntake(tx, now)
	})
	if err != nil || !counts {
		return cmp.Or(err, s.Blobs.Delete(ctx, blob))
	}
	return nil
}

// Open says that all parts have come; soon its heads are read, and how its columns are to be read is guessed from them.
func (s *Service) Open(ctx context.Context, a models.Actor, id models.IntakeID) (Shown, error) {
	return s.move(ctx, a, id, intake.Open, func(*intake.Intake) {})
}

// Check has the table read to its end with its columns as they are mapped. A mapping that does not suffice is Invalid, by fields.
func (s *Service) Check(ctx context.Context, a models.Actor, id models.IntakeID, m table.Mapping) (Shown, error) {
	i, err := s.mine(ctx, a, id)
	if err == nil {
		err = kinds[i.Kind].Check(m)
	}
	if err != nil {
		return Shown{}, err
	}
	return s.move(ctx, a, id, intake.Check, func(i *intake.Intake) { i.Mapping, i.Outcome = m, nil })
}

var errNoSource = models.BadField("source", "field.required")

// Enter has all lines entered, or only the good ones. For residents it is Invalid without the source of their tags.
func (s *Service) Enter(ctx context.Context, a models.Actor, id models.IntakeID, goodOnly bool, source resident.Source) (Shown, error) {
	i, err := s.mine(ctx, a, id)
	if err == nil && i.Kind == intake.Residents && source == "" {
		err = errNoSource
	}
	if err != nil {
		return Shown{}, err
	}
	on := intake.Enter
	if goodOnly {
		on = intake.EnterGood
	}
	return s.move(ctx, a, id, on, func(i *intake.Intake) { i.Source = string(source) })
}

// Stop ends an intake that has not ended. Its file goes, and nothing is entered.
func (s *Service) Stop(ctx context.Context, a models.Actor, id models.IntakeID) (Shown, error) {
	out, err := s.move(ctx, a, id, intake.Stop, func(*intake.Intake) {})
	if err != nil {
		return out, err
	}
	return out, s.forget(ctx, id)
}

// Show gives an intake to its owner.
func (s *Service) Show(ctx context.Context, a models.Actor, id models.IntakeID) (Shown, error) {
	i, err := s.mine(ctx, a, id)
	if err != nil {
		return Shown{}, err
	}
	return inTx{s, s.DB.Read(ctx), a}.show(i)
}

// Mine lists the actor's own, the newest first.
func (s *Service) Mine(ctx context.Context, a models.Actor, p Page) (shown []Shown, next string, err error) {
	t := inTx{s, s.DB.Read(ctx), a}
	found, next, err := imports.Intakes(t.tx, a.Person, p)
	for _, i := range found {
		one, failed := t.show(i)
		if failed != nil {
			return nil, "", failed
		}
		shown = append(shown, one)
	}
	return shown, next, err
}

func (s *Service) mine(ctx context.Context, a models.Actor, id models.IntakeID) (intake.Intake, error) {
	i, err := imports.Intake(s.DB.Read(ctx), id)
	if err == nil && !i.Mine(a) {
		err = models.Missing
	}
	return i, err
}

// move raises an event on an intake of the actor's, with what else it changes.
func (s *Service) move(ctx context.Context, a models.Actor, id models.IntakeID, on intake.Event, with func(*intake.Intake)) (out Shown, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/imports/"+id.String())
		t := inTx{s, tx, a}
		i, err := t.lock(id)
		if err != nil {
			return err
		}
		next, err := i.Raise(on, a, s.Now())
		if err != nil {
			return err
		}
		with(&next)
		if err := imports.SaveIntake(tx, next); err != nil {
			return err
		}
		out, err = t.kept(next, on)
		return err
	})
	return out, err
}

// lock reads an intake of the actor's and keeps others from moving it.
func (t inTx) lock(id models.IntakeID) (intake.Intake, error) {
	i, err := imports.LockIntake(t.tx, id)
	if err == nil && !i.Mine(t.a) {
		err = models.Missing
	}
	return i, err
}

// kept leaves a line in the record, and shows the intake.
func (t inTx) kept(i intake.Intake, on intake.Event) (Shown, error) {
	if err := t.log(i, on); err != nil {
		return Shown{}, err
	}
	return t.show(i)
}

func (t inTx) log(i intake.Intake, on intake.Event) error {
	detail := map[string]any{"kind": i.Kind}
	if i.Outcome != nil {
		detail["lines"], detail["bad"], detail["entered"] = i.Outcome.Lines, i.Outcome.Bad, i.Outcome.Entered
		detail["known"] = i.Outcome.Codes["resident.number_known"] // whom the owner learned to be registered
	}
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: "intake." + string(on), Subject: "intake", SubjectID: i.ID.String(), Detail: detail})
}

func (t inTx) show(i intake.Intake) (out Shown, err error) {
	out = Shown{Intake: i, Can: i.Can(t.a)}
	key, err := people.Key(t.tx, i.Owner)
	if err != nil {
		return out, err
	}
	if out.Name, err = t.Vault.Open(key, imports.Place(i, "name"), i.Name); err != nil {
		return out, err
	}
	heads, err := t.Vault.Open(key, imports.Place(i, "heads"), i.Heads)
	if err != nil || heads == "" {
		return out, err
	}
	return out, json.Unmarshal([]byte(heads), &out.Heads)
}
