package secret

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"delinli/models"
	"delinli/models/secret"
)

// The lines of key files in tests; the same version is the same key in each.
const (
	indexLine   = "index 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
	masterLine1 = "1 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\n"
	masterLine2 = "2 404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f\n"
)

// sure gives the value of a call that cannot fail.
func sure[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

func ringOf(lines string) *Keyring { return sure(parseKeys([]byte(lines))) }

// seeded is randomness that is the same in every run.
func seeded(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func testVault(seed byte) *Vault { return NewVault(ringOf(indexLine+masterLine1), seeded(seed)) }

func personOf(n byte) models.PersonID {
	person, _ := models.ParseID[models.PersonID](fmt.Sprintf("00000000-0000-7000-8000-0000000000%02x", n))
	return person
}

func homeOf(person models.PersonID) secret.Place {
	return secret.Place{Person: person, Table: "persons", Column: "name", Row: person.String()}
}

func fromHex(s string) []byte { return sure(hex.DecodeString(s)) }

func keyFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The example of RFC 8998, A.1.
func TestSM4GCMIsTheStandards(t *testing.T) {
	aead := newAEAD(fromHex("0123456789abcdeffedcba9876543210"))
	plain := fromHex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa")
	got := aead.Seal(nil, fromHex("00001234567800000000abcd"), plain, fromHex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
	want := fromHex("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d" +
		"83de3541e4c2b58177e065a9bf7b62ec")
	if !bytes.Equal(got, want) {
		t.Errorf("got %x", got)
	}
}

// The first example of GB/T 32905-2016.
func TestSM3IsTheStandards(t *testing.T) {
	if got := hex.EncodeToString(HashToken("abc")); got != "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" {
		t.Errorf("got %s", got)
	}
}
