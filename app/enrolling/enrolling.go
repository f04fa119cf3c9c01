// Package enrolling knows people and lets them in: by phone and code, by WeChat, or by login, password and second factor. It keeps
// their profiles and households, gives and ends seats, and manages the accounts of those who work here.
package enrolling

import (
	"context"
	"encoding/hex"
	"io"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

// Sender brings a code to a phone.
type Sender interface {
	SendCode(ctx context.Context, phone secret.Phone, code string) error
}

// Looks leaves a line of each look at another's personal data, or fails when it may not be made.
type Looks interface {
	Look(tx *store.Tx, a models.Actor, looks ...audit.Look) error
}

// Pace is how long a request for a code takes, whatever happens behind it, so that its time tells nothing of who is known.
const Pace = 250 * time.Millisecond

// Service is the verbs of people. Sessions, passwords and codes count real time, by the machine's clock; seats, leaves and what is told of them go
// by the town's, which may be behind.
type Service struct {
	DB        *store.DB
	Vault     *vault.Vault
	Keys      *vault.Keyring
	Passwords *vault.Passwords
	Sender    Sender
	Looks     Looks
	Now       models.Clock // of the machine
	Town      models.Clock
	Random    io.Reader
	Log       *slog.Logger
	Pace      time.Duration // Pace; shorter in tests

	MiniProgram MiniProgram // nil: there is none

	sends sync.WaitGroup
}

// Wait returns once every code that is on its way has been handed over; for the end of the program.
func (s *Service) Wait() { s.sends.Wait() }

// Page asks for a part of a list.
type Page = store.Page

// SeatFilter narrows a list of seats.
type SeatFilter = people.SeatFilter

// Caller is where a request comes from.
type Caller struct {
	Address netip.Addr
	Device  string // what the browser or program calls itself
}

// network is what one caller can hardly leave: the address, of IPv6 the /64 that every household has for itself.
func (c Caller) network() string {
	bits := 32
	if c.Address.Is6() {
		bits = 64
	}
	network, err := c.Address.Prefix(bits)
	if err != nil {
		return ""
	}
	return network.String()
}

// blind is a subject to count by that tells nobody what it stands for.
func (s *Service) blind(purpose vault.Purpose, value string) string {
	return hex.EncodeToString(s.Keys.BlindIndex(purpose, value))
}

// The purposes of subjects that are counted; that of phones is secret.PhoneIndex.
const (
	byAddress vault.Purpose = "address"
	byLogin   vault.Purpose = "login"
)

// inTx is a verb's work inside a transaction.
type inTx struct {
	*Service
	tx   *store.Tx
	a    models.Actor
	now  time.Time // of the machine
	town time.Time
}

// write runs fn in a transaction.
func (s *Service) write(ctx context.Context, a models.Actor, fn func(inTx) error) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error { return fn(s.on(tx, a)) })
}

// read gives fn a plain connection, for verbs that change nothing.
func (s *Service) read(ctx context.Context, a models.Actor) inTx {
	return s.on(s.DB.Read(ctx), a)
}

// on is a verb's work at this moment.
func (s *Service) on(tx *store.Tx, a models.Actor) inTx { return inTx{s, tx, a, s.Now(), s.Town()} }

// log writes an audit line about a person.
func (t inTx) log(action string, who models.PersonID, detail map[string]any) error {
	return audits.Log(t.tx, audits.Line{At: t.town, Actor: t.a, Action: action, Subject: "person", SubjectID: who.String(), Person: who,
		Detail: detail})
}

// seal closes a column of a person.
func (t inTx) seal(p people.Person, column, plain string) (secret.Sealed, error) {
	return t.Vault.Seal(p.Key, people.Place(p.ID, column), plain)
}

// open opens a column of a person; of somebody who was erased it is empty.
func (t inTx) open(p people.Person, column string, sealed secret.Sealed) (string, error) {
	return t.Vault.Open(p.Key, people.Place(p.ID, column), sealed)
}

// self is whose session asks, also while the account is not settled and the actor is nobody yet.
func (t inTx) self() (models.PersonID, error) {
	if t.a.Known() {
		return t.a.Person, nil
	}
	return people.Holder(t.tx, t.a.Session)
}
