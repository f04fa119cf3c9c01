package enrolling

import (
	"context"

	vault "delinli/app/secret"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

// issuer names the product in an authenticator.
const issuer = "Delinli"

var (
	errNoAccount = models.Fault(models.Conflict, "account.none")
	errNotDrawn  = models.Fault(models.Conflict, "totp.not_drawn")
	errTOTP      = models.BadField("code", "totp.wrong")
)

// account is the account with which the asking session was opened: a session by phone reaches none. Without a session it is the program
// that asks, for the person it names.
func (t inTx) account() (account person.Account, err error) {
	if t.a.Session.IsZero() {
		account, err = people.AccountOf(t.tx, t.a.Person)
	} else {
		account, err = people.AccountBySession(t.tx, t.a.Session)
	}
	if err == nil && account.Login == "" {
		err = errNoAccount
	}
	return account, err
}

// DrawFactor gives a new second factor, which counts once a code of it has been confirmed. An account that has one already must show its
// password and a code of the old one, or a recovery code: "auth.login_wrong" else.
func (s *Service) DrawFactor(ctx context.Context, a models.Actor, given Credentials) (vault.TOTP, error) {
	seen, err := s.read(ctx, a).account()
	if err != nil {
		return vault.TOTP{}, err
	}
	if err := s.proven(ctx, seen, given.Password); err != nil {
		return vault.TOTP{}, err
	}
	factor, err := vault.NewTOTP(s.Random, issuer, seen.Login)
	if err != nil {
		return factor, err
	}
	return factor, s.write(ctx, a, func(t inTx) error { return t.drawFactor(seen, given, factor) })
}

// drawFactor keeps the new second factor once the old one is shown, in the account as it is now.
func (t inTx) drawFactor(seen person.Account, given Credentials, factor vault.TOTP) error {
	account, err := people.AccountOf(t.tx, seen.Person)
	if err != nil {
		return err
	}
	ok, err := t.secondFactor(account, given)
	if err != nil {
		return err
	}
	if !ok || account.PasswordHash != seen.PasswordHash || account.Enrolled() != seen.Enrolled() {
		return errLogin
	}
	sealed, err := t.sealFactor(account.Person, factor)
	if err != nil {
		return err
	}
	if err := people.DrawFactor(t.tx, account.Person, sealed); err != nil {
		return err
	}
	if account.Enrolled() {
		err = t.proved(account)
	}
	if err != nil {
		return err
	}
	return t.log("account.totp_drawn", account.Person, nil)
}

// proven asks for the password of an account that has a second factor already.
func (s *Service) proven(ctx context.Context, account person.Account, password secret.Text) error {
	if !account.Enrolled() {
		return nil
	}
	right, err := s.passwordOf(ctx, account.Login, account, password)
	if err == nil && !right {
		err = errLogin
	}
	return err
}

// ConfirmFactor makes the second factor that was drawn the account's own, for a code of it, and gives ten recovery codes, which are
// shown this once; those from before are void. Other sessions of the account end.
func (s *Service) ConfirmFactor(ctx context.Context, a models.Actor, code string) (recovery []secret.Text, err error) {
	codes, hashes := vault.RecoveryCodes(s.Random)
	err = s.write(ctx, a, func(t inTx) error {
		account, err := t.account()
		if err != nil {
			return err
		}
		if account, err = people.AccountOf(t.tx, account.Person); err != nil {
			return err
		}
		if account.TOTPNext.IsZero() {
			return errNotDrawn
		}
		key, err := t.openFactor(account, account.TOTPNext)
		if err != nil {
			return err
		}
		step, ok := vault.CheckTOTP(key, code, t.now)
		if !ok {
			return errTOTP
		}
		if err := people.ConfirmFactor(t.tx, account.Person, step, hashes); err != nil {
			return err
		}
		return t.changedAccount("account.totp_confirmed", account.Person)
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// changedAccount leaves a line and ends the account's other sessions.
func (t inTx) changedAccount(action string, who models.PersonID) error {
	if err := t.revoke(people.Which{Person: who, But: t.a.Session, Staff: true}); err != nil {
		return err
	}
	return t.log(action, who, nil)
}

// openFactor opens the secret of a second factor.
func (t inTx) openFactor(account person.Account, sealed secret.Sealed) (secret.Text, error) {
	key, err := people.Key(t.tx, account.Person)
	if err != nil {
		return secret.Text{}, err
	}
	plain, err := t.Vault.Open(key, people.TOTPPlace(account.Person), sealed)
	return secret.NewText(plain), err
}
