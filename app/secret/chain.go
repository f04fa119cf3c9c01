package secret

import (
	"encoding/binary"

	"github.com/emmansun/gmsm/sm3"
)

// SM3Chain is the hash of one line of a chain: SM3 over the length of prev, prev and row. The first line has no prev.
func SM3Chain(prev, row []byte) []byte {
	h := sm3.New()
	h.Write(binary.AppendUvarint(nil, uint64(len(prev))))
	h.Write(prev)
	h.Write(row)
	return h.Sum(nil)
}

// SignHead signs the head of the audit chain, which is kept beside the database.
func (k *Keyring) SignHead(head []byte) []byte { return k.sign("audit head", head) }

// VerifyHead reports whether this program signed head, under whichever master key it still has.
func (k *Keyring) VerifyHead(head, signature []byte) bool {
	return k.verify("audit head", head, signature)
}
