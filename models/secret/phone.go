package secret

import (
	"regexp"
	"strings"

	"delinli/models"
)

// Phone is a Chinese mobile number of 11 digits, shown as 138****1234.
type Phone = Veiled[phone]

type phone struct{}

// mobileNumber is 1, then 3 to 9, then nine digits (the national numbering plan), or the prefix 100, which no subscriber
// has and which demo people use; the country code may stand before it.
var mobileNumber = regexp.MustCompile(`^(?:\+?(?:00)?86)?((?:1[3-9]\d|100)\d{8})$`)

// ParsePhone reads a mobile number as people type it: full-width digits, spaces, hyphens, brackets and the
// country code 86 are mended. Anything else is Invalid with phone=phone.malformed.
func ParsePhone(s string) (Phone, error) { return parse[phone](s) }

func (phone) parse(raw string) (string, error) {
	m := mobileNumber.FindStringSubmatch(strings.Map(phoneRune, raw))
	if m == nil {
		return "", models.BadField("phone", "phone.malformed")
	}
	return m[1], nil
}

func (phone) mask(plain string) string { return plain[:3] + "****" + plain[7:] }

// phoneRune narrows full-width characters and drops what only parts the digits.
func phoneRune(r rune) rune {
	r = narrow(r)
	if strings.ContainsRune(" \t-()\u00a0", r) {
		return -1
	}
	return r
}
