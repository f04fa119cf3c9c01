package secret

import (
	"regexp"
	"strings"
	"time"

	"delinli/models"
)

// IDNumber is a citizen's identity number of 18 characters (GB 11643-1999), shown by its first three and last four.
type IDNumber = Veiled[idNumber]

type idNumber struct{}

var (
	idForm    = regexp.MustCompile(`^[1-9]\d{5}(?:1[89]|20)\d{9}[\dX]$`)
	oldIDForm = regexp.MustCompile(`^[1-9]\d{14}$`)
)

// ParseIDNumber reads an identity number; full-width characters, spaces and a small x are mended. It is Invalid with
// id_number=id_number.old (15 digits, no longer issued or valid), id_number.malformed, id_number.birth (no such day)
// or id_number.check (the last character does not fit: a mistyped digit).
func ParseIDNumber(s string) (IDNumber, error) { return parse[idNumber](s) }

func (idNumber) parse(raw string) (string, error) {
	plain := strings.ToUpper(strings.Join(strings.Fields(strings.Map(narrow, raw)), ""))
	if code := idFault(plain); code != "" {
		return "", models.BadField("id_number", code)
	}
	return plain, nil
}

func idFault(plain string) string {
	switch {
	case oldIDForm.MatchString(plain):
		return "id_number.old"
	case !idForm.MatchString(plain):
		return "id_number.malformed"
	case !isDay(plain[6:14]):
		return "id_number.birth"
	case plain[17] != idCheck(plain[:17]):
		return "id_number.check"
	}
	return ""
}

// CompleteIDNumber adds the check character to the first 17 of an identity number. It is Invalid as ParseIDNumber says.
func CompleteIDNumber(seventeen string) (IDNumber, error) {
	if len(seventeen) != 17 {
		return IDNumber{}, models.BadField("id_number", "id_number.malformed")
	}
	return ParseIDNumber(seventeen + string(idCheck(seventeen)))
}

// BirthOf is the day of birth that an identity number holds; zero for the zero number.
func BirthOf(n IDNumber) (day time.Time) {
	if !n.IsZero() {
		day, _ = time.Parse("20060102", n.Plain()[6:14])
	}
	return day
}

// IsMale reports whether an identity number is a man's: its 17th digit is odd (GB 11643-1999).
func IsMale(n IDNumber) bool { return !n.IsZero() && n.Plain()[16]%2 == 1 }

func isDay(yyyymmdd string) bool {
	_, err := time.Parse("20060102", yyyymmdd)
	return err == nil
}

// idCheck is the check character of 17 digits: ISO 7064 MOD 11-2, as GB 11643-1999 takes it.
func idCheck(digits string) byte {
	sum := 0
	for _, d := range digits {
		sum = (sum + int(d-'0')) * 2 % 11
	}
	return "10X98765432"[sum]
}

func (idNumber) mask(plain string) string {
	return plain[:3] + strings.Repeat("*", len(plain)-7) + plain[len(plain)-4:]
}
