package store

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm"
)

// statement is SQL as PostgreSQL takes it: $1, $2, … in place of @name, one for each name however often it occurs.
type statement struct {
	text  string
	names []string
}

// statements are all that were asked for, by how they are written. They are as many as the code has, since SQL is constant.
var statements sync.Map

var name = regexp.MustCompile(`@[a-z_]+`)

// numbered gives names numbers. GORM would do so anew for each run, and pass an argument as often as it is named.
func numbered(query string) statement {
	if known, ok := statements.Load(query); ok {
		return known.(statement)
	}
	s := statement{}
	number := map[string]string{}
	s.text = name.ReplaceAllStringFunc(query, func(at string) string {
		if number[at] == "" {
			s.names = append(s.names, at[1:])
			number[at] = "$" + strconv.Itoa(len(s.names))
		}
		return number[at]
	})
	statements.Store(strings.Clone(query), s)
	return s
}

// statement is the query with its arguments, ready to run. An argument that the query does not name is left away; a name without argument is
// an error of ours.
func (tx *Tx) statement(query string, args Args) *gorm.DB {
	s := numbered(query)
	g := tx.g.Raw("")
	g.Statement.SQL.WriteString(s.text)
	g.Statement.Vars = make([]any, len(s.names))
	for i, name := range s.names {
		arg, ok := args[name]
		if !ok {
			_ = g.AddError(fmt.Errorf("nothing is given for @%s", name))
		}
		if id, ok := arg.(identifier); ok {
			arg = native16(id)
		}
		g.Statement.Vars[i] = arg
	}
	return g
}
