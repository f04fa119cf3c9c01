package keeping

import (
	"bytes"
	"context"
	"errors"
	"time"

	"delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/models"
	"delinli/models/audit"
)

// Pages of a walk.
const (
	linkPage   = 2000
	strayPage  = 20000
	ordersPage = 200
)

// SealWithin is how long a line may wait for its seal before a verification calls it a fault.
const SealWithin = time.Hour

// walk is one verification on its way.
type walk struct {
	*Service
	tx     *store.Tx
	end    audits.Seal // of the chain when the walk began
	report audit.Report
	tell   func(audit.Report)
}

// Verify walks the chain, the lines and the journals of all orders, and names whatever is not as it was written. tell hears how
// far it has come. The result is kept as a line of its own.
func (s *Service) Verify(ctx context.Context, tell func(audit.Report)) (audit.Report, error) {
	w := walk{Service: s, tx: s.DB.Read(ctx), report: audit.Report{At: s.Now()}, tell: tell}
	for _, step := range []func() error{w.head, w.chain, w.strays, w.waits, w.journals} {
		if err := step(); err != nil {
			return w.report, err
		}
	}
	return w.report, s.DB.Alone(ctx, func(tx *store.Tx) error {
		return audits.Log(tx, audits.Line{At: w.report.At, Actor: models.SystemActor, Action: audit.Verified, Subject: audit.Subject, SubjectID: audit.Chain,
			Detail: map[string]any{"lines": w.report.Lines, "orders": w.report.Orders, "faults": w.report.Found}})
	})
}

// head compares the chain with the signed head beside the database. The head is read first, so that a sealer may go on meanwhile.
func (w *walk) head() error {
	head, err := w.readHead()
	end, failed := audits.LastSeal(w.tx)
	if failed != nil {
		return failed
	}
	w.end, w.report.Head = end, audit.Head{Seq: end.Seq, Hash: end.Hash, At: head.At}
	switch {
	case errors.Is(err, errNoHead) && end.Seq > 0:
		w.report.Add(audit.Fault{Flaw: audit.HeadGone})
	case errors.Is(err, errForged):
		w.report.Add(audit.Fault{Flaw: audit.HeadForged})
	case errors.Is(err, errNoHead):
	case err != nil:
		return err
	case head.Seq > end.Seq:
		w.report.Add(audit.Fault{Flaw: audit.Truncated, Seq: end.Seq + 1})
	default:
		return w.atHead(head)
	}
	return nil
}

func (w *walk) atHead(head audit.Head) error {
	at, err := audits.SealAt(w.tx, head.Seq)
	if err == nil && !bytes.Equal(at.Hash, head.Hash) {
		w.report.Add(audit.Fault{Flaw: audit.Rewritten, Seq: head.Seq, Line: at.Line})
	}
	return err
}

// chain computes every link anew from the one before.
func (w *walk) chain() error {
	last := audits.Seal{}
	for {
		links, err := audits.Links(w.tx, last.Seq, w.end.Seq, linkPage)
		if err != nil || len(links) == 0 {
			return err
		}
		for _, l := range links {
			w.link(last, l)
			last = l.Seal
		}
		w.report.Lines += int64(len(links))
		w.tell(w.report)
	}
}

// link judges one link. Of what follows a gap only its own line can be told, not whether it was altered.
func (w *walk) link(last audits.Seal, l audits.Link) {
	gap := l.Seq != last.Seq+1
	for seq := last.Seq + 1; seq < l.Seq && seq <= last.Seq+linkPage; seq++ {
		w.report.Add(audit.Fault{Flaw: audit.Removed, Seq: seq})
	}
	fault := audit.Fault{Seq: l.Seq, Line: l.Line}
	switch {
	case l.Text == "":
		fault.Flaw = audit.Removed
	case !l.After:
		fault.Flaw = audit.Reordered
	case !gap && !bytes.Equal(l.Hash, secret.SM3Chain(last.Hash, []byte(l.Text))), !l.Same:
		fault.Flaw = audit.Altered
	default:
		return
	}
	w.report.Add(fault)
}

// strays finds lines that were put among the sealed ones.
func (w *walk) strays() error {
	from := int64(-1 << 63)
	for {
		s, err := audits.Strays(w.tx, w.end, from, strayPage)
		if err != nil || s.Last == nil {
			return err
		}
		for _, id := range s.Stray {
			w.report.Add(audit.Fault{Flaw: audit.Inserted, Line: id})
		}
		from = *s.Last
	}
}

// waits counts what the sealer has not come to yet.
func (w *walk) waits() error {
	q, err := audits.Waiting(w.tx, w.end)
	if err != nil {
		return err
	}
	w.report.Waits = q.Lines
	if q.Since != nil && w.report.At.Sub(*q.Since) > SealWithin {
		w.report.Add(audit.Fault{Flaw: audit.Unsealed, Line: q.First})
	}
	return nil
}
