package secret

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"delinli/models/secret"
)

// SixDigits draws a one-time code, each of 000000 to 999999 as likely as any other. What is kept of it is its blind index
// (CodeIndex), or the sealed code.
func SixDigits(random io.Reader) secret.Text {
	const fair = 1<<32 - 1<<32%1_000_000 // above it the low codes would come up more often
	for {
		if n := binary.BigEndian.Uint32(draw(random, 4)); uint64(n) < fair {
			return secret.NewText(fmt.Sprintf("%06d", n%1_000_000))
		}
	}
}

// RecoveryCodes draws ten codes that stand in for a lost second factor, each once (80 bits as XXXX-XXXX-XXXX-XXXX), and the hashes
// that are kept of them.
func RecoveryCodes(random io.Reader) (codes []secret.Text, hashes [][]byte) {
	for range 10 {
		raw := base32.StdEncoding.EncodeToString(draw(random, 10))
		code := strings.Join([]string{raw[:4], raw[4:8], raw[8:12], raw[12:]}, "-")
		codes = append(codes, secret.NewText(code))
		hashes = append(hashes, HashRecoveryCode(code))
	}
	return codes, hashes
}

// HashRecoveryCode is the hash of a code as somebody types it: capitals, hyphens and spaces do not matter.
func HashRecoveryCode(typed string) []byte {
	return HashToken(strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(typed)))
}
