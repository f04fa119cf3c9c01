package secret

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestSixDigitsAreFair(t *testing.T) {
	random, firsts := seeded(1), [10]int{}
	form := regexp.MustCompile(`^\d{6}$`)
	for range 10_000 {
		code := SixDigits(random).Plain()
		if !form.MatchString(code) {
			t.Fatalf("drew %q", code)
		}
		firsts[code[0]-'0']++
	}
	if slices.Min(firsts[:]) < 850 || slices.Max(firsts[:]) > 1150 {
		t.Errorf("of 10,000 codes begin with each digit: %v", firsts)
	}
}

// Draws above the last whole million are thrown away.
func TestSixDigitsDrawAgainWhatWouldBeUnfair(t *testing.T) {
	for draws, want := range map[string]string{
		"\xff\xff\xff\xff\x00\x00\x00\x07": "000007",
		"\xff\xf1\x3d\x80\x00\x00\x00\x08": "000008", // 4,294,000,000 is the first unfair one
		"\xff\xf1\x3d\x7f\x00\x00\x00\x09": "999999",
	} {
		if got := SixDigits(strings.NewReader(draws)).Plain(); got != want {
			t.Errorf("%x gives %s, want %s", draws, got, want)
		}
	}
}

func TestRecoveryCodes(t *testing.T) {
	codes, hashes := RecoveryCodes(seeded(1))
	form, seen := regexp.MustCompile(`^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$`), map[string]bool{}
	if len(codes) != 10 || len(hashes) != 10 {
		t.Fatalf("%d codes, %d hashes", len(codes), len(hashes))
	}
	for i, code := range codes {
		plain := code.Plain()
		if !form.MatchString(plain) || seen[plain] {
			t.Errorf("code %d has another form or comes twice", i)
		}
		seen[plain] = true
		for _, typed := range []string{plain, strings.ToLower(plain), strings.ReplaceAll(plain, "-", ""), " " + strings.ReplaceAll(plain, "-", " ")} {
			if !bytes.Equal(HashRecoveryCode(typed), hashes[i]) {
				t.Errorf("code %d typed otherwise is another", i)
			}
		}
	}
	if bytes.Equal(hashes[0], hashes[1]) || bytes.Equal(HashRecoveryCode(""), hashes[0]) {
		t.Error("different codes share a hash")
	}
}
