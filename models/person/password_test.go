package person

import (
	"errors"
	"strings"
	"testing"

	"delinli/models"
	"delinli/models/secret"
)

func TestCheckPassword(t *testing.T) {
	for password, want := range map[string]string{
		"correct horse":                "",
		"春眠不觉晓处处闻啼鸟":                   "",
		"short":                        "password.too_short",
		"":                             "password.too_short",
		"1212121212":                   "password.too_simple",
		"my name is Li.Na":             "password.too_simple",
		"password123":                  "password.too_simple",
		"Passw0rd@2024":                "password.too_simple",
		"1234567890":                   "password.too_simple",
		"9876543210":                   "password.too_simple",
		"Qwertyuiop1":                  "password.too_simple",
		"1qaz2wsx3edc":                 "password.too_simple",
		"delinli12345":                 "password.too_simple",
		"woaini1314520":                "password.too_simple",
		"Admin@123456":                 "password.too_simple",
		"a password of my aunt":        "",
		"k3fd-q2aa-7zzx-m4pt":          "",
		strings.Repeat("abcdefgh", 17): "password.too_long",
	} {
		err := CheckPassword("li.na", secret.NewText(password))
		e, _ := errors.AsType[*models.Error](err)
		if (want == "") != (err == nil) || e != nil && e.Fields["password"] != want {
			t.Errorf("%q: %v, want %q", password, err, want)
		}
	}
}
