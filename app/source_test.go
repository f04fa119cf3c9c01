package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one file of Go.
type source struct {
	path  string // below the top of the repository
	test  bool   // a test, or what only tests use
	lines []string
	set   *token.FileSet
	tree  *ast.File
}

// folder is the source's package, below the top of the repository.
func (s source) folder() string { return path.Dir(s.path) }

// imports are the packages it imports; those of this repository without their module.
func (s source) imports() (paths []string) {
	for _, i := range s.tree.Imports {
		p, _ := strconv.Unquote(i.Path.Value) // the parser has unquoted it before
		paths = append(paths, strings.TrimPrefix(p, "delinli/"))
	}
	return paths
}

// code counts the lines that are neither empty nor a comment alone.
func (s source) code() (n int) {
	for _, line := range s.lines {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "//") {
			n++
		}
	}
	return n
}

func parse(t *testing.T, name, text string) source {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	test := strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "app/testkit/") || strings.HasPrefix(name, "handlers/conform/")
	return source{name, test, strings.Split(strings.TrimSuffix(text, "\n"), "\n"), set, tree}
}

// repository reads every file of Go under the top. It walks the folders itself, where go list would leave out what a build
// tag hides and what a cached test result would not see change.
func repository(t *testing.T) (all []source) {
	t.Helper()
	top := os.DirFS("..")
	err := fs.WalkDir(top, ".", func(name string, e fs.DirEntry, err error) error {
		hidden := name != "." && strings.HasPrefix(e.Name(), ".")
		if e.IsDir() && (hidden || slices.Contains([]string{"testdata", "node_modules", "data", "bin"}, e.Name())) {
			return fs.SkipDir
		}
		if err != nil || filepath.Ext(name) != ".go" {
			return err
		}
		text, err := fs.ReadFile(top, name)
		if err == nil {
			all = append(all, parse(t, name, string(text)))
		}
		return err
	})
	if err != nil || len(all) < 100 {
		t.Fatalf("%d files, %v", len(all), err)
	}
	return all
}
