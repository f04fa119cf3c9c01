package models_test

import (
	"testing"

	"delinli/models"
)

func TestBlank(t *testing.T) {
	for _, s := range []string{"", " ", "\t\r\n", "\u00a0\u3000", "\u200b", "\u200b\u200d\ufeff", "\u200e\u200f\u061c", "\u200b\u202e", "\u3164\u115f", "\ufe0f", "\u2800"} {
		if !models.Blank(s) {
			t.Errorf("%q says something", s)
		}
	}
	for _, s := range []string{"a", " 字 ", "\u200b字", ".", "😀", "👨\u200d👩", "مرحبا", "-", "0"} {
		if models.Blank(s) {
			t.Errorf("%q says nothing", s)
		}
	}
}

func TestCode(t *testing.T) {
	for _, s := range []string{"支-9001", "支－9001", "支-9001\u200b", "支-９００１", " 支 - 9001", "支—9001", "支\u3000–9001"} {
		if got := models.Code(s); got != "支-9001" {
			t.Errorf("%q is %q", s, got)
		}
	}
	if got := models.Code("No.7/ａ（二）"); got != "No.7/a(二)" {
		t.Errorf("%q", got)
	}
}

func TestTurns(t *testing.T) {
	for s, want := range map[string]bool{"": false, "字": false, "مرحبا": false, "مرحبا\u200f!": false, "👨\u200d👩": false,
		"\u202eevil": true, "a\u202c": true, "a\u2066b": true, "\u2069": true} {
		if models.Turns(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}
