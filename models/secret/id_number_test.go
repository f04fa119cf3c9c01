package secret_test

import (
	"testing"

	"pgregory.net/rapid"

	"delinli/models/secret"
)

// checkOf is the check character by the table of weights that GB 11643-1999 prints, as an oracle for the recurrence in use.
func checkOf(body string) string {
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return "10X98765432"[sum%11 : sum%11+1]
}

func TestParseIDNumber(t *testing.T) {
	for raw, want := range map[string]string{
		"11010519491231002X":     "11010519491231002X", // the example of GB 11643-1999
		"11010519491231002x":     "11010519491231002X",
		"1101 0519 4912 3100 2X": "11010519491231002X",
		"１１０１０５１９４９１２３１００２Ｘ":        "11010519491231002X",
		" 370799200002290022\u3000": "370799200002290022",
	} {
		if got, err := secret.ParseIDNumber(raw); err != nil || got.Plain() != want {
			t.Errorf("ParseIDNumber(%q) = %q, %v", raw, got.Plain(), err)
		}
	}
}

func TestBadIDNumbers(t *testing.T) {
	for raw, code := range map[string]string{
		"":                    "id_number.malformed",
		"110105491231002":     "id_number.old",
		"1101051949123100":    "id_number.malformed",
		"01010519491231002X":  "id_number.malformed",
		"11010517491231002X":  "id_number.malformed",
		"1101051949123100XX":  "id_number.malformed",
		"11010519491231002XX": "id_number.malformed",
		"370799199002300018":  "id_number.birth",
		"370799190002290012":  "id_number.birth", // 1900 was no leap year
		"110105194912310021":  "id_number.check",
		"11010519491231003X":  "id_number.check",
	} {
		_, err := secret.ParseIDNumber(raw)
		wantField(t, err, "id_number", code)
	}
}

func TestEveryMistypedDigitOfAnIDNumberIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := []byte(drawID(t).Plain())
		at := rapid.IntRange(0, 16).Draw(t, "at")
		typed[at] = '0' + (typed[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if _, err := secret.ParseIDNumber(string(typed)); err == nil {
			t.Fatalf("%s was accepted", typed)
		}
	})
}

func TestWhatAnIdentityNumberHolds(t *testing.T) {
	n, err := secret.CompleteIDNumber("11010519491231002")
	if err != nil || n.Plain() != "11010519491231002X" || secret.BirthOf(n).Format("2006-01-02") != "1949-12-31" || secret.IsMale(n) {
		t.Errorf("%s %v %v %v", n.Plain(), secret.BirthOf(n), secret.IsMale(n), err)
	}
	if n, err = secret.CompleteIDNumber("37079920000229001"); err != nil || !secret.IsMale(n) {
		t.Error(n, err)
	}
	for _, bad := range []string{"", "1101051949123100", "110105194912310022", "11010519491331002"} {
		if _, err := secret.CompleteIDNumber(bad); err == nil {
			t.Errorf("%q was completed", bad)
		}
	}
	if secret.IsMale(secret.IDNumber{}) || !secret.BirthOf(secret.IDNumber{}).IsZero() {
		t.Error("nobody has a birthday or a sex")
	}
}
