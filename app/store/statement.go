package store

import (
	"fmt"
	"regexp"
	"strconv"
	"sync"

	"gorm.io/gorm"
)

// numbered is SQL as PostgreSQL takes it: $1, $2, … in place of @name, one for each name however often it occurs.
type numbered struct {
	text  string
	names []string
}

// known are all texts that were numbered, by how they are written. They are as many as the code has, since SQL is constant.
var known sync.Map

var named = regexp.MustCompile(`@[a-z_][a-z0-9_]*`)

// number gives names numbers, once for each text. GORM would do so anew for each run, and pass an argument as often as it is named; the driver
// would take NULL for a name that nothing is given for, or refuse an argument that is not named.
func number(query string) numbered {
	if n, ok := known.Load(query); ok {
		return n.(numbered)
	}
	n, numbers := numbered{}, map[string]string{}
	n.text = named.ReplaceAllStringFunc(query, func(name string) string {
		if numbers[name] == "" {
			n.names = append(n.names, name[1:])
			numbers[name] = "$" + strconv.Itoa(len(n.names))
		}
		return numbers[name]
	})
	known.Store(query, n)
	return n
}

// statement is the query with its arguments, ready to run. An argument that the query does not name is left away; a name without argument is
// an error of ours.
func (tx *Tx) statement(query string, args Args) *gorm.DB {
	n := number(query)
	g := tx.g.Raw("")
	g.Statement.SQL.WriteString(n.text)
	g.Statement.Vars = make([]any, len(n.names))
	for i, name := range n.names {
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
