package secret

import (
	"encoding/base64"
	"encoding/binary"
	"time"

	"delinli/models"
)

// SignLink signs the link to a file until expires, to the second. The signature carries its end and fits a URL.
func (k *Keyring) SignLink(id models.FileID, expires time.Time) string {
	end := binary.BigEndian.AppendUint64(nil, uint64(expires.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(end, k.sign("link", linked(id, end))...))
}

// VerifyLink asks that signature was made for this file and has not ended. It fails with link.malformed or link.expired, both Forbidden.
func (k *Keyring) VerifyLink(id models.FileID, signature string, now time.Time) error {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(signature)
	if err != nil || len(raw) < 8 || !k.verify("link", linked(id, raw[:8]), raw[8:]) {
		return models.Fault(models.Forbidden, "link.malformed")
	}
	if end := time.Unix(int64(binary.BigEndian.Uint64(raw)), 0); !now.Before(end) {
		return models.Fault(models.Forbidden, "link.expired")
	}
	return nil
}

func linked(id models.FileID, end []byte) []byte { return append(id.Bytes(), end...) }
