package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"
)

// constant reports whether an expression is constant text: a constant; a variable of the package that nothing assigns
// after the start, such as an embedded file; a local variable, an unexported field or the result of an unexported function that
// is never given anything else; a list or a concatenation of these. seen are the objects on the way.
func (c search) constant(e ast.Expr, seen []types.Object) bool {
	if c.TypesInfo.Types[e].Value != nil {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		return e.Op == token.ADD && c.constant(e.X, seen) && c.constant(e.Y, seen)
	case *ast.IndexExpr:
		return c.constant(e.X, seen)
	case *ast.CompositeLit:
		return isList(c.TypesInfo.TypeOf(e)) && !slices.ContainsFunc(e.Elts, func(x ast.Expr) bool { return !c.constant(value(x), seen) })
	case *ast.Ident:
		return c.constantObject(c.TypesInfo.ObjectOf(e), seen)
	case *ast.SelectorExpr:
		return c.constantObject(c.TypesInfo.ObjectOf(e.Sel), seen)
	case *ast.CallExpr:
		return c.constantObject(typeutil.Callee(c.TypesInfo, e), seen)
	}
	return false
}

func (c search) constantObject(o types.Object, seen []types.Object) bool {
	if o == nil || o.Pkg() != c.Pkg || slices.Contains(seen, o) {
		return slices.Contains(seen, o)
	}
	v, isVar := o.(*types.Var)
	switch {
	case isVar && v.Parent() == c.Pkg.Scope():
		return !v.Exported() && len(c.given[v]) == 0
	case (!isVar || v.IsField()) && (o.Exported() || len(c.given[o]) == 0):
		return false
	}
	for _, e := range c.given[o] {
		if e == nil || !c.constant(e, append(seen, o)) {
			return false
		}
	}
	return !isVar || v.Kind() != types.ParamVar && len(c.given[o]) > 0 || v.Kind() == types.ParamVar && c.forward(v)
}

// forward notes a parameter as SQL that the callers answer for: of a function that only this package can call, or of a
// known door.
func (c search) forward(v *types.Var) bool {
	for _, f := range c.Files {
		for _, d := range f.Decls {
			if decl, ok := d.(*ast.FuncDecl); ok && decl.Pos() < v.Pos() && v.Pos() < decl.End() {
				fn := c.TypesInfo.Defs[decl.Name].(*types.Func)
				for i := range fn.Signature().Params().Len() {
					if fn.Signature().Params().At(i) == v && (!fn.Exported() || c.door(fn) == i) {
						c.forwards[v] = true
						return true
					}
				}
			}
		}
	}
	return false
}

// gather notes what variables and fields are given, and what functions return.
func (c search) gather(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			var right ast.Expr
			if len(n.Lhs) == len(n.Rhs) {
				right = n.Rhs[i]
			}
			c.give(left, right)
		}
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if len(n.Values) == len(n.Names) && c.TypesInfo.ObjectOf(name).Parent() != c.Pkg.Scope() {
				c.give(name, n.Values[i])
			}
		}
	case *ast.RangeStmt:
		c.give(n.Key, nil)
		c.give(n.Value, n.X)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			c.give(n.X, nil)
		}
	case *ast.CompositeLit:
		c.fields(n)
	case *ast.FuncDecl:
		c.returns(n)
	}
	return true
}

// give notes what a variable, a field, or an element of one is given.
func (c search) give(left, right ast.Expr) {
	var o types.Object
	switch left := left.(type) {
	case *ast.Ident:
		o = c.TypesInfo.ObjectOf(left)
	case *ast.SelectorExpr:
		o = c.TypesInfo.ObjectOf(left.Sel)
	case *ast.IndexExpr:
		c.give(left.X, right)
		return
	}
	c.given[o] = append(c.given[o], right)
}

func (c search) fields(lit *ast.CompositeLit) {
	t := c.TypesInfo.TypeOf(lit).Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	s, ok := t.(*types.Struct)
	for i, e := range lit.Elts {
		if pair, named := e.(*ast.KeyValueExpr); ok && named {
			c.give(pair.Key, pair.Value)
		} else if ok {
			c.given[s.Field(i)] = append(c.given[s.Field(i)], e)
		}
	}
}

func (c search) returns(decl *ast.FuncDecl) {
	fn := c.TypesInfo.Defs[decl.Name]
	ast.Inspect(decl, func(n ast.Node) bool {
		_, inner := n.(*ast.FuncLit)
		if r, ok := n.(*ast.ReturnStmt); ok {
			var e ast.Expr
			if len(r.Results) == 1 {
				e = r.Results[0]
			}
			c.given[fn] = append(c.given[fn], e)
		}
		return !inner
	})
}

func isList(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Slice, *types.Array:
		return true
	}
	return false
}

// value is an element of a literal without its key.
func value(e ast.Expr) ast.Expr {
	if pair, ok := e.(*ast.KeyValueExpr); ok {
		return pair.Value
	}
	return e
}
