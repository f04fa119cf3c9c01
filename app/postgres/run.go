package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// settings of every private server. Its log names no row: statements and the values in error details may be personal.
var settings = []string{
	"listen_addresses=",
	"unix_socket_permissions=0700",
	"max_connections=100",
	"shared_buffers=128MB",
	"timezone=UTC",
	"log_timezone=UTC",
	"log_checkpoints=off",
	"log_min_error_statement=panic",
	"log_error_verbosity=terse",
}

// scratchSettings trade safety for speed; a crash of the machine may ruin the data.
var scratchSettings = []string{
	"max_connections=400",
	"fsync=off",
	"synchronous_commit=off",
	"full_page_writes=off",
	"autovacuum=off",
}

// run starts the server and waits until it answers. A server that ends at once is tried again for a while, since the
// last processes of a killed one may still hold the data, which PostgreSQL itself finds out and refuses.
func (s *Server) run(ctx context.Context) error {
	if err := s.account.give(s.socket); err != nil {
		return err
	}
	if err := s.turnLog(); err != nil {
		return err
	}
	go s.keep()
	for tries := 0; ; {
		select {
		case err := <-s.exits:
			if tries++; tries == startTries {
				return errors.Join(fmt.Errorf("PostgreSQL does not start (%w): %s; see %s", err, s.lastWords(), s.path("postgres.log")), s.halt())
			}
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("PostgreSQL did not answer in time, see %s: %w", s.path("postgres.log"), ctx.Err()), s.halt())
		case <-time.After(10 * time.Millisecond):
			answers, err := s.answers(ctx)
			if err != nil {
				return errors.Join(err, s.halt())
			}
			if answers {
				s.setStopping(s.scratch)
				return nil
			}
		}
	}
}

// keep runs the server until we stop, again and again when it ends by itself.
func (s *Server) keep() {
	runtime.LockOSThread() // the kernel ends a bound child with the thread that started it, not with the process
	defer close(s.ended)
	for {
		cmd, err := s.spawn()
		if cmd == nil && err == nil {
			return
		}
		if err == nil {
			err = cmd.Wait()
		}
		if s.isStopping() {
			return
		}
		s.Log.Error("PostgreSQL ended by itself", "error", err, "log", s.path("postgres.log"))
		select {
		case s.exits <- err:
		default:
		}
		time.Sleep(retryAfter)
	}
}

// spawn starts one server process; nothing when we are stopping.
func (s *Server) spawn() (*exec.Cmd, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping {
		return nil, nil
	}
	log, err := os.OpenFile(s.path("postgres.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }() // the server writes to a copy of its own
	if err := s.disown(); err != nil {
		return nil, err
	}
	cmd := s.command(context.Background(), "postgres", s.arguments()...)
	cmd.SysProcAttr = s.account.attributes(!s.scratch)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s.process = cmd.Process
	return cmd, nil
}

func (s *Server) arguments() []string {
	args := []string{"-D", s.path("data"), "-c", "unix_socket_directories=" + s.socket}
	all := settings
	if s.scratch {
		all = append(all[:len(all):len(all)], scratchSettings...)
	}
	for _, setting := range all {
		args = append(args, "-c", setting)
	}
	return args
}

// turnLog keeps the log of the last run beside the one that begins now.
func (s *Server) turnLog() error {
	file := s.path("postgres.log")
	if err := os.Rename(file, file+".1"); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// lastWords are the last line of the server's log that tells of a failure.
func (s *Server) lastWords() string {
	text, _ := os.ReadFile(s.path("postgres.log")) // without a log there are no words
	lines := strings.Split(string(bytes.TrimSpace(text)), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.Contains(lines[i], "FATAL") || strings.Contains(lines[i], "PANIC") {
			return lines[i]
		}
	}
	return lines[len(lines)-1]
}

// clear stops a server that a killed owner left behind; we hold the lock, so nobody else owns it.
func (s *Server) clear(ctx context.Context) error {
	pid := s.postmaster()
	if pid == 0 {
		return s.disown()
	}
	s.Log.Warn("stopping a PostgreSQL that was left behind", "pid", pid)
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("a PostgreSQL that was left behind (process %d) cannot be stopped: %w", pid, err)
	}
	for s.postmaster() != 0 {
		select {
		case <-ctx.Done():
			return fmt.Errorf("a PostgreSQL that was left behind does not end: kill -QUIT %d", pid)
		case <-time.After(retryAfter / 10):
		}
	}
	return s.disown()
}

// postmaster is the process that serves these data now; 0 when postmaster.pid is stale, even if its number was given
// to another process since.
func (s *Server) postmaster() int {
	text, err := os.ReadFile(s.path("data/postmaster.pid"))
	if err != nil {
		return 0
	}
	pid := leadingInt(string(text))
	if line := commandLine(pid); strings.Contains(line, "postgres") && strings.Contains(line, s.path("data")) {
		return pid
	}
	return 0
}

// disown puts our own number in place of a dead server's in its lock files: PostgreSQL takes its parent's number for
// stale, while any other live or unreaped process that has the old one would block it. The rest of the file stays,
// because by it PostgreSQL finds orphans that still use the shared memory.
func (s *Server) disown() error {
	for _, file := range []string{s.path("data/postmaster.pid"), filepath.Join(s.socket, ".s.PGSQL.5432.lock")} {
		text, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		_, rest, _ := strings.Cut(string(text), "\n")
		if err := os.WriteFile(file, []byte(strconv.Itoa(os.Getpid())+"\n"+rest), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Stop ends the server when this process owns it: a fast shutdown, or an immediate one if that takes longer than 20
// seconds (the next start recovers). On a server of another process it does nothing.
func (s *Server) Stop() error {
	if s.lock == nil {
		return nil
	}
	return errors.Join(s.halt(), s.dropLock())
}

// halt keeps the server from being started again and ends its process.
func (s *Server) halt() error {
	process := s.setStopping(true)
	if process == nil {
		<-s.ended
		return nil
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		if err := process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		select {
		case <-s.ended:
			return nil
		case <-time.After(stopWithin):
		}
	}
	return fmt.Errorf("PostgreSQL (process %d) does not end: kill -KILL %d", process.Pid, process.Pid)
}

// setStopping decides whether the server is started again when it ends, and tells its last process.
func (s *Server) setStopping(stopping bool) *os.Process {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopping = stopping
	return s.process
}

func (s *Server) isStopping() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopping
}
