package secret

// Text is any text about a person: an address, a description, a one-time secret. Its mask tells nothing, not even the length.
type Text = Veiled[text]

type text struct{}

// NewText veils s as it is; the empty string gives the zero Text.
func NewText(s string) Text { return veil[text](s) }

func (text) parse(raw string) (string, error) { return raw, nil }

func (text) mask(string) string { return "***" }
