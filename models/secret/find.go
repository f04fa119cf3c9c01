package secret

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Parts of the shapes below. A gap may stand between any two digits of a mobile number; doors may be counted with 十 and 百.
const (
	gap      = `[\s.\-_·—]?`
	number   = `[\d十百]+`
	building = `[\dA-Za-z十百]+(?:号楼|#楼?|栋|幢|座)`
	door     = `(?:号?房|[室户号楼层])?`
	side     = `[东西南北中]户`
	birthday = `(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])`
)

// personalShapes are the shapes of personal data in folded text. Group 1 is the finding; what stands around it bounds it. The
// check character of an identity number is not asked for, since a mistyped number is personal too.
var personalShapes = []*regexp.Regexp{
	whole(`(?:(?:\+|00)?86` + gap + `)?1` + gap + `(?:[3-9](?:` + gap + `\d){9}|0` + gap + `0(?:` + gap + `\d){8})`), // mobile
	whole(`0\d{2,3}[\s\-)]?[2-9]\d{6,7}`),                                               // landline with its area code
	whole(`[2-9]\d{6}|[3-9]\d{7}`),                                                      // landline without; eight digits from 20 on are mostly a day
	whole(`[1-9]\d{5}(?:1[89]|20)\d{2}` + birthday + `\d{3}[\dXx]`),                     // identity number
	whole(`[1-9]\d{5}\d{2}` + birthday + `\d{3}`),                                       // identity number of the old form
	part(`(?:` + building + `)?` + number + `单元` + number + door + `(?:` + side + `)?`), // 3号楼2单元501, 2单元5楼东户
	part(`(?:` + building + `)?(?:` + number + `单元)?(?:` + number + `[楼层])?` + side),    // 3号楼东户
	part(building + `\d{3,4}` + door),                                                   // 3号楼501, A座1201室
	part(`\d{3,4}(?:室|号?房)`),                                                            // 501室
	regexp.MustCompile(`(?:^|[^\d\-])(\d{1,3}-\d{1,2}-\d{3,4})(?:[^\d\-]|$)`),           // 3-2-501
	part(`(?:[村路街巷弄]|胡同)` + number + `号(?:院|楼)?`),                                       // 幸福村12号
}

// whole is a shape that no digit touches, part one that may stand anywhere.
func whole(shape string) *regexp.Regexp { return regexp.MustCompile(`(?:^|\D)(` + shape + `)(?:\D|$)`) }
func part(shape string) *regexp.Regexp  { return regexp.MustCompile(`(` + shape + `)`) }

// FindPersonal lists the phone numbers, identity numbers and door numbers in s, as written and in their order. It is
// used to warn before a text becomes public; it knows shapes, not names, so nothing found does not mean nothing personal.
func FindPersonal(s string) (found []string) {
	runes := []rune(s)
	for _, f := range findings(runes) {
		found = append(found, string(runes[f.from:f.to]))
	}
	return found
}

// Redact replaces whatever FindPersonal finds in s by ***, so that nothing more is found in the result.
func Redact(s string) string {
	runes := []rune(s)
	for found := findings(runes); len(found) > 0; found = findings(runes) {
		for _, f := range slices.Backward(found) {
			runes = slices.Replace(runes, f.from, f.to, '*', '*', '*')
		}
	}
	return string(runes)
}

// RedactName is Redact, and masks a name that is known, as masks of names are: 张**.
func RedactName(s string, known Name) string {
	if plain := known.Plain(); utf8.RuneCountInString(plain) > 1 {
		s = strings.ReplaceAll(s, plain, known.String())
	}
	return Redact(s)
}

// span is part of a text, in runes.
type span struct{ from, to int }

// findings are the spans of every shape, in order, those that overlap joined.
func findings(runes []rune) []span {
	folded := strings.Map(digit, string(runes))
	var all []span
	for _, shape := range personalShapes {
		for _, m := range matches(shape, folded) {
			from := utf8.RuneCountInString(folded[:m.from])
			all = append(all, span{from, from + utf8.RuneCountInString(folded[m.from:m.to])})
		}
	}
	slices.SortFunc(all, func(a, b span) int { return a.from - b.from })
	return joined(all)
}

// matches are the places of group 1 in s, in bytes; the character that bounds one may bound the next too.
func matches(shape *regexp.Regexp, s string) (all []span) {
	for at := 0; ; {
		m := shape.FindStringSubmatchIndex(s[at:])
		if m == nil {
			return all
		}
		all = append(all, span{at + m[2], at + m[3]})
		at += m[3]
	}
}

func joined(sorted []span) (out []span) {
	for _, s := range sorted {
		if last := len(out) - 1; last >= 0 && s.from < out[last].to {
			out[last].to = max(out[last].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// figures are the ways to write each digit in Chinese, from 0 to 9.
var figures = []string{"〇零○", "一幺壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"}

// digit narrows full-width characters and gives Chinese digits their figure, one rune for one rune.
func digit(r rune) rune {
	for figure, ways := range figures {
		if strings.ContainsRune(ways, r) {
			return '0' + rune(figure)
		}
	}
	return narrow(r)
}
