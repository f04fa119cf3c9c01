// Package postgres brings the database: a private PostgreSQL server when none is given, the pool of the application
// role over any server, and the migrations of its owner.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// The roles and the database of a private server. The owner migrates; the application role has no DDL.
const (
	OwnerRole = "delinli_owner"
	AppRole   = "delinli_app"
	Database  = "delinli"
)

const (
	attachWithin = time.Minute
	startWithin  = 10 * time.Minute // after a crash a large database takes minutes to recover
	stopWithin   = 20 * time.Second
	retryAfter   = 250 * time.Millisecond
	startTries   = 12 // of a server that ends at once: processes of a killed one need a moment to leave the data
)

// startingUp is PostgreSQL's code for "not yet" and "not any more".
const startingUp = "57P03"

// Options say where a private server lives.
type Options struct {
	Dir string       // holds all of it: the data, the passwords, the log
	Log *slog.Logger // hears when the server ends by itself; nil for silence

	scratch  bool     // for tests: outlives us, does not sync, and its owner may create databases
	programs []string // more folders in which to look for the server programs
}

// Server is a private PostgreSQL: listening on a unix socket alone, with an owner and an application role, and ended
// with the process that started it. Other processes attach to it.
type Server struct {
	Options
	home     string // where Dir really is
	socket   string // the folder of the unix socket
	account  account
	programs Programs
	secrets  passwords
	lock     *os.File // held as long as we own the server; nil once attached

	mu       sync.Mutex // guards process and stopping
	process  *os.Process
	stopping bool
	exits    chan error    // the ends of server processes, for the one who waits for the first answer
	ended    chan struct{} // closed when no server process will be started any more
}

// Start runs the private server of the folder, making it at the first time, or attaches to the one that another
// process runs there. It returns when the server answers; its errors say in a sentence what to do.
func Start(ctx context.Context, o Options) (*Server, error) {
	s, err := newServer(o)
	if err != nil {
		return nil, err
	}
	attach, cancel := context.WithTimeout(ctx, attachWithin)
	defer cancel()
	for {
		owner, err := s.takeLock()
		switch {
		case err != nil:
			return nil, err
		case owner:
			return s, s.own(ctx)
		}
		if answers, err := s.answers(attach); answers || err != nil {
			return s, err
		}
		select {
		case <-attach.Done():
			return nil, fmt.Errorf("another process holds %s and its PostgreSQL does not answer: end that process, or see %s",
				s.path("lock"), s.path("postgres.log"))
		case <-time.After(retryAfter / 10):
		}
	}
}

func newServer(o Options) (s *Server, err error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s = &Server{Options: o, exits: make(chan error, startTries), ended: make(chan struct{})}
	if s.account, err = serverAccount(); err != nil {
		return nil, err
	}
	if s.home, err = s.account.home(o.Dir); err != nil {
		return nil, err
	}
	s.socket = socketFolder(s.home)
	return s, nil
}

// own makes and runs the server; we hold the lock.
func (s *Server) own(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	defer func() {
		if err != nil || s.scratch {
			err = errors.Join(err, s.dropLock())
		}
	}()
	if s.scratch {
		if answers, err := s.answers(ctx); answers || err != nil {
			return err
		}
	}
	if s.programs, err = s.choosePrograms(); err != nil {
		return err
	}
	if err = s.create(ctx); err != nil {
		return err
	}
	if err = s.clear(ctx); err != nil {
		return err
	}
	if s.secrets, err = s.loadPasswords(ctx); err != nil {
		return err
	}
	return s.run(ctx)
}

// takeLock reports whether we own the server from now on; the kernel frees the lock when its holder dies, however it dies.
func (s *Server) takeLock() (bool, error) {
	f, err := os.OpenFile(s.path("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return false, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		s.lock = f
		return true, nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, f.Close()
	}
	return false, errors.Join(err, f.Close())
}

// dropLock lets others own the server.
func (s *Server) dropLock() error {
	err := s.lock.Close()
	s.lock = nil
	return err
}

// answers reports whether the application role can log in now; the error tells of a server that refuses it for good.
func (s *Server) answers(ctx context.Context) (bool, error) {
	secrets, err := readPasswords(s.path("passwords.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	s.secrets = secrets
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.AppURL())
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code != startingUp {
		return false, fmt.Errorf("the private PostgreSQL refuses us (%s): stop it and remove %s, and its roles get new passwords",
			e.Message, s.path("passwords.json"))
	}
	if err != nil {
		return false, nil
	}
	return true, conn.Close(ctx)
}

// OwnerURL connects as the role that owns the database and migrates it.
func (s *Server) OwnerURL() string { return s.url(OwnerRole, s.secrets.Owner) }

// AppURL connects as the role of the running program.
func (s *Server) AppURL() string { return s.url(AppRole, s.secrets.App) }

func (s *Server) url(role, password string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(role, password), Path: "/" + Database,
		RawQuery: url.Values{"host": {s.socket}, "sslmode": {"disable"}}.Encode()}
	return u.String()
}

// Owned reports whether this process runs the server; false when it attached to another's.
func (s *Server) Owned() bool { return s.lock != nil }

func (s *Server) path(name string) string { return filepath.Join(s.home, name) }

// socketFolder is beside the data, or under /tmp when that path is too long for a socket (103 bytes on macOS, 107 on Linux).
func socketFolder(home string) string {
	dir := filepath.Join(home, "socket")
	if len(dir)+len("/.s.PGSQL.5432") <= 103 {
		return dir
	}
	return filepath.Join("/tmp", ".delinli-"+digest(home))
}
