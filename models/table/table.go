// Package table is the words for tables that people keep: their columns, under which heads each is known, and what may be wrong with a line.
package table

import (
	"slices"
	"strings"

	"delinli/models"
)

// Field is what a column of a table may hold.
type Field string

// Column is a field with the heads under which tables have it; the first is that of the template.
type Column struct {
	Field    Field
	Heads    []string
	Required bool
	Example  string
}

// Columns are all that a kind of table may have, in the order of its template.
type Columns []Column

// Head is what the template calls a field.
func (c Columns) Head(f Field) string {
	for _, column := range c {
		if column.Field == f {
			return column.Heads[0]
		}
	}
	return string(f)
}

// Mapping tells of each column of a table, by its place, which field it holds; the empty field is left out.
type Mapping []Field

// Fault is what is wrong with a line: the code tells why and how to mend it.
type Fault struct {
	Line  int    `json:"line"`
	Field Field  `json:"field"`
	Code  string `json:"code"`
	Other int    `json:"other,omitempty"` // the line that it is about too
}

// Guess maps the heads of a table by their words.
func (c Columns) Guess(heads []string) Mapping {
	m := make(Mapping, len(heads))
	for i, head := range heads {
		plain := strings.ToLower(strings.Trim(strings.TrimSpace(head), "*: "))
		for _, column := range c {
			if slices.Contains(column.Heads, plain) && !slices.Contains(m, column.Field) {
				m[i] = column.Field
			}
		}
	}
	return m
}

// Check is Invalid with a field each that is required and has no column, that has two, or that is none.
func (c Columns) Check(m Mapping) error {
	bad := map[string]string{}
	for _, column := range c {
		switch times := count(m, column.Field); {
		case times > 1:
			bad[string(column.Field)] = "import.mapped_twice"
		case times == 0 && column.Required:
			bad[string(column.Field)] = "import.not_mapped"
		}
	}
	for _, f := range m {
		if f != "" && !slices.ContainsFunc(c, func(column Column) bool { return column.Field == f }) {
			bad["mapping"] = "field.choice"
		}
	}
	return models.BadFields(bad)
}

func count(m Mapping, f Field) (n int) {
	for _, x := range m {
		if x == f {
			n++
		}
	}
	return n
}
