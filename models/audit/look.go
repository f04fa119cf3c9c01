package audit

import (
	"slices"
	"unicode/utf8"

	"delinli/models"
)

// What is the personal data that somebody looked at; the action of the line is "look." and this code.
type What string

// What may be looked at.
const (
	Name     What = "name"
	Phone    What = "phone"
	IDNumber What = "id_number"
	Address  What = "address"
	Contact  What = "contact" // name, phone and address of an order together
	Order    What = "order"   // title, detail and notes of an order
	Profile  What = "profile" // all that a person's page shows
)

// Look is one look of somebody at another's personal data.
type Look struct {
	Person    models.PersonID // whose data
	What      What
	Subject   string // a code: through what it was seen, "order"; empty: the person's own page
	SubjectID string // the id of the subject; empty with it
	Reason    Reason // one of LookReasons
	Words     string // what the looker adds to the reason, at most MaxWords characters; sealed for the person, who may read them
}

// MaxWords is in characters.
const MaxWords = 200

// Check refuses a look without a reason, with audit.reason, or with too many words.
func (l Look) Check() error {
	switch {
	case !slices.Contains(LookReasons, l.Reason):
		return ErrReason
	case utf8.RuneCountInString(l.Words) > MaxWords:
		return models.BadField("words", "field.too_long")
	}
	return nil
}
