package person

import (
	"strings"
	"unicode/utf8"

	"delinli/models"
	"delinli/models/secret"
)

// The bounds of a password, in characters (NIST SP 800-63B asks for 8 at least beside a second factor).
const (
	ShortestPassword = 10
	LongestPassword  = 128
)

// guessed are the words, runs of keys and digits that others try first (NIST SP 800-63B); of those that begin alike the longest comes first.
const guessed = `password passw0rd p@ssw0rd p@ssword qwertyuiop qwerty asdfghjkl asdfgh zxcvbnm 1qaz2wsx3edc 1qaz2wsx 1q2w3e4r abcdefgh abcdef abc
	1234567890 123456789 12345678 1234567 123456 12345 1234 123 9876543210 987654321 87654321 7654321 654321 54321 4321 321
	5201314 1314520 1314 520 admin root welcome letmein iloveyou woaini mima delinli shequ wangge 德邻里 社区 网格`

// bare is what a password has beside what others try first.
func bare(plain string) string {
	pairs := []string{}
	for _, word := range strings.Fields(guessed) {
		pairs = append(pairs, word, "")
	}
	return strings.NewReplacer(pairs...).Replace(strings.ToLower(plain))
}

// CheckPassword says whether somebody may choose the password for the login: length, more than four different characters beside what others try
// first, and not the login itself. It is Invalid with password.
func CheckPassword(login string, password secret.Text) error {
	plain := password.Plain()
	switch n := utf8.RuneCountInString(plain); {
	case n < ShortestPassword:
		return models.BadField("password", "password.too_short")
	case n > LongestPassword:
		return models.BadField("password", "password.too_long")
	case different(bare(plain)) < 5, strings.Contains(strings.ToLower(plain), login):
		return models.BadField("password", "password.too_simple")
	}
	return nil
}

func different(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}
