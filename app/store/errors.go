package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"delinli/models"
	"delinli/models/secret"
)

// constraints names what a user can trip in the database, beside the rules in Go.
var constraints = map[string]*models.Error{
	"accounts_login_key":               models.BadField("login", "taken"),
	"accounts_pkey":                    models.Fault(models.Conflict, "account.there"),
	"approvals_pending":                models.Fault(models.Conflict, "approval.pending"),
	"areas_parent_fkey":                models.BadField("code", "area.nothing_above"),
	"assignments_live":                 models.Fault(models.Conflict, "order.moved_on"),
	"call_backs_once":                  models.Fault(models.Conflict, "order.called_before"),
	"corrections_open":                 models.Fault(models.Conflict, "correction.asked_before"),
	"followers_pkey":                   models.Fault(models.Conflict, "order.followed_before"),
	"fund_entries_fund_id_voucher_key": models.BadField("voucher", "fund.voucher_taken"),
	"fund_entries_reverses_key":        models.Fault(models.Conflict, "fund.undone_before"),
	"funds_branch":                     models.BadField("year", "fund.opened_before"),
	"funds_not_overdrawn":              models.BadField("amount", "fund.overdrawn"),
	"funds_service":                    models.BadField("year", "fund.opened_before"),
	"hours_once":                       models.Fault(models.Conflict, "hours.credited_before"),
	"items_name_key":                   models.BadField("zh.name", "taken"),
	"leaves_one":                       models.Fault(models.Conflict, "leave.one_before"),
	"order_events_version":             models.Fault(models.Conflict, "order.moved_on"),
	"orders_area_code_fkey":            models.BadField("area_code", "unknown"),
	"orders_private_not_in_pool":       models.Fault(models.Conflict, "order.private"),
	"persons_area_code_fkey":           models.BadField("area_code", "unknown"),
	"persons_id_index_key":             models.BadField("id_number", "resident.number_known"),
	"persons_led_on":                   models.Fault(models.Conflict, "person.merged"),
	"persons_live":                     secret.ErrErased,
	"persons_phone_index_key":          models.BadField("phone", "taken"),
	"ratings_pkey":                     models.Fault(models.Conflict, "order.rated_before"),
	"seats_area_code_fkey":             models.BadField("area_code", "unknown"),
	"seats_live":                       models.Fault(models.Conflict, "seat.held_before"),
	"seats_one_administration":         models.Fault(models.Conflict, "seat.administrations_separated"),
	"teams_area_code_fkey":             models.BadField("area_code", "unknown"),
	"volunteers_load_within_cap":       models.Fault(models.Conflict, "ineligible.at_cap"),
	"volunteers_pkey":                  models.Fault(models.Conflict, "volunteer.applied_before"),
}

// Away is what everybody is told while the database does not answer.
var Away = &models.Error{Kind: models.Unavailable, Code: "unavailable", Retry: 2 * time.Second}

// Twice reports whether the database refused a row whose key another has.
func Twice(err error) bool {
	pe, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pe.Code == "23505"
}

// Translate turns a database error into the one that a user may meet: a tripped constraint into its code, a database that went away
// into Unavailable. Other errors pass as they are.
func Translate(err error) error {
	if err == nil {
		return nil
	}
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		if known := constraints[pe.ConstraintName]; known != nil {
			return &models.Error{Kind: known.Kind, Code: known.Code, Fields: known.Fields, Err: err}
		}
		if away[pe.Code[:2]] || pe.Code == "57014" {
			return unavailable(err)
		}
		return err
	}
	if _, ours := errors.AsType[*models.Error](err); ours {
		return err
	}
	if gone(err) {
		return unavailable(err)
	}
	return err
}

// away are the SQLSTATE classes of a server that is not there for us: connection exceptions, insufficient resources,
// operator intervention, system errors.
var away = map[string]bool{"08": true, "53": true, "57": true, "58": true}

// lost are the ends of a connection, as each layer tells them: a server that dies in the middle of a reply, a connection that is
// found dead, a transaction that ended under us with its connection or its deadline.
var lost = []error{context.DeadlineExceeded, net.ErrClosed, io.EOF, io.ErrUnexpectedEOF, driver.ErrBadConn, sql.ErrConnDone, sql.ErrTxDone}

func gone(err error) bool {
	_, network := errors.AsType[net.Error](err)
	_, connect := errors.AsType[*pgconn.ConnectError](err)
	return network || connect || pgconn.SafeToRetry(err) || slices.ContainsFunc(lost, func(end error) bool { return errors.Is(err, end) })
}

func unavailable(err error) error {
	return &models.Error{Kind: Away.Kind, Code: Away.Code, Retry: Away.Retry, Err: err}
}

// retryable are serialization failures and deadlocks.
func retryable(err error) bool {
	pe, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pe.Code == "40001" || pe.Code == "40P01")
}
