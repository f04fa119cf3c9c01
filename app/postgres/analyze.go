package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// Analyze gathers the statistics by which statements are planned, as the server does by itself in time: after so many rows at once that it
// should not wait. Only the owner may.
func Analyze(ctx context.Context, ownerURL string) (err error) {
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, owner.Close(ctx)) }()
	_, err = owner.Exec(ctx, `ANALYZE`)
	return err
}
