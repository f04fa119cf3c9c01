package ordering

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"slices"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/geo"
	"delinli/models/order"
	"delinli/models/secret"
)

// input turns what an event brings into what the machine takes: texts sealed, the proof at the door checked, a fresh code
// for whoever gets the order.
func (t inTx) input(c order.Case, e order.Event, b Brings) (in order.Input, err error) {
	in = order.Input{Event: models.NewID[models.EventID](t.Random), PublicTitle: b.PublicTitle, PublicText: b.PublicText,
		PublicPictures: b.PublicPictures, Area: b.Area, Priority: b.Priority, To: b.To, Reason: b.Reason, Until: b.Until, Unit: b.Unit,
		Target: b.Target, Result: b.Result, CallBack: b.CallBack, Card: b.Card}
	if e == order.Claim || e == order.Accept {
		in.To = t.taker(b.To, c.Order)
	}
	if err := t.sealInput(&in, c.Order, e, b); err != nil {
		return in, err
	}
	if !b.Item.IsZero() {
		item, err := t.item(b.Item)
		if err != nil {
			return in, err
		}
		in.Item = &item.Item
	}
	if e == order.SignIn {
		in.Proof, err = t.proof(c, b)
	}
	return in, err
}

func (t inTx) sealInput(in *order.Input, o order.Order, e order.Event, b Brings) error {
	p, err := t.key(o)
	if err != nil {
		return err
	}
	if in.Name, err = t.nameFor(o, e); err != nil {
		return err
	}
	line := t.sealer(p.Key, o.Owner(), "order_events", in.Event.String())
	row := t.sealer(p.Key, o.Owner(), "orders", o.ID.String())
	if in.Note, err = line("note", b.Reason); err != nil {
		return err
	}
	if in.ResultNote, err = row("result", b.Result); err != nil {
		return err
	}
	if e == order.Rate {
		in.Rating = &order.Rating{Solved: b.Solved != nil && *b.Solved, Stars: b.Stars, Tags: b.Tags}
		if in.Rating.Comment, err = line("note", b.Comment); err != nil {
			return err
		}
		in.Note = in.Rating.Comment
	}
	in.SignInCode, err = row("sign_in_code", vault.SixDigits(t.Random).Plain())
	return err
}

// MaxTries is after how many codes only the fence (geo.Fence) or staff can vouch.
const MaxTries = 5

var (
	errWrongCode = models.BadField("code", "wrong")
	errBlocked   = models.BadField("code", "blocked")
	errTooFar    = models.BadField("lat", "outside_the_fence")
)

// proof checks how the visitor shows to be at the door.
func (t inTx) proof(c order.Case, b Brings) (order.Proof, error) {
	switch {
	case b.Code != "":
		return t.proofByCode(c, b.Code)
	case b.Place != nil:
		return t.proofByPlace(c, *b.Place)
	case t.a.Holds(c.Area, models.Staff...) && !c.Facts.Holder:
		return order.ByStaff, nil
	}
	return "", nil
}

func (t inTx) proofByCode(c order.Case, code string) (order.Proof, error) {
	want, err := t.open(c.Order, "sign_in_code", c.SignInCode)
	if err != nil {
		return "", err
	}
	if subtle.ConstantTimeCompare([]byte(want), []byte(code)) != 1 {
		return "", errWrongCode
	}
	return order.ByCode, nil
}

// countTry counts a code before it is compared, in a write of its own, so that tries at the same moment cannot pass the limit and a refused
// one is counted all the same.
func (s *Service) countTry(ctx context.Context, a models.Actor, id models.OrderID) error {
	t := s.reading(ctx, a)
	c, err := t.caseOf(id, order.SignIn, Brings{})
	if err != nil {
		return err
	}
	if _, err := order.Flow.Find(c.State, order.SignIn, a, &c); err != nil {
		return err
	}
	return s.DB.Alone(ctx, func(tx *store.Tx) error {
		ok, err := orders.TryCode(tx, id, MaxTries)
		if err == nil && !ok {
			return errBlocked
		}
		return err
	})
}

func (t inTx) proofByPlace(c order.Case, at geo.Point) (order.Proof, error) {
	text, err := t.open(c.Order, "address", c.Address)
	if err != nil || text == "" {
		return "", errTooFar
	}
	var address order.Address
	if err := json.Unmarshal([]byte(text), &address); err != nil {
		return "", err
	}
	if address.Lat == nil || address.Lng == nil || geo.Distance(at, geo.Point{Lat: *address.Lat, Lng: *address.Lng}) > geo.Fence {
		return "", errTooFar
	}
	return order.ByPlace, nil
}

// telling are the events with a text that everybody reads.
var telling = []order.Event{order.Publish, order.Amend, order.GiveUp}

// nameFor is the requester's name, for an event that could tell it to everybody.
func (t inTx) nameFor(o order.Order, e order.Event) (secret.Name, error) {
	if !slices.Contains(telling, e) {
		return secret.Name{}, nil
	}
	p, err := people.Get(t.tx, o.Requester)
	if err != nil {
		return secret.Name{}, err
	}
	return t.Vault.Name(p.Key, people.Place(p.ID, "name"), p.Name)
}

// open opens a sealed column of an order.
func (t inTx) open(o order.Order, column string, sealed secret.Sealed) (string, error) {
	p, err := t.key(o)
	if err != nil {
		return "", err
	}
	return t.Vault.Open(p.Key, placeOf(o, column), sealed)
}
