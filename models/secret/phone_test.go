package secret_test

import (
	"testing"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/secret"
)

func TestParsePhone(t *testing.T) {
	for raw, want := range map[string]string{
		"13812341234":       "13812341234",
		" 138 1234 1234 ":   "13812341234",
		"138-1234-1234":     "13812341234",
		"+8613812341234":    "13812341234",
		"+86 138 1234 1234": "13812341234",
		"(+86)13812341234":  "13812341234",
		"008613812341234":   "13812341234",
		"8613812341234":     "13812341234",
		"１３８１２３４１２３４":       "13812341234",
		"＋８６　１３８　１２３４　１２３４": "13812341234",
		"19900001111":         "19900001111",
		"10000001111":         "10000001111",
		"":                    "",
		"1381234123":          "",
		"138123412345":        "",
		"12812341234":         "",
		"10112341234":         "",
		"05362345678":         "",
		"138****1234":         "",
		"1381234123x":         "",
		"+1 138 1234 1234":    "",
		"13812341234;delete":  "",
		"13812341234\n":       "",
		"+86+8613812341234":   "",
		"138\x001234\x001234": "",
	} {
		got, err := secret.ParsePhone(raw)
		if got.Plain() != want || (err != nil) != (want == "") {
			t.Errorf("ParsePhone(%q) = %q, %v, want %q", raw, got.Plain(), err, want)
		}
	}
}

func TestBadPhoneNamesFieldAndCode(t *testing.T) {
	_, err := secret.ParsePhone("123")
	wantField(t, err, "phone", "phone.malformed")
}

func TestPhoneIsReadBackFromItsPlainForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		phone := drawPhone(t)
		if again, err := secret.ParsePhone(phone.Plain()); err != nil || again != phone {
			t.Fatalf("read back as %q, %v", again.Plain(), err)
		}
	})
}

// wantField asks that err is Invalid about one field, without the value in its text.
func wantField(t *testing.T, err error, field, code string) {
	t.Helper()
	want := models.BadField(field, code)
	if err == nil || err.Error() != want.Error() || models.KindOf(err) != models.Invalid {
		t.Errorf("got %v, want %v", err, want)
	}
}
