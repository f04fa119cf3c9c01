package people

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

// TOTPPlace is where both second factors of an account, the confirmed one and the next, are sealed for.
func TOTPPlace(id models.PersonID) secret.Place {
	return secret.Place{Person: id, Table: "accounts", Column: "totp_secret", Row: id.String()}
}

// AccountByLogin reads an account; the zero Account is nobody's.
func AccountByLogin(tx *store.Tx, login string) (person.Account, error) {
	return firstAccount(store.Query(tx, `SELECT person_id, login, password_hash, password_until, totp_secret, totp_next, totp_step,
			cardinality(recovery), disabled_at, created_at
		FROM accounts WHERE login = @login`, store.Args{"login": login}, scanAccount))
}

// AccountOf reads the account of a person; the zero Account is nobody's. No one else can change it until the transaction ends.
func AccountOf(tx *store.Tx, id models.PersonID) (person.Account, error) {
	return firstAccount(store.Query(tx, `SELECT person_id, login, password_hash, password_until, totp_secret, totp_next, totp_step,
			cardinality(recovery), disabled_at, created_at
		FROM accounts WHERE person_id = @id FOR UPDATE`, store.Args{"id": id}, scanAccount))
}

// AccountBySession reads the account with which a staff session was opened; the zero Account for any other session.
func AccountBySession(tx *store.Tx, id models.SessionID) (person.Account, error) {
	return firstAccount(store.Query(tx, `SELECT a.person_id, a.login, a.password_hash, a.password_until, a.totp_secret, a.totp_next,
			a.totp_step, cardinality(a.recovery), a.disabled_at, a.created_at
		FROM accounts a JOIN sessions s ON s.person_id = a.person_id WHERE s.id = @id AND s.staff`,
		store.Args{"id": id}, scanAccount))
}

// FindAccount reads the account of a person who belongs to the scope; any other is *not found*.
func FindAccount(tx *store.Tx, sc store.Scope, id models.PersonID) (person.Account, error) {
	a, err := store.One(tx, `SELECT a.person_id, a.login, a.password_hash, a.password_until, a.totp_secret, a.totp_next,
			a.totp_step, cardinality(a.recovery), a.disabled_at, a.created_at
		FROM accounts a JOIN persons p ON p.id = a.person_id WHERE a.person_id = @id
			AND EXISTS (SELECT FROM unnest(CAST(@areas AS text[])) AS scope WHERE starts_with(p.area_code, scope))`,
		store.Args{"id": id, "areas": store.Array(sc.Areas)}, scanAccount)
	return a, store.Missing(err)
}

// ListAccounts lists the accounts of people who belong to the scope, the newest first.
func ListAccounts(tx *store.Tx, sc store.Scope, page store.Page) ([]person.Account, string, error) {
	after, err := page.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, `SELECT a.person_id, a.login, a.password_hash, a.password_until, a.totp_secret, a.totp_next,
			a.totp_step, cardinality(a.recovery), a.disabled_at, a.created_at
		FROM accounts a JOIN persons p ON p.id = a.person_id WHERE (a.created_at, a.person_id) < (@at, CAST(@id AS uuid))
			AND EXISTS (SELECT FROM unnest(CAST(@areas AS text[])) AS scope WHERE starts_with(p.area_code, scope))
		ORDER BY a.created_at DESC, a.person_id DESC LIMIT @limit`,
		store.Args{"at": after.At, "id": after.ID, "areas": store.Array(sc.Areas), "limit": page.Limit + 1}, scanAccount)
	accounts, next := store.Next(page, found, func(a person.Account) store.Key { return store.Key{At: a.CreatedAt, ID: a.Person.String()} })
	return accounts, next, err
}

func firstAccount(found []person.Account, err error) (person.Account, error) {
	if err != nil || len(found) == 0 {
		return person.Account{}, err
	}
	return found[0], nil
}

func scanAccount(r store.Rows, a *person.Account) error {
	return r.Scan(&a.Person, &a.Login, &a.PasswordHash, &a.PasswordUntil, &a.TOTP, &a.TOTPNext, &a.TOTPStep, &a.Recovery, &a.Disabled,
		&a.CreatedAt)
}

// AddAccount writes a new account. A login or a person that has one is Invalid with login=taken or Conflict.
func AddAccount(tx *store.Tx, a person.Account) error {
	_, err := tx.Exec(`INSERT INTO accounts (person_id, login, password_hash, password_until, totp_secret, created_at)
		VALUES (@person, @login, @hash, @until, @totp, @at)`,
		store.Args{"person": a.Person, "login": a.Login, "hash": a.PasswordHash, "until": a.PasswordUntil, "totp": a.TOTP,
			"at": a.CreatedAt})
	return err
}

// SetPassword writes a password; until is when a one-time one ends, nil for one that the holder chose.
func SetPassword(tx *store.Tx, id models.PersonID, hash string, until *time.Time) error {
	_, err := tx.Exec(`UPDATE accounts SET password_hash = @hash, password_until = @until, version = version + 1 WHERE person_id = @id`,
		store.Args{"id": id, "hash": hash, "until": until})
	return err
}

// SpendPassword ends a one-time password: it opens no other session. One that the holder chose stays.
func SpendPassword(tx *store.Tx, id models.PersonID, now time.Time) error {
	_, err := tx.Exec(`UPDATE accounts SET password_until = @now, version = version + 1 WHERE person_id = @id AND password_until > @now`,
		store.Args{"id": id, "now": now})
	return err
}

// Disable closes an account, or opens it again when at is nil.
func Disable(tx *store.Tx, id models.PersonID, at *time.Time) error {
	_, err := tx.Exec(`UPDATE accounts SET disabled_at = @at, version = version + 1 WHERE person_id = @id`,
		store.Args{"id": id, "at": at})
	return err
}

// DrawFactor keeps a second factor that waits for its first code.
func DrawFactor(tx *store.Tx, id models.PersonID, next secret.Sealed) error {
	_, err := tx.Exec(`UPDATE accounts SET totp_next = @next, version = version + 1 WHERE person_id = @id`,
		store.Args{"id": id, "next": next})
	return err
}

// ConfirmFactor makes the waiting second factor the account's own, once a code of it, at step, was shown; recovery holds the hashes
// of its recovery codes.
func ConfirmFactor(tx *store.Tx, id models.PersonID, step int64, recovery [][]byte) error {
	_, err := tx.Exec(`UPDATE accounts SET totp_secret = totp_next, totp_next = NULL, totp_step = @step,
		recovery = CAST(@recovery AS bytea[]), version = version + 1 WHERE person_id = @id AND totp_next IS NOT NULL`,
		store.Args{"id": id, "step": step, "recovery": store.Array(recovery)})
	return err
}

// DropFactor removes the second factor and its recovery codes.
func DropFactor(tx *store.Tx, id models.PersonID) error {
	_, err := tx.Exec(`UPDATE accounts SET totp_secret = NULL, totp_next = NULL, totp_step = 0, recovery = '{}', version = version + 1
		WHERE person_id = @id`, store.Args{"id": id})
	return err
}

// SpendStep uses up the code of a time step, with all before it. It tells false when it was used before: of several who show one code,
// one passes.
func SpendStep(tx *store.Tx, id models.PersonID, step int64) (bool, error) {
	n, err := tx.Exec(`UPDATE accounts SET totp_step = @step WHERE person_id = @id AND totp_step < @step`,
		store.Args{"id": id, "step": step})
	return n == 1, err
}

// SpendRecovery uses up a recovery code. It tells false when there is none of that hash, or not any more.
func SpendRecovery(tx *store.Tx, id models.PersonID, hash []byte) (bool, error) {
	n, err := tx.Exec(`UPDATE accounts SET recovery = array_remove(recovery, @hash)
		WHERE person_id = @id AND @hash = ANY(recovery)`, store.Args{"id": id, "hash": hash})
	return n == 1, err
}
