package enrolling

import (
	"context"
	"encoding/base32"
	"io"
	"strings"

	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

var errPassword = models.BadField("current", "password.wrong")

// ChangePassword gives the account a password that its holder chose. Its other sessions end. It is Invalid with current or password,
// and TooMany after too many wrong ones.
func (s *Service) ChangePassword(ctx context.Context, a models.Actor, current, next secret.Text) error {
	seen, err := s.read(ctx, a).account()
	if err != nil {
		return err
	}
	if err := person.CheckPassword(seen.Login, next); err != nil {
		return err
	}
	right, err := s.passwordOf(ctx, seen.Login, seen, current)
	switch {
	case err != nil:
		return err
	case !right:
		return errPassword
	case current == next:
		return models.BadField("password", "password.same")
	}
	hash, err := s.Passwords.Hash(ctx, next)
	if err != nil {
		return err
	}
	return s.write(ctx, a, func(t inTx) error {
		account, err := people.AccountOf(t.tx, seen.Person)
		if err != nil {
			return err
		}
		if account.PasswordHash != seen.PasswordHash {
			return errPassword
		}
		if err := people.SetPassword(t.tx, account.Person, hash, nil); err != nil {
			return err
		}
		if err := t.proved(account); err != nil {
			return err
		}
		return t.changedAccount("account.password_changed", account.Person)
	})
}

// oneTime draws a password of 80 bits for its first use alone, as four groups that can be read out.
func oneTime(random io.Reader) secret.Text {
	raw := make([]byte, 10)
	if _, err := io.ReadFull(random, raw); err != nil {
		panic(err) // a program without randomness must not go on
	}
	word := strings.ToLower(base32.StdEncoding.EncodeToString(raw))
	return secret.NewText(strings.Join([]string{word[:4], word[4:8], word[8:12], word[12:]}, "-"))
}
