package main

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"
)

// Analyzer reports every call that passes SQL text which is not constant: what a request brings can then never become
// part of a statement. An unexported function that passes its own parameter on is a door itself, and its callers are
// asked. Tests, the package that makes their databases, and the bench, which says again what the program said, may say what they like.
var Analyzer = &analysis.Analyzer{Name: "constsql", Doc: "report SQL text that is not constant", Run: run}

// doors are the functions that take SQL, and which of their arguments it is. An exported function may pass SQL on only
// when it stands here.
var doors = []struct {
	name *regexp.Regexp
	arg  int
}{
	{regexp.MustCompile(`^\(\*gorm\.io/gorm\.DB\)\.(Raw|Exec|Where|Or|Not|Select|Omit|Order|Joins|InnerJoins|Group|Having|Table|Distinct|Pluck|Update|UpdateColumn)$`), 0},
	{regexp.MustCompile(`^\(\*gorm\.io/gorm\.DB\)\.(Find|First|Last|Take|Delete|FirstOrInit|FirstOrCreate)$`), 1},
	{regexp.MustCompile(`^(gorm\.io/gorm\.Expr|\(\*github\.com/jackc/pgx/v5\.Batch\)\.Queue|\(\*database/sql\.\w+\)\.(Query|QueryRow|Exec|Prepare))$`), 0},
	{regexp.MustCompile(`^\(.+\)\.(Query|QueryRow|Exec|QueryContext|QueryRowContext|ExecContext|PrepareContext)$`), 1}, // whoever takes a context and SQL
	{regexp.MustCompile(`^\(.*github\.com/jackc/pgx/v5.*\)\.Prepare$`), 2},
	{regexp.MustCompile(`^delinli/app/store\.(Query|One|AddRows)$`), 1},
	{regexp.MustCompile(`^\(\*delinli/app/store\.Tx\)\.Exec$`), 0},
}

// search looks at one package.
type search struct {
	*analysis.Pass
	given    map[types.Object][]ast.Expr // what a variable or field is given, or a function returns; nil is what nobody can tell
	forwards map[*types.Var]bool         // parameters that their functions pass on as SQL
}

func run(pass *analysis.Pass) (any, error) {
	if strings.HasSuffix(pass.Pkg.Path(), "/testkit") || pass.Pkg.Path() == "delinli/deploy/bench" {
		return nil, nil
	}
	c := search{pass, map[types.Object][]ast.Expr{}, map[*types.Var]bool{}}
	for _, f := range pass.Files {
		ast.Inspect(f, c.gather)
	}
	for known := -1; known < len(c.forwards); { // a door found may make doors of its callers
		known = len(c.forwards)
		c.calls(func(ast.Expr) {})
	}
	c.calls(func(sql ast.Expr) { pass.Reportf(sql.Pos(), "SQL text is not constant") })
	return nil, nil
}

// calls gives the SQL of every call of a door that is not constant.
func (c search) calls(bad func(ast.Expr)) {
	for _, f := range c.Files {
		if strings.HasSuffix(c.Fset.Position(f.Pos()).Filename, "_test.go") {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if fn, ok := typeutil.Callee(c.TypesInfo, call).(*types.Func); ok {
				if arg := c.door(fn.Origin()); arg >= 0 && arg < len(call.Args) && !c.constant(call.Args[arg], nil) {
					bad(call.Args[arg])
				}
			}
			return true
		})
	}
}

// door tells which argument of a function is SQL; -1 for none.
func (c search) door(fn *types.Func) int {
	params := fn.Signature().Params()
	for i := range params.Len() {
		if c.forwards[params.At(i)] {
			return i
		}
	}
	for _, d := range doors {
		if d.name.MatchString(fn.FullName()) && d.arg < params.Len() && text(params.At(d.arg).Type()) {
			return d.arg
		}
	}
	return -1
}

// text reports whether a parameter may be a string: one, anything, or many things.
func text(t types.Type) bool {
	if list, ok := t.(*types.Slice); ok {
		return types.IsInterface(list.Elem())
	}
	basic, ok := t.Underlying().(*types.Basic)
	return types.IsInterface(t) || ok && basic.Info()&types.IsString != 0
}
