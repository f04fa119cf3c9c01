package keys_test

import (
	"bytes"
	"crypto/sha256"
	"testing"
	"time"

	"delinli/app/store"
	"delinli/app/store/keys"
	"delinli/app/testkit"
	"delinli/models"
)

func service(w *testkit.World) *keys.Service {
	return &keys.Service{DB: w.Store, Now: w.Now, Blind: w.Blind}
}

func hash(body string) []byte {
	sum := sha256.Sum256([]byte(body))
	return sum[:]
}

func TestAKeyIsClaimedOnce(t *testing.T) {
	w := testkit.NewWorld(t)
	s, a, other := service(w), w.Person(models.Resident, testkit.Community), w.Person(models.Resident, testkit.Community)
	for _, step := range []struct {
		name  string
		actor models.Actor
		body  string
		after time.Duration
		code  string // empty: it must run
	}{
		{"first", a, "one", 0, ""},
		{"while that runs", a, "one", keys.Hold, "idempotency.in_progress"},
		{"of somebody else", other, "two", 0, ""},
		{"with another body", a, "two", 0, "idempotency.mismatch"},
		{"after its holder was silent", a, "one", time.Second, ""},
		{"by the next holder's silence", a, "one", 0, "idempotency.in_progress"},
	} {
		w.Pass(step.after)
		_, status, _, err := s.Begin(t.Context(), step.actor, "k", hash(step.body))
		if status != 0 || (err == nil) != (step.code == "") || err != nil && models.CodeOf(err) != step.code {
			t.Errorf("%s: %d, %v; want %q", step.name, status, err, step.code)
		}
	}
}

func TestAKeyTellsWhatCameOfIt(t *testing.T) {
	w := testkit.NewWorld(t)
	s, a := service(w), w.Person(models.Resident, testkit.Community)
	bound, _, _, err := s.Begin(t.Context(), a, "k", hash("one"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Store.Write(bound, func(*store.Tx) error { store.Refer(bound, "/toys/1"); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget(t.Context(), a, "k"); err != nil {
		t.Fatal(err)
	}
	if _, status, ref, err := s.Begin(t.Context(), a, "k", hash("one")); err != nil || status == 0 || ref != "/toys/1" {
		t.Errorf("what was written with its key is forgotten: %d %q, %v", status, ref, err)
	}
	if err := s.Finish(t.Context(), a, "k", 201, "/toys/2"); err != nil {
		t.Fatal(err)
	}
	if _, status, ref, err := s.Begin(t.Context(), a, "k", hash("one")); err != nil || status != 201 || ref != "/toys/2" {
		t.Errorf("%d %q, %v", status, ref, err)
	}
}

func TestAClaimThatChangedNothingIsGivenUp(t *testing.T) {
	w := testkit.NewWorld(t)
	s, a := service(w), w.Person(models.Resident, testkit.Community)
	if _, _, _, err := s.Begin(t.Context(), a, "k", hash("one")); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget(t.Context(), a, "k"); err != nil {
		t.Fatal(err)
	}
	if _, status, _, err := s.Begin(t.Context(), a, "k", hash("two")); err != nil || status != 0 {
		t.Errorf("%d, %v", status, err)
	}
}

// Whoever reads the tables must not find out by trying which phone, door code or words a short body held.
func TestBodiesCannotBeGuessedFromTheirHashes(t *testing.T) {
	w := testkit.NewWorld(t)
	s, a := service(w), w.Person(models.Resident, testkit.Community)
	if _, _, _, err := s.Begin(t.Context(), a, "k", hash(`{"code":"482913"}`)); err != nil {
		t.Fatal(err)
	}
	kept, err := store.One(w.Store.Read(t.Context()), `SELECT body_hash FROM idempotency_keys`, nil, store.Value[[]byte])
	if err != nil || len(kept) != 32 || bytes.Equal(kept, hash(`{"code":"482913"}`)) {
		t.Errorf("kept %x, %v: a hash that needs no key", kept, err)
	}
}
