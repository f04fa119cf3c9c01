package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"delinli/models"
)

// TestTranslate: however a database goes away, people are asked to come back; a tripped constraint is told by its code; what nobody
// foresaw stays a fault.
func TestTranslate(t *testing.T) {
	for _, tt := range []struct {
		err  error
		kind models.Kind
		code string
	}{
		{&net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, models.Unavailable, "unavailable"},
		{net.ErrClosed, models.Unavailable, "unavailable"},
		{io.EOF, models.Unavailable, "unavailable"},
		{io.ErrUnexpectedEOF, models.Unavailable, "unavailable"},
		{driver.ErrBadConn, models.Unavailable, "unavailable"},
		{sql.ErrConnDone, models.Unavailable, "unavailable"},
		{sql.ErrTxDone, models.Unavailable, "unavailable"},
		{context.DeadlineExceeded, models.Unavailable, "unavailable"},
		{&pgconn.PgError{Code: "57P01"}, models.Unavailable, "unavailable"},
		{&pgconn.PgError{Code: "57P03"}, models.Unavailable, "unavailable"},
		{&pgconn.PgError{Code: "53300"}, models.Unavailable, "unavailable"},
		{&pgconn.PgError{Code: "23505", ConstraintName: "assignments_live"}, models.Conflict, "order.moved_on"},
		{&pgconn.PgError{Code: "23505", ConstraintName: "nobody_knows"}, models.Internal, "internal"},
		{models.Missing, models.NotFound, "not_found"},
		{errors.New("something else"), models.Internal, "internal"},
	} {
		for _, err := range []error{tt.err, fmt.Errorf("receive message: %w", tt.err)} {
			if got := Translate(err); models.KindOf(got) != tt.kind || models.CodeOf(got) != tt.code || !errors.Is(got, tt.err) {
				t.Errorf("%v: %v", err, got)
			}
		}
	}
	if Translate(nil) != nil {
		t.Error("nothing is an error")
	}
}
