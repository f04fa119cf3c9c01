package secret

import (
	"context"
	"strings"
	"sync"
	"testing"

	"delinli/models"
	"delinli/models/secret"
)

func TestPasswords(t *testing.T) {
	p, ctx := NewPasswords(seeded(1)), t.Context()
	right, wrong := secret.NewText("正确的 horse battery"), secret.NewText("正确的 horse batterz")
	kept := sure(p.Hash(ctx, right))
	if !strings.HasPrefix(kept, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("kept as %s", kept)
	}
	if again := sure(p.Hash(ctx, right)); again == kept {
		t.Error("two hashes share a salt")
	}
	for name, c := range map[string]struct {
		kept  string
		plain secret.Text
		want  bool
	}{
		"right": {kept, right, true}, "wrong": {kept, wrong, false}, "empty": {kept, secret.Text{}, false},
		"unknown login": {"", right, false}, "unknown login, no password": {"", secret.Text{}, false},
	} {
		if got, err := p.Check(ctx, c.kept, c.plain); err != nil || got != c.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// A vector of the reference implementation of argon2 (its test.c: password "password", salt "somesalt").
func TestHashesOfOtherProgramsAreRead(t *testing.T) {
	kept := "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if ok, err := NewPasswords(seeded(1)).Check(t.Context(), kept, secret.NewText("password")); err != nil || !ok {
		t.Errorf("got %v, %v", ok, err)
	}
}

func TestBrokenHashesAreNoPasswords(t *testing.T) {
	p := NewPasswords(seeded(1))
	good := usual.String()
	for _, kept := range []string{
		"x", "$", good + "$", good[1:], strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "t=2", "t=0", 1), strings.Replace(good, "p=1", "p=0", 1), strings.Replace(good, "p=1", "p=257", 1),
		strings.Replace(good, "m=19456", "m=4000000", 1), strings.Replace(good, "t=2", "t=200", 1), strings.Replace(good, "t=2", "t=02", 1),
		strings.Replace(good, "p=1", "p=1,x", 1), "$argon2id$v=19$m=19456,t=2,p=1$$", good[:len(good)-1] + "!",
	} {
		if ok, err := p.Check(t.Context(), kept, secret.NewText("a")); ok || models.CodeOf(err) != "password.broken" {
			t.Errorf("%s: %v, %v", kept, ok, err)
		}
	}
}

// Two hash at once; a third waits, and gives up with its context. A login that nobody has queues like any other.
func TestOnlyTwoHashAtOnce(t *testing.T) {
	p := NewPasswords(seeded(1))
	kept := sure(p.Hash(t.Context(), secret.NewText("a")))
	p.slots <- struct{}{}
	if ok, err := p.Check(t.Context(), kept, secret.NewText("a")); err != nil || !ok {
		t.Errorf("with one slot free: %v, %v", ok, err)
	}
	p.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, kept := range []string{kept, ""} {
		if _, err := p.Check(ctx, kept, secret.NewText("a")); models.KindOf(err) != models.Unavailable {
			t.Errorf("with no slot free: %v", err)
		}
	}
	var waiting sync.WaitGroup
	waiting.Go(func() {
		if ok, err := p.Check(t.Context(), kept, secret.NewText("a")); err != nil || !ok {
			t.Errorf("after a wait: %v, %v", ok, err)
		}
	})
	<-p.slots
	waiting.Wait()
}
