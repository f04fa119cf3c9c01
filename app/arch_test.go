package main

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// The house is one-way: main → handlers → verbs → store → nouns → models. This table is all of it; .golangci.yml says the
// part of it that an editor shows while one types.
var (
	// vocabulary are the packages below models that nouns share.
	vocabulary = []string{"models", "models/calendar", "models/dispatch", "models/flow", "models/geo", "models/secret", "models/table"}
	// tools are the packages of app that are neither verbs nor the store: each does one thing that verbs need.
	tools = []string{"app/channel", "app/config", "app/files", "app/ground", "app/jobs", "app/postgres", "app/secret", "app/sheet"}
	// near says which tools a verb may hold in its hands; it meets the others through interfaces of its own.
	near = []string{"app/channel", "app/files", "app/ground", "app/secret", "app/sheet"}
	// outside says where packages of others may be imported, and below.
	outside = map[string][]string{
		"gorm.io/":                  {"app/store", "app/postgres"},
		"github.com/gofiber/":       {"handlers"},
		"github.com/valyala/":       {"handlers"},
		"github.com/jackc/pgx/":     {"app/store", "app/postgres", "app/jobs", "app/config", "app/testkit", "deploy/bench"},
		"github.com/riverqueue/":    {"app/jobs", "app/postgres"},
		"github.com/pressly/goose/": {"app/postgres"},
		"database/sql":              {"models", "app/store", "app/postgres"},
		"net/http":                  {"app", "handlers", "deploy"},
	}
)

// may reports whether a package may import another of this repository.
func may(from, to string) bool {
	switch {
	case from == "app" || below(from, "app/demo") || below(from, "deploy") || from == "app/testkit":
		return true // whoever joins the parts, and the town that is made through the same doors
	case to == "app/testkit" || below(to, "deploy"):
		return false
	case below(from, "models"):
		return to == "models" || !slices.Contains(vocabulary, from) && slices.Contains(vocabulary, to)
	case below(from, "app/store"):
		return below(to, "models") || below(to, "app/store")
	case from == "app/jobs":
		return below(to, "models") || below(to, "app/store")
	case slices.Contains(tools, from):
		return below(to, "models") || to == "migrations" || to == "app/secret"
	case below(from, "app"):
		return below(to, "models") || below(to, "app/store") || slices.Contains(near, to) || below(to, from)
	case below(from, "handlers"):
		return below(to, "models") || below(to, "handlers") || isVerb(to)
	}
	return false
}

func below(p, top string) bool { return p == top || strings.HasPrefix(p, top+"/") }

func isVerb(p string) bool {
	return path.Dir(p) == "app" && !slices.Contains(tools, p) && !below(p, "app/store")
}

// importFaults are the imports that lead the wrong way. Tests may import what they need.
func importFaults(all []source) (faults []string) {
	for _, s := range all {
		for _, to := range s.imports() {
			ours := slices.Contains([]string{"app", "handlers", "models", "migrations", "deploy"}, strings.Split(to, "/")[0])
			if !strings.HasSuffix(s.path, "_test.go") && (ours && !may(s.folder(), to) || !ours && !mayUse(s.folder(), to)) {
				faults = append(faults, s.path+" imports "+to)
			}
		}
	}
	return faults
}

func mayUse(from, to string) bool {
	for prefix, where := range outside {
		if strings.HasPrefix(to+"/", strings.TrimSuffix(prefix, "/")+"/") {
			return slices.ContainsFunc(where, func(top string) bool { return below(from, top) })
		}
	}
	return !below(from, "models") || from == "models" || !strings.Contains(strings.Split(to, "/")[0], ".") // nouns live on the standard library
}

// clockFaults are the places that ask the machine for the time, or draw chance, outside of main and testkit; our own server's
// passwords are drawn before anything is wired.
func clockFaults(all []source) (faults []string) {
	banned := []string{"time.Now", "time.Since", "time.Until", "rand.Reader", "rand.Read", "rand.Text", "rand.Int", "rand.IntN", "rand.N"}
	for _, s := range all {
		if s.test || s.folder() == "app" || s.path == "app/postgres/create.go" || below(s.folder(), "deploy") {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(banned, x.Name+"."+sel.Sel.Name) {
					faults = append(faults, fmt.Sprintf("%v asks %s.%s", s.set.Position(n.Pos()), x.Name, sel.Sel.Name))
				}
			}
			return true
		})
	}
	return faults
}

// sizeFaults are the files of more than 500 lines, and the functions of more than 50 between their braces.
func sizeFaults(all []source) (faults []string) {
	for _, s := range all {
		if len(s.lines) > 500 {
			faults = append(faults, fmt.Sprintf("%s has %d lines", s.path, len(s.lines)))
		}
		for _, d := range s.tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				if n := s.set.Position(f.Body.Rbrace).Line - s.set.Position(f.Body.Lbrace).Line - 1; n > 50 {
					faults = append(faults, fmt.Sprintf("%s: %s has %d lines", s.path, f.Name.Name, n))
				}
			}
		}
	}
	return faults
}

// testShare is how many lines of tests there are for a line of code.
func testShare(all []source) float64 {
	lines := map[bool]float64{}
	for _, s := range all {
		lines[s.test] += float64(s.code())
	}
	return lines[true] / lines[false]
}

func TestHouse(t *testing.T) {
	all := repository(t)
	for _, fault := range slices.Concat(importFaults(all), clockFaults(all), sizeFaults(all)) {
		t.Error(fault)
	}
	if share := testShare(all); share < 0.8 {
		t.Errorf("%.2f lines of tests for a line of code; at least 0.8", share)
	}
}
