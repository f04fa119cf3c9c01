// Package exporting lets staff take tables out, as workbooks or comma-separated: with the masks on at once, with personal data after a second person's word. A file is
// written by whichever process comes to it, sealed for its owner, and gone after a day.
package exporting

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"iter"
	"log/slog"
	"maps"

	"delinli/app/files"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/audits"
	"delinli/app/store/exports"
	"delinli/app/store/outbox"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/export"
	"delinli/models/secret"
)

// Source is a kind of table that can be exported.
type Source interface {
	// Covers checks what is asked for, and gives the areas that the table would hold, all within the actor's seats. It is Invalid, each
	// fault under its field, when it cannot be, and *not found* for an area that is not theirs.
	Covers(a models.Actor, q export.Query) ([]models.AreaCode, error)
	// Name is what the sheet is called, and Head the first line of it.
	Name() string
	Head(q export.Query) []string
	// Count tells about how many rows there will be.
	Count(ctx context.Context, a models.Actor, q export.Query) (int, error)
	// Pages gives the rows a page at a time, each page read by itself, as the actor may see them; an error ends them. Each look at another's
	// personal data is logged before its page is given.
	Pages(ctx context.Context, a models.Actor, q export.Query) iter.Seq2[[]export.Row, error]
}

// Service is the verbs of exports.
type Service struct {
	DB      *store.DB
	Vault   *vault.Vault
	Blobs   files.Blobs // a place of their own
	Sources map[export.What]Source
	Now     models.Clock
	Random  io.Reader
	Log     *slog.Logger
}

// Page asks for one page of a list.
type Page = store.Page

// Asking is what somebody asks for.
type Asking struct {
	What     export.What
	Format   export.Format // a workbook when it is empty
	Filter   export.Filter
	Personal bool
	Reason   audit.Reason // needed with personal data
	Words    string       // beside the reason
}

// Shown is an export as its owner, or who may be the second person, sees it.
type Shown struct {
	export.Export
	Filter export.Filter
	Words  string
	By     secret.Name // of the owner
	File   bool        // can be fetched now
	Can    []export.Event
}

// inTx is a verb's work inside a transaction.
type inTx struct {
	*Service
	tx *store.Tx
	a  models.Actor
}

var (
	errTooMany = models.Fault(models.TooMany, "export.too_many")
	errSeat    = models.Fault(models.Conflict, "export.seat_lost")
	errMoved   = models.Fault(models.Conflict, "export.area_moved")
)

// Ask asks for an export. One with the masks on is written soon; one with personal data waits for a second person first.
func (s *Service) Ask(ctx context.Context, a models.Actor, in Asking) (out Shown, err error) {
	id := models.NewID[models.ExportID](s.Random)
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/exports/"+id.String())
		t := inTx{s, tx, a}
		if in.Filter, err = t.present(in.Filter); err != nil {
			return err
		}
		e, err := t.asked(id, in)
		if err != nil {
			return err
		}
		if live, err := exports.Live(tx, a.Person); err != nil || live >= export.MaxAtOnce {
			return cmp.Or[error](err, errTooMany)
		}
		if err := t.seal(&e, in); err != nil {
			return err
		}
		if err := exports.Add(tx, e); err != nil {
			return err
		}
		if err := t.log("export.ask", e, map[string]any{"what": e.What, "personal": e.Personal}); err != nil {
			return err
		}
		out, err = t.show(e)
		return err
	})
	return out, err
}

// present is a filter with the code under which the area that is asked for is there now, and stays until the transaction ends. One that never was is
// *not found*.
func (t inTx) present(f export.Filter) (export.Filter, error) {
	f = maps.Clone(f)
	for area := f.Area(); area.Valid(); area = f.Area() {
		if kept, err := areas.Keep(t.tx, area); err != nil || kept {
			return f, err
		}
		ended, err := areas.Successors(t.tx, []models.AreaCode{area})
		next, ok := ended[area]
		switch {
		case err != nil:
			return f, err
		case !ok:
			return f, models.Missing
		case next.Several:
			return f, export.InFilter(models.BadField(export.AreaName, "area.split_since"))
		}
		f[export.AreaName] = string(next.Code)
	}
	return f, nil
}

// asked is the export before anything of it is kept.
func (t inTx) asked(id models.ExportID, in Asking) (e export.Export, err error) {
	source, ok := t.Sources[in.What]
	if !ok {
		return e, models.BadField("what", "field.choice")
	}
	if in.Personal || in.Reason != "" || in.Words != "" {
		if err := (audit.Look{Reason: in.Reason, Words: in.Words}).Check(); err != nil {
			return e, err
		}
	}
	e = export.Export{ID: id, Owner: t.a.Person, What: in.What, Format: cmp.Or(in.Format, export.Workbook), Personal: in.Personal, Reason: string(in.Reason),
		AskedAt: t.Now()}
	if e.Personal {
		e.Approval = models.NewID[models.ApprovalID](t.Random)
	}
	if e.Areas, err = source.Covers(t.a, queryOf(e, in.Filter)); err != nil {
		return e, err
	}
	if e.Crossings, err = areas.Crossings(t.tx, in.Filter.Area()); err != nil {
		return e, err
	}
	return e.Raise(export.Ask, t.a, e.AskedAt)
}

func queryOf(e export.Export, f export.Filter) export.Query {
	return export.Query{ID: e.ID, Areas: e.Areas, Filter: f, Personal: e.Personal, Reason: e.Reason}
}

// seal closes what may name people: the text that is looked for, and words.
func (t inTx) seal(e *export.Export, in Asking) error {
	key, err := people.Key(t.tx, e.Owner)
	if err != nil {
		return err
	}
	filter, err := json.Marshal(in.Filter)
	if err != nil {
		return err
	}
	if e.Filter, err = t.Vault.Seal(key, exports.Place(*e, "filter"), string(filter)); err != nil {
		return err
	}
	e.Words, err = t.Vault.Seal(key, exports.Place(*e, "words"), in.Words)
	return err
}

// filterOf opens what was asked for.
func (s *Service) filterOf(key secret.WrappedKey, e export.Export) (f export.Filter, err error) {
	text, err := s.Vault.Open(key, exports.Place(e, "filter"), e.Filter)
	if err != nil || text == "" {
		return f, err
	}
	return f, json.Unmarshal([]byte(text), &f)
}

// show opens an export for somebody who may see it.
func (t inTx) show(e export.Export) (out Shown, err error) {
	out = Shown{Export: e, File: e.Mine(t.a) && e.HasFile(t.Now()), Can: e.Can(t.a)}
	p, err := people.Get(t.tx, e.Owner)
	if err != nil || p.Key.IsZero() {
		return out, err
	}
	if out.Filter, err = t.filterOf(p.Key, e); err != nil {
		return out, err
	}
	if out.Words, err = t.Vault.Open(p.Key, exports.Place(e, "words"), e.Words); err != nil {
		return out, err
	}
	out.By, err = t.Vault.Name(p.Key, people.Place(p.ID, "name"), p.Name)
	return out, err
}

func (t inTx) log(action string, e export.Export, detail map[string]any) error {
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: action, Subject: "export", SubjectID: e.ID.String(), Reason: audit.Reason(e.Reason),
		Detail: detail})
}

// tell lets the owner's notices know how an export ended.
func (t inTx) tell(e export.Export) error {
	return outbox.Add(t.tx, outbox.Export, e.ID.String(), string(e.State), 0)
}
