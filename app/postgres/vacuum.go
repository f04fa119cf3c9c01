package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// Vacuum tidies all tables and gathers the statistics by which statements are planned, as the server does by itself in time: for after so many
// rows at once that they should not wait for it. Only the owner may.
func Vacuum(ctx context.Context, ownerURL string) (err error) {
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, owner.Close(ctx)) }()
	_, err = owner.Exec(ctx, `VACUUM ANALYZE`)
	return err
}
