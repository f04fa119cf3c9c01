// Package ordering places orders, moves them along, shows them to those who may see them and lets the clock look after them.
package ordering

import (
	"context"
	"io"

	"delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// Settings are what administrators may change: the working calendar and the limits of a class.
type Settings interface {
	Calendar(tx *store.Tx) (calendar.Calendar, error)
	Policy(tx *store.Tx, class calendar.Class) (calendar.Policy, error)
}

// Menu gives what an order takes over from its item; *not found* for an item that is not on offer.
type Menu interface {
	Item(tx *store.Tx, id models.ItemID) (MenuItem, error)
}

// MenuItem is an item of the service menu as ordering needs it.
type MenuItem struct {
	order.Item
	Name      string
	Publishes bool // goes on its route by itself
}

// Fitness judges who may serve an order.
type Fitness interface {
	// Judge gives the first reason why the holder may not serve the order; empty when they may. By is who takes it by themselves, and
	// nobody where it is offered. A team is judged by the members its leader names, and nobody but the leader may take an order for it;
	// before they are named, the leader is judged.
	Judge(tx *store.Tx, by models.Actor, o order.Order, to order.Holder) (reason string, err error)
	// Fits tells a volunteer how orders suit them who would take them by themselves, for a whole page at once. Named are the areas that
	// each order names to them: the way is measured to no place more exact.
	Fits(tx *store.Tx, by models.Actor, of []order.Order, named []models.AreaCode) (map[models.OrderID]dispatch.Fit, error)
	// Best picks whom the rule engine would offer the order to, and keeps the inputs of that ranking; zero when there is nobody.
	Best(tx *store.Tx, o order.Order) (order.Holder, error)
	// Chosen keeps the inputs of the ranking that staff had before them when they offered the order, as it then was, to somebody.
	Chosen(tx *store.Tx, a models.Actor, o order.Order, to order.Holder) error
}

// Hours credits the service hours of a finished order.
type Hours interface {
	Credit(tx *store.Tx, o order.Order, members []models.PersonID) error
}

// Newcomer makes a person without an account, for whom somebody places an order.
type Newcomer interface {
	Someone(tx *store.Tx, a models.Actor, p Person) (models.PersonID, error)
}

// Page asks for one page of a list.
type Page = store.Page

// Alike is an order that looks like another.
type Alike = orders.Alike

// Complaint is a confidential complaint.
type Complaint = orders.Complaint

// Service is the verbs of orders.
type Service struct {
	DB       *store.DB
	Vault    *secret.Vault
	Keys     *secret.Keyring
	Now      models.Clock
	Random   io.Reader
	Settings Settings
	Menu     Menu
	Fitness  Fitness
	Hours    Hours
	People   Newcomer
}

// inTx is a verb's work on one order inside a transaction.
type inTx struct {
	*Service
	tx  *store.Tx
	ctx context.Context
	a   models.Actor
}
