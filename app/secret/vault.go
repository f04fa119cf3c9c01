package secret

import (
	"crypto/cipher"
	"io"

	"delinli/models"
	"delinli/models/secret"
)

// Vault seals and opens personal data. It keeps no data key: unwrapping one costs about as much as opening a value.
type Vault struct {
	ring   *Keyring
	random io.Reader
}

// NewVault is a vault over the keys of ring; random must be safe for concurrent use and unpredictable (crypto/rand.Reader).
func NewVault(ring *Keyring, random io.Reader) *Vault { return &Vault{ring, random} }

// form is the first byte of whatever is sealed, for the day when there is another: SM4-GCM, a nonce of 12 bytes, a tag of
// 16 (GB/T 32907-2016, GB/T 36624-2018).
const form = 1

// Seal closes plain under the key of at.Person, bound to at. The empty string is the nil Sealed, no value at all. It fails
// with secret.ErrErased without a key and secret.broken when key is another person's or was altered.
func (v *Vault) Seal(key secret.WrappedKey, at secret.Place, plain string) (secret.Sealed, error) {
	drawer, err := v.Unlock(key, at.Person)
	if err != nil {
		return nil, err
	}
	return drawer.Seal(at, plain)
}

// Open gives the plain value of what was sealed for at. The nil Sealed is the empty string. It fails with secret.ErrErased without
// a key and secret.broken when the key, the value or the place is not the one of Seal.
func (v *Vault) Open(key secret.WrappedKey, at secret.Place, sealed secret.Sealed) (string, error) {
	if sealed.IsZero() {
		return "", nil
	}
	drawer, err := v.Unlock(key, at.Person)
	if err != nil {
		return "", err
	}
	return drawer.Open(at, sealed)
}

// Name opens a name that was sealed for at. It is the zero Name of somebody who told none or was erased.
func (v *Vault) Name(key secret.WrappedKey, at secret.Place, sealed secret.Sealed) (secret.Name, error) {
	plain, err := v.Open(key, at, sealed)
	if plain == "" || err != nil {
		if models.CodeOf(err) == secret.ErrErased.Code {
			err = nil
		}
		return secret.Name{}, err
	}
	return secret.ParseName(plain)
}

// Drawer seals and opens values of one person, whose data key is unwrapped once; it lives as long as one answer. The zero Drawer is of an erased person.
type Drawer struct {
	vault *Vault
	data  cipher.AEAD
}

// Unlock gives the drawer of a person. It fails with secret.ErrErased without a key and secret.broken when key is another person's.
func (v *Vault) Unlock(key secret.WrappedKey, person models.PersonID) (Drawer, error) {
	data, err := v.unwrap(key, person)
	return Drawer{v, data}, err
}

// Seal is Seal of the vault, for a value of the person whose drawer it is.
func (d Drawer) Seal(at secret.Place, plain string) (secret.Sealed, error) {
	switch {
	case d.data == nil:
		return nil, secret.ErrErased
	case plain == "":
		return nil, nil
	}
	return d.vault.close(d.data, []byte{form}, []byte(plain), at.Bytes()), nil
}

// Open is Open of the vault, for a value of the person whose drawer it is.
func (d Drawer) Open(at secret.Place, sealed secret.Sealed) (string, error) {
	switch {
	case sealed.IsZero():
		return "", nil
	case d.data == nil:
		return "", secret.ErrErased
	}
	plain, err := open(d.data, sealed, 1, at.Bytes())
	return string(plain), err
}

// errBroken is of ciphertext that does not open: altered, moved, or sealed with other keys.
var errBroken = models.Fault(models.Internal, "secret.broken")

// close gives head, a fresh nonce and the ciphertext of plain; head and bound are authenticated with it.
func (v *Vault) close(aead cipher.AEAD, head, plain, bound []byte) []byte {
	nonce := draw(v.random, aead.NonceSize())
	out := make([]byte, 0, len(head)+len(nonce)+len(plain)+aead.Overhead())
	out = append(append(out, head...), nonce...)
	return aead.Seal(out, nonce, plain, append(bound, head...))
}

// open undoes close, given the length of its head.
func open(aead cipher.AEAD, sealed []byte, head int, bound []byte) ([]byte, error) {
	body := head + aead.NonceSize()
	if len(sealed) < body {
		return nil, errBroken
	}
	plain, err := aead.Open(nil, sealed[head:body], sealed[body:], append(bound, sealed[:head]...))
	if err != nil {
		return nil, errBroken
	}
	return plain, nil
}
