package secret

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models"
)

func TestTokensAreOpaqueAndFoundByTheirHash(t *testing.T) {
	random, seen := seeded(1), map[string]bool{}
	for range 1000 {
		plain, hash := Token(random)
		if len(plain.Plain()) != 43 || seen[plain.Plain()] {
			t.Fatalf("%d characters, or drawn twice", len(plain.Plain()))
		}
		seen[plain.Plain()] = true
		if !bytes.Equal(hash, HashToken(plain.Plain())) || len(hash) != 32 {
			t.Fatal("the hash is another's")
		}
	}
}

func TestNoRandomnessNoToken(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a token was made without randomness")
		}
	}()
	Token(bytes.NewReader(make([]byte, 31)))
}

func TestLinks(t *testing.T) {
	ring := ringOf(indexLine + masterLine1)
	mine, other := models.NewID[models.FileID](seeded(1)), models.NewID[models.FileID](seeded(2))
	end := time.Unix(1_800_000_000, 0)
	signature := ring.SignLink(mine, end)
	for name, c := range map[string]struct {
		ring *Keyring
		id   models.FileID
		now  time.Time
		want string
	}{
		"in time":                {ring, mine, end.Add(-time.Second), ""},
		"at its end":             {ring, mine, end, "link.expired"},
		"later":                  {ring, mine, end.Add(time.Hour), "link.expired"},
		"another file":           {ring, other, end.Add(-time.Second), "link.malformed"},
		"after a rotation":       {ringOf(indexLine + masterLine2 + masterLine1), mine, end.Add(-time.Second), ""},
		"with other keys":        {ringOf(indexLine + masterLine2), mine, end.Add(-time.Second), "link.malformed"},
		"another file, too late": {ring, other, end, "link.malformed"},
	} {
		if err := c.ring.VerifyLink(c.id, signature, c.now); (err == nil) != (c.want == "") || err != nil && models.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestForgedLinksAreRefused(t *testing.T) {
	ring, id, end := ringOf(indexLine+masterLine1), models.NewID[models.FileID](seeded(1)), time.Unix(1_800_000_000, 0)
	good := []byte(ring.SignLink(id, end))
	rapid.Check(t, func(t *rapid.T) {
		forged := slices.Clone(good)
		at := rapid.IntRange(0, len(forged)-1).Draw(t, "at")
		forged[at] = rapid.Byte().Draw(t, "byte")
		forged = forged[:rapid.IntRange(at+1, len(forged)).Draw(t, "length")]
		if err := ring.VerifyLink(id, string(forged), end.Add(-time.Second)); err == nil && !bytes.Equal(forged, good) {
			t.Fatalf("%s passes for %s", forged, good)
		}
	})
	if ring.VerifyLink(id, "", end) == nil {
		t.Error("no signature passes")
	}
}

func TestTheChainTellsEveryChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.StringMatching(`[ab]{0,3}`), 2, 6)
		a, b := rows.Draw(t, "a"), rows.Draw(t, "b")
		if slices.Equal(a, b) != bytes.Equal(headOf(a), headOf(b)) {
			t.Fatalf("%q and %q: %x and %x", a, b, headOf(a), headOf(b))
		}
	})
}

func headOf(rows []string) (head []byte) {
	for _, row := range rows {
		head = SM3Chain(head, []byte(row))
	}
	return head
}

func TestSignedHeads(t *testing.T) {
	ring, head := ringOf(indexLine+masterLine1), headOf([]string{"a", "b"})
	signature := ring.SignHead(head)
	if !ring.VerifyHead(head, signature) || !ringOf(indexLine+masterLine2+masterLine1).VerifyHead(head, signature) {
		t.Error("its own signature does not pass")
	}
	if ring.VerifyHead(headOf([]string{"a"}), signature) || ringOf(indexLine+masterLine2).VerifyHead(head, signature) || ring.VerifyHead(head, nil) {
		t.Error("another head, key or no signature passes")
	}
	if ring.VerifyHead(head, ring.sign("link", head)) {
		t.Error("a signature made for links passes for heads")
	}
}
