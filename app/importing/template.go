package importing

import (
	"bytes"
	"encoding/csv"

	"delinli/models/intake"
)

// Template is a CSV with the columns that a table of the kind may have, and an example. Its mark lets spreadsheets know that it is UTF-8.
func Template(kind intake.Kind) []byte {
	heads, example := []string{}, []string{}
	for _, c := range kinds[kind] {
		heads, example = append(heads, c.Heads[0]), append(example, c.Example)
	}
	text := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(text)
	_ = w.WriteAll([][]string{heads, example}) // a buffer takes everything
	return text.Bytes()
}
