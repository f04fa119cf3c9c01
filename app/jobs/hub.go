package jobs

import (
	"context"
	"log/slog"
	"sort"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"delinli/app/store"
	"delinli/app/store/outbox"
)

const (
	hubLook  = 250 * time.Millisecond // between looks at the outbox when no hint comes
	hubBatch = 500
	hubKeeps = 8192 // rows in memory, for readers that lag a little
	hubRest  = 15 * time.Second
)

// Hub follows the outbox for one process. Hints only wake it: its place in the outbox is what it trusts, so that nothing is lost
// when the connection breaks. Readers take the rows at their own speed.
type Hub struct {
	pool *pgxpool.Pool
	db   *store.DB
	log  *slog.Logger
	wake chan struct{}

	mu    sync.Mutex
	edge  outbox.Place // every row after it has been seen here
	rows  []outbox.Row // the newest, oldest first
	start outbox.Place // the rows after it are in memory
	news  chan struct{}
}

// NewHub makes a hub; it follows the outbox once the jobs have started.
func NewHub(pool *pgxpool.Pool, db *store.DB, log *slog.Logger) *Hub {
	return &Hub{pool: pool, db: db, log: log, wake: make(chan struct{}, 1), news: make(chan struct{})}
}

// Edge is the place up to which the hub has come.
func (h *Hub) Edge() outbox.Place {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.edge
}

// After lists, oldest first and at most limit of them, the rows after the place; ok is false when some of them are no longer in memory.
func (h *Hub) After(p outbox.Place, limit int) (rows []outbox.Row, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p.Before(h.start) {
		return nil, false
	}
	first := sort.Search(len(h.rows), func(i int) bool { return p.Before(h.rows[i].Place) })
	last := min(len(h.rows), first+limit)
	return h.rows[first:last:last], true
}

// News is closed when rows have come after those that are known now.
func (h *Hub) News() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.news
}

// begin sets the hub to now.
func (h *Hub) begin(ctx context.Context) error {
	edge, err := outbox.Edge(h.db.Read(ctx))
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.edge, h.start, h.rows = edge, edge, nil
	return nil
}

// follow reads the outbox until ctx ends.
func (h *Hub) follow(ctx context.Context) {
	look := time.NewTicker(hubLook)
	defer look.Stop()
	for {
		if err := h.read(ctx); err != nil && ctx.Err() == nil {
			h.log.Warn("the outbox could not be read", "err", reason(err))
			pause(ctx, time.Second)
		}
		select {
		case <-ctx.Done():
			return
		case <-h.wake:
		case <-look.C:
		}
	}
}

// read takes everything that has settled.
func (h *Hub) read(ctx context.Context) error {
	for ctx.Err() == nil {
		rows, err := outbox.Settled(h.db.Read(ctx), h.Edge(), hubBatch)
		if err != nil {
			return err
		}
		h.add(rows)
		if len(rows) < hubBatch {
			break
		}
	}
	return nil
}

func (h *Hub) add(rows []outbox.Row) {
	if len(rows) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.edge = rows[len(rows)-1].Place
	h.rows = append(h.rows, rows...)
	if over := len(h.rows) - hubKeeps; over > 0 {
		h.start = h.rows[over-1].Place
		h.rows = h.rows[over:]
	}
	close(h.news)
	h.news = make(chan struct{})
}

// listen turns hints into wake-ups until ctx ends, over a connection of its own that it opens anew whenever it breaks.
func (h *Hub) listen(ctx context.Context) {
	rest := time.Duration(0)
	for ctx.Err() == nil {
		heard, err := h.hear(ctx)
		if ctx.Err() != nil {
			return
		}
		if heard {
			rest = 0
		}
		rest = min(max(2*rest, 100*time.Millisecond), hubRest)
		h.log.Warn("the connection that listens was lost", "err", reason(err), "again_in", rest)
		pause(ctx, rest)
	}
}

// hear listens on one connection until that breaks; heard tells that it was good at first.
func (h *Hub) hear(ctx context.Context) (heard bool, err error) {
	config := h.pool.Config().ConnConfig
	config.RuntimeParams["application_name"] = "delinli hub"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return false, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := outbox.Listen(ctx, conn); err != nil {
		return false, err
	}
	for {
		h.poke()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return true, err
		}
	}
}

func (h *Hub) poke() {
	select {
	case h.wake <- struct{}{}:
	default:
	}
}
