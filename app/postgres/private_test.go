package postgres

import (
	"context"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// note writes a row that later starts must find again.
func note(t *testing.T, s *Server) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.OwnerURL())
	must(t, err)
	defer func() { must(t, conn.Close(context.WithoutCancel(t.Context()))) }()
	_, err = conn.Exec(t.Context(), "CREATE TABLE notes AS SELECT 1 AS id")
	must(t, err)
}

func TestPrivateServer(t *testing.T) {
	dir := filepath.Join(folder(t), "postgres")
	s := start(t, dir)
	if !s.Owned() {
		t.Fatal("the first process does not own the server")
	}
	t.Run("roles", func(t *testing.T) { testRoles(t, s) })
	t.Run("text", func(t *testing.T) { testText(t, s) })
	t.Run("files", func(t *testing.T) { testFiles(t, s) })
	t.Run("another process attaches", func(t *testing.T) {
		h := startHolder(t, dir, nil)
		if h.Owned || h.URL != s.AppURL() {
			t.Errorf("%+v; want it attached to ours", h.report)
		}
		h.end(t)
		ask(t, s.AppURL(), "SELECT 'we still answer'")
	})
	t.Run("killed server", func(t *testing.T) { testKilledServer(t, s) })
	t.Run("stop", func(t *testing.T) {
		must(t, s.Stop())
		must(t, s.Stop()) // a second time does nothing
		if _, err := try(t.Context(), s.AppURL(), "SELECT ''"); err == nil {
			t.Error("the server answers after Stop")
		}
	})
}

func testRoles(t *testing.T, s *Server) {
	if who := ask(t, s.AppURL(), "SELECT current_user::text"); who != AppRole {
		t.Errorf("the application is %s", who)
	}
	if owner := ask(t, s.OwnerURL(), "SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()"); owner != OwnerRole {
		t.Errorf("the owner is %s", owner)
	}
	rights := ask(t, s.OwnerURL(), `SELECT string_agg(rolname, ' ') FILTER (WHERE rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)
		FROM pg_roles WHERE rolname LIKE 'delinli%' HAVING count(*) FILTER (WHERE rolsuper OR rolcreatedb OR rolcreaterole) > 0 UNION ALL SELECT '' LIMIT 1`)
	if rights != "" {
		t.Errorf("%s may do what administrators do", rights)
	}
	if _, err := try(t.Context(), s.AppURL(), "CREATE TABLE mine (id int)"); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("the application role makes a table: %v", err)
	}
	for _, login := range []*url.Userinfo{url.User("postgres"), url.UserPassword(AppRole, "guess"), url.User(OwnerRole)} {
		u, err := url.Parse(s.AppURL())
		must(t, err)
		u.User = login
		if _, err := try(t.Context(), u.String(), "SELECT ''"); err == nil {
			t.Errorf("%s logs in", login)
		}
	}
}

func testText(t *testing.T, s *Server) {
	sorted := ask(t, s.AppURL(), `SELECT string_agg(w, '' ORDER BY w COLLATE "zh-Hans-CN-x-icu") FROM unnest(array['张', '安', '李']) w`)
	if sorted != "安李张" {
		t.Errorf("by pinyin: %s", sorted)
	}
	if kind := ask(t, s.AppURL(), "SELECT regexp_replace('门禁 A', '\\w', 'x', 'g')"); kind != "xx x" {
		t.Errorf("letters: %s; want Chinese signs to count as letters", kind)
	}
	if zone := ask(t, s.AppURL(), "SHOW timezone"); zone != "UTC" {
		t.Errorf("time zone %s", zone)
	}
	if sums := ask(t, s.AppURL(), "SHOW data_checksums"); sums != "on" {
		t.Errorf("data checksums are %s", sums)
	}
}

func testFiles(t *testing.T, s *Server) {
	for name, mode := range map[string]fs.FileMode{"passwords.json": 0o600, "data": 0o700 | fs.ModeDir, "socket": 0o700 | fs.ModeDir, "postgres.log": 0o600} {
		info, err := os.Stat(s.path(name))
		must(t, err)
		if info.Mode() != mode {
			t.Errorf("%s has mode %v; want %v", name, info.Mode(), mode)
		}
	}
	if err := owned(s.path("data"), s.account.uid); err != nil {
		t.Error(err)
	}
	secrets, err := readPasswords(s.path("passwords.json"))
	must(t, err)
	log, err := os.ReadFile(s.path("postgres.log"))
	must(t, err)
	for _, text := range []string{string(log), strings.Join(s.arguments(), " ")} {
		if strings.Contains(text, secrets.App) || strings.Contains(text, secrets.Owner) {
			t.Errorf("a password is shown in %s", text)
		}
	}
}

// testKilledServer kills the postmaster under a program that goes on.
func testKilledServer(t *testing.T, s *Server) {
	note(t, s)
	pid := s.postmaster()
	must(t, syscall.Kill(pid, syscall.SIGKILL))
	eventually(t, 10*time.Second, "the server starts again", func() bool {
		_, err := try(t.Context(), s.AppURL(), "SELECT ''")
		return err == nil && s.postmaster() != pid
	})
	if n := ask(t, s.OwnerURL(), "SELECT count(*)::text FROM notes"); n != "1" {
		t.Errorf("%s notes; want the one we wrote", n)
	}
}

// used is a server that was started, written to and stopped.
type used struct {
	*Server
	dir string
}

// again starts the server and expects it to be ours, with what was written to it.
func (u used) again(t *testing.T) *Server {
	t.Helper()
	s := start(t, u.dir)
	if !s.Owned() || ask(t, s.OwnerURL(), "SELECT count(*)::text FROM notes") != "1" {
		t.Error("want the same data in our own server")
	}
	return s
}

func TestStartAfter(t *testing.T) {
	dir := filepath.Join(folder(t), "postgres")
	u := used{start(t, dir), dir}
	note(t, u.Server)
	must(t, u.Stop())
	for _, tt := range []struct {
		name string
		test func(*testing.T, used)
	}{
		{"a clean stop", func(t *testing.T, u used) { u.again(t) }},
		{"a killed owner", testKilledOwner},
		{"a killed owner and a killed server", testBothKilled},
		{"a stale lock whose number lives on", testStaleLock},
		{"a server left behind", testOrphan},
		{"passwords that do not fit", testPasswords},
		{"a change of version", testWrongVersion},
		{"a setting that is wrong", testBadSetting},
		{"all of that", func(t *testing.T, u used) { u.again(t) }},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, u) })
	}
}

func testKilledOwner(t *testing.T, u used) {
	h := startHolder(t, u.dir, nil)
	if !h.Owned {
		t.Fatal("the holder does not own the server")
	}
	h.kill()
	u.again(t)
}

func testBothKilled(t *testing.T, u used) {
	h := startHolder(t, u.dir, nil)
	must(t, h.cmd.Process.Signal(syscall.SIGSTOP)) // so that it starts no new one
	must(t, syscall.Kill(u.postmaster(), syscall.SIGKILL))
	h.kill()
	u.again(t)
}

func testStaleLock(t *testing.T, u used) {
	stranger := exec.Command("sleep", "60")
	stranger.SysProcAttr = u.account.attributes(true)
	must(t, stranger.Start())
	t.Cleanup(func() { _ = stranger.Process.Kill(); _ = stranger.Wait() })
	must(t, u.account.give(u.socket))
	lock := strconv.Itoa(stranger.Process.Pid) + "\n" + u.path("data") + "\n1700000000\n5432\n" + u.socket + "\n\n  5432001    999999\nready   \n"
	for _, file := range []string{u.path("data/postmaster.pid"), filepath.Join(u.socket, ".s.PGSQL.5432.lock")} {
		must(t, os.WriteFile(file, []byte(lock), 0o600))
		must(t, os.Chown(file, u.account.uid, u.account.gid))
	}
	u.again(t)
	if commandLine(stranger.Process.Pid) == "" {
		t.Error("the stranger was ended")
	}
}

func testOrphan(t *testing.T, u used) {
	orphan := exec.Command(filepath.Join(u.programs.Dir, "postgres"), u.arguments()...)
	orphan.Dir, orphan.SysProcAttr = "/", u.account.attributes(true)
	must(t, orphan.Start())
	ended := make(chan error, 1)
	go func() { ended <- orphan.Wait() }()
	eventually(t, 10*time.Second, "the orphan serves", func() bool { return u.postmaster() == orphan.Process.Pid })
	u.again(t)
	if err := <-ended; err != nil {
		t.Errorf("the orphan ended with %v; want a clean stop", err)
	}
}

func testPasswords(t *testing.T, u used) {
	file := u.path("passwords.json")
	must(t, os.Remove(file))
	s := u.again(t)
	if s.AppURL() == u.AppURL() {
		t.Error("the lost password came back")
	}
	must(t, s.Stop())
	for text, says := range map[string]string{"{": "passwords.json is damaged: remove it", `{"owner":"a","app":"b"}`: "remove " + file} {
		must(t, os.WriteFile(file, []byte(text), 0o600))
		refuses(t, u.dir, says)
	}
	must(t, os.Remove(file))
	must(t, u.again(t).Stop())
}

// refuses expects a start to fail soon with a sentence, and to leave nothing running.
func refuses(t *testing.T, dir, says string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	s, err := Start(ctx, Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%v; want %q", err, says)
	}
	if err == nil {
		must(t, s.Stop())
	}
}

func testWrongVersion(t *testing.T, u used) {
	file := u.path("data/PG_VERSION")
	right, err := os.ReadFile(file)
	must(t, err)
	must(t, os.WriteFile(file, []byte("9\n"), 0o600))
	refuses(t, u.dir, "were made by PostgreSQL 9 and are left untouched")
	refuses(t, u.dir, "PG_BIN")
	must(t, os.WriteFile(file, []byte("?"), 0o600))
	refuses(t, u.dir, "restore the data from a backup")
	must(t, os.WriteFile(file, right, 0o600))
}

func testBadSetting(t *testing.T, u used) {
	file := u.path("data/postgresql.auto.conf")
	must(t, os.WriteFile(file, []byte("work_mem = 'plenty'\n"), 0o600))
	refuses(t, u.dir, "contains errors; see ")
	must(t, os.WriteFile(file, nil, 0o600))
}

// TestFirstStart has four processes begin over a start that was killed, in a folder whose name is too long for a socket.
func TestFirstStart(t *testing.T) {
	dir := filepath.Join(folder(t), strings.Repeat("long", 30))
	s, err := newServer(Options{Dir: dir})
	must(t, err)
	must(t, s.account.give(s.path("data.new")))
	must(t, os.WriteFile(s.path("data.new/half"), nil, 0o600))
	t.Cleanup(func() { must(t, os.RemoveAll(s.socket)) })

	var owners atomic.Int32
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if s := start(t, dir); s.Owned() {
				owners.Add(1)
			}
		})
	}
	wg.Wait()
	if owners.Load() != 1 {
		t.Errorf("%d of four that start at once own the server; want one", owners.Load())
	}
	ask(t, start(t, dir).AppURL(), "SELECT 'here'")
	if _, err := os.Stat(s.path("data.new")); err == nil {
		t.Error("the half-made data are still there")
	}
	if !strings.HasPrefix(s.socket, "/tmp/.delinli-") {
		t.Errorf("socket in %s", s.socket)
	}
}

// TestBothKindsOfAccount runs the server as whoever we are not: root starts it under another account, anybody else under their own.
func TestBothKindsOfAccount(t *testing.T) {
	dir := filepath.Join(folder(t), "data", "postgres")
	account, err := serverAccount()
	must(t, err)
	var as *syscall.Credential
	if !account.own {
		as = account.attributes(false).Credential
		must(t, os.Mkdir(filepath.Dir(dir), 0o755))
		must(t, os.Chown(filepath.Dir(dir), account.uid, account.gid))
	}
	h := startHolder(t, dir, as)
	if !h.Owned || ask(t, h.URL, "SELECT current_user::text") != AppRole {
		t.Errorf("%+v; want a server of its own", h.report)
	}
	info, err := os.Stat(filepath.Join(dir, "passwords.json"))
	must(t, err)
	if stat := info.Sys().(*syscall.Stat_t); int(stat.Uid) != account.uid || info.Mode() != 0o600 {
		t.Errorf("passwords of account %d with mode %v", stat.Uid, info.Mode())
	}
	h.end(t)
}
