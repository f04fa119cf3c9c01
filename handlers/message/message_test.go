package message

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"delinli/models"
	"delinli/models/dispatch"
)

func TestMatch(t *testing.T) {
	for accept, want := range map[string]Language{"": Chinese, "*": Chinese, "zh-Hans-CN": Chinese, "en-US,en;q=0.9": English,
		"en;q=0.1,zh": Chinese, "ja": English, "%%": English} {
		if got := Match(accept); got != want {
			t.Errorf("%q: %s, want %s", accept, got, want)
		}
	}
}

func TestText(t *testing.T) {
	if got := Chinese.Text("field.required", models.Internal); got != "必填" {
		t.Error(got)
	}
	for kind := models.Internal; kind <= models.Unavailable; kind++ {
		for _, l := range []Language{Chinese, English} {
			if l.Text("nobody.wrote_this", kind) == "" {
				t.Errorf("kind %d has no text in %s", kind, l)
			}
		}
	}
}

// The files keep one form, so that two people who add texts rarely touch the same line.
func TestFilesAreSortedAndEqualInKeys(t *testing.T) {
	if !slices.Equal(keys(Chinese), keys(English)) {
		t.Errorf("the languages differ: %v\n%v", keys(Chinese), keys(English))
	}
	for l, texts := range texts {
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(texts); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(string(l) + ".json"); err != nil || !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%s.json is not sorted or not indented by two spaces (%v)", l, err)
		}
		for code, text := range texts {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has an empty text in %s", code, l)
			}
		}
	}
}

func keys(l Language) (all []string) {
	for code := range texts[l] {
		all = append(all, code)
	}
	slices.Sort(all)
	return all
}

// Every code that the program can give has its texts.
func TestEveryCodeHasTexts(t *testing.T) {
	found := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && slices.Contains([]string{"node_modules", ".git", "data", "bin", "frontend"}, d.Name()) {
			return errorsOr(err, fs.SkipDir)
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testdata") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, code := range codesIn(t, path, src) {
			found++
			mustHaveTexts(t, path, code)
		}
		return nil
	})
	for _, reason := range dispatch.Exclusions() {
		mustHaveTexts(t, "dispatch", "ineligible."+reason)
	}
	if err != nil || found < 20 {
		t.Errorf("%d codes were found: %v", found, err)
	}
}

func mustHaveTexts(t *testing.T, path, code string) {
	t.Helper()
	if texts[Chinese][code] == "" || texts[English][code] == "" {
		t.Errorf("%s: code %q has no text", path, code)
	}
}

func errorsOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

func TestTheScanFindsEveryForm(t *testing.T) {
	src := `package x
var a = models.Fault(models.Conflict, "a.fault")
var b = models.BadField("name", "b.bad")
var c = &models.Error{Kind: models.Invalid, Code: "c.code", Fields: map[string]string{"x": "d.field"}}
var e = Fault(Conflict, "e.inside")
var n = thing{Code: "370785"}
func f() { models.BadField("no_code", code); bad.add(path, "f.added"); bad["x"] = "g.set"; f.need(true, "title", "h_needed") }
func spanFault() string { return "i.returned" }
var j = needs("public", models.Conflict, "j.guard", func() {})`
	want := []string{"a.fault", "b.bad", "c.code", "d.field", "e.inside", "f.added", "g.set", "h_needed", "i.returned", "j.guard"}
	got := codesIn(t, "x.go", []byte(src))
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

var codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$`)

// codesIn lists the codes of errors that stand as literals in a source file.
func codesIn(t *testing.T, path string, src []byte) (codes []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, src, 0)
	if err != nil {
		return nil // somebody is in the middle of it; the compiler will tell
	}
	note := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if code, err := strconv.Unquote(lit.Value); err == nil && codeForm.MatchString(code) {
				codes = append(codes, code)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.CallExpr:
			switch called := name(x.Fun); {
			case slices.Contains([]string{"Fault", "BadField", "BadLimit", "add"}, called):
				note(x.Args[len(x.Args)-1])
			case slices.Contains([]string{"need", "needs", "note"}, called):
				note(lastText(x.Args))
			}
		case *ast.CompositeLit:
			if name(x.Type) == "Error" {
				noteError(x, note)
			}
		case *ast.AssignStmt:
			if at, ok := x.Lhs[0].(*ast.IndexExpr); ok && name(at.X) == "bad" {
				note(x.Rhs[0])
			}
		case *ast.FuncDecl:
			if strings.HasSuffix(x.Name.Name, "Fault") {
				noteReturns(x, note)
			}
		}
		return true
	})
	return codes
}

// lastText is the last text among the arguments.
func lastText(args []ast.Expr) ast.Expr {
	for _, arg := range slices.Backward(args) {
		if lit, ok := arg.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			return lit
		}
	}
	return nil
}

func noteReturns(f *ast.FuncDecl, note func(ast.Expr)) {
	ast.Inspect(f, func(n ast.Node) bool {
		if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == 1 {
			note(r.Results[0])
		}
		return true
	})
}

func noteError(x *ast.CompositeLit, note func(ast.Expr)) {
	for _, e := range x.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		switch fields, isMap := pair.Value.(*ast.CompositeLit); {
		case name(pair.Key) == "Code":
			note(pair.Value)
		case name(pair.Key) == "Fields" && isMap:
			for _, f := range fields.Elts {
				if pair, ok := f.(*ast.KeyValueExpr); ok {
					note(pair.Value)
				}
			}
		}
	}
}

func name(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.StarExpr:
		return name(x.X)
	}
	return ""
}
