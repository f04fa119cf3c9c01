// Package gorm has the shapes of the real one that the tests need.
package gorm

type DB struct{ Error error }

func (db *DB) Raw(sql string, values ...any) *DB   { return db }
func (db *DB) Exec(sql string, values ...any) *DB  { return db }
func (db *DB) Where(query any, args ...any) *DB    { return db }
func (db *DB) Order(value any) *DB                 { return db }
func (db *DB) Select(query any, args ...any) *DB   { return db }
func (db *DB) Joins(query string, args ...any) *DB { return db }
func (db *DB) Find(dest any, conds ...any) *DB     { return db }
func (db *DB) Limit(n int) *DB                     { return db }

type expr struct{}

func Expr(sql string, args ...any) expr { return expr{} }
