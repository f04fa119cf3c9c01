package table

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"delinli/models"
)

// Bad is what is wrong with a line, a code for each field: what was found first.
type Bad map[Field]string

// Blank reports whether a line has no word.
func Blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return !models.Blank(c) })
}

// Read hands each cell with a word to set, and gives what is wrong with them, as are characters that no form takes; a line that stops early leaves the rest of its cells empty.
func (m Mapping) Read(cells []string, set func(Field, string) error) Bad {
	bad := Bad{}
	for i, field := range m {
		if field == "" || i >= len(cells) {
			continue
		}
		switch text := strings.TrimSpace(cells[i]); {
		case models.Blank(text):
		case !models.Printable(text):
			bad[field] = "field.text"
		default:
			bad.note(field, set(field, text))
		}
	}
	return bad
}

// Note keeps the faults of what a line says as a whole, by their fields; what was wrong with a cell comes before that nothing was read from it.
func (b Bad) Note(err error) { b.note("", err) }

func (b Bad) note(field Field, err error) {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return
	}
	for name, code := range e.Fields {
		f := Field(name)
		if field != "" {
			f = field
		}
		if b[f] == "" {
			b[f] = code
		}
	}
}

// Faults are those of the line, by field.
func (b Bad) Faults(line int) []Fault {
	faults := []Fault{}
	for _, field := range slices.Sorted(maps.Keys(b)) {
		faults = append(faults, Fault{Line: line, Field: field, Code: b[field]})
	}
	return faults
}

// Word is the code of a word that tables have for it; a word that is none is taken for the code itself.
func Word[T ~string](words map[string]T, word string) T {
	if code, ok := words[word]; ok {
		return code
	}
	return T(word)
}
