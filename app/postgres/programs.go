package postgres

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Oldest is the first major version of PostgreSQL that understands all of our SQL (NULLS NOT DISTINCT).
const Oldest = 15

// Programs are the server programs of one PostgreSQL installation.
type Programs struct {
	Dir   string // holds initdb and postgres
	Major int
}

// installations are the places where the packages of Debian, Red Hat, Alpine, Homebrew and Postgres.app put the programs.
var installations = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/usr/libexec/postgresql*",
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// FindPrograms looks for server programs of the given major version, or for the newest when major is 0: in PG_BIN alone
// when that is set, else where packages put them, in .postgres/bin beside the program or here, and in the folders
// named by more. The error says how to get them.
func FindPrograms(major int, more ...string) (Programs, error) {
	found := usable(candidates(more))
	for _, p := range found {
		if major == 0 || p.Major == major {
			return p, nil
		}
	}
	switch {
	case len(found) > 0:
		return Programs{}, fmt.Errorf("PostgreSQL %d is asked for and only %d is here (%s): %s",
			major, found[0].Major, found[0].Dir, advice(major))
	case os.Getenv("PG_BIN") != "":
		return Programs{}, fmt.Errorf("PG_BIN=%s holds no server programs (initdb, postgres) of PostgreSQL %d or newer that run here: mend it or leave it empty",
			os.Getenv("PG_BIN"), Oldest)
	}
	return Programs{}, fmt.Errorf("no server programs of PostgreSQL %d or newer are on this machine: %s", Oldest, advice(0))
}

// advice names the command that brings a major version, or any when it is 0.
func advice(major int) string {
	exact := strconv.Itoa(cmp.Or(major, 17))
	switch {
	case runtime.GOOS == "darwin":
		return "brew install postgresql@" + exact + ", or set PG_BIN to its programs"
	case major > 0:
		return "apt-get install postgresql-" + exact + ", or set PG_BIN to its programs"
	}
	return "make postgres, or apt-get install postgresql, or set DATABASE_URL to a server"
}

func candidates(more []string) (dirs []string) {
	if bin := os.Getenv("PG_BIN"); bin != "" {
		return []string{bin}
	}
	for _, pattern := range installations {
		matches, _ := filepath.Glob(pattern) // fails on a bad pattern alone, and these are constant
		dirs = append(dirs, matches...)
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	if self, err := os.Executable(); err == nil {
		dirs = append(dirs, filepath.Join(filepath.Dir(self), "..", ".postgres", "bin"))
	}
	return append(append(dirs, ".postgres/bin"), more...)
}

// usable keeps the folders whose programs run under the server's account and are new enough; the newest comes first.
func usable(dirs []string) (found []Programs) {
	account, err := serverAccount()
	if err != nil {
		return nil
	}
	for _, dir := range dirs {
		dir, err := resolve(dir)
		if err != nil || !account.reaches(dir) {
			continue
		}
		if p := (Programs{Dir: dir}); p.has("initdb") && p.has("postgres") {
			if p.Major = p.version(account); p.Major >= Oldest {
				found = append(found, p)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Programs) int { return b.Major - a.Major })
	return found
}

func resolve(dir string) (string, error) {
	followed, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", err
	}
	return filepath.Abs(followed)
}

func (p Programs) has(name string) bool {
	info, err := os.Stat(filepath.Join(p.Dir, name))
	return err == nil && info.Mode().IsRegular()
}

// version asks the server program itself ("postgres (PostgreSQL) 15.18"); 0 when it does not run.
func (p Programs) version(as account) int {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(p.Dir, "postgres"), "-V")
	cmd.Dir, cmd.SysProcAttr = "/", as.attributes(false)
	out, err := cmd.Output()
	words := strings.Fields(string(out))
	if err != nil || len(words) < 3 {
		return 0
	}
	return leadingInt(words[2])
}

// leadingInt reads the digits at the beginning of s; 0 when there are none.
func leadingInt(s string) int {
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(s)
	}
	n, _ := strconv.Atoi(s[:end])
	return n
}
