package importing

import (
	"context"
	"encoding/json"
	"errors"

	"delinli/app/store"
	"delinli/app/store/imports"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/intake"
	"delinli/models/resident"
	"delinli/models/secret"
)

var (
	errStopped     = errors.New("importing: stopped")
	errInterrupted = models.Fault(models.Unavailable, "import.interrupted")
	errSeat        = models.Fault(models.Conflict, "import.seat_lost")
)

// Work reads what was sent, one file at a time, until none waits. One process at a time may be at it; what one that died left behind goes on.
func (s *Service) Work(ctx context.Context) error {
	for ctx.Err() == nil {
		i, ok, err := s.next(ctx)
		if err != nil || !ok {
			return err
		}
		if err := s.settle(ctx, i, s.read(ctx, i)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// next begins an attempt at the file that waits longest, or gives one up over which processes died again and again.
func (s *Service) next(ctx context.Context) (i intake.Intake, ok bool, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if i, ok, err = imports.NextIntake(tx); err != nil || !ok {
			return err
		}
		if i, err = i.Raise(intake.Start, models.SystemActor, s.Now()); err != nil {
			return err
		}
		return imports.SaveIntake(tx, i)
	})
	return i, ok, err
}

// read does what the intake waits for.
func (s *Service) read(ctx context.Context, i intake.Intake) error {
	if i.Attempts > intake.MaxTries {
		return errInterrupted
	}
	a, key, err := s.ownerOf(ctx, i)
	if err != nil {
		return err
	}
	file, err := s.file(ctx, key, i)
	if err != nil {
		return err
	}
	if i.State == intake.Opening {
		return s.readHeads(ctx, key, i, file)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	task := Task{Kind: i.Kind, File: file, Mapping: i.Mapping, GoodOnly: i.GoodOnly, Source: resident.Source(i.Source)}
	tell := func(p Progress) {
		if err := s.advance(ctx, i, p); err != nil {
			stop(err)
		}
	}
	if i.State == intake.Checking {
		out, err := s.CheckTable(ctx, a, task, tell)
		if err != nil {
			return cause(ctx, err)
		}
		return s.conclude(ctx, i, intake.Tell, func(i *intake.Intake) { i.Outcome = &out })
	}
	return cause(ctx, s.enterLines(ctx, a, i, task, tell))
}

// enterLines enters the lines, and ends the intake with them: either both are done or none. Where lines have become bad since they were
// checked, the owner is told.
func (s *Service) enterLines(ctx context.Context, a models.Actor, i intake.Intake, task Task, tell func(Progress)) error {
	task.seal = func(tx *store.Tx, out Outcome) error {
		return inTx{s, tx, models.SystemActor}.concluded(i, intake.Finish, func(i *intake.Intake) { i.Outcome = &out })
	}
	out, err := s.EnterTable(ctx, a, task, tell)
	if models.CodeOf(err) == errBad.Code {
		return s.conclude(ctx, i, intake.Tell, func(i *intake.Intake) { i.Outcome = &out })
	}
	return err
}

// cause is why a reading was cut short, if it was.
func cause(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// ownerOf is who sent the file, as they are seated now, with their key.
func (s *Service) ownerOf(ctx context.Context, i intake.Intake) (a models.Actor, key secret.WrappedKey, err error) {
	tx := s.DB.Read(ctx)
	a, err = people.AtWork(tx, i.Owner, s.Now())
	if models.KindOf(err) == models.NotFound || err == nil && !i.Mine(a) {
		return a, key, errSeat
	}
	if err == nil {
		key, err = people.Key(tx, i.Owner)
	}
	return a, key, err
}

func (s *Service) readHeads(ctx context.Context, key secret.WrappedKey, i intake.Intake, file File) error {
	heads, err := headsOf(ctx, file)
	if err != nil {
		return err
	}
	text, err := json.Marshal(heads)
	if err != nil {
		return err
	}
	sealed, err := s.Vault.Seal(key, imports.Place(i, "heads"), string(text))
	if err != nil {
		return err
	}
	return s.conclude(ctx, i, intake.Tell, func(i *intake.Intake) { i.Heads, i.Mapping = sealed, kinds[i.Kind].Guess(heads) })
}

// advance writes how far a reading is, and hears whether it is still wanted.
func (s *Service) advance(ctx context.Context, i intake.Intake, p Progress) error {
	wanted := false
	err := s.DB.Alone(ctx, func(tx *store.Tx) (err error) { wanted, err = imports.Advance(tx, i, p); return err })
	if err == nil && !wanted {
		err = errStopped
	}
	return err
}

// settle says how an attempt ended: well, by a fault that the owner is told, by the owner's word, or by the end of this process or of its database, after
// which another goes on.
func (s *Service) settle(ctx context.Context, i intake.Intake, fault error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case models.CodeOf(fault) == store.Away.Code:
		return fault
	case fault != nil && !errors.Is(fault, errStopped):
		if models.KindOf(fault) == models.Internal {
			s.Log.ErrorContext(ctx, "an import failed", "intake", i.ID, "err", fault)
		}
		err := s.conclude(ctx, i, intake.Fail, func(i *intake.Intake) { i.Fault = faultOf(fault) })
		if err != nil && !errors.Is(err, errStopped) {
			return err
		}
	}
	return s.forgetEnded(ctx)
}

// faultOf is the code that tells the owner most: that of the file's own fault.
func faultOf(err error) string {
	if e, ok := errors.AsType[*models.Error](err); ok && e.Fields["file"] != "" {
		return e.Fields["file"]
	}
	return models.CodeOf(err)
}

// conclude writes how an attempt ended, unless its owner or another attempt was faster, which is errStopped.
func (s *Service) conclude(ctx context.Context, i intake.Intake, on intake.Event, with func(*intake.Intake)) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error { return inTx{s, tx, models.SystemActor}.concluded(i, on, with) })
}

func (t inTx) concluded(i intake.Intake, on intake.Event, with func(*intake.Intake)) error {
	now, err := imports.LockIntake(t.tx, i.ID)
	if err == nil && (now.State != i.State || now.Attempts != i.Attempts) {
		err = errStopped
	}
	if err != nil {
		return err
	}
	next, err := now.Raise(on, t.a, t.Now())
	if err != nil {
		return err
	}
	with(&next)
	if err := imports.SaveIntake(t.tx, next); err != nil {
		return err
	}
	return t.log(next, on)
}
