package postgres

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// bare is a server that was never started, with its folders.
func bare(t *testing.T) *Server {
	t.Helper()
	s, err := newServer(Options{Dir: filepath.Join(folder(t), "postgres")})
	must(t, err)
	must(t, s.account.give(s.path("data")))
	must(t, s.account.give(s.socket))
	return s
}

func TestAttachGivesUp(t *testing.T) {
	holder := bare(t)
	if owner, err := holder.takeLock(); err != nil || !owner {
		t.Fatalf("%v, %v; want the lock", owner, err)
	}
	t.Cleanup(func() { must(t, holder.dropLock()) })
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := Start(ctx, Options{Dir: holder.Dir}); err == nil || !strings.Contains(err.Error(), "does not answer: end that process") {
		t.Errorf("%v; want a word about the process that holds the lock", err)
	}
}

func TestStartIsCalledOff(t *testing.T) {
	dir := filepath.Join(folder(t), "postgres")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Start(ctx, Options{Dir: dir}); err == nil {
		t.Error("a start that was called off goes on")
	}
	if left, err := filepath.Glob(dir + "/data"); err != nil || left != nil {
		t.Errorf("%v, %v; want no data", left, err)
	}
}

func TestDisown(t *testing.T) {
	s := bare(t)
	must(t, s.disown()) // nothing to disown
	file := s.path("data/postmaster.pid")
	must(t, os.WriteFile(file, []byte("77\n/data\n5432\n"), 0o600))
	must(t, s.disown())
	text, err := os.ReadFile(file)
	must(t, err)
	if want := strconv.Itoa(os.Getpid()) + "\n/data\n5432\n"; string(text) != want {
		t.Errorf("%q; want %q", text, want)
	}
}

func TestPostmaster(t *testing.T) {
	s := bare(t)
	file := s.path("data/postmaster.pid")
	for _, text := range []string{"", "no number", "0", "-1\n", strconv.Itoa(os.Getpid()) + "\n" + s.path("data")} {
		must(t, os.WriteFile(file, []byte(text), 0o600))
		if pid := s.postmaster(); pid != 0 {
			t.Errorf("%q names the server %d; want none", text, pid)
		}
	}
}

func TestCommandLine(t *testing.T) {
	if line := commandLine(os.Getpid()); !strings.Contains(line, filepath.Base(os.Args[0])) {
		t.Errorf("we are %q", line)
	}
	dead := exec.Command("true")
	must(t, dead.Start())
	eventually(t, 5*time.Second, "a process that nobody waited for has no command line", func() bool { return commandLine(dead.Process.Pid) == "" })
	if err := syscall.Kill(dead.Process.Pid, 0); err != nil {
		t.Errorf("%v; want its number still taken", err)
	}
	must(t, dead.Wait())
}

func TestLastWords(t *testing.T) {
	s := bare(t)
	for log, want := range map[string]string{
		"":                                "",
		"LOG: a\nFATAL: b\nLOG: c\n":      "FATAL: b",
		"FATAL: a\nPANIC: b\nHINT: c\n\n": "PANIC: b",
		"cannot execute binary file\n":    "cannot execute binary file",
	} {
		must(t, os.WriteFile(s.path("postgres.log"), []byte(log), 0o600))
		if got := s.lastWords(); got != want {
			t.Errorf("%q ends with %q; want %q", log, got, want)
		}
	}
}

func TestTurnLog(t *testing.T) {
	s := bare(t)
	must(t, s.turnLog()) // there is none yet
	for _, text := range []string{"first", "second"} {
		must(t, os.WriteFile(s.path("postgres.log"), []byte(text), 0o600))
		must(t, s.turnLog())
		if kept, err := os.ReadFile(s.path("postgres.log.1")); err != nil || string(kept) != text {
			t.Errorf("kept %q, %v; want %q", kept, err, text)
		}
	}
}

func TestSocketFolder(t *testing.T) {
	if got := socketFolder("/srv/town/postgres"); got != "/srv/town/postgres/socket" {
		t.Errorf("%s; want it beside the data", got)
	}
	long := "/" + strings.Repeat("x", 120)
	if a, b := socketFolder(long), socketFolder(long+"y"); a == b || len(a) > 60 || a != socketFolder(long) {
		t.Errorf("%s and %s; want a short one of its own for each", a, b)
	}
}
