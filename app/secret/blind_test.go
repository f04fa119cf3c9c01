package secret

import (
	"bytes"
	"encoding/hex"
	"testing"

	"pgregory.net/rapid"
)

func TestABlindIndexFollowsTheValue(t *testing.T) {
	ring := ringOf(indexLine + masterLine1)
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringMatching(`1[34]\d`)
		purpose := rapid.SampledFrom([]Purpose{PhoneIndex, IDNumberIndex, CodeIndex})
		p, q, a, b := purpose.Draw(t, "p"), purpose.Draw(t, "q"), value.Draw(t, "a"), value.Draw(t, "b")
		same := bytes.Equal(ring.BlindIndex(p, a), ring.BlindIndex(q, b))
		if same != (p == q && a == b) {
			t.Fatalf("%s %s and %s %s: the same is %v", p, a, q, b, same)
		}
	})
}

func TestIndexesOutliveMasterKeysButNotTheIndexKey(t *testing.T) {
	before, after := ringOf(indexLine+masterLine1), ringOf(indexLine+masterLine2)
	other := ringOf("index " + masterLine1[2:] + masterLine1)
	if !bytes.Equal(before.BlindIndex(PhoneIndex, "1"), after.BlindIndex(PhoneIndex, "1")) || before.Fingerprint() != after.Fingerprint() {
		t.Error("a new master key changed the indexes")
	}
	if bytes.Equal(before.BlindIndex(PhoneIndex, "1"), other.BlindIndex(PhoneIndex, "1")) || before.Fingerprint() == other.Fingerprint() {
		t.Error("another index key gives the same indexes")
	}
}

// Rows hold these for years: they may not change with a release. The values were computed apart, with OpenSSL's SM3.
func TestIndexesStayTheSameForever(t *testing.T) {
	ring := ringOf(indexLine + masterLine1)
	for what, pair := range map[string][2]string{
		"phone":       {hex.EncodeToString(ring.BlindIndex(PhoneIndex, "13812341234")), "2946805470e684568c56962e58b25efb361fe26f9df15f28a40ca0a58f66fcf5"},
		"token":       {hex.EncodeToString(ring.SearchTokens("门禁")[0]), "3e14d8cf405bdf33"},
		"fingerprint": {ring.Fingerprint(), "d837113aec3e9613"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %s, was %s", what, pair[0], pair[1])
		}
	}
}

func TestSearchTokensFindAPart(t *testing.T) {
	ring := ringOf(indexLine + masterLine1)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringMatching(`[门禁坏了水管]{2,10}`)
		title, detail := words.Draw(t, "title"), words.Draw(t, "detail")
		runes := []rune(detail)
		from := rapid.IntRange(0, len(runes)-2).Draw(t, "from")
		row := map[string]bool{}
		for _, token := range ring.SearchTokens(title, detail) {
			if len(token) != tokenSize || row[string(token)] {
				t.Fatalf("token %x has another size or comes twice", token)
			}
			row[string(token)] = true
		}
		for _, token := range ring.SearchTokens(string(runes[from:])) {
			if !row[string(token)] {
				t.Fatalf("%s is not found in %s %s", string(runes[from:]), title, detail)
			}
		}
	})
}

func TestSearchTokensOfNothingAreNoTokens(t *testing.T) {
	ring := ringOf(indexLine + masterLine1)
	if got := ring.SearchTokens("", "，"); got == nil || len(got) != 0 {
		t.Errorf("got %v", got)
	}
	other := ringOf("index " + masterLine1[2:] + masterLine1)
	if bytes.Equal(ring.SearchTokens("门禁")[0], other.SearchTokens("门禁")[0]) {
		t.Error("tokens do not depend on the key")
	}
}
