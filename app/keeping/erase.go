package keeping

import (
	"context"
	"log/slog"
	"slices"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/exports"
	"delinli/app/store/people"
	"delinli/app/store/traces"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/calendar"
	"delinli/models/export"
)

// Erase makes a person unreadable for good: at their own wish, or by a security administrator of their area for one of audit.EraseReasons. Records
// that were merged into theirs are erased with it, and the id of one of those leads to it. The key goes and everything that is theirs alone, with the
// files of others that hold their data in the clear; journals and audit stay, sealed under a key that is no more. It is Conflict erase.tied, naming
// what, while orders are live or seats are held; *not found* for anybody else's person.
func (s *Service) Erase(ctx context.Context, a models.Actor, who models.PersonID, reason audit.Reason) error {
	if !slices.Contains(audit.EraseReasons, reason) {
		return audit.ErrReason
	}
	var blobs []string
	err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if who, err = people.Present(tx, who); err != nil {
			return err
		}
		if err := s.mayErase(tx, a, who); err != nil {
			return err
		}
		blobs, err = s.eraseAll(tx, a, who, reason)
		return err
	})
	if err == nil {
		s.forgetBlobs(context.WithoutCancel(ctx), blobs)
	}
	return err
}

// eraseAll erases somebody with every record that was merged into theirs.
func (s *Service) eraseAll(tx *store.Tx, a models.Actor, who models.PersonID, reason audit.Reason) (blobs []string, err error) {
	selves, err := people.Selves(tx, who)
	if err != nil {
		return nil, err
	}
	if blobs, err = s.recall(tx, a, selves); err != nil {
		return nil, err
	}
	for _, id := range selves {
		if err := people.Erase(tx, id, s.Now()); err != nil {
			return nil, err
		}
		gone, err := traces.Forget(tx, id)
		if err != nil {
			return nil, err
		}
		blobs = append(blobs, gone...)
		if err := audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: "person.erase", Subject: "person", SubjectID: id.String(), Person: id,
			Reason: reason}); err != nil {
			return nil, err
		}
	}
	return blobs, nil
}

// recall takes back the files of others that hold the data of somebody who is erased, and lets none of them be finished meanwhile.
func (s *Service) recall(tx *store.Tx, a models.Actor, selves []models.PersonID) (blobs []string, err error) {
	if err := exports.Erasing(tx); err != nil {
		return nil, err
	}
	held, err := exports.Holding(tx, selves)
	for _, e := range held {
		next, err := e.Raise(export.Recall, models.SystemActor, s.Now())
		if err != nil {
			return nil, err
		}
		if err := exports.Save(tx, next); err != nil {
			return nil, err
		}
		if err := audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: "export.recall", Subject: "export", SubjectID: e.ID.String()}); err != nil {
			return nil, err
		}
		blobs = append(blobs, e.Blob)
	}
	return blobs, err
}

// forgetBlobs tries every name. What fails is only left behind: nothing names it any more, so the sweep of orphans takes it.
func (s *Service) forgetBlobs(ctx context.Context, blobs []string) {
	for _, name := range blobs {
		if err := s.Blobs.Delete(ctx, name); err != nil {
			slog.WarnContext(ctx, "the bytes of somebody who was erased wait for the sweep", "err", err)
		}
	}
}

// mayErase keeps everybody else from changing the person and from beginning anything for them, and asks for rights and ties.
func (s *Service) mayErase(tx *store.Tx, a models.Actor, who models.PersonID) error {
	p, err := people.LockAlone(tx, who)
	switch {
	case err != nil:
		return err
	case p.ErasedAt != nil, a.Person != who && !a.Holds(p.Area, models.SecurityAdmin):
		return models.Missing
	}
	ties, err := traces.Ties(tx, who, calendar.DateOf(s.Now()))
	if err != nil || len(ties) == 0 {
		return err
	}
	tied := &models.Error{Kind: models.Conflict, Code: "erase.tied", Fields: map[string]string{}}
	for _, tie := range ties {
		tied.Fields[tie.Name] = tie.Code
	}
	return tied
}
