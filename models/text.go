package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Blank reports whether a text says nothing: it is empty, or made of spaces and of characters that show nothing.
func Blank(s string) bool { return !strings.ContainsFunc(s, shows) }

func shows(r rune) bool {
	return r != '\u2800' && !unicode.In(r, unicode.White_Space, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Code is a number of a paper as it is compared: without spaces and what shows nothing, its digits, letters and dashes each in the one form that every
// keyboard has.
func Code(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case !shows(r):
			return -1
		case strings.ContainsRune("‐‑‒–—―−", r):
			return '-'
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, s)
}

// Printable refuses NUL and the other control characters except tab and line ends, what turns the direction of a text, and text that is not Unicode.
func Printable(s string) bool {
	return !Turns(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r == utf8.RuneError || unicode.IsControl(r) && !strings.ContainsRune("\t\n\r", r)
	})
}

// Turns reports whether a text turns the direction in which it is written, so that it shows other than it reads, and so does what stands
// beside it: an embedding, an override, an isolate. The marks that words of some scripts need are none.
func Turns(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' })
}
