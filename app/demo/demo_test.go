package demo_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"testing"

	"delinli/app/cataloguing"
	"delinli/app/demo"
	"delinli/app/dispatching"
	"delinli/app/enrolling"
	"delinli/app/funding"
	"delinli/app/ordering"
	"delinli/app/organising"
	"delinli/app/posting"
	"delinli/app/registering"
	"delinli/app/returning"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
)

// menu shows the shipped menu to the verbs of orders.
type menu struct{ *cataloguing.Service }

func (m menu) Item(tx *store.Tx, id models.ItemID) (ordering.MenuItem, error) {
	i, err := m.Service.Item(tx, id)
	return ordering.MenuItem{Item: order.Item{ID: i.ID, Class: i.Class, Route: i.Route}, Name: i.Zh.Name, Publishes: i.Publishes}, err
}

func (m menu) Asks(tx *store.Tx, id models.ItemID) (dispatching.Asks, error) {
	terms, err := m.Terms(tx, id)
	return dispatching.Asks{Skills: terms.Skills, Useful: terms.Useful, Party: terms.Party}, err
}

// silence sends no codes.
type silence struct{}

func (silence) SendCode(context.Context, secret.Phone, string) error { return nil }

type nobody struct{}

func (nobody) Someone(*store.Tx, models.Actor, ordering.Person) (models.PersonID, error) {
	return models.PersonID{}, models.Denied
}

func newTown(t *testing.T) (*testkit.World, *demo.Town) {
	w := testkit.NewWorld(t)
	c := &cataloguing.Service{DB: w.Store, Now: w.Now, Random: rand.Reader}
	if err := c.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	v := &volunteering.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader}
	d := &dispatching.Service{DB: w.Store, Now: w.Now, Random: rand.Reader, Menu: menu{c}, Rules: c}
	return w, &demo.Town{DB: w.Store, Cataloguing: c, Volunteering: v, Random: rand.Reader,
		Posting:     &posting.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader},
		Organising:  &organising.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader},
		Funding:     &funding.Service{DB: w.Store, Now: w.Now, Random: rand.Reader},
		Registering: &registering.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Now: w.Now, Random: rand.Reader},
		Returning:   &returning.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Volunteers: v},
		Enrolling: &enrolling.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Passwords: vault.NewPasswords(rand.Reader), Sender: silence{},
			Now: w.Now, Town: w.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler)},
		Ordering: &ordering.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Now: w.Now, Random: rand.Reader, Settings: c, Menu: menu{c},
			Fitness: d, Hours: v, People: nobody{}}}
}

// TestTown: the town has people of every role and orders in every state, and is built once.
func TestTown(t *testing.T) {
	w, town := newTown(t)
	logins, made, err := town.Build(t.Context())
	if err != nil || !made {
		t.Fatalf("made %v: %v", made, err)
	}
	roles := map[models.Role]bool{}
	for _, l := range logins {
		roles[l.Role] = true
		if l.Phone == "" || l.Login != "" && (l.Password == "" || l.TOTP == "") {
			t.Errorf("%s cannot log in", l.Name)
		}
	}
	for _, r := range models.Roles {
		if !roles[r] {
			t.Errorf("nobody is %s", r)
		}
	}
	for _, s := range order.States {
		if w.Count(`SELECT count(*) FROM orders WHERE state = @state`, store.Args{"state": string(s)}) == 0 {
			t.Errorf("no order is %s", s)
		}
	}
	before := w.Count(`SELECT count(*) FROM orders`, nil)
	if _, made, err := town.Build(t.Context()); made || err != nil {
		t.Fatalf("a second time: made %v (%v)", made, err)
	}
	if after := w.Count(`SELECT count(*) FROM orders`, nil); after != before {
		t.Fatalf("%d orders became %d", before, after)
	}
}
