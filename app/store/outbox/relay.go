package outbox

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Channel is the name under which hints are sent: LISTEN and pg_notify.
const Channel = "delinli_outbox"

// Hint tells every process that rows have come; it stands outside the transactions that wrote them, which it would slow threefold.
func Hint(ctx context.Context, db execer) error {
	_, err := db.Exec(ctx, `SELECT pg_notify($1, '')`, Channel)
	return err
}

// Relay hands the rows after the place that all processes share to take, and moves the place behind them in the same transaction. The
// transaction is pgx's own, so that take can make jobs in it. It tells how many rows there were; none when another process is at it.
func Relay(ctx context.Context, db beginner, limit int, take func(pgx.Tx, []Row) error) (taken int, err error) {
	err = pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		after, err := lockPlace(ctx, tx)
		if err != nil || after == nil {
			return err
		}
		found, err := tx.Query(ctx, settledSQL, pgx.NamedArgs(settledArgs(*after, limit)))
		if err != nil {
			return err
		}
		rows, err := pgx.CollectRows(found, func(r pgx.CollectableRow) (row Row, err error) { return row, scan(r, &row) })
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := take(tx, rows); err != nil {
			return err
		}
		taken = len(rows)
		last := rows[taken-1]
		_, err = tx.Exec(ctx, `UPDATE relay SET xid = CAST(CAST($1 AS text) AS xid8), id = $2`, strconv.FormatUint(last.Xid, 10), last.ID)
		return err
	})
	if err != nil {
		return 0, err
	}
	return taken, nil
}

// lockPlace gives the shared place, or nil when nothing lies behind it or another process holds it.
func lockPlace(ctx context.Context, tx pgx.Tx) (*Place, error) {
	found, err := tx.Query(ctx, `SELECT CAST(r.xid AS text), r.id FROM relay r
		WHERE EXISTS (SELECT FROM outbox o WHERE (o.xid, o.id) > (r.xid, r.id) AND o.xid < pg_snapshot_xmin(pg_current_snapshot()))
		FOR UPDATE SKIP LOCKED`)
	if err != nil {
		return nil, err
	}
	places, err := pgx.CollectRows(found, func(r pgx.CollectableRow) (p Place, err error) { return p, scanPlace(r, &p) })
	if err != nil || len(places) == 0 {
		return nil, err
	}
	return &places[0], nil
}

// Listen makes the connection hear the hints.
func Listen(ctx context.Context, conn execer) error {
	_, err := conn.Exec(ctx, `LISTEN delinli_outbox`)
	return err
}

// lockSpace keeps our advisory locks apart from others'.
const lockSpace = 370785

// Alone runs do unless somebody else runs it under the same number; then it returns at once. The lock ends with the connection, so that
// a process that dies holds nobody up.
func Alone(ctx context.Context, pool *pgxpool.Pool, number int32, do func() error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	var mine bool
	if err := conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1, $2)`, lockSpace, number).Scan(&mine); err != nil || !mine {
		return err
	}
	defer func() {
		if _, err := conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1, $2)`, lockSpace, number); err != nil {
			_ = conn.Conn().Close(context.WithoutCancel(ctx))
		}
	}()
	return do()
}
