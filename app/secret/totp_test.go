package secret

import (
	"encoding/base32"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"pgregory.net/rapid"

	"delinli/models/secret"
)

// The times and codes of RFC 6238, appendix B (SHA-1), by their last six digits.
func TestTOTPIsTheStandards(t *testing.T) {
	key := secret.NewText(base32.StdEncoding.EncodeToString([]byte("12345678901234567890")))
	for at, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"} {
		if step, ok := CheckTOTP(key, code, time.Unix(at, 0)); !ok || step != at/30 {
			t.Errorf("at %d: step %d, %v", at, step, ok)
		}
	}
}

func TestTOTPTakesTheStepBesideAndTellsWhich(t *testing.T) {
	factor := sure(NewTOTP(seeded(1), "德邻里", "admin"))
	rapid.Check(t, func(t *rapid.T) {
		shown := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "shown"), 0)
		away := rapid.Int64Range(-4, 4).Draw(t, "steps away")
		code := sure(totp.GenerateCode(factor.Secret.Plain(), shown))
		now := shown.Add(time.Duration(away) * 30 * time.Second)
		step, ok := CheckTOTP(factor.Secret, code, now)
		if near := away >= -1 && away <= 1; near && !ok {
			t.Fatalf("%d steps away: refused", away)
		}
		if ok && (max(step-now.Unix()/30, now.Unix()/30-step) > 1 || code != sure(totp.GenerateCode(factor.Secret.Plain(), time.Unix(step*30, 0)))) {
			t.Fatalf("%d steps away: taken as step %d", away, step)
		}
	})
}

func TestBadTOTPCodes(t *testing.T) {
	factor := sure(NewTOTP(seeded(1), "德邻里", "admin"))
	now := time.Unix(1_800_000_000, 0)
	good := sure(totp.GenerateCode(factor.Secret.Plain(), now))
	for _, code := range []string{"", good[:5], good + "0", " " + good, "abcdef", strings.Repeat("0", 100)} {
		if step, ok := CheckTOTP(factor.Secret, code, now); ok {
			t.Errorf("%q passes as step %d", code, step)
		}
	}
	for _, key := range []string{"", "not base32 !"} {
		if _, ok := CheckTOTP(secret.NewText(key), good, now); ok {
			t.Errorf("the code passes for the key %q", key)
		}
	}
}

func TestTOTPURLCarriesTheSecret(t *testing.T) {
	factor := sure(NewTOTP(seeded(1), "德邻里", "li.si"))
	link := sure(url.Parse(factor.URL.Plain()))
	if link.Scheme != "otpauth" || link.Host != "totp" || link.Path != "/德邻里:li.si" {
		t.Errorf("the URL begins %s://%s%s", link.Scheme, link.Host, link.Path)
	}
	if q := link.Query(); q.Get("secret") != factor.Secret.Plain() || q.Get("issuer") != "德邻里" || q.Get("digits") != "6" || q.Get("period") != "30" {
		t.Error("the URL carries something else")
	}
	if raw, err := base32.StdEncoding.DecodeString(factor.Secret.Plain()); err != nil || len(raw) != 20 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
}
