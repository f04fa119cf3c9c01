package funding

import (
	"cmp"
	"context"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/audits"
	"delinli/app/store/parties"
	"delinli/models"
	"delinli/models/party"
)

// Open makes a fund of a branch or a community for a year, with nothing in it. It is Invalid when there is one already, and for a year in which none can be.
func (s *Service) Open(ctx context.Context, a models.Actor, f party.Fund) (b Book, err error) {
	if err := f.Check(s.thisYear()); err != nil {
		return b, err
	}
	f.ID = models.NewID[models.FundID](s.Random)
	return s.write(ctx, a, f.ID, func(tx *store.Tx) error {
		if err := owned(tx, a, f); err != nil {
			return err
		}
		if err := parties.AddFunds(tx, []party.Fund{f}); err != nil {
			return err
		}
		return s.log(tx, a, "fund.open", f.ID, map[string]any{"org": f.Org, "area": f.Area, "year": f.Year})
	})
}

// owned asks whether the branch or the community is there and the actor's.
func owned(tx *store.Tx, a models.Actor, f party.Fund) error {
	field, at, err := "area_code", f.Area, error(nil)
	if f.Area == "" {
		var org parties.Node
		field = "org_id"
		if err := parties.KeepOrg(tx, f.Org); err != nil {
			return err
		}
		org, err = parties.Org(tx, f.Org)
		if at = org.Area; org.Kind != party.Branch || org.Ended {
			at = ""
		}
	} else {
		_, err = areas.Get(tx, f.Area)
	}
	if models.KindOf(err) == models.NotFound || err == nil && !a.Holds(at, models.Staff...) {
		return models.BadField(field, "unknown")
	}
	return err
}

// Enter books a line: income above zero, spending below. It is Invalid when the fund does not have that much, or has a line with the voucher.
func (s *Service) Enter(ctx context.Context, a models.Actor, id models.FundID, e party.Entry) (b Book, err error) {
	if e, err = e.Check(); err != nil {
		return b, err
	}
	return s.change(ctx, a, id, func(tx *store.Tx) error { return s.book(tx, a, id, e) })
}

// Undo books the counter-entry of a line, under a purpose and a voucher of its own. A line is undone once.
func (s *Service) Undo(ctx context.Context, a models.Actor, id models.FundID, which models.EntryID, purpose, voucher string) (Book, error) {
	return s.change(ctx, a, id, func(tx *store.Tx) error {
		before, err := parties.Entry(tx, id, which)
		if err != nil {
			return err
		}
		e, err := before.Counter()
		if err != nil {
			return err
		}
		e.Purpose, e.Voucher = purpose, voucher
		if e, err = e.Check(); err != nil {
			return err
		}
		return s.book(tx, a, id, e)
	})
}

func (s *Service) book(tx *store.Tx, a models.Actor, id models.FundID, e party.Entry) error {
	e.ID, e.Fund, e.By, e.At = models.NewID[models.EntryID](s.Random), id, a.Person, s.Now()
	if err := parties.AddEntries(tx, []party.Entry{e}); err != nil {
		return err
	}
	return s.log(tx, a, "fund.enter", id, map[string]any{"entry": e.ID, "amount": e.Amount, "undoes": e.Undoes})
}

// change is write on a fund of the actor's areas that is there, and whose book is open.
func (s *Service) change(ctx context.Context, a models.Actor, id models.FundID, work func(*store.Tx) error) (Book, error) {
	return s.write(ctx, a, id, func(tx *store.Tx) error {
		b, err := get(tx, a, id)
		if err != nil {
			return err
		}
		if err := kept(tx, b.Fund); err != nil {
			return err
		}
		return work(tx)
	})
}

// kept asks whether a fund's book is open, which it stays until the transaction ends.
func kept(tx *store.Tx, f party.Fund) error {
	if f.Org.IsZero() {
		return nil
	}
	if err := parties.KeepOrg(tx, f.Org); err != nil {
		return err
	}
	org, err := parties.Org(tx, f.Org)
	f.Closed = org.Ended
	return cmp.Or(err, f.MayBook())
}

// write works as staff in a transaction on a fund, and gives it as it then is.
func (s *Service) write(ctx context.Context, a models.Actor, id models.FundID, work func(*store.Tx) error) (b Book, err error) {
	if !a.Has(models.Staff...) {
		return b, models.Denied
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/funds/"+id.String())
		if err := work(tx); err != nil {
			return err
		}
		now, err := get(tx, a, id)
		b = open(now)
		return err
	})
	return b, err
}

func (s *Service) log(tx *store.Tx, a models.Actor, action string, id models.FundID, detail map[string]any) error {
	return audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: action, Subject: "fund", SubjectID: id.String(), Detail: detail})
}
