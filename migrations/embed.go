// Package migrations holds the steps that make the database, each in its file: 0001_….sql, 0002_….sql. schema.sql shows
// where they lead; it is written by make generate and compared by a test.
package migrations

import "embed"

// FS holds the migrations, without schema.sql.
//
//go:embed [0-9]*.sql
var FS embed.FS
