package ordering

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
	"delinli/models/secret"
)

// Draft is what somebody brings who places an order.
type Draft struct {
	Kind       order.Kind
	Item       models.ItemID
	Area       models.AreaCode
	Title      string
	Detail     string
	Visibility order.Visibility // empty: public for a wish, private for the others
	Address    *order.Address   // nil: that of the requester's profile
	Wanted     order.Windows
	Files      []models.FileID
	Slots      int // how many people or things a wish asks for; zero is one
	OnBehalf   *Person
}

// Person is somebody for whom an order is placed: known by id, or entered with it, with or without a phone.
type Person struct {
	ID        models.PersonID
	Name      secret.Name
	Phone     secret.Phone
	Area      models.AreaCode
	Address   secret.Text
	LivesWith models.PersonID // a neighbour of theirs whom staff know already, such as whoever calls for them
}

// check refuses somebody of whom nothing is said, and what is said of somebody who is known by id already: it would be passed over.
func (p Person) check() error {
	bad := map[string]string{}
	if p.ID.IsZero() {
		if p.Name.IsZero() && p.Phone.IsZero() && p.Address.IsZero() && p.LivesWith.IsZero() {
			bad["on_behalf_of.name"] = "required"
		}
	} else {
		for name, said := range map[string]bool{"name": !p.Name.IsZero(), "phone": !p.Phone.IsZero(), "address": !p.Address.IsZero(),
			"lives_with": !p.LivesWith.IsZero()} {
			if said {
				bad["on_behalf_of."+name] = "contradicts"
			}
		}
	}
	return models.BadFields(bad)
}

// Place enters an order. An item that publishes by itself goes on its route at once.
func (s *Service) Place(ctx context.Context, a models.Actor, d Draft) (id models.OrderID, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		t := inTx{s, tx, ctx, a}
		o, item, err := t.draft(d)
		if err != nil {
			return err
		}
		id = o.ID
		store.Refer(ctx, refOf(id))
		if err := t.attach(id, d.Files); err != nil {
			return err
		}
		if err := t.warn(id, d.Title, d.Detail); err != nil {
			return err
		}
		if item == nil || !item.Publishes {
			return nil
		}
		system := inTx{s, tx, ctx, models.SystemActor}
		return system.raise(id, order.Publish, Brings{PublicTitle: item.Name})
	})
	return id, err
}

// refOf is where an order is found.
func refOf(id models.OrderID) string { return "/orders/" + id.String() }

var errNoPhone = models.Fault(models.Forbidden, "order.phone_not_verified")

func (t inTx) draft(d Draft) (o order.Order, item *MenuItem, err error) {
	if !t.a.Phone && !t.a.Has(models.Staff...) {
		return o, nil, errNoPhone
	}
	if _, err := order.Flow.Find("", order.Place, t.a, &order.Case{}); err != nil {
		return o, nil, err
	}
	if err := d.Wanted.Check(t.Now()); err != nil {
		return o, nil, err
	}
	if d.Item.IsZero() == (d.Kind == order.Menu) {
		return o, nil, models.BadField("item_id", "required_for_menu")
	}
	o = order.Order{ID: models.NewID[models.OrderID](t.Random), Kind: d.Kind, Area: d.Area, PlacedBy: t.a.Person, Visibility: d.Visibility,
		Class: calendar.General, Route: dispatch.ToStaff, Slots: max(d.Slots, 1), Wanted: d.Wanted}
	if o.Requester, err = t.requester(d); err != nil {
		return o, nil, err
	}
	t.defaults(&o)
	if !d.Item.IsZero() {
		found, err := t.item(d.Item)
		if err != nil {
			return o, nil, err
		}
		item, o.Item, o.Class, o.Route = &found, found.ID, found.Class, found.Route
	}
	if o.Visibility == order.Private && o.Route == dispatch.ToPool {
		o.Route = dispatch.ToStaff
	}
	if err := t.sealTexts(&o, d); err != nil {
		return o, nil, err
	}
	return o, item, t.begin(o)
}

// item is what an order takes over from an item that is on offer; any other is the field's fault.
func (t inTx) item(id models.ItemID) (MenuItem, error) {
	found, err := t.Menu.Item(t.tx, id)
	if models.KindOf(err) == models.NotFound {
		err = models.BadField("item_id", "unknown")
	}
	return found, err
}

// defaults: wishes are public and go to the pool, the others are private and wait for staff.
func (t inTx) defaults(o *order.Order) {
	if o.Kind == order.Wish {
		o.Route = dispatch.ToPool
	}
	if o.Visibility == "" {
		o.Visibility = order.Private
		if o.Kind == order.Wish {
			o.Visibility = order.Public
		}
	}
}

// requester tells whom the order helps. Staff and locals may name anybody of their area, a resident a member of the household.
func (t inTx) requester(d Draft) (models.PersonID, error) {
	if d.OnBehalf == nil {
		return t.a.Person, nil
	}
	if err := d.OnBehalf.check(); err != nil {
		return models.PersonID{}, err
	}
	local := t.a.Holds(d.Area, append(models.Staff, models.Locals...)...)
	if d.OnBehalf.ID.IsZero() {
		if !local {
			return models.PersonID{}, models.BadField("on_behalf_of", "outside_your_seats")
		}
		d.OnBehalf.Area = d.Area
		return t.People.Someone(t.tx, t.a, *d.OnBehalf)
	}
	id, err := people.Present(t.tx, d.OnBehalf.ID)
	if err != nil {
		return id, err
	}
	p, err := people.Get(t.tx, id)
	if err != nil {
		return p.ID, models.BadField("on_behalf_of", "unknown")
	}
	kin := !p.Household.IsZero() && p.Household == t.a.Household
	if !kin && !(local && t.a.Holds(p.Area, append(models.Staff, models.Locals...)...)) {
		return p.ID, models.BadField("on_behalf_of", "unknown")
	}
	return p.ID, nil
}

// begin numbers the order and writes it.
func (t inTx) begin(o order.Order) error {
	n, err := orders.NextNumber(t.tx)
	if err != nil {
		return err
	}
	now := t.moment()
	o.Number = Number(o.Area, now, n)
	f := order.Facts{Now: now}
	if err := t.rules(&f, o.Class); err != nil {
		return err
	}
	return orders.Commit(t.tx, order.Begin(o, f, t.a, order.Input{Event: models.NewID[models.EventID](t.Random)}))
}

// Number writes an order number: community, local date, and a sequence of six digits or more that never starts anew.
func Number(area models.AreaCode, at time.Time, n int64) string {
	community := area.At(models.Community)
	if community == "" {
		community = area
	}
	return fmt.Sprintf("%s-%s-%06d", community, at.In(models.Local).Format("20060102"), n)
}

func (t inTx) sealTexts(o *order.Order, d Draft) error {
	p, err := people.Get(t.tx, o.Requester)
	if err != nil {
		return err
	}
	o.Household, o.Reachable = p.Household, p.PhoneIndex != nil
	seal := t.sealer(p.Key, o.Requester, "orders", o.ID.String())
	if o.Title, err = seal("title", d.Title); err != nil {
		return err
	}
	if o.Detail, err = seal("detail", d.Detail); err != nil {
		return err
	}
	o.Tokens = t.Keys.SearchTokens(d.Title, d.Detail)
	address, err := t.addressOf(p, d)
	if err != nil || address == nil {
		return err
	}
	b, err := json.Marshal(address)
	if err != nil {
		return err
	}
	o.Address, err = seal("address", string(b))
	return err
}

// addressOf is the address of the draft, or that which came with whom it helps, else that of the profile where one places for oneself or is
// staff of the place: they may look it up, and need not type it again. Who else places for others must know where they live, and does not
// have it told to a visitor here.
func (t inTx) addressOf(p people.Person, d Draft) (*order.Address, error) {
	switch {
	case d.Address != nil:
		return d.Address, nil
	case d.OnBehalf != nil && d.OnBehalf.Address.Plain() != "":
		return &order.Address{Detail: d.OnBehalf.Address.Plain()}, nil
	case p.Address.IsZero() || p.ID != t.a.Person && !t.a.Holds(p.Area, models.Staff...):
		return nil, nil
	}
	detail, err := t.Vault.Open(p.Key, people.Place(p.ID, "address"), p.Address)
	return &order.Address{Detail: detail}, err
}

// sealer seals columns of one row under one person's key; an empty text stays no value.
func (t inTx) sealer(key secret.WrappedKey, person models.PersonID, table, row string) func(column, text string) (secret.Sealed, error) {
	return func(column, text string) (secret.Sealed, error) {
		if text == "" {
			return nil, nil
		}
		return t.Vault.Seal(key, secret.Place{Person: person, Table: table, Column: column, Row: row}, text)
	}
}
