package main

import (
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// TestPlanted finds every planted defect of testdata, and nothing beside them.
func TestPlanted(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), Analyzer, "sql", "delinli/app/store", "town/testkit")
}

// TestRepository finds none in the product, of which it leaves out no folder.
func TestRepository(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	found, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: root}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{Analyzer}, found, nil)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for action := range graph.All() {
		if action.Err != nil {
			t.Errorf("%v: %v", action, action.Err)
		}
		for _, d := range action.Diagnostics {
			t.Errorf("%s: %s", action.Package.Fset.Position(d.Pos), d.Message)
		}
		seen[action.Package.Dir] = true
	}
	if want, got := folders(t, root), slices.Sorted(maps.Keys(seen)); !slices.Equal(want, got) {
		t.Errorf("looked at\n%s\nof\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// folders are those of the product that hold Go code.
func folders(t *testing.T, root string) []string {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		name := e.Name()
		if e.IsDir() && (strings.HasPrefix(name, ".") || slices.Contains([]string{"testdata", "node_modules", "data", "bin"}, name)) {
			return fs.SkipDir
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			found[filepath.Dir(path)] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(found))
}
