package outbox

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// execer and beginner are what a pool and a connection of pgx have in common.
type execer interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

type beginner interface {
	Begin(ctx context.Context) (pgx.Tx, error)
}
