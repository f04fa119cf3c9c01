package secret

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/secret"
)

func TestSealedValuesOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, person := testVault(1), personOf(2)
		key, at := v.NewDataKey(person), drawPlace(t, person)
		plain := rapid.String().Draw(t, "plain")
		sealed, err := v.Seal(key, at, plain)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := v.Open(key, at, sealed); err != nil || got != plain {
			t.Fatalf("%q came back as %q, %v", plain, got, err)
		}
		if again := sure(v.Seal(key, at, plain)); plain != "" && slices.Equal(again, sealed) {
			t.Fatal("sealing twice gives the same: the nonce is not fresh")
		}
	})
}

func drawPlace(t *rapid.T, person models.PersonID) secret.Place {
	part := rapid.SampledFrom([]string{"", "a", "b", "ab", "name", "phone"})
	return secret.Place{Person: person, Table: part.Draw(t, "table"), Column: part.Draw(t, "column"), Row: part.Draw(t, "row")}
}

func TestACopyOpensNowhereElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, mine, theirs := testVault(1), personOf(2), personOf(3)
		myKey, theirKey := v.NewDataKey(mine), v.NewDataKey(theirs)
		at, elsewhere := drawPlace(t, mine), drawPlace(t, rapid.SampledFrom([]models.PersonID{mine, theirs}).Draw(t, "person"))
		sealed := sure(v.Seal(myKey, at, "张三"))
		for _, key := range []secret.WrappedKey{myKey, theirKey} {
			got, err := v.Open(key, elsewhere, sealed)
			if home := elsewhere == at && slices.Equal(key.Sealed, myKey.Sealed); (err == nil) != home {
				t.Fatalf("sealed for %v, opened at %v: %q, %v", at, elsewhere, got, err)
			}
		}
	})
}

func TestEveryTamperedBitIsSeen(t *testing.T) {
	v, person := testVault(1), personOf(2)
	key, at := v.NewDataKey(person), homeOf(person)
	sealed := sure(v.Seal(key, at, "张三"))
	for bit := range 8 * len(sealed) {
		if got, err := v.Open(key, at, flipped(sealed, bit)); err == nil {
			t.Errorf("bit %d of the value changed and it opened as %q", bit, got)
		}
	}
	for bit := range 8 * len(key.Sealed) {
		if got, err := v.Open(secret.WrappedKey{Sealed: flipped(key.Sealed, bit)}, at, sealed); err == nil {
			t.Errorf("bit %d of the key changed and it opened %q", bit, got)
		}
	}
	for n := 1; n < len(sealed); n++ {
		if got, err := v.Open(key, at, sealed[:n]); !errors.Is(err, errBroken) {
			t.Errorf("cut to %d bytes: %q, %v", n, got, err)
		}
	}
	for n := 1; n < len(key.Sealed); n++ {
		if _, err := v.Open(secret.WrappedKey{Sealed: key.Sealed[:n]}, at, sealed); err == nil {
			t.Errorf("the key cut to %d bytes opened", n)
		}
	}
}

func flipped(b secret.Sealed, bit int) secret.Sealed {
	b = slices.Clone(b)
	b[bit/8] ^= 1 << (bit % 8)
	return b
}

func TestAnErasedPersonIsNeverOpened(t *testing.T) {
	v, person := testVault(1), personOf(2)
	at := homeOf(person)
	sealed := sure(v.Seal(v.NewDataKey(person), at, "张三"))
	for _, gone := range []secret.WrappedKey{{}, {Sealed: secret.Sealed{}}} {
		if _, err := v.Open(gone, at, sealed); !errors.Is(err, secret.ErrErased) {
			t.Errorf("open: %v", err)
		}
		if _, err := v.Seal(gone, at, "李四"); !errors.Is(err, secret.ErrErased) {
			t.Errorf("seal: %v", err)
		}
		if _, err := v.Rewrap(gone, person); !errors.Is(err, secret.ErrErased) {
			t.Errorf("rewrap: %v", err)
		}
	}
	if got, err := v.Open(v.NewDataKey(person), at, sealed); err == nil {
		t.Errorf("a new key of the same person opens what was erased: %q", got)
	}
}

func TestNoValueIsNoCiphertext(t *testing.T) {
	v, person := testVault(1), personOf(2)
	sealed, err := v.Seal(v.NewDataKey(person), homeOf(person), "")
	if err != nil || sealed != nil {
		t.Errorf("sealed as %x, %v", []byte(sealed), err)
	}
	if got, err := v.Open(secret.WrappedKey{}, homeOf(person), nil); err != nil || got != "" {
		t.Errorf("opened as %q, %v", got, err)
	}
}

func TestMasterKeysRotate(t *testing.T) {
	person := personOf(2)
	at := homeOf(person)
	before := testVault(1)
	old := before.NewDataKey(person)
	sealed := sure(before.Seal(old, at, "张三"))
	during := NewVault(ringOf(indexLine+masterLine2+masterLine1), seeded(3))
	if got, err := during.Open(old, at, sealed); err != nil || got != "张三" {
		t.Fatalf("while both keys are there: %q, %v", got, err)
	}
	renewed := sure(during.Rewrap(old, person))
	if again := sure(during.Rewrap(renewed, person)); versionOf(renewed) != 2 || !slices.Equal(again.Sealed, renewed.Sealed) {
		t.Errorf("rewrapped to version %d, then %d", versionOf(renewed), versionOf(again))
	}
	after := NewVault(ringOf(indexLine+masterLine2), seeded(4))
	if got, err := after.Open(renewed, at, sealed); err != nil || got != "张三" {
		t.Errorf("once the old key is gone: %q, %v", got, err)
	}
	if _, err := after.Open(old, at, sealed); models.CodeOf(err) != "secret.key_unknown" {
		t.Errorf("a key that was not rewrapped: %v", err)
	}
}

func TestOnlyItsPersonRewrapsAKey(t *testing.T) {
	v := NewVault(ringOf(indexLine+masterLine2+masterLine1), seeded(1))
	if _, err := v.Rewrap(testVault(2).NewDataKey(personOf(2)), personOf(3)); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

func TestAnotherKeyFileOpensNothing(t *testing.T) {
	person := personOf(2)
	key := testVault(1).NewDataKey(person)
	sealed := sure(testVault(1).Seal(key, homeOf(person), "张三"))
	other := NewVault(ringOf(indexLine+"1 "+indexLine[len("index "):]), seeded(1))
	if got, err := other.Open(key, homeOf(person), sealed); !errors.Is(err, errBroken) {
		t.Errorf("got %q, %v", got, err)
	}
}

// What a release has sealed, later releases open.
func TestWhatWasSealedOnceStaysReadable(t *testing.T) {
	person := personOf(2)
	key := secret.WrappedKey{Sealed: fromHex("0100000001dbe5882e2579683432c1bfc5ae50e2f39ce9e99311f29a74ee66b9a203fa6eb44835e8d33808f2158a296e6b")}
	sealed := fromHex("0125454add0cd87274d67084caff93777587fcfdf45a04311e6c03d45bc5b8f5582d8d")
	if got, err := testVault(9).Open(key, homeOf(person), sealed); err != nil || got != "张三" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestOneVaultServesMany(t *testing.T) {
	v := testVault(1)
	people, keys := []models.PersonID{personOf(1), personOf(2)}, []secret.WrappedKey{}
	for _, p := range people {
		keys = append(keys, v.NewDataKey(p))
	}
	sealed := []secret.Sealed{sure(v.Seal(keys[0], homeOf(people[0]), "张三")), sure(v.Seal(keys[1], homeOf(people[1]), "李四"))}
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for range 200 {
				i := worker % 2
				if got, err := v.Open(keys[i], homeOf(people[i]), sealed[i]); err != nil || got != []string{"张三", "李四"}[i] {
					t.Errorf("worker %d: %q, %v", worker, got, err)
					return
				}
			}
		})
	}
	all.Wait()
}
