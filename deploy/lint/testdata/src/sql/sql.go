// Package sql says SQL in every way that is taken, and in every way that is not.
package sql

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"strings"

	"delinli/app/store"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"
)

const byID = "id = ?"

//go:embed long.sql
var long string

var (
	lists    = []string{"DELETE FROM a", "DELETE FROM b"}
	grown    = []string{"DELETE FROM a"}
	mended   = []string{"DELETE FROM a"}
	Shared   = "DELETE FROM a"
	replaced = "DELETE FROM a"
	pointed  = "DELETE FROM a"
)

type kind struct {
	name string
	sql  string
	free string
	Open string
}

var kinds = []kind{{"a", "DELETE FROM a", "", ""}, {name: "b", sql: "DELETE FROM b"}}

func Spoil(input string) {
	grown = append(grown, input)
	mended[0] = input
	replaced = input
	take(&pointed)
	kinds[0].free = input
}

func take(s *string) {}

func constant(ctx context.Context, g *gorm.DB, tx *store.Tx, conn *pgx.Conn, db *sql.DB, late bool) {
	g.Where(byID, 1).Order("at " + "DESC").Select("id").Find(nil).Limit(3)
	g.Find(nil, "id = ?", 2).Joins(`JOIN b ON b.id = a.id`)
	g.Exec(long)
	g.Exec(long + " LIMIT 1")
	tx.Exec(byID, nil)
	store.Query(tx, long+byID, nil, func(*int) error { return nil })
	store.One[int](tx, (byID), nil, nil)
	conn.Exec(ctx, byID, strings.ToUpper("an argument is free"))
	conn.Prepare(ctx, fmt.Sprint("a name is free"), byID)
	db.QueryRow(byID)
	db.QueryContext(ctx, byID)
	gorm.Expr("a + ?", 1)
	query := "SELECT 1"
	if late {
		query = long
	}
	g.Raw(query)
	for _, statement := range lists {
		g.Exec(statement)
	}
	for _, statement := range []string{byID, long} {
		g.Exec(statement)
	}
	g.Exec(lists[0])
	for _, k := range kinds {
		g.Exec(k.sql)
	}
	g.Exec(choose(late))
	list(g, byID)
	outer(g, long)
}

func choose(late bool) string {
	if late {
		return long
	}
	return byID
}

func list(g *gorm.DB, query string) { g.Raw(query) }

func outer(g *gorm.DB, query string) { list(g, query+" LIMIT 1") }

type asker interface {
	Query(ctx context.Context, sql string) error
}

type searcher struct{}

func (searcher) Query(name string, fallback ...string) string { return name }

func Open(ctx context.Context, g *gorm.DB, tx *store.Tx, conn *pgx.Conn, pt pgx.Tx, b *pgx.Batch, db *sql.DB, a asker, input string) {
	g.Raw(fmt.Sprintf("SELECT %s", input))              // want "SQL text is not constant"
	g.Exec("DELETE FROM " + input)                      // want "SQL text is not constant"
	g.Where("name = '" + input + "'").Order(input)      // want "SQL text is not constant" "SQL text is not constant"
	g.Where(kind{name: "struct conditions skip zeros"}) // want "SQL text is not constant"
	g.Where(map[string]any{"name": input})              // want "SQL text is not constant"
	g.Find(nil, input)                                  // want "SQL text is not constant"
	g.Select(strings.ToLower("ID"))                     // want "SQL text is not constant"
	gorm.Expr(input)                                    // want "SQL text is not constant"
	tx.Exec(input, nil)                                 // want "SQL text is not constant"
	store.One[int](tx, byID+input, nil, nil)            // want "SQL text is not constant"
	conn.Exec(ctx, input)                               // want "SQL text is not constant"
	conn.Prepare(ctx, "name", input)                    // want "SQL text is not constant"
	pt.QueryRow(ctx, input)                             // want "SQL text is not constant"
	b.Queue(input)                                      // want "SQL text is not constant"
	db.Query(input)                                     // want "SQL text is not constant"
	db.ExecContext(ctx, input)                          // want "SQL text is not constant"
	a.Query(ctx, input)                                 // want "SQL text is not constant"
	searcher{}.Query(input)
	query := "SELECT 1"
	query += " WHERE " + input
	g.Raw(query) // want "SQL text is not constant"
	first, second := pair()
	g.Raw(first + second) // want "SQL text is not constant"
	for _, statement := range grown {
		g.Exec(statement) // want "SQL text is not constant"
	}
	for _, statement := range []string{byID, input} {
		g.Exec(statement) // want "SQL text is not constant"
	}
	g.Exec(mended[0]) // want "SQL text is not constant"
	g.Exec(Shared)    // want "SQL text is not constant"
	g.Exec(replaced)  // want "SQL text is not constant"
	g.Exec(pointed)   // want "SQL text is not constant"
	for _, k := range kinds {
		g.Exec(k.free) // want "SQL text is not constant"
		g.Exec(k.Open) // want "SQL text is not constant"
	}
	g.Exec(made(input)) // want "SQL text is not constant"
	list(g, input)      // want "SQL text is not constant"
	outer(g, "a"+input) // want "SQL text is not constant"
	func(inner string) {
		g.Exec(inner) // want "SQL text is not constant"
	}(byID)
}

func made(input string) string {
	if input == "" {
		return byID
	}
	return strings.TrimSpace(input)
}

func pair() (string, string) { return byID, byID }

// Exported passes SQL on and stands in no list of doors.
func Exported(g *gorm.DB, query string) { g.Raw(query) } // want "SQL text is not constant"
