package store

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"reflect"
	"slices"

	"github.com/jackc/pgx/v5/pgtype"
	"gorm.io/gorm"
)

// Args are the named arguments of a statement: @name in the SQL.
type Args = map[string]any

// Rows is what a scan function reads from.
type Rows interface{ Scan(dest ...any) error }

// page is about how many rows most lists have.
const page = 24

// Query runs sql and scans every row.
func Query[T any](tx *Tx, query string, args Args, scan func(Rows, *T) error) ([]T, error) {
	rows, err := tx.statement(query, args).Rows()
	if err != nil {
		return nil, Translate(err)
	}
	defer rows.Close()
	out := []T{}
	for rows.Next() {
		if len(out) == 1 {
			out = slices.Grow(out, page) // where there is a second row there are many, and some are large
		}
		var zero T
		out = append(out, zero)
		if err := scan(rows, &out[len(out)-1]); err != nil {
			return nil, err
		}
	}
	return out, Translate(rows.Err())
}

// One runs sql and scans the only row; no row is gorm.ErrRecordNotFound (see Missing).
func One[T any](tx *Tx, query string, args Args, scan func(Rows, *T) error) (t T, err error) {
	found, err := Query(tx, query, args, scan)
	if err != nil {
		return t, err
	}
	if len(found) == 0 {
		return t, gorm.ErrRecordNotFound
	}
	return found[0], nil
}

// Value is a scan function for a single column.
func Value[T any](r Rows, t *T) error { return r.Scan(t) }

// JSON is a scan function for a single column that holds t as JSON.
func JSON[T any](r Rows, t *T) error {
	var raw []byte
	if err := r.Scan(&raw); err != nil {
		return err
	}
	return json.Unmarshal(raw, t)
}

// Exec runs sql and tells how many rows it touched.
func (tx *Tx) Exec(query string, args Args) (int64, error) {
	g := tx.statement(query, args)
	g.Callback().Raw().Execute(g)
	return g.RowsAffected, Translate(g.Error)
}

// AddRows writes rows, if there are any, with a statement that reads them as JSON from @rows.
func AddRows[T any](tx *Tx, statement string, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.Exec(statement, Args{"rows": AsJSON(rows)})
	return err
}

// identifier is every models.ID.
type identifier interface {
	Bytes() []byte
	IsZero() bool
}

// native16 is the form of an id that the driver sends as it is; as text it would be parsed on the way.
func native16(id identifier) pgtype.UUID {
	return pgtype.UUID{Bytes: [16]byte(id.Bytes()), Valid: !id.IsZero()}
}

// Array passes a slice as a PostgreSQL array: of uuid for ids, of text for strings of any type, else of what the driver makes of T.
func Array[T any](xs []T) driver.Valuer { return array[T](xs) }

type array[T any] []T

// Value gives a slice that the driver sends as it is; a nil one is an empty array.
func (xs array[T]) Value() (driver.Value, error) {
	item := reflect.TypeFor[T]()
	switch {
	case item.Implements(reflect.TypeFor[identifier]()):
		ids := make([]pgtype.UUID, len(xs))
		for i, x := range xs {
			ids[i] = native16(any(x).(identifier))
		}
		return ids, nil
	case item.Kind() == reflect.String:
		texts := make([]string, len(xs))
		for i := range xs {
			texts[i] = reflect.ValueOf(&xs[i]).Elem().String()
		}
		return texts, nil
	case xs == nil:
		return []T{}, nil
	}
	return []T(xs), nil
}

var types = newTypes()

// newTypes asks the map once before it is shared: it fills itself at the first question, which is no work for two at a time.
func newTypes() *pgtype.Map {
	m := pgtype.NewMap()
	m.TypeForValue(&[]string{})
	return m
}

// List scans a PostgreSQL array into a slice of strings or byte slices.
func List[T any](xs *[]T) sql.Scanner { return types.SQLScanner(xs) }

// AsJSON passes v as JSON text: CAST(@v AS jsonb).
func AsJSON(v any) driver.Valuer { return asJSON{v} }

type asJSON struct{ v any }

// Value marshals.
func (j asJSON) Value() (driver.Value, error) {
	b, err := json.Marshal(j.v)
	return string(b), err
}
