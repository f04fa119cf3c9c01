package secret

import (
	"bytes"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"delinli/models"
)

// ErrErased is what opening gives once the person's data key has been destroyed.
var ErrErased = models.Fault(models.NotFound, "secret.erased")

// Sealed is ciphertext as a row holds it, so that what is read from the database stays closed until somebody opens it.
// Nil is no value at all: NULL in the database, null in JSON.
type Sealed []byte

// WrappedKey is a person's data key, sealed under the master key. A nil one is of a person who was erased.
type WrappedKey struct{ Sealed }

// IsZero reports whether there is no ciphertext.
func (s Sealed) IsZero() bool { return len(s) == 0 }

// String is "sealed", or empty without a value.
func (s Sealed) String() string {
	if s.IsZero() {
		return ""
	}
	return "sealed"
}

// Format prints String under every verb.
func (s Sealed) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue logs String.
func (s Sealed) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalJSON writes the ciphertext as PostgreSQL reads bytea in JSON (\x and hexadecimal digits), for the journal of events.
func (s Sealed) MarshalJSON() ([]byte, error) {
	if s.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(`\x` + hex.EncodeToString(s))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Sealed) UnmarshalJSON(b []byte) error {
	var text *string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	*s = nil
	if text == nil {
		return nil
	}
	digits, marked := strings.CutPrefix(*text, `\x`)
	raw, err := hex.DecodeString(digits)
	if err != nil || !marked {
		return fmt.Errorf("not a sealed value")
	}
	*s = raw
	return nil
}

// Value stores the ciphertext, no value as NULL.
func (s Sealed) Value() (driver.Value, error) {
	if s.IsZero() {
		return nil, nil
	}
	return []byte(s), nil
}

// Scan reads a bytea column.
func (s *Sealed) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*s = nil
	case []byte:
		*s = bytes.Clone(src)
	default:
		return fmt.Errorf("a sealed value is read from bytea, not from %T", src)
	}
	return nil
}
