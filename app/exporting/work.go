package exporting

import (
	"cmp"
	"context"
	"errors"
	"io"

	"delinli/app/files"
	"delinli/app/sheet"
	"delinli/app/store"
	"delinli/app/store/exports"
	"delinli/models"
	"delinli/models/export"
)

var (
	errStopped     = errors.New("exporting: stopped")
	errInterrupted = models.Fault(models.Unavailable, "export.interrupted")
)

// Work writes what waits, what was asked for first first, until nothing does. One process at a time may be at it; what one that died left
// behind is begun anew.
func (s *Service) Work(ctx context.Context) error {
	for ctx.Err() == nil {
		e, ok, err := s.next(ctx)
		if err != nil || !ok {
			return err
		}
		if e.State != export.Running {
			continue // it was tried often enough
		}
		fault := s.write(ctx, &e)
		if err := s.settle(ctx, e, fault); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// next begins an attempt at an export, or gives one up over which processes died again and again. What the last attempt left goes.
func (s *Service) next(ctx context.Context) (e export.Export, ok bool, err error) {
	var left string
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		t := inTx{s, tx, models.SystemActor}
		if e, ok, err = exports.Next(tx); err != nil || !ok {
			return err
		}
		left = e.Blob
		if e.Attempts >= export.MaxTries {
			e.Blob = ""
			e, err = t.end(e, export.Fail, errInterrupted)
			return err
		}
		if e, err = e.Raise(export.Start, t.a, t.Now()); err != nil {
			return err
		}
		e.Blob = files.NewName(s.Random)
		return exports.Save(tx, e)
	})
	if err == nil && left != "" {
		err = s.forget(ctx, left)
	}
	return e, ok, err
}

// forget deletes a file, whole or half written.
func (s *Service) forget(ctx context.Context, blob string) error {
	return errors.Join(s.Blobs.Delete(ctx, blob), s.Blobs.Delete(ctx, blob+".part"))
}

// settle says how an attempt ended: by a file, by a fault that the owner is told, by its owner's word, or by the end of this process or of its
// database, after which another goes on.
func (s *Service) settle(ctx context.Context, e export.Export, fault error) error {
	switch {
	case errors.Is(fault, errStopped):
		return s.forget(ctx, e.Blob)
	case ctx.Err() != nil:
		return ctx.Err()
	case fault != nil && models.CodeOf(fault) == store.Away.Code:
		return fault
	case fault != nil && models.KindOf(fault) == models.Internal:
		s.Log.ErrorContext(ctx, "an export failed", "export", e.ID, "err", fault)
	}
	kept, err := s.conclude(ctx, e, fault)
	if err != nil || kept {
		return err
	}
	return s.forget(ctx, e.Blob)
}

// conclude writes how an attempt ended, unless its owner or another attempt was faster; kept tells that its file is the export's.
func (s *Service) conclude(ctx context.Context, e export.Export, fault error) (kept bool, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		kept = false
		if err := exports.Ending(tx); err != nil {
			return err
		}
		now, err := exports.Lock(tx, e.ID)
		if err != nil || now.State != export.Running || now.Attempts != e.Attempts {
			return err
		}
		erased, err := exports.HoldsErased(tx, e.ID)
		if err != nil {
			return err
		}
		t := inTx{s, tx, models.SystemActor}
		switch {
		case fault != nil:
			_, err = t.end(without(e), export.Fail, fault)
		case erased:
			_, err = t.end(without(e), export.Fail, export.ErrErased)
		default:
			kept = true
			_, err = t.end(e, export.Finish, nil)
		}
		return err
	})
	return kept, err
}

// without is the export without its file.
func without(e export.Export) export.Export {
	e.Blob, e.Size = "", 0
	return e
}

// end writes that an export has ended.
func (t inTx) end(e export.Export, on export.Event, fault error) (export.Export, error) {
	next, err := e.Raise(on, t.a, t.Now())
	if err != nil {
		return e, err
	}
	detail := map[string]any{"rows": e.Rows}
	if fault != nil {
		next.Fault = models.CodeOf(fault)
		detail["fault"] = next.Fault
	}
	if err := exports.Save(t.tx, next); err != nil {
		return e, err
	}
	if err := t.log("export."+string(on), next, detail); err != nil {
		return e, err
	}
	return next, t.tell(next)
}

// write writes the file of an attempt.
func (s *Service) write(ctx context.Context, e *export.Export) error {
	t := inTx{s, s.DB.Read(ctx), models.SystemActor}
	owner, key, q, err := t.stands(*e)
	if err != nil {
		return err
	}
	e.Size, err = s.pour(ctx, e.Blob, func(to io.Writer) (int64, error) {
		file := s.sealing(key, *e, to)
		err := s.rows(ctx, e, owner, q, file)
		return file.size, err
	})
	if err == nil {
		_, _, _, err = t.stands(*e) // or it was no longer what was asked for while it was read
	}
	return err
}

// pour keeps what fill writes, while it is written. Once it returns nothing is being written any more.
func (s *Service) pour(ctx context.Context, blob string, fill func(to io.Writer) (int64, error)) (size int64, err error) {
	from, to := io.Pipe()
	put := make(chan error, 1)
	go func() {
		err := s.Blobs.Put(ctx, blob, from)
		from.CloseWithError(cmp.Or[error](err, io.ErrClosedPipe))
		put <- err
	}()
	err = io.ErrUnexpectedEOF // of a panic: what was written is no file
	defer func() {
		to.CloseWithError(err)
		err = cmp.Or(err, <-put)
	}()
	return fill(to)
}

// rows writes the table, page by page. After each page it tells how far it has come, and hears whether it is still wanted.
func (s *Service) rows(ctx context.Context, e *export.Export, a models.Actor, q export.Query, to *sealed) error {
	source, ok := s.Sources[e.What]
	if !ok {
		return models.BadField("what", "field.choice")
	}
	var err error
	if e.Total, err = source.Count(ctx, a, q); err != nil {
		return err
	}
	if err := s.progress(ctx, *e); err != nil {
		return err
	}
	table, err := tableOf(e.Format, to, source.Name(), source.Head(q))
	if err != nil {
		return err
	}
	for page, err := range source.Pages(ctx, a, q) {
		if err != nil {
			return err
		}
		for _, row := range page {
			if err := table.Row(row); err != nil {
				return err
			}
		}
		e.Rows += len(page)
		if err := s.progress(ctx, *e); err != nil {
			return err
		}
	}
	return errors.Join(table.Close(), to.Close())
}

// tables are what a format is written by.
type tables interface {
	Row(cells []any) error
	Close() error
}

func tableOf(f export.Format, to io.Writer, name string, head []string) (tables, error) {
	if f == export.CSV {
		return sheet.NewValues(to, head)
	}
	return sheet.New(to, name, head)
}

func (s *Service) progress(ctx context.Context, e export.Export) error {
	wanted := false
	err := s.DB.Alone(ctx, func(tx *store.Tx) (err error) { wanted, err = exports.Progress(tx, e); return err })
	if err == nil && !wanted {
		err = errStopped
	}
	return err
}
