package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/txtar"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		out  string
		want []string
		ok   bool
	}{
		{`{"Enabled": [{"name": "errcheck"}, {"name": "funlen"}], "Disabled": [{"name": "lll"}]}`, []string{"errcheck", "funlen"}, true},
		{`{"Issues": [{"FromLinter": "funlen", "Text": "too long"}], "Report": {}}`, []string{"funlen"}, true},
		{`{"Issues": []}`, nil, false},
		{`{"Issues": null}`, nil, false},
		{`level=error msg="no such flag"`, nil, false},
	} {
		if got, err := read([]byte(c.out)); !slices.Equal(got, c.want) || (err == nil) != c.ok {
			t.Errorf("%s: %v, %v", c.out, got, err)
		}
	}
}

func TestSilent(t *testing.T) {
	enabled := []string{"errcheck", "funlen", "gosec"}
	if got := silent(enabled, []string{"gosec", "errcheck", "gosec"}); !slices.Equal(got, []string{"funlen"}) {
		t.Errorf("%v", got)
	}
	if got := silent(enabled, enabled); len(got) != 0 {
		t.Errorf("%v", got)
	}
	if enabled[2] != "gosec" {
		t.Error("the list of enabled linters was changed")
	}
}

func TestPlant(t *testing.T) {
	dir := t.TempDir()
	if err := plant(dir, txtar.File{Name: ".golangci.yml", Data: []byte("version")}, txtar.Parse(defects).Files...); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".golangci.yml", "go.mod", "app/defects/calls.go"} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || len(b) == 0 {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
}

// fake is a linter that answers what a shell script says.
func fake(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "linter")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

const lists = `case $1 in
linters) echo '{"Enabled": [{"name": "errcheck"}]}';;
formatters) echo '{"Enabled": [{"name": "gofmt"}]}';;
`

func TestControl(t *testing.T) {
	t.Chdir("../../..") // where .golangci.yml is
	for _, c := range []struct {
		name, script string
		ok           bool
	}{
		{"all see", lists + `*) echo '{"Issues": [{"FromLinter": "errcheck"}, {"FromLinter": "gofmt"}]}'; exit 1; esac`, true},
		{"one is blind", lists + `*) echo '{"Issues": [{"FromLinter": "gofmt"}]}'; exit 1; esac`, false},
		{"it fails", "echo broken >&2; exit 3", false},
		{"it finds nothing", lists + `*) echo '{"Issues": []}'; esac`, false},
	} {
		if err := control(fake(t, c.script)); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := control("no/such/linter"); err == nil {
		t.Error("a linter that is not there found all")
	}
}
