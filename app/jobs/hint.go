package jobs

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"delinli/app/store/outbox"
)

// hintGap is the least time between two hints of one process: NOTIFY in every write would slow the writes threefold.
const hintGap = 20 * time.Millisecond

// Hint tells all processes, soon after a commit, that the outbox has grown. A hint that is lost costs a moment, never a row.
type Hint struct {
	pool *pgxpool.Pool
	wake chan struct{}
}

// NewHint makes a hint; its Poke is what the store calls after each commit.
func NewHint(pool *pgxpool.Pool) *Hint { return &Hint{pool, make(chan struct{}, 1)} }

// Poke asks for a hint and returns at once.
func (h *Hint) Poke() {
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// run sends what Poke asked for until ctx ends.
func (h *Hint) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.wake:
		}
		_ = outbox.Hint(ctx, h.pool) // without it the others see the rows at their next look
		pause(ctx, hintGap)
	}
}

// pause waits for d, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
