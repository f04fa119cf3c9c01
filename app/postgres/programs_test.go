package postgres

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// onlyHere hides the programs of this machine and lays out fake ones, a folder a version.
func onlyHere(t *testing.T, versions ...string) (root string) {
	t.Helper()
	root = folder(t)
	for _, version := range versions {
		fake(t, filepath.Join(root, "v"+version, "bin"), version)
	}
	before := installations
	installations = []string{filepath.Join(root, "v*", "bin")}
	t.Cleanup(func() { installations = before })
	t.Setenv("PATH", "/usr/bin:/bin")
	t.Setenv("PG_BIN", "")
	t.Chdir(root)
	return root
}

func fake(t *testing.T, bin, version string) {
	t.Helper()
	must(t, os.MkdirAll(bin, 0o755))
	script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s (Debian)'\n", version)
	for _, name := range []string{"postgres", "initdb"} {
		must(t, os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755))
	}
}

func TestFindPrograms(t *testing.T) {
	tests := []struct {
		name  string
		here  []string
		major int
		found int
		says  string
	}{
		{"the newest, by number and not by letters", []string{"9.6", "15.18", "17.10"}, 0, 17, ""},
		{"the version of the data", []string{"15.18", "17.10"}, 15, 15, ""},
		{"a test version of PostgreSQL", []string{"19beta2"}, 0, 19, ""},
		{"another version than that of the data", []string{"17.10"}, 15, 0, "PostgreSQL 15 is asked for and only 17 is here"},
		{"none", nil, 0, 0, "no server programs of PostgreSQL 15 or newer are on this machine: make postgres, or apt-get install postgresql"},
		{"too old", []string{"14.2"}, 0, 0, "no server programs of PostgreSQL 15 or newer"},
		{"too old even for data of that age", []string{"14.2"}, 14, 0, "no server programs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			onlyHere(t, tt.here...)
			p, err := FindPrograms(tt.major)
			if p.Major != tt.found || (err == nil) != (tt.says == "") || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%+v, %v; want %d, %q", p, err, tt.found, tt.says)
			}
		})
	}
}

func TestProgramsBroughtByMake(t *testing.T) {
	root := onlyHere(t)
	elsewhere := folder(t)
	fake(t, filepath.Join(elsewhere, "native"), "17.10")
	must(t, os.Mkdir(filepath.Join(elsewhere, "postgres"), 0o755))
	must(t, os.Symlink("../native", filepath.Join(elsewhere, "postgres/bin")))
	must(t, os.Symlink(filepath.Join(elsewhere, "postgres"), filepath.Join(root, ".postgres")))
	p, err := FindPrograms(0)
	if err != nil || p.Dir != filepath.Join(elsewhere, "native") {
		t.Errorf("%+v, %v; want those to which .postgres leads", p, err)
	}
	t.Chdir("/")
	if p, err := FindPrograms(0); err == nil {
		t.Errorf("%+v; want none from another folder", p)
	}
	if p, err := FindPrograms(0, filepath.Join(root, ".postgres/bin")); err != nil || p.Major != 17 {
		t.Errorf("%+v, %v; want those of the folder that was named", p, err)
	}
}

func TestOneFolderChosenByHand(t *testing.T) {
	root := onlyHere(t, "17.10")
	other := folder(t)
	fake(t, other, "16.4")
	t.Setenv("PG_BIN", other)
	if p, err := FindPrograms(0); err != nil || p.Major != 16 {
		t.Errorf("%+v, %v; want those of PG_BIN and no newer ones", p, err)
	}
	must(t, os.Remove(filepath.Join(other, "initdb")))
	if _, err := FindPrograms(0); err == nil || !strings.Contains(err.Error(), "PG_BIN="+other+" holds no server programs") {
		t.Errorf("%v; want a word about PG_BIN although %s has programs", err, root)
	}
}

func TestProgramsThatDoNotRun(t *testing.T) {
	root := onlyHere(t, "17.10")
	must(t, os.WriteFile(filepath.Join(root, "v17.10/bin/postgres"), []byte("#!/bin/sh\nexit 1\n"), 0o755))
	if p, err := FindPrograms(0); err == nil {
		t.Errorf("%+v; want none that fail to tell their version", p)
	}
}

func TestLeadingInt(t *testing.T) {
	for text, want := range map[string]int{"15.18": 15, "19beta1": 19, "7": 7, "": 0, "v1": 0, "12\n/data": 12} {
		if got := leadingInt(text); got != want {
			t.Errorf("%q begins with %d; want %d", text, got, want)
		}
	}
}
