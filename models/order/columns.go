package order

import (
	"encoding/hex"
	"encoding/json"
)

// Tokens are keyed bigrams of the secret texts, as the database searches them.
type Tokens [][]byte

// MarshalJSON writes the tokens as PostgreSQL reads bytea: \x and hexadecimal digits.
func (t Tokens) MarshalJSON() ([]byte, error) {
	out := make([]string, len(t))
	for i, b := range t {
		out[i] = `\x` + hex.EncodeToString(b)
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Tokens) UnmarshalJSON(b []byte) error {
	var in []string
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	*t = make(Tokens, len(in))
	for i, s := range in {
		raw, err := hex.DecodeString(s[min(2, len(s)):])
		if err != nil {
			return err
		}
		(*t)[i] = raw
	}
	return nil
}

// Strings is a text array that is never null.
type Strings []string

// MarshalJSON writes an empty list for nil.
func (s Strings) MarshalJSON() ([]byte, error) {
	if s == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]string(s))
}
