// Package secret is the cryptography of the program, all of it national: SM4-GCM seals personal data, SM3-HMAC makes blind indexes,
// signatures and search tokens, SM3 chains and hashes, HKDF over SM3 derives every key from the key file. Passwords are
// argon2id, second factors TOTP. It reads no clock and no randomness but what it is given, and no error of it holds a value.
//
// Each person has a data key, wrapped under a master key; a value is sealed under the data key of the person whose it is and
// bound to its place, so that destroying the wrapped key erases the person and a copied ciphertext opens nowhere else.
package secret

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

// Keyring holds the keys of the key file: the master keys, of which the newest wraps and signs while all open and verify, and
// the index key, which never changes, since every blind index and search token in the database was made with it.
type Keyring struct {
	masters []master // newest first, at least one
	index   root
}

// master is one version of the master key.
type master struct {
	version uint32
	root    root
	wrap    cipher.AEAD // for data keys
}

// root is what HKDF extracted from one key; each use has its own subkey.
type root []byte

func newRoot(key []byte) root {
	extracted, err := hkdf.Extract(sm3.New, key, []byte("delinli"))
	return root(never(extracted, err))
}

func newMaster(version uint32, key []byte) master {
	m := master{version: version, root: newRoot(key)}
	m.wrap = newAEAD(m.root.subkey("wrap")[:sm4KeySize])
	return m
}

// subkey is the 32-byte key for one use.
func (r root) subkey(use string) []byte {
	return never(hkdf.Expand(sm3.New, r, use, sm3.Size))
}

// mac is the SM3-HMAC of message under the subkey for one use.
func (r root) mac(use string, message []byte) []byte {
	h := hmac.New(sm3.New, r.subkey(use))
	h.Write(message)
	return h.Sum(nil)
}

// Fingerprint tells key files apart without telling their keys. It is stored beside the data when the first value is
// sealed: another one at a later start means that the wrong key file is mounted.
func (k *Keyring) Fingerprint() string { return hex.EncodeToString(k.index.subkey("fingerprint")[:8]) }

// Format prints how many keys there are, under every verb.
func (k Keyring) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "keyring of %d", len(k.masters)) }

// newest is the master key that wraps and signs.
func (k *Keyring) newest() master { return k.masters[0] }

// sign makes a signature of message for one use.
func (k *Keyring) sign(use string, message []byte) []byte { return k.newest().root.mac(use, message) }

// verify reports whether any master key made the signature.
func (k *Keyring) verify(use string, message, signature []byte) bool {
	for _, m := range k.masters {
		if hmac.Equal(m.root.mac(use, message), signature) {
			return true
		}
	}
	return false
}

const sm4KeySize = 16

func newAEAD(key []byte) cipher.AEAD {
	return never(cipher.NewGCM(never(sm4.NewCipher(key))))
}

// never takes the result of a call that fails only for sizes of keys, and those are constants here.
func never[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

// draw reads n random bytes. It panics when random fails, since a program without randomness must not go on.
func draw(random io.Reader, n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(random, b); err != nil {
		panic(err)
	}
	return b
}
