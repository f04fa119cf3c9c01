package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"delinli/app/config"
	"delinli/app/jobs"
	"delinli/app/postgres"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/settings"
	"delinli/handlers"
	"delinli/models"
)

// grace is how long open requests and running jobs may take to finish.
const grace = 20 * time.Second

// garbage is by how many percent the heap grows before it is swept: it is small here (about 20 MB), and sweeping it at 100 takes a tenth of
// each list (docs/decisions/0015-what-a-list-costs.md). Where much is held for once, as of a large workbook, it is swept sooner: most bytes are
// not exceeded for garbage alone.
const (
	garbage = 400
	most    = 160 << 20
)

type serveCommand struct {
	Demo bool `help:"Fill an empty database with the demo town first (development, on loopback only)."`
}

// Run starts everything in order (configuration, database, migrations, jobs, HTTP) and stops it in the reverse one.
func (c serveCommand) Run(ctx context.Context) error {
	debug.SetGCPercent(garbage)
	debug.SetMemoryLimit(most)
	h, err := open(ctx, os.Environ(), time.Now)
	if err != nil {
		return err
	}
	return errors.Join(h.serve(ctx, c.Demo), h.close())
}

// house is the program with its database open.
type house struct {
	parts
	private *postgres.Server
	verbs   *verbs
	jobs    *jobs.Service
}

// open reads the configuration, starts or finds the database, migrates it and joins the verbs; now is the machine's clock.
func open(ctx context.Context, environ []string, now models.Clock) (*house, error) {
	c, err := config.Load(environ)
	if err != nil {
		return nil, err
	}
	h := &house{parts: parts{config: c, now: now, log: logger(c)}}
	slog.SetDefault(h.log)
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("DATA_DIR: %w", err)
	}
	if err := h.openDatabase(ctx); err != nil {
		return nil, errors.Join(err, h.close())
	}
	if h.ring, err = keyring(c); err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.hint = jobs.NewHint(h.pool.Pgx())
	h.db = store.New(h.pool.Gorm(), h.hint.Poke)
	h.hub = jobs.NewHub(h.pool.Pgx(), h.db, h.log)
	if err := h.join(ctx); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

// errSimulated keeps a simulated city from being taken for a real one.
var errSimulated = errors.New("this database holds a simulated city, whose clock is behind: production needs another")

// join joins the verbs to the clock by which the city goes.
func (h *house) join(ctx context.Context) error {
	clock, err := settings.ClockOf(h.db.Read(ctx))
	if err != nil {
		return err
	}
	if h.config.Production() && clock.DaysBehind != 0 {
		return errSimulated
	}
	h.behind, h.clock = clock.DaysBehind, h.now.Behind(clock.DaysBehind)
	if h.verbs, err = wire(h.parts); err != nil {
		return err
	}
	return h.verbs.cataloguing.Seed(ctx)
}

func (h *house) openDatabase(ctx context.Context) (err error) {
	owner, app := h.config.DatabaseOwnerURL, h.config.DatabaseURL
	if h.config.Private() {
		h.private, err = postgres.Start(ctx, postgres.Options{Dir: filepath.Join(h.config.DataDir, "postgres"), Log: h.log})
		if err != nil {
			return err
		}
		owner, app = h.private.OwnerURL(), h.private.AppURL()
	}
	if owner != "" {
		role, err := postgres.RoleOf(app)
		if err != nil {
			return err
		}
		if err := postgres.Migrate(ctx, owner, role); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
	}
	if h.pool, err = postgres.Open(ctx, app, postgres.PoolOptions{}); err != nil {
		return err
	}
	return h.pool.Guard(ctx)
}

// keyring loads the master key; in development the first start makes it.
func keyring(c config.Config) (*vault.Keyring, error) {
	if c.Production() {
		if err := vault.GuardKeyFile(c.SecretKeyFile, c.DataDir); err != nil {
			return nil, err
		}
	} else if _, err := os.Stat(c.SecretKeyFile); errors.Is(err, os.ErrNotExist) {
		if err := vault.MakeKeyFile(c.SecretKeyFile, rand.Reader); err != nil {
			return nil, err
		}
	}
	return vault.LoadKeyring(c.SecretKeyFile)
}

// begin starts the jobs, builds the doors and, when told so, the demo town.
func (h *house) begin(ctx context.Context, demo bool) (*handlers.Server, error) {
	var err error
	if h.jobs, err = newJobs(h); err != nil {
		return nil, err
	}
	if err := h.jobs.Start(ctx); err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	if demo {
		if err := h.demo(ctx); err != nil {
			return nil, fmt.Errorf("demo town: %w", err)
		}
	}
	if err := h.verbs.reporting.Warm(ctx); err != nil {
		return nil, fmt.Errorf("the figures of what stands: %w", err)
	}
	return server(h)
}

func (h *house) serve(ctx context.Context, demo bool) error {
	s, err := h.begin(ctx, demo)
	if err != nil {
		return err
	}
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", h.config.Listen)
	if err != nil {
		return err
	}
	if h.config.MetricsListen != "" {
		stop, err := showMetrics(ctx, h.config.MetricsListen, h.config.MetricsToken, s.Metrics)
		if err != nil {
			return err
		}
		defer stop()
	}
	h.greet(demo)
	return s.Serve(ctx, ln, grace)
}

// close stops in order: jobs finish, then the pool, then the private database.
func (h *house) close() (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if h.jobs != nil {
		err = errors.Join(err, h.jobs.Stop(ctx))
	}
	if h.verbs != nil {
		h.verbs.enrolling.Wait()
	}
	if h.pool != nil {
		h.pool.Close()
	}
	if h.private != nil {
		err = errors.Join(err, h.private.Stop())
	}
	return err
}

// ready is what must be there to serve.
func (h *house) ready(ctx context.Context) map[string]error {
	pending, err := postgres.Pending(ctx, h.pool)
	if err == nil && pending {
		err = errors.New("migrations are pending")
	}
	return map[string]error{"database": h.pool.Ping(ctx), "migrations": err, "jobs": h.jobs.Health(ctx)}
}

func logger(c config.Config) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.LogLevel}
	if c.Production() {
		return slog.New(slog.NewJSONHandler(os.Stderr, o))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, o))
}
