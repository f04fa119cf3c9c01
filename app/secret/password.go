package secret

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"delinli/models"
	"delinli/models/secret"
)

// Passwords hashes and checks passwords, two at once at most, since each takes 19 MiB and a core for tens of milliseconds.
type Passwords struct {
	random io.Reader
	slots  chan struct{}
}

// NewPasswords makes the checker; salts come from random.
func NewPasswords(random io.Reader) *Passwords {
	return &Passwords{random, make(chan struct{}, 2)}
}

// hashed is a password's hash with its parameters.
type hashed struct {
	memory     uint32 // KiB
	time       uint32 // passes
	threads    uint8
	salt, hash []byte
}

// usual are the parameters of new hashes (OWASP's floor: 19 MiB, two passes, one thread).
var usual = hashed{memory: 19 * 1024, time: 2, threads: 1, salt: make([]byte, 16), hash: make([]byte, 32)}

// Hash gives the PHC string to keep of a password. It waits for its turn and fails with password.busy when ctx ends first.
func (p *Passwords) Hash(ctx context.Context, plain secret.Text) (string, error) {
	h := usual
	h.salt = draw(p.random, len(usual.salt))
	sum, err := p.derive(ctx, h, plain)
	if err != nil {
		return "", err
	}
	h.hash = sum
	return h.String(), nil
}

// Check reports whether plain is the password of kept, a PHC string. With an empty kept, of a login that nobody has, it
// takes the same time and says no. It fails as Hash does, and with password.broken when kept is no hash of ours.
func (p *Passwords) Check(ctx context.Context, kept string, plain secret.Text) (bool, error) {
	h, known := usual, kept != ""
	if known {
		var err error
		if h, err = parseHashed(kept); err != nil {
			return false, err
		}
	}
	sum, err := p.derive(ctx, h, plain)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(sum, h.hash) == 1 && known, nil
}

func (p *Passwords) derive(ctx context.Context, h hashed, plain secret.Text) ([]byte, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, &models.Error{Kind: models.Unavailable, Code: "password.busy", Retry: time.Second, Err: ctx.Err()}
	}
	return argon2.IDKey([]byte(plain.Plain()), h.salt, h.time, h.memory, h.threads, uint32(len(h.hash))), nil
}

// String is the PHC form: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func (h hashed) String() string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.time, h.threads, b64(h.salt), b64(h.hash))
}

// parseHashed reads String back, and nothing but what String writes.
func parseHashed(phc string) (h hashed, err error) {
	broken := models.Fault(models.Internal, "password.broken")
	parts := strings.Split(phc, "$")
	if len(parts) != 6 {
		return h, broken
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.threads); err != nil {
		return h, broken
	}
	h.salt, _ = base64.RawStdEncoding.DecodeString(parts[4])
	h.hash, _ = base64.RawStdEncoding.DecodeString(parts[5])
	if h.String() != phc || !h.bearable() {
		return h, broken
	}
	return h, nil
}

// bearable reports whether the parameters are such as argon2 takes and this program can pay for.
func (h hashed) bearable() bool {
	return h.memory <= 256*1024 && h.time >= 1 && h.time <= 16 && h.threads >= 1 && h.threads <= 16 && len(h.salt) >= 8 && len(h.hash) >= 16
}
