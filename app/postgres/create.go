package postgres

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// access is the whole pg_hba.conf: two roles through the socket, and nobody else; the superuser cannot log in at all.
const access = "local all delinli_owner,delinli_app scram-sha-256\n"

// roles is run once by the server's single-user mode, a statement a line, so that no superuser ever needs a login.
const roles = `CREATE ROLE delinli_owner LOGIN
CREATE ROLE delinli_app LOGIN
CREATE DATABASE delinli OWNER delinli_owner
`

// scratchRoles is added for tests, which create databases of their own and drop them under whoever is logged in.
const scratchRoles = `ALTER ROLE delinli_owner CREATEDB
GRANT pg_signal_backend TO delinli_owner
`

// passwords are those of the two roles; they lie in a file that only we can read.
type passwords struct {
	Owner string `json:"owner"`
	App   string `json:"app"`
}

// choosePrograms takes those that made the data, or the newest for a new server. Other programs would ruin the data.
func (s *Server) choosePrograms() (Programs, error) {
	version, err := os.ReadFile(s.path("data/PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return FindPrograms(0, s.Options.programs...)
	}
	if err != nil {
		return Programs{}, err
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(version)))
	if err != nil {
		return Programs{}, fmt.Errorf("%s does not name a version of PostgreSQL: restore the data from a backup", s.path("data/PG_VERSION"))
	}
	p, err := FindPrograms(major, s.Options.programs...)
	if err != nil {
		return p, fmt.Errorf("the data in %s were made by PostgreSQL %d and are left untouched: %w", s.path("data"), major, err)
	}
	return p, nil
}

// create makes the data aside and renames them, so that a killed start never leaves half a server.
func (s *Server) create(ctx context.Context) error {
	if _, err := os.Stat(s.path("data")); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fresh := s.path("data.new")
	if err := errors.Join(os.RemoveAll(fresh), s.account.give(fresh)); err != nil {
		return err
	}
	if err := s.initialize(ctx, fresh); err != nil {
		return err
	}
	return os.Rename(fresh, s.path("data"))
}

func (s *Server) initialize(ctx context.Context, fresh string) error {
	init := s.command(ctx, "initdb", "-D", fresh, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8",
		"--data-checksums", "--auth=reject", "--no-instructions")
	statements := roles
	if s.scratch {
		init.Args = append(init.Args, "--no-sync")
		statements += scratchRoles
	}
	if err := finish(init); err != nil {
		return err
	}
	if err := s.single(ctx, fresh, statements); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(fresh, "pg_hba.conf"), []byte(access), 0o600)
}

// single runs statements, one a line, in the server's single-user mode.
func (s *Server) single(ctx context.Context, data, statements string) error {
	cmd := s.command(ctx, "postgres", "--single", "-D", data, "-c", "exit_on_error=true", "-c", "log_min_error_statement=panic",
		"-c", "fsync="+onOff(!s.scratch), "postgres")
	cmd.Stdin = strings.NewReader(statements)
	return finish(cmd)
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// command is a server program under the server's account.
func (s *Server) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(s.programs.Dir, name), args...)
	cmd.Dir = "/"
	cmd.Env = []string{"LC_ALL=C.UTF-8", "TZ=UTC", "PATH=" + s.programs.Dir + ":/usr/bin:/bin"}
	cmd.SysProcAttr = s.account.attributes(false)
	return cmd
}

// finish runs a program to its end; what it printed tells why it failed.
func finish(cmd *exec.Cmd) error {
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s failed (%w): %s", cmd.Path, err, bytes.TrimSpace(out))
	}
	return nil
}

// loadPasswords reads the passwords, or gives the roles new ones when there are none yet or the file was lost.
func (s *Server) loadPasswords(ctx context.Context) (passwords, error) {
	file := s.path("passwords.json")
	p, err := readPasswords(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return p, err
	}
	p = passwords{Owner: rand.Text(), App: rand.Text()}
	statements := "ALTER ROLE delinli_owner PASSWORD '" + p.Owner + "'\nALTER ROLE delinli_app PASSWORD '" + p.App + "'\n"
	if err := s.single(ctx, s.path("data"), statements); err != nil {
		return p, err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return p, err
	}
	if err := os.WriteFile(file+".new", text, 0o600); err != nil {
		return p, err
	}
	return p, os.Rename(file+".new", file)
}

func readPasswords(file string) (p passwords, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return p, err
	}
	if json.Unmarshal(text, &p) != nil || p.Owner == "" || p.App == "" {
		return p, fmt.Errorf("%s is damaged: remove it, and the roles get new passwords at the next start", file)
	}
	return p, nil
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}
