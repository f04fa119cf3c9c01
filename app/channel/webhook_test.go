package channel

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// gateway is a fake one that answers with the statuses in turn, the last one for ever.
func gateway(t *testing.T, seen func(*http.Request, []byte), statuses ...int) (*Webhook, *atomic.Int32) {
	t.Helper()
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if seen != nil {
			seen(r, body)
		}
		n := int(calls.Add(1))
		w.WriteHeader(statuses[min(n, len(statuses))-1])
	}))
	t.Cleanup(server.Close)
	hook, err := NewWebhook(server.URL+"/sms?way=1", "a key of sixteen", held)
	if err != nil {
		t.Fatal(err)
	}
	hook.pause = time.Millisecond
	return hook, &calls
}

func TestWebhookSignsWhatItSends(t *testing.T) {
	seen := false
	hook, _ := gateway(t, func(r *http.Request, body []byte) {
		seen = true
		mac := hmac.New(sha256.New, []byte("a key of sixteen"))
		mac.Write([]byte("1723694400." + string(body)))
		if r.Header.Get("X-Delinli-Timestamp") != "1723694400" || r.Header.Get("X-Delinli-Signature") != hex.EncodeToString(mac.Sum(nil)) {
			t.Errorf("headers %v do not sign %s", r.Header, body)
		}
		var got map[string]string
		if err := json.Unmarshal(body, &got); err != nil || got["phone"] != "13812341234" || got["text"] != "t" || got["code"] != "123456" || got["id"] != "n1" {
			t.Errorf("body %s, %v", body, err)
		}
		if r.Method != http.MethodPost || r.URL.String() != "/sms?way=1" || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
		}
	}, 204)
	if err := hook.Send(t.Context(), Message{ID: "n1", Phone: phone(t), Text: "t", Code: "123456"}); err != nil || !seen {
		t.Errorf("%v, seen: %v", err, seen)
	}
}

func TestASignatureHoldsForOneBodyAndTime(t *testing.T) {
	key := []byte("k")
	one := Sign(key, "1", []byte("body"))
	for what, other := range map[string]string{"body": Sign(key, "1", []byte("bodx")), "time": Sign(key, "2", []byte("body")),
		"key": Sign([]byte("l"), "1", []byte("body")), "split": Sign(key, "1.b", []byte("ody"))} {
		if other == one {
			t.Errorf("another %s gives the same signature", what)
		}
	}
}

func TestWebhookTriesAgainWhereThatHelps(t *testing.T) {
	for name, c := range map[string]struct {
		statuses []int
		calls    int32
		ok       bool
		refused  bool
	}{
		"good":                  {[]int{200}, 1, true, false},
		"good at last":          {[]int{500, 429, 202}, 3, true, false},
		"down":                  {[]int{503}, 3, false, false},
		"refused":               {[]int{422}, 1, false, true},
		"not allowed":           {[]int{401}, 1, false, true},
		"a redirect leads away": {[]int{307}, 3, false, false},
	} {
		hook, calls := gateway(t, nil, c.statuses...)
		err := hook.Send(t.Context(), Message{Phone: phone(t)})
		if (err == nil) != c.ok || errors.Is(err, ErrRefused) != c.refused || calls.Load() != c.calls {
			t.Errorf("%s: %v after %d calls", name, err, calls.Load())
		}
	}
}

func TestWebhookFollowsNoRedirect(t *testing.T) {
	strayed := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strayed = true }))
	t.Cleanup(other.Close)
	server := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	t.Cleanup(server.Close)
	hook, err := NewWebhook(server.URL, "k", held)
	if err != nil {
		t.Fatal(err)
	}
	hook.pause = time.Millisecond
	if err := hook.Send(t.Context(), Message{Phone: phone(t)}); err == nil || strayed {
		t.Errorf("%v, called the other host: %v", err, strayed)
	}
}

func TestCallerKnowsOneHost(t *testing.T) {
	c, err := newCaller("https://gateway.example/sms")
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"https://other.example/sms", "http://gateway.example/sms", "https://gateway.example:444/sms"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, to, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.do(r); err == nil || !strings.Contains(err.Error(), "not configured") {
			t.Errorf("%s: %v", to, err)
		}
	}
	for _, base := range []string{"", "gateway.example", "/sms", "ftp://gateway.example", "http://", "https://me:pass@gateway.example", "://"} {
		if _, err := NewWebhook(base, "k", held); err == nil {
			t.Errorf("%q is taken for an address", base)
		}
	}
}

func TestErrorsNameNeitherPhoneNorAddress(t *testing.T) {
	hook, err := NewWebhook("http://127.0.0.1:1/sms?token=hush", "k", held)
	if err != nil {
		t.Fatal(err)
	}
	hook.pause = time.Millisecond
	err = hook.Send(t.Context(), Message{Phone: phone(t), Text: "t"})
	if err == nil || strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), "138") {
		t.Errorf("%v", err)
	}
}

func TestWebhookStopsWithItsContext(t *testing.T) {
	hook, calls := gateway(t, nil, 503)
	hook.pause = time.Hour
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := hook.Send(ctx, Message{Phone: phone(t)}); err == nil || calls.Load() != 1 {
		t.Errorf("%v after %d calls", err, calls.Load())
	}
}
