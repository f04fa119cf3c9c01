package keeping_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	appsecret "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/secret"
)

// rings are those of a key file before a rotation, during it and after it.
func rings(t *testing.T) (before, during, after *appsecret.Keyring) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := appsecret.MakeKeyFile(path, rand.Reader); err != nil {
		t.Fatal(err)
	}
	old := string(sure(os.ReadFile(path)))
	head, first, _ := strings.Cut(old, "\n1 ")
	second := make([]byte, 32)
	_, _ = rand.Read(second)
	ring := func(text string) *appsecret.Keyring {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return sure(appsecret.LoadKeyring(path))
	}
	return ring(old), ring(fmt.Sprintf("%s\n2 %x\n1 %s", head, second, first)), ring(fmt.Sprintf("%s\n2 %x\n", head, second))
}

// sealedUnder makes people whose names are sealed under the keys of a ring.
func (w *town) sealedUnder(ring *appsecret.Keyring, n int) (all []models.PersonID) {
	w.t.Helper()
	v := appsecret.NewVault(ring, rand.Reader)
	for range n {
		id := models.NewID[models.PersonID](rand.Reader)
		key := v.NewDataKey(id)
		w.write(func(tx *store.Tx) error {
			_, err := people.Add(tx, people.Person{ID: id, Key: key, Name: sure(v.Seal(key, people.Place(id, "name"), "张秀英")), Area: testkit.Grid, CreatedAt: now})
			return err
		})
		all = append(all, id)
	}
	return all
}

// TestRotation: while people are read, their keys go under the newest master key; then the older one is not needed, nobody lost anything, and whoever
// was erased stays erased.
func TestRotation(t *testing.T) {
	w := newTown(t)
	before, during, after := rings(t)
	all := w.sealedUnder(before, 300)
	gone := all[7]
	w.owner(`DELETE FROM person_keys WHERE person_id = $1`, gone)
	w.Vault = appsecret.NewVault(during, rand.Reader)
	if old, err := w.OldKeys(t.Context()); err != nil || old != 299 {
		t.Errorf("%d old keys (%v)", old, err)
	}
	reading, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for i := 0; reading.Err() == nil; i++ {
				if name, err := w.nameOf(w.Vault, all[i%len(all)]); err != nil && all[i%len(all)] != gone || err == nil && name != "张秀英" {
					t.Errorf("during the rotation: %q (%v)", name, err)
				}
			}
		})
	}
	first, err := w.Rewrap(t.Context())
	if err != nil || first != 299 {
		t.Errorf("%d rewrapped (%v)", first, err)
	}
	again, err := w.Rewrap(t.Context())
	stop()
	readers.Wait()
	if old, failed := w.OldKeys(t.Context()); failed != nil || err != nil || again != 0 || old != 0 {
		t.Errorf("%d rewrapped twice, %d left (%v, %v)", again, old, err, failed)
	}
	only := appsecret.NewVault(after, rand.Reader)
	for _, id := range all {
		switch name, err := w.nameOf(only, id); {
		case id == gone && models.CodeOf(err) != secret.ErrErased.Code:
			t.Errorf("whoever was erased: %q (%v)", name, err)
		case id != gone && (err != nil || name != "张秀英"):
			t.Errorf("without the older key: %q (%v)", name, err)
		}
	}
	if lines := w.number(`SELECT count(*) FROM audit WHERE action = 'keys.rewrap'`); lines != 1 {
		t.Errorf("%d lines in the record", lines)
	}
}

func (w *town) nameOf(v *appsecret.Vault, id models.PersonID) (string, error) {
	p, err := people.Get(w.DB.Read(context.Background()), id)
	if err != nil {
		return "", err
	}
	return v.Open(p.Key, people.Place(id, "name"), p.Name)
}

// TestNothingToRotate: with one master key no key is read; with a key file that lost the older one, the walk says so and changes nothing.
func TestNothingToRotate(t *testing.T) {
	w := newTown(t)
	before, _, after := rings(t)
	w.sealedUnder(before, 3)
	w.Vault = appsecret.NewVault(before, rand.Reader)
	if n, err := w.Rewrap(t.Context()); err != nil || n != 0 {
		t.Errorf("%d (%v)", n, err)
	}
	w.Vault = appsecret.NewVault(after, rand.Reader)
	if _, err := w.OldKeys(t.Context()); models.CodeOf(err) != "secret.key_unknown" {
		t.Errorf("without the older key: %v", err)
	}
}
