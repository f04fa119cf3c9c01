package secret

import (
	"crypto/subtle"
	"fmt"
	"io"
	"time"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"delinli/models/secret"
)

// TOTP is a new second factor: what is sealed into the account, and the otpauth URL that an authenticator reads as a QR code.
type TOTP struct{ Secret, URL secret.Text }

// NewTOTP draws a second factor for a login (RFC 6238: SHA-1, 30 seconds, six digits, 160 bits: what every authenticator takes).
func NewTOTP(random io.Reader, issuer, login string) (TOTP, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: login, SecretSize: 20, Rand: random})
	if err != nil {
		return TOTP{}, fmt.Errorf("make a second factor: %w", err)
	}
	return TOTP{secret.NewText(key.Secret()), secret.NewText(key.URL())}, nil
}

const totpPeriod = 30 // seconds

// CheckTOTP tells the time step whose code was shown: the one of now, the one before or the one after. The caller keeps the step and
// refuses it, and any earlier one, the next time.
func CheckTOTP(key secret.Text, code string, now time.Time) (step int64, ok bool) {
	current := now.Unix() / totpPeriod
	for _, near := range []int64{current, current - 1, current + 1} {
		want, err := hotp.GenerateCode(key.Plain(), uint64(near))
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return near, true
		}
	}
	return 0, false
}
