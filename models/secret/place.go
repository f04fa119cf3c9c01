package secret

import (
	"encoding/binary"

	"delinli/models"
)

// Place is where a sealed value lives. It is bound into the ciphertext, so that a value copied to another person, row or
// column does not open there.
type Place struct {
	Person models.PersonID // whose data it is and whose key seals it
	Table  string
	Column string
	Row    string // the row's id
}

// Bytes are different for different places: each part is preceded by its length.
func (p Place) Bytes() []byte {
	b := p.Person.Bytes()
	out := append(make([]byte, 0, 96), b...)
	for _, part := range []string{p.Table, p.Column, p.Row} {
		out = binary.AppendUvarint(out, uint64(len(part)))
		out = append(out, part...)
	}
	return out
}
