// Command control shows that the linters can fail: it plants a defect for each one that .golangci.yml enables, and names
// those that do not see theirs.
//
//	go run ./deploy/lint/control PATH_OF_GOLANGCI_LINT
package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"golang.org/x/tools/txtar"
)

//go:embed defects.txtar
var defects []byte

func main() {
	err := errors.New("which golangci-lint?")
	if len(os.Args) == 2 {
		err = control(os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "lint control:", err)
		os.Exit(1)
	}
}

func control(linter string) error {
	dir, err := os.MkdirTemp("", "defects")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	config, err := os.ReadFile(".golangci.yml")
	if err == nil {
		err = plant(dir, txtar.File{Name: ".golangci.yml", Data: config}, txtar.Parse(defects).Files...)
	}
	if err != nil {
		return err
	}
	enabled, err := names(dir, linter, "linters", "--json")
	if err != nil {
		return err
	}
	formatters, err := names(dir, linter, "formatters", "--json")
	if err != nil {
		return err
	}
	enabled = append(enabled, formatters...)
	finders, err := names(dir, linter, "run", "--allow-parallel-runners", "--output.json.path", "stdout", "--show-stats=false", "./...")
	if err != nil {
		return err
	}
	if blind := silent(enabled, finders); len(blind) > 0 {
		return fmt.Errorf("no defect found by %v", blind)
	}
	fmt.Printf("lint control: %d linters, each found its defect\n", len(enabled))
	return nil
}

// plant writes files below dir.
func plant(dir string, first txtar.File, more ...txtar.File) error {
	for _, f := range append(more, first) {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, fs.FileMode(0o600)); err != nil {
			return err
		}
	}
	return nil
}

// names runs the linter in dir and reads the names of linters from what it prints: of those enabled, or of the finders.
func names(dir, linter string, words ...string) ([]string, error) {
	path, err := filepath.Abs(linter)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(path, words...)
	cmd.Dir = dir
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if _, found := errors.AsType[*exec.ExitError](err); err != nil && !found {
		return nil, err
	}
	got, err := read(out)
	if err != nil {
		return nil, fmt.Errorf("%w: %s%s", err, out, said.Bytes())
	}
	return got, nil
}

// read takes the names out of the linter's JSON; none at all is an error.
func read(out []byte) (names []string, err error) {
	var reply struct {
		Enabled []struct {
			Name string `json:"name"`
		}
		Issues []struct{ FromLinter string }
	}
	if err := json.Unmarshal(out, &reply); err != nil {
		return nil, err
	}
	for _, l := range reply.Enabled {
		names = append(names, l.Name)
	}
	for _, i := range reply.Issues {
		names = append(names, i.FromLinter)
	}
	if len(names) == 0 {
		return nil, errors.New("no linter named")
	}
	return names, nil
}

// silent are the enabled linters that found nothing.
func silent(enabled, finders []string) []string {
	return slices.DeleteFunc(slices.Clone(enabled), func(name string) bool { return slices.Contains(finders, name) })
}
