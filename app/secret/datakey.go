package secret

import (
	"crypto/cipher"
	"encoding/binary"
	"fmt"

	"delinli/models"
	"delinli/models/secret"
)

// wrapHead is the length of what stands before the nonce of a wrapped key: the form and the version of the master key.
const wrapHead = 1 + 4

// NewDataKey draws a data key for person, wrapped under the newest master key.
func (v *Vault) NewDataKey(person models.PersonID) secret.WrappedKey {
	return v.wrap(draw(v.random, sm4KeySize), person)
}

// Rewrap puts a data key under the newest master key, so that older ones can be retired once every key has been rewrapped;
// values need no sealing anew. A key that is there already comes back as it is. It fails as Open does.
func (v *Vault) Rewrap(key secret.WrappedKey, person models.PersonID) (secret.WrappedKey, error) {
	data, err := v.dataKey(key, person)
	if err != nil || versionOf(key) == v.ring.newest().version {
		return key, err
	}
	return v.wrap(data, person), nil
}

// Rotating reports whether there is more than one master key, so that data keys may be under an older one.
func (v *Vault) Rotating() bool { return len(v.ring.masters) > 1 }

func (v *Vault) wrap(data []byte, person models.PersonID) secret.WrappedKey {
	newest := v.ring.newest()
	head := binary.BigEndian.AppendUint32([]byte{form}, newest.version)
	return secret.WrappedKey{Sealed: v.close(newest.wrap, head, data, person.Bytes())}
}

// unwrap gives the cipher of a person's data key.
func (v *Vault) unwrap(key secret.WrappedKey, person models.PersonID) (cipher.AEAD, error) {
	data, err := v.dataKey(key, person)
	if err != nil {
		return nil, err
	}
	return newAEAD(data), nil
}

func (v *Vault) dataKey(key secret.WrappedKey, person models.PersonID) ([]byte, error) {
	if key.IsZero() {
		return nil, secret.ErrErased
	}
	if len(key.Sealed) < wrapHead {
		return nil, errBroken
	}
	master, err := v.ring.of(versionOf(key))
	if err != nil {
		return nil, err
	}
	data, err := open(master.wrap, key.Sealed, wrapHead, person.Bytes())
	if err != nil {
		return nil, err
	}
	if len(data) != sm4KeySize {
		return nil, errBroken
	}
	return data, nil
}

func versionOf(key secret.WrappedKey) uint32 { return binary.BigEndian.Uint32(key.Sealed[1:wrapHead]) }

// of finds the master key of a version. It fails with secret.key_unknown when the key file has lost it.
func (k *Keyring) of(version uint32) (master, error) {
	for _, m := range k.masters {
		if m.version == version {
			return m, nil
		}
	}
	lost := fmt.Errorf("master key %d is not in the key file: put its line back", version)
	return master{}, &models.Error{Kind: models.Internal, Code: "secret.key_unknown", Err: lost}
}
