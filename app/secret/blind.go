package secret

import (
	"crypto/hmac"

	"github.com/emmansun/gmsm/sm3"

	"delinli/models/secret"
)

// Purpose keeps the blind indexes of one kind of value apart from those of another.
type Purpose string

// What is found by its blind index.
const (
	PhoneIndex    Purpose = "phone"
	OpenIDIndex   Purpose = "openid" // accounts in our WeChat mini-program
	IDNumberIndex Purpose = "id_number"
	NameIndex     Purpose = "name"    // in the register, where records that look alike are looked for
	CodeIndex     Purpose = "code"    // one-time codes together with their challenge: too short for a hash without a key
	RequestIndex  Purpose = "request" // bodies of keyed requests: so are many of these
)

// BlindIndex is what a row holds to be found by a secret value: 32 bytes, the same for the same value, of use to nobody
// without the index key. Give it the normalised value (Phone.Plain).
func (k *Keyring) BlindIndex(purpose Purpose, value string) []byte {
	return k.index.mac("index "+string(purpose), []byte(value))
}

// tokenSize is the length of a search token in bytes: 2^32 tokens before two meet by chance.
const tokenSize = 8

// SearchTokens are the keyed bigrams by which texts are searched without being opened: 8 bytes each, each once, never nil. A
// row is a hit when it has every token of the words looked for; a hit may be by chance, so the opened text decides.
func (k *Keyring) SearchTokens(texts ...string) [][]byte {
	h := hmac.New(sm3.New, k.index.subkey("search"))
	tokens, seen := [][]byte{}, map[string]bool{}
	for _, text := range texts {
		for _, gram := range secret.Bigrams(text) {
			if seen[gram] {
				continue
			}
			seen[gram] = true
			h.Reset()
			h.Write([]byte(gram))
			tokens = append(tokens, h.Sum(nil)[:tokenSize])
		}
	}
	return tokens
}
