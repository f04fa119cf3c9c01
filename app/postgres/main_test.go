package postgres

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// holds names the folder whose server this test binary shall run instead of its tests.
const holds = "DELINLI_TEST_HOLDS"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holds); dir != "" {
		hold(dir)
		return
	}
	os.Exit(m.Run())
}

// report is what a holder tells about the server it started.
type report struct {
	Owned bool
	URL   string
	Err   string
}

// hold is a program with a private server: it tells of it on standard output and stops it when standard input ends.
func hold(dir string) {
	s, err := Start(context.Background(), Options{Dir: dir})
	if err != nil {
		_ = json.NewEncoder(os.Stdout).Encode(report{Err: err.Error()})
		os.Exit(1)
	}
	_ = json.NewEncoder(os.Stdout).Encode(report{Owned: s.Owned(), URL: s.AppURL()})
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := s.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// holder is a running hold.
type holder struct {
	report
	cmd   *exec.Cmd
	stdin io.WriteCloser
}

// startHolder runs this test binary as another program, under the given account where we may choose one.
func startHolder(t *testing.T, dir string, as *syscall.Credential) *holder {
	t.Helper()
	cmd := exec.Command(reachableSelf(t))
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), holds+"="+dir)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	stdin, err := cmd.StdinPipe()
	must(t, err)
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	h := &holder{cmd: cmd, stdin: stdin}
	t.Cleanup(h.kill)
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	must(t, err)
	must(t, json.Unmarshal(line, &h.report))
	return h
}

// end lets the program end by itself.
func (h *holder) end(t *testing.T) {
	t.Helper()
	must(t, h.stdin.Close())
	if err := h.cmd.Wait(); err != nil {
		t.Errorf("the holder ends with %v", err)
	}
}

// kill ends the program as kill -9 does.
func (h *holder) kill() {
	_ = h.cmd.Process.Kill() // it may have ended
	_ = h.cmd.Wait()
}

// reachableSelf is a copy of this test binary that every account may run.
func reachableSelf(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	program, err := os.ReadFile(self)
	must(t, err)
	copied := filepath.Join(folder(t), "holder")
	must(t, os.WriteFile(copied, program, 0o755))
	return copied
}

// folder is an empty folder that every account can reach; t.TempDir is closed to others.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "delinli-postgres-*")
	must(t, err)
	must(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// start runs the server of dir until the test ends.
func start(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(t.Context(), Options{Dir: dir})
	must(t, err)
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// ask runs a statement and gives the text of its one value.
func ask(t *testing.T, url, statement string) string {
	t.Helper()
	text, err := try(t.Context(), url, statement)
	must(t, err)
	return text
}

func try(ctx context.Context, url, statement string) (text string, err error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return text, conn.QueryRow(ctx, statement).Scan(&text)
}

func eventually(t *testing.T, within time.Duration, what string, done func() bool) {
	t.Helper()
	for range within / (20 * time.Millisecond) {
		if done() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%s: not within %v", what, within)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
