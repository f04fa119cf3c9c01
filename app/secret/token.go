package secret

import (
	"encoding/base64"
	"io"

	"github.com/emmansun/gmsm/sm3"

	"delinli/models/secret"
)

// Token draws the opaque token of a session: 256 bits in 43 characters, and the hash that is kept of it.
func Token(random io.Reader) (plain secret.Text, hash []byte) {
	text := base64.RawURLEncoding.EncodeToString(draw(random, 32))
	return secret.NewText(text), HashToken(text)
}

// HashToken is the SM3 by which a token that somebody shows is looked up. No key and no salt are needed: 256 random bits
// cannot be guessed.
func HashToken(plain string) []byte {
	sum := sm3.Sum([]byte(plain))
	return sum[:]
}
