package main

import (
	"delinli/app/cataloguing"
	"delinli/app/dispatching"
	"delinli/app/enrolling"
	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
)

// menu shows the service menu as the verbs of orders and dispatch need it.
type menu struct{ *cataloguing.Service }

// Item is what an order takes over from its item.
func (m menu) Item(tx *store.Tx, id models.ItemID) (ordering.MenuItem, error) {
	found, err := m.Service.Item(tx, id)
	return ordering.MenuItem{Item: order.Item{ID: found.ID, Class: found.Class, Route: found.Route}, Name: found.Zh.Name,
		Publishes: found.Publishes}, err
}

// Asks is what an item asks of who serves it.
func (m menu) Asks(tx *store.Tx, id models.ItemID) (dispatching.Asks, error) {
	terms, err := m.Terms(tx, id)
	return dispatching.Asks{Skills: terms.Skills, Useful: terms.Useful, Party: terms.Party}, err
}

// newcomers makes people without an account for whom an order is placed.
type newcomers struct{ *enrolling.Service }

// Someone makes the person, or finds whoever has the phone.
func (n newcomers) Someone(tx *store.Tx, a models.Actor, p ordering.Person) (models.PersonID, error) {
	return n.Service.Someone(tx, a, enrolling.Newcomer{Name: p.Name, Phone: p.Phone, Area: p.Area, Address: p.Address,
		LivesWith: p.LivesWith})
}
