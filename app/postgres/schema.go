package postgres

import (
	"context"
	_ "embed" // describe.sql
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:generate go test . -run ^TestSchemaFile$ -update

//go:embed describe.sql
var describe string

// Schema describes the end state of the migrations as text that reads like SQL: tables, constraints, indexes, comments
// and the rights of the application role. The same state gives the same text.
func Schema(ctx context.Context, ownerURL string) (text string, err error) {
	conn, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	rows, err := conn.Query(ctx, describe)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("-- Written by make generate: the schema to which the migrations lead.\n")
	var line string
	var part int
	const beginsObject = 3
	_, err = pgx.ForEachRow(rows, []any{&line, &part}, func() error {
		if part <= beginsObject {
			b.WriteString("\n")
		}
		b.WriteString(line + "\n")
		return nil
	})
	return b.String(), err
}
