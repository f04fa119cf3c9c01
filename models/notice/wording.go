package notice

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"delinli/models"
	"delinli/models/secret"
)

// Wording is what a kind of notice says in the inbox, in both languages. What leaves the house by SMS is not among it: those texts are filed
// with the carrier, and name no matter.
type Wording struct {
	Zh Text `json:"zh"`
	En Text `json:"en"`
}

// Words are wordings that were chosen instead of the program's own.
type Words map[Kind]Wording

// Lengths of a text, in characters.
const (
	MaxTitle = 40
	MaxBody  = 200
)

// Kinds lists every kind, sorted.
func Kinds() []Kind {
	kinds := make([]Kind, 0, len(rules))
	for k := range rules {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds
}

// Shipped is the program's own wording of a kind.
func Shipped(k Kind) Wording { return Wording{words[Chinese].Kinds[k], words[English].Kinds[k]} }

// of is a kind's text in a language; of a language that we do not have, the Chinese one.
func (w Words) of(k Kind, l Language) Text {
	wording, chosen := w[k]
	if !chosen {
		wording = Shipped(k)
	}
	if l == English {
		return wording.En
	}
	return wording.Zh
}

var gapForm = regexp.MustCompile(`\{[^{}]*\}|[{}]`)

// Check is Invalid for texts that are empty or too long, that leave out or add a gap to be filled, or that hold somebody's number.
func (w Wording) Check(k Kind) error {
	bad, own := map[string]string{}, Shipped(k)
	for name, texts := range map[string][2]Text{"zh": {w.Zh, own.Zh}, "en": {w.En, own.En}} {
		check(bad, name+".title", texts[0].Title, texts[1].Title, MaxTitle)
		check(bad, name+".body", texts[0].Body, texts[1].Body, MaxBody)
	}
	if len(bad) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
}

func check(bad map[string]string, field, text, own string, most int) {
	switch {
	case strings.TrimSpace(text) == "":
		bad[field] = "field.required"
	case utf8.RuneCountInString(text) > most:
		bad[field] = "field.too_long"
	case !slices.Equal(gaps(text), gaps(own)):
		bad[field] = "message.gaps"
	case len(secret.FindPersonal(text)) > 0:
		bad[field] = "message.personal"
	}
}

// gaps lists what is filled in, each once.
func gaps(text string) []string {
	found := gapForm.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}
