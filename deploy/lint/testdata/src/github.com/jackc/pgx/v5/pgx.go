// Package pgx has the shapes of the real one that the tests need.
package pgx

import "context"

type Conn struct{}

func (c *Conn) Exec(ctx context.Context, sql string, args ...any) error { return nil }
func (c *Conn) Prepare(ctx context.Context, name, sql string) error     { return nil }

type Tx interface {
	Query(ctx context.Context, sql string, args ...any) error
	QueryRow(ctx context.Context, sql string, args ...any) error
}

type Batch struct{}

func (b *Batch) Queue(sql string, args ...any) {}
