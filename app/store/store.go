// Package store is the only place that knows SQL and GORM. Here are transactions, errors, pages and scope; the SQL of a noun lies in
// the package named after it below.
package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"delinli/models"
)

// DB is the application's database.
type DB struct {
	g         *gorm.DB
	committed func()
}

// New wraps an open pool. committed is called after every write that landed; it must not block.
func New(g *gorm.DB, committed func()) *DB { return &DB{g, committed} }

// Tx is one transaction, or the plain connection of a read, bound to one context. It cannot outlive Write.
type Tx struct{ g *gorm.DB }

// Gorm is for the packages below store.
func (tx *Tx) Gorm() *gorm.DB { return tx.g }

// Context is the context the transaction is bound to.
func (tx *Tx) Context() context.Context { return tx.g.Statement.Context }

// Try runs fn so that the transaction goes on as if fn had not begun when it fails.
func (tx *Tx) Try(fn func(*Tx) error) error {
	return tx.g.Transaction(func(g *gorm.DB) error { return fn(&Tx{g}) })
}

// tries is how often a transaction is run when PostgreSQL asks to run it again.
const tries = 4

// Write runs fn in a transaction, and again when PostgreSQL asks for it; fn must have no effect outside tx.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	var err error
	for try := range tries {
		err = d.g.WithContext(ctx).Transaction(func(g *gorm.DB) error {
			tx := &Tx{g}
			if err := fn(tx); err != nil {
				return err
			}
			return settle(ctx, tx)
		})
		if !retryable(err) {
			break
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(try+1) * 5 * time.Millisecond):
		}
	}
	if err == nil {
		settled(ctx)
		d.committed()
	}
	return Translate(err)
}

// Read gives a Tx without a transaction, for reads.
func (d *DB) Read(ctx context.Context) *Tx { return &Tx{d.g.WithContext(ctx)} }

// Alone runs one statement that needs no transaction around it.
func (d *DB) Alone(ctx context.Context, fn func(*Tx) error) error {
	err := fn(d.Read(ctx))
	if err == nil {
		d.committed()
	}
	return Translate(err)
}

// Missing turns "no rows" into *not found*.
func Missing(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return models.Missing
	}
	return err
}
