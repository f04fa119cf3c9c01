package channel

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/models/secret"
)

// weChatServer is a fake of WeChat's two calls.
type weChatServer struct {
	t       *testing.T
	mu      sync.Mutex
	tokens  int          // given so far
	stale   map[int]bool // tokens that it takes no more
	answers []string     // to messages, in turn, then {"errcode":0}
	sent    []map[string]any
}

// ServeHTTP answers as WeChat does: always 200, with a code inside.
func (s *weChatServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || r.Method != http.MethodPost {
		s.t.Errorf("%s %s: %v", r.Method, r.URL, err)
	}
	switch r.URL.Path {
	case "/cgi-bin/stable_token":
		if body["grant_type"] != "client_credential" || body["appid"] != "app" || body["secret"] != "hush" {
			fmt.Fprint(w, `{"errcode":40125,"errmsg":"invalid appsecret"}`)
			return
		}
		s.tokens++
		fmt.Fprintf(w, `{"access_token":"T%d","expires_in":7200}`, s.tokens)
	case "/cgi-bin/message/subscribe/send":
		fmt.Fprint(w, s.answer(r.URL.Query().Get("access_token"), body))
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func (s *weChatServer) answer(token string, body map[string]any) string {
	if token != fmt.Sprintf("T%d", s.tokens) || s.stale[s.tokens] {
		return `{"errcode":40001,"errmsg":"invalid credential"}`
	}
	if len(s.answers) > 0 {
		next := s.answers[0]
		s.answers = s.answers[1:]
		return next
	}
	s.sent = append(s.sent, body)
	return `{"errcode":0,"errmsg":"ok"}`
}

func weChat(t *testing.T, s *weChatServer, now func() time.Time, appSecret string) *WeChat {
	t.Helper()
	s.t = t
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	w, err := NewWeChat(WeChatOptions{API: server.URL, AppID: "app", Secret: appSecret, Template: "TPL", Field: "thing1", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var toReader = Message{OpenID: secret.NewText("o-reader"), Text: "有新进展", Page: "pages/notices"}

func TestWeChatSendsSubscriptionMessages(t *testing.T) {
	s := &weChatServer{}
	if err := weChat(t, s, held, "hush").Send(t.Context(), toReader); err != nil {
		t.Fatal(err)
	}
	got, _ := json.Marshal(s.sent)
	want := `[{"data":{"thing1":{"value":"有新进展"}},"page":"pages/notices","template_id":"TPL","touser":"o-reader"}]`
	if string(got) != want {
		t.Errorf("sent %s", got)
	}
}

func TestWeChatKeepsItsToken(t *testing.T) {
	now, s := noon, &weChatServer{}
	w := weChat(t, s, func() time.Time { return now }, "hush")
	for _, step := range []struct {
		after  time.Duration
		tokens int
	}{{0, 1}, {time.Hour, 1}, {54 * time.Minute, 1}, {2 * time.Minute, 2}} {
		now = now.Add(step.after)
		if err := w.Send(t.Context(), toReader); err != nil || s.tokens != step.tokens {
			t.Errorf("at %v: %v with %d tokens, want %d", now, err, s.tokens, step.tokens)
		}
	}
}

func TestWeChatReplacesAStaleTokenOnce(t *testing.T) {
	s := &weChatServer{stale: map[int]bool{1: true}}
	if err := weChat(t, s, held, "hush").Send(t.Context(), toReader); err != nil || s.tokens != 2 || len(s.sent) != 1 {
		t.Errorf("%v with %d tokens", err, s.tokens)
	}
	s = &weChatServer{stale: map[int]bool{1: true, 2: true, 3: true}}
	if err := weChat(t, s, held, "hush").Send(t.Context(), toReader); err == nil || s.tokens != 2 {
		t.Errorf("%v with %d tokens, want an end of it", err, s.tokens)
	}
}

func TestWeChatTellsWhatIsInVain(t *testing.T) {
	for answer, refused := range map[string]bool{`{"errcode":43101}`: true, `{"errcode":40003}`: true, `{"errcode":-1}`: false, `no JSON`: false} {
		err := weChat(t, &weChatServer{answers: []string{answer}}, held, "hush").Send(t.Context(), toReader)
		if err == nil || errors.Is(err, ErrRefused) != refused || strings.Contains(err.Error(), "o-reader") {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

func TestWeChatWithoutAToken(t *testing.T) {
	err := weChat(t, &weChatServer{}, held, "wrong").Send(t.Context(), toReader)
	if err == nil || strings.Contains(err.Error(), "wrong") || !strings.Contains(err.Error(), "40125") {
		t.Errorf("%v", err)
	}
}

func TestWeChatThatIsAway(t *testing.T) {
	w, err := NewWeChat(WeChatOptions{API: "http://127.0.0.1:1", AppID: "app", Secret: "hush", Now: held})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Send(t.Context(), toReader); err == nil || errors.Is(err, ErrRefused) || strings.Contains(err.Error(), "access_token") {
		t.Errorf("%v", err)
	}
}
