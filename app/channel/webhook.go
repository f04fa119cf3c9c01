package channel

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"delinli/models"
	"delinli/models/notice"
)

// The headers of a signed call. The signature is the HMAC-SHA256, in hexadecimal digits, of the timestamp, a dot and the body, so that a
// gateway can refuse what it has seen before or what was changed on the way.
const (
	TimestampHeader = "X-Delinli-Timestamp" // seconds since 1970
	SignatureHeader = "X-Delinli-Signature"
)

// webhookTries is how often one Send calls a gateway that does not answer well.
const webhookTries = 3

// Webhook is SMS through a gateway: POST {"id","phone","text","code"}, signed.
type Webhook struct {
	to    *caller
	key   []byte
	now   models.Clock
	pause time.Duration // before the second try; it doubles
}

// NewWebhook posts to the address and signs with the key.
func NewWebhook(address, key string, now models.Clock) (*Webhook, error) {
	to, err := newCaller(address)
	return &Webhook{to, []byte(key), now, 500 * time.Millisecond}, err
}

// Name is SMS.
func (*Webhook) Name() notice.Channel { return notice.SMS }

// Send posts the message. A reply of 2xx takes it, one of 4xx refuses it for good (but 408 and 429); anything else is tried again.
func (w *Webhook) Send(ctx context.Context, m Message) (err error) {
	body, err := json.Marshal(map[string]string{"id": m.ID, "phone": m.Phone.Plain(), "text": m.Text, "code": m.Code})
	if err != nil {
		return err
	}
	for try := range webhookTries {
		var again bool
		if again, err = w.post(ctx, body); !again {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(w.pause << try):
		}
	}
	return err
}

func (w *Webhook) post(ctx context.Context, body []byte) (again bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.to.base.String(), bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	at := strconv.FormatInt(w.now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(TimestampHeader, at)
	r.Header.Set(SignatureHeader, Sign(w.key, at, body))
	answer, err := w.to.do(r)
	if err != nil {
		return true, err
	}
	return judge(answer.status)
}

func judge(status int) (again bool, err error) {
	switch {
	case status >= 200 && status < 300:
		return false, nil
	case status >= 400 && status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout:
		return false, fmt.Errorf("the gateway answers %d: %w", status, ErrRefused)
	}
	return true, fmt.Errorf("the gateway answers %d", status)
}

// Sign is the signature of a body sent at the timestamp.
func Sign(key []byte, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}
