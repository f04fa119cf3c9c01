package ordering

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/dispatch"
	"delinli/models/file"
	"delinli/models/order"
	"delinli/models/secret"
)

// Shown is an order as one actor may see it: fields that are not for them are empty.
type Shown struct {
	order.Case
	View       order.View
	Title      string
	Detail     string
	Result     string
	Contact    *Contact
	SignInCode string // the requester names it, the visitor types it
	Counter    string // the visitor shows it, the requester compares it
	Visitors   []Visitor
	Timeline   []Line
	Files      []models.FileID
	Rating     *order.Rating
	Pending    []Asked
	Danger     bool          // was reported lately
	Fit        *dispatch.Fit // of an order in the pool, to a volunteer
	Can        []order.Event
}

// Contact is where and whom to find.
type Contact struct {
	Name    string
	Phone   string
	Address *order.Address
}

// Visitor is who comes, as the requester may check at the door.
type Visitor struct {
	Person   models.PersonID
	Name     string
	Number   string
	Party    bool
	Portrait models.FileID
}

// Line is one event of the timeline; Note is empty for whoever may not read it.
type Line struct {
	Event order.Event
	From  order.State
	To    order.State
	By    string // the part they have in the order: requester, volunteer, staff, clock, …
	At    time.Time
	Note  string
}

// Show gives an order with everything that this actor may see of it; a look at another person's data is logged before it is given.
func (s *Service) Show(ctx context.Context, a models.Actor, id models.OrderID) (Shown, error) {
	t := s.reading(ctx, a)
	c, err := t.caseOf(id, "", Brings{})
	if err != nil {
		return Shown{}, err
	}
	return t.show(c)
}

// reading is for verbs that write nothing but the look itself, which needs no transaction.
func (s *Service) reading(ctx context.Context, a models.Actor) inTx {
	return inTx{s, s.DB.Read(ctx), ctx, a}
}

func (t inTx) show(c order.Case) (Shown, error) {
	fits, err := t.fits([]order.Case{c})
	if err != nil {
		return Shown{}, err
	}
	s := t.begun(&c, fits)
	if s.View < order.Whole {
		s.Files, err = t.walled(c)
		return s, err
	}
	p, err := t.key(c.Order)
	if err != nil {
		return s, err
	}
	return s, t.showWhole(&s, p)
}

func (t inTx) showWhole(s *Shown, p people.Person) (err error) {
	texts, err := t.textsUnder(p, s.Order)
	if err != nil {
		return err
	}
	s.Title, s.Detail, s.Result = texts.Title, texts.Detail, texts.Result
	if s.Timeline, err = t.timeline(p, s.Case); err != nil {
		return err
	}
	s.Danger = endangered(s.Timeline, t.Now())
	if s.Files, err = orders.Files(t.tx, s.ID); err != nil {
		return err
	}
	if r, ok, err := orders.Rating(t.tx, s.Order); err != nil {
		return err
	} else if ok {
		s.Rating = &r
	}
	if s.Pending, err = t.pending(p, s.Case); err != nil {
		return err
	}
	if s.SeesCode(t.a) {
		if s.SignInCode, err = t.openText(p, s.Order, "sign_in_code", s.Order.SignInCode); err != nil {
			return err
		}
	}
	if s.SeesCounterCode(t.a) {
		s.Counter = t.counterCode(s.Order)
	}
	if s.SeesVisitor(t.a) {
		if s.Visitors, err = t.visitors(s.ID); err != nil {
			return err
		}
	}
	if s.SeesContact(t.a) {
		if s.Contact, err = t.contact(p, s.Order); err != nil {
			return err
		}
	}
	return t.logLook(s, "")
}

// Reach gives staff the contact of an order's requester, for a reason that is kept with the look.
func (s *Service) Reach(ctx context.Context, a models.Actor, id models.OrderID, why audit.Reason) (Contact, error) {
	t := s.reading(ctx, a)
	c, err := t.caseOf(id, "", Brings{})
	if err != nil {
		return Contact{}, err
	}
	who, err := people.Get(t.tx, c.Requester)
	switch {
	case err != nil:
		return Contact{}, err
	case !c.MayReach(a, who.Area):
		return Contact{}, models.Denied
	}
	p, err := t.key(c.Order)
	if err != nil {
		return Contact{}, err
	}
	found, err := t.contact(p, c.Order)
	if err != nil {
		return Contact{}, err
	}
	return *found, t.logLook(&Shown{Case: c, Contact: found}, why)
}

// TakeCode gives staff the sign-in code of an order whose requester has no phone to see it on, for the sheet that is brought to them. That it
// was taken, and why, stands in the journal before it is given.
func (s *Service) TakeCode(ctx context.Context, a models.Actor, id models.OrderID, b Brings) (code string, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		t := inTx{s, tx, ctx, a}
		if err := t.raise(id, order.TakeCode, b); err != nil {
			return err
		}
		o, err := orders.Get(tx, id)
		if err != nil {
			return err
		}
		code, err = t.open(o, "sign_in_code", o.SignInCode)
		return err
	})
	return code, err
}

// logLook keeps that somebody saw the data of somebody else.
func (t inTx) logLook(s *Shown, why audit.Reason) error {
	if t.a.Person == s.Requester {
		return nil
	}
	action := "look.order"
	if s.Contact != nil {
		action = "look.contact"
	}
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: action, Subject: "order", SubjectID: s.ID.String(), Person: s.Requester, Reason: why})
}

// texts are the secret texts of an order in the clear.
type texts struct{ Title, Detail, Result string }

func (t inTx) textsUnder(p people.Person, o order.Order) (x texts, err error) {
	if x.Title, err = t.openText(p, o, "title", o.Title); err != nil {
		return x, err
	}
	if x.Detail, err = t.openText(p, o, "detail", o.Detail); err != nil {
		return x, err
	}
	x.Result, err = t.openText(p, o, "result", o.Result)
	return x, err
}

// draftOf gives the texts of an order as the draft of a sibling.
func (t inTx) draftOf(o order.Order) (d Draft, err error) {
	p, err := t.key(o)
	if err != nil {
		return d, err
	}
	x, err := t.textsUnder(p, o)
	if err != nil {
		return d, err
	}
	d.Title, d.Detail = x.Title, x.Detail
	d.Address, err = t.address(p, o)
	return d, err
}

func (t inTx) openText(p people.Person, o order.Order, column string, sealed secret.Sealed) (string, error) {
	return orNothing(t.Vault.Open(p.Key, placeOf(o, column), sealed))
}

// placeOf is where a secret text of an order stands.
func placeOf(o order.Order, column string) secret.Place {
	return secret.Place{Person: o.Owner(), Table: "orders", Column: column, Row: o.ID.String()}
}

// orNothing is what was opened, and nothing of whoever was erased.
func orNothing(text string, err error) (string, error) {
	if models.CodeOf(err) == secret.ErrErased.Code {
		return "", nil
	}
	return text, err
}

func (t inTx) address(p people.Person, o order.Order) (*order.Address, error) {
	text, err := t.openText(p, o, "address", o.Address)
	if err != nil || text == "" {
		return nil, err
	}
	var a order.Address
	return &a, json.Unmarshal([]byte(text), &a)
}

func (t inTx) contact(p people.Person, o order.Order) (*Contact, error) {
	address, err := t.address(p, o)
	if err != nil {
		return nil, err
	}
	if o.Requester != p.ID { // whose record was merged since
		if p, err = people.Get(t.tx, o.Requester); err != nil {
			return nil, err
		}
	}
	name, err := t.openOf(p, "name", p.Name)
	if err != nil {
		return nil, err
	}
	phone, err := t.openOf(p, "phone", p.Phone)
	return &Contact{name, phone, address}, err
}

// openOf opens a column of a person's own row.
func (t inTx) openOf(p people.Person, column string, sealed secret.Sealed) (string, error) {
	return orNothing(t.Vault.Open(p.Key, people.Place(p.ID, column), sealed))
}

func (t inTx) visitors(id models.OrderID) ([]Visitor, error) {
	found, err := orders.Visitors(t.tx, id)
	if err != nil {
		return nil, err
	}
	out := make([]Visitor, len(found))
	for i, v := range found {
		name, err := t.openOf(people.Person{ID: v.Person, Key: v.Key}, "name", v.Name)
		if err != nil {
			return nil, err
		}
		out[i] = Visitor{v.Person, name, v.Number, v.Party, v.Portrait}
	}
	return out, nil
}

// counterCode derives four digits from the assignment: nothing is stored, and the next assignment has others.
func (t inTx) counterCode(o order.Order) string {
	b := t.Keys.BlindIndex("counter code", string(o.SignInCode))
	return fmt.Sprintf("%04d", binary.BigEndian.Uint32(b)%10_000)
}

// ForDispatch gives an order to staff who look for somebody to serve it.
func (s *Service) ForDispatch(ctx context.Context, tx *store.Tx, a models.Actor, id models.OrderID) (order.Order, error) {
	t := inTx{s, tx, ctx, a}
	c, err := t.caseOf(id, "", Brings{})
	switch {
	case err != nil:
		return order.Order{}, err
	case !c.Runs(a):
		return order.Order{}, models.Denied
	}
	return c.Order, nil
}

// Offerable picks those of many orders that the actor runs and may offer to somebody now, in the order in which they were named.
func (s *Service) Offerable(ctx context.Context, tx *store.Tx, a models.Actor, ids []models.OrderID) ([]order.Order, error) {
	t := inTx{s, tx, ctx, a}
	found, err := orders.GetAll(tx, ids)
	if err != nil {
		return nil, err
	}
	cases, err := t.cases(found)
	if err != nil {
		return nil, err
	}
	offerable := []order.Order{}
	for i := range cases {
		if c := &cases[i]; c.Runs(a) && c.Offerable() {
			offerable = append(offerable, c.Order)
		}
	}
	slices.SortFunc(offerable, func(x, y order.Order) int { return slices.Index(ids, x.ID) - slices.Index(ids, y.ID) })
	return offerable, nil
}

// ShowsFile reports whether somebody may see a file of an order: who sees the order whole, and everybody where the requester agreed to
// show the pictures on the wall.
func (s *Service) ShowsFile(ctx context.Context, a models.Actor, f file.File) (bool, error) {
	t := s.reading(ctx, a)
	c, err := t.caseOf(f.OrderID, "", Brings{})
	if err == nil && c.Sees(a) == order.Whole {
		return true, nil
	}
	if models.KindOf(err) == models.NotFound {
		err = nil // of a hidden order nothing is shown
	}
	if err != nil {
		return false, err
	}
	shown, err := t.walled(c)
	return slices.Contains(shown, f.ID), err
}

// walled are the pictures of the requester's side that the wall shows with the card.
func (t inTx) walled(c order.Case) ([]models.FileID, error) {
	if !c.OnWall() || !c.Pictures {
		return nil, nil
	}
	return orders.Pictures(t.tx, c.Order)
}
