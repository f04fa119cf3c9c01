package exporting

import (
	"context"
	"io"

	"delinli/app/store"
	"delinli/app/store/approvals"
	"delinli/app/store/areas"
	"delinli/app/store/exports"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/export"
	"delinli/models/secret"
)

// Show gives an export to its owner while all of its areas are theirs, and to those who may be its second person.
func (s *Service) Show(ctx context.Context, a models.Actor, id models.ExportID) (Shown, error) {
	t := inTx{s, s.DB.Read(ctx), a}
	e, err := exports.Get(t.tx, id)
	if err == nil && !e.Sees(a) {
		err = models.Missing
	}
	if err != nil {
		return Shown{}, err
	}
	return t.show(e)
}

// Mine lists the actor's own exports, the newest first; those of areas that are no longer theirs are left out.
func (s *Service) Mine(ctx context.Context, a models.Actor, p Page) ([]Shown, string, error) {
	t := inTx{s, s.DB.Read(ctx), a}
	found, next, err := exports.Mine(t.tx, a.Person, p)
	if err != nil {
		return nil, "", err
	}
	shown, err := t.showAll(found)
	return shown, next, err
}

// Waiting lists the exports of others that wait for the actor's word as the second person, the newest first.
func (s *Service) Waiting(ctx context.Context, a models.Actor, p Page) ([]Shown, string, error) {
	t := inTx{s, s.DB.Read(ctx), a}
	found, next, err := exports.Waiting(t.tx, store.ScopeOf(a, models.Deciders...), a.Person, p)
	if err != nil {
		return nil, "", err
	}
	shown, err := t.showAll(found)
	return shown, next, err
}

func (t inTx) showAll(found []export.Export) (shown []Shown, err error) {
	for _, e := range found {
		if !e.Sees(t.a) {
			continue
		}
		one, err := t.show(e)
		if err != nil {
			return nil, err
		}
		shown = append(shown, one)
	}
	return shown, nil
}

// Stop ends an export that has not ended. What was written of it goes within a second.
func (s *Service) Stop(ctx context.Context, a models.Actor, id models.ExportID) (Shown, error) {
	return s.move(ctx, a, id, export.Stop, func(t inTx, before, _ export.Export) error {
		if before.State == export.Waiting {
			return exports.Withdraw(t.tx, before, t.Now())
		}
		return nil
	})
}

// Decide lets the second person allow an export of personal data or not. All that held when it was asked for must hold still.
func (s *Service) Decide(ctx context.Context, a models.Actor, id models.ExportID, approve bool) (Shown, error) {
	event := export.Deny
	if approve {
		event = export.Approve
	}
	return s.move(ctx, a, id, event, func(t inTx, e, _ export.Export) error {
		if approve {
			if err := t.holds(e); err != nil {
				return err
			}
		}
		return approvals.Close(t.tx, e.Approval, a, approve, t.Now())
	})
}

// holds asks the guards of an export anew, for its owner.
func (t inTx) holds(e export.Export) error {
	owner, _, q, err := t.stands(e)
	if err != nil {
		return err
	}
	source, ok := t.Sources[e.What]
	if !ok {
		return models.BadField("what", "field.choice")
	}
	_, err = source.Covers(owner, q)
	return err
}

// stands gives whose export it is, their key and what it holds, while it is what was asked for and of areas that are still theirs.
func (t inTx) stands(e export.Export) (owner models.Actor, key secret.WrappedKey, q export.Query, err error) {
	owner, err = people.AtWork(t.tx, e.Owner, t.Now())
	if models.KindOf(err) == models.NotFound || err == nil && !e.Mine(owner) {
		return owner, key, q, errSeat
	}
	if err != nil {
		return owner, key, q, err
	}
	if key, err = people.Key(t.tx, e.Owner); err != nil {
		return owner, key, q, err
	}
	filter, err := t.filterOf(key, e)
	if err != nil {
		return owner, key, q, err
	}
	crossings, err := areas.Crossings(t.tx, filter.Area())
	if err == nil && e.Moved(crossings) {
		err = errMoved
	}
	return owner, key, queryOf(e, filter), err
}

// move raises an event on an export that the actor sees, with what else it brings about.
func (s *Service) move(ctx context.Context, a models.Actor, id models.ExportID, on export.Event, with func(t inTx, before, next export.Export) error) (out Shown, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/exports/"+id.String())
		t := inTx{s, tx, a}
		e, err := exports.Lock(tx, id)
		if err == nil && !e.Sees(a) {
			err = models.Missing
		}
		if err != nil {
			return err
		}
		next, err := e.Raise(on, a, t.Now())
		if err != nil {
			return err
		}
		if err := with(t, e, next); err != nil {
			return err
		}
		if err := exports.Save(tx, next); err != nil {
			return err
		}
		if err := t.log("export."+string(on), next, nil); err != nil {
			return err
		}
		out, err = t.show(next)
		return err
	})
	return out, err
}

// File opens the file for the owner, while there is one and all of its areas are theirs; anybody else is told that there is none. Each fetch is
// logged before it begins.
func (s *Service) File(ctx context.Context, a models.Actor, id models.ExportID) (e export.Export, body io.ReadSeekCloser, err error) {
	tx := s.DB.Read(ctx)
	t := inTx{s, tx, a}
	if e, err = exports.Get(tx, id); err != nil {
		return e, nil, err
	}
	if !e.Mine(a) || !e.HasFile(t.Now()) {
		return e, nil, models.Missing
	}
	key, err := people.Key(tx, e.Owner)
	if err != nil {
		return e, nil, err
	}
	if err := t.log("export.fetch", e, map[string]any{"rows": e.Rows}); err != nil {
		return e, nil, err
	}
	file, err := s.Blobs.Open(context.WithoutCancel(ctx), e.Blob)
	if err != nil {
		return e, nil, err
	}
	return e, &opened{from: file, open: s.piece(key, e), size: e.Size, at: -1}, nil
}
