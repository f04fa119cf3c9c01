// Package secret holds personal data in types that mask themselves wherever text is made of them: String, %v, %#v, JSON
// and slog give a mask. Plain gives the value itself and is called where it is encrypted, sent or shown to
// somebody whose look has been logged, and nowhere else. It also holds the ciphertext that rows carry (Sealed), and the rules
// that find personal data in free text and make text comparable. It knows no cipher: package app/secret seals and opens.
package secret

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"unique"
)

// Veiled is one plain value under the rule R. It is read from plain text and written as its mask. The value lies behind a
// handle and not in a string, since fmt prints the strings of unexported fields without asking their type; handles of equal
// values are equal, so Veiled values compare with ==.
type Veiled[R rule] struct{ plain unique.Handle[string] }

// rule says what makes a value well formed and what its mask shows.
type rule interface {
	parse(raw string) (plain string, err error)
	mask(plain string) string
}

func veil[R rule](plain string) (v Veiled[R]) {
	if plain != "" {
		v.plain = unique.Make(plain)
	}
	return v
}

func parse[R rule](raw string) (v Veiled[R], err error) {
	var r R
	plain, err := r.parse(raw)
	if err != nil {
		return v, err
	}
	return veil[R](plain), nil
}

// Plain is the value itself; empty for the zero value.
func (v Veiled[R]) Plain() string {
	if v.IsZero() {
		return ""
	}
	return v.plain.Value()
}

// Mask is what may be shown to anybody; empty for the zero value.
func (v Veiled[R]) Mask() string {
	if v.IsZero() {
		return ""
	}
	var r R
	return r.mask(v.plain.Value())
}

// IsZero reports whether there is no value.
func (v Veiled[R]) IsZero() bool { return v == Veiled[R]{} }

// String is the mask.
func (v Veiled[R]) String() string { return v.Mask() }

// GoString is the mask.
func (v Veiled[R]) GoString() string { return v.Mask() }

// Format prints the mask under every verb.
func (v Veiled[R]) Format(f fmt.State, verb rune) {
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), v.Mask())
}

// LogValue logs the mask.
func (v Veiled[R]) LogValue() slog.Value { return slog.StringValue(v.Mask()) }

// MarshalText writes the mask; JSON uses it too, for values and for keys.
func (v Veiled[R]) MarshalText() ([]byte, error) { return []byte(v.Mask()), nil }

// UnmarshalText reads the plain value, from JSON too; the empty string is the zero value. It fails as the parser of the
// type does.
func (v *Veiled[R]) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*v = Veiled[R]{}
		return nil
	}
	*v, err = parse[R](string(b))
	return err
}

// Value refuses to store: a row holds the Sealed form.
func (v Veiled[R]) Value() (driver.Value, error) {
	return nil, errors.New("a plain secret is never stored: seal it first")
}

// Masked is the mask of a plain text under the rule of a parser; empty for a text that the parser refuses.
func Masked[R rule](plain string, parse func(string) (Veiled[R], error)) string {
	v, err := parse(plain)
	if err != nil {
		return ""
	}
	return v.Mask()
}
