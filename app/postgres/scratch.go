package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Scratch attaches to the throw-away server that all tests of this account share, and starts it when it is not there.
// It outlives the process that started it, so that the next run finds it warm.
func Scratch(ctx context.Context) (*Server, error) {
	lookup := repositoryPrograms()
	p, err := FindPrograms(0, lookup...)
	if err != nil {
		return nil, err
	}
	return Start(ctx, Options{Dir: fmt.Sprintf("%s-%d", scratchFolder(), p.Major), scratch: true, programs: lookup})
}

// StopScratch ends the servers that Scratch started, whatever their version, and removes their data.
func StopScratch(ctx context.Context) error {
	dirs, err := filepath.Glob(scratchFolder() + "-*")
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		if err := removeScratch(ctx, dir); err != nil {
			return err
		}
	}
	return nil
}

func removeScratch(ctx context.Context, dir string) (err error) {
	s, err := newServer(Options{Dir: dir, scratch: true})
	if err != nil {
		return err
	}
	owner, err := s.takeLock()
	if err != nil {
		return err
	}
	if !owner {
		return fmt.Errorf("a test is just starting the server in %s: try again", dir)
	}
	defer func() { err = errors.Join(err, s.dropLock()) }()
	if err := s.clear(ctx); err != nil {
		return err
	}
	if err := os.RemoveAll(s.home); err != nil {
		return err
	}
	return os.RemoveAll(dir)
}

func scratchFolder() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("delinli-test-%d", os.Geteuid()))
}

// repositoryPrograms is where make leaves server programs, seen from the package whose tests run.
func repositoryPrograms() []string {
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return []string{filepath.Join(dir, ".postgres", "bin")}
		}
		dir = filepath.Dir(dir)
	}
	return nil
}
