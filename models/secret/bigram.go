package secret

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bigrams cuts s into the windows of two characters by which Chinese text is searched and compared: letters and digits only, small, full-width
// characters narrowed; punctuation and space part the runs, and a run of one character is its own window. Each
// is listed once, in the order of its first appearance.
func Bigrams(s string) (grams []string) {
	seen := map[string]bool{}
	for run := range strings.FieldsFuncSeq(strings.Map(plainRune, s), isBreak) {
		for _, gram := range windows([]rune(run)) {
			if !seen[gram] {
				seen[gram] = true
				grams = append(grams, gram)
			}
		}
	}
	return grams
}

// Searchable reports whether a text can be looked for: two letters or digits stand side by side in it. A single one is found only where it stands alone.
func Searchable(s string) bool {
	return slices.ContainsFunc(Bigrams(s), func(gram string) bool { return utf8.RuneCountInString(gram) > 1 })
}

// windows are the pairs of neighbours in run; a single rune stands for itself.
func windows(run []rune) (pairs []string) {
	if len(run) == 1 {
		return []string{string(run)}
	}
	for i := range len(run) - 1 {
		pairs = append(pairs, string(run[i:i+2]))
	}
	return pairs
}

// Similarity is Dice's coefficient of two lists of bigrams without repeats: twice what they share over what they hold
// together, from 0 (nothing shared, or both empty) to 1 (the same).
func Similarity(a, b []string) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	in := make(map[string]bool, len(b))
	for _, gram := range b {
		in[gram] = true
	}
	shared := 0
	for _, gram := range a {
		if in[gram] {
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(a)+len(b))
}

func plainRune(r rune) rune { return unicode.ToLower(narrow(r)) }

func isBreak(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }

// narrow gives the ordinary form of a full-width character (Unicode's U+FF01 to U+FF5E and the wide space).
func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\u3000':
		return ' '
	}
	return r
}
