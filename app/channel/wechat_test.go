package channel

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/secret"
)

const (
	sessionPath = "/sns/jscode2session"
	tokenPath   = "/cgi-bin/stable_token"
	phonePath   = "/wxa/business/getuserphonenumber"
	sendPath    = "/cgi-bin/message/subscribe/send"
)

// weChat is a mini-program at a stand-in for WeChat.
func weChat(t *testing.T, now models.Clock) (*WeChat, *testkit.WeChat) {
	t.Helper()
	s := testkit.NewWeChat(t, now)
	w, err := NewWeChat(WeChatOptions{API: s.URL, AppID: s.AppID, Secret: s.Secret, Template: "TPL", Field: "thing1", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return w, s
}

var toReader = Message{OpenID: secret.NewText("o-reader"), Text: "有新进展", Page: "pages/notices"}

func TestWeChatSendsSubscriptionMessages(t *testing.T) {
	w, s := weChat(t, held)
	if err := w.Send(t.Context(), toReader); err != nil {
		t.Fatal(err)
	}
	got, _ := json.Marshal(s.Sent())
	want := `[{"touser":"o-reader","template_id":"TPL","page":"pages/notices","data":{"thing1":{"Value":"有新进展"}}}]`
	if string(got) != want {
		t.Errorf("sent %s", got)
	}
}

func TestWeChatKeepsItsToken(t *testing.T) {
	now := noon
	w, s := weChat(t, func() time.Time { return now })
	for _, step := range []struct {
		after time.Duration
		asked int
	}{{0, 1}, {time.Hour, 1}, {54 * time.Minute, 1}, {2 * time.Minute, 2}} {
		now = now.Add(step.after)
		if err := w.Send(t.Context(), toReader); err != nil || s.Calls(tokenPath) != step.asked {
			t.Errorf("at %v: %v after asking %d times, want %d", now, err, s.Calls(tokenPath), step.asked)
		}
	}
}

func TestWeChatReplacesAStaleTokenOnce(t *testing.T) {
	w, s := weChat(t, held)
	if err := w.Send(t.Context(), toReader); err != nil {
		t.Fatal(err)
	}
	s.Revoke()
	if err := w.Send(t.Context(), toReader); err != nil || s.Calls(tokenPath) != 2 || len(s.Sent()) != 2 {
		t.Errorf("%v after asking %d times", err, s.Calls(tokenPath))
	}
	s.Next(sendPath, `{"errcode":40001}`, `{"errcode":40001}`)
	if err := w.Send(t.Context(), toReader); err == nil || s.Calls(sendPath) != 5 || len(s.Sent()) != 2 {
		t.Errorf("%v after %d tries, want an end of it", err, s.Calls(sendPath))
	}
}

func TestWeChatTellsWhatIsInVain(t *testing.T) {
	for answer, refused := range map[string]bool{`{"errcode":43101}`: true, `{"errcode":40003}`: true, `{"errcode":-1}`: false, `no JSON`: false} {
		w, s := weChat(t, held)
		s.Next(sendPath, answer)
		err := w.Send(t.Context(), toReader)
		if err == nil || errors.Is(err, ErrRefused) != refused || strings.Contains(err.Error(), "o-reader") {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

func TestWeChatWithoutAToken(t *testing.T) {
	w, _ := weChat(t, held)
	w.Secret = "wrong"
	err := w.Send(t.Context(), toReader)
	if err == nil || strings.Contains(err.Error(), "wrong") || !strings.Contains(err.Error(), "40125") {
		t.Errorf("%v", err)
	}
}

func TestWeChatThatIsAway(t *testing.T) {
	w, err := NewWeChat(WeChatOptions{API: "http://127.0.0.1:1", AppID: "app", Secret: "hush", Now: held})
	if err != nil {
		t.Fatal(err)
	}
	for name, call := range map[string]func() error{
		"send":   func() error { return w.Send(t.Context(), toReader) },
		"openid": func() error { _, err := w.OpenID(t.Context(), secret.NewText("c")); return err },
		"phone":  func() error { _, err := w.Phone(t.Context(), secret.NewText("c")); return err },
	} {
		err := call()
		if err == nil || errors.Is(err, ErrRefused) || errors.Is(err, ErrCode) || strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), "access_token") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWeChatKnowsWhoDrewACode(t *testing.T) {
	now := noon
	w, s := weChat(t, func() time.Time { return now })
	code := secret.NewText(s.Code("o-reader"))
	if id, err := w.OpenID(t.Context(), code); err != nil || id.Plain() != "o-reader" {
		t.Errorf("%v", err)
	}
	late := secret.NewText(s.Code("o-reader"))
	now = now.Add(testkit.WeChatCodeLife)
	for name, bad := range map[string]secret.Text{"used": code, "too old": late, "made up": secret.NewText("code-1"), "of a phone": secret.NewText(s.PhoneCode("13812345678")),
		"none": {}} {
		if id, err := w.OpenID(t.Context(), bad); !errors.Is(err, ErrCode) || !id.IsZero() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWeChatVouchesForPhones(t *testing.T) {
	now := noon
	w, s := weChat(t, func() time.Time { return now })
	draw := func(phone string) secret.Text { return secret.NewText(s.PhoneCode(phone)) }
	code := draw("13812345678")
	if phone, err := w.Phone(t.Context(), code); err != nil || phone.Plain() != "13812345678" {
		t.Errorf("%v", err)
	}
	late := draw("13812345678")
	now = now.Add(testkit.WeChatCodeLife)
	for name, bad := range map[string]struct {
		code secret.Text
		want error
	}{
		"used": {code, ErrCode}, "too old": {late, ErrCode}, "made up": {secret.NewText("phone-13812345678"), ErrCode}, "of a login": {secret.NewText(s.Code("o")), ErrCode},
		"from abroad": {draw("+852 91234567"), ErrForeign}, "that looks like ours": {draw("+1 13812345678"), ErrForeign}, "no mobile": {draw("053612345678"), ErrForeign},
	} {
		if phone, err := w.Phone(t.Context(), bad.code); !errors.Is(err, bad.want) || !phone.IsZero() || strings.Contains(err.Error(), "138123") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.Next(phonePath, `{"errcode":0,"phone_info":{"purePhoneNumber":"13812345678","countryCode":86}}`)
	if phone, err := w.Phone(t.Context(), code); err != nil || phone.Plain() != "13812345678" {
		t.Errorf("a country as a number: %v", err)
	}
	s.Revoke()
	if _, err := w.Phone(t.Context(), draw("13912345678")); err != nil {
		t.Errorf("after the token went stale: %v", err)
	}
}

// What is our own fault or WeChat's is nobody's code; a code of another mini-program is.
func TestWeChatTellsFaultsFromBadCodes(t *testing.T) {
	for _, c := range []struct {
		path, answer string
		code         bool
	}{
		{sessionPath, `{"errcode":40226}`, true}, {sessionPath, `{"errcode":40013}`, false}, {sessionPath, `{"errcode":40125}`, false},
		{sessionPath, `{"errcode":-1}`, false}, {sessionPath, `{"errcode":45011}`, false}, {sessionPath, `{}`, false}, {sessionPath, `no JSON`, false},
		{sessionPath, `{"openid":7}`, false}, {sessionPath, "502", false}, {phonePath, `{"errcode":40013}`, true}, {phonePath, `{"errcode":-1}`, false},
		{phonePath, "502", false},
	} {
		w, s := weChat(t, held)
		s.Next(c.path, c.answer)
		ask := func() error { _, err := w.OpenID(t.Context(), secret.NewText("c")); return err }
		if c.path == phonePath {
			ask = func() error { _, err := w.Phone(t.Context(), secret.NewText("c")); return err }
		}
		if err := ask(); err == nil || errors.Is(err, ErrCode) != c.code || errors.Is(err, ErrForeign) {
			t.Errorf("%s %s: %v", c.path, c.answer, err)
		}
	}
}

// The key of the session comes with every reply, and nothing of it goes on, whatever the reply is.
func TestWeChatSessionKeyStaysWhereItComes(t *testing.T) {
	w, s := weChat(t, held)
	for _, answer := range []string{"", `{"session_key":"canary-session-key"}`, `{"session_key":"canary-session-key","errcode":-1}`, `{"session_key":canary-session-key`} {
		if answer != "" {
			s.Next(sessionPath, answer)
		}
		id, err := w.OpenID(t.Context(), secret.NewText(s.Code("o-reader")))
		if strings.Contains(id.Plain(), s.SessionKey) || err != nil && strings.Contains(err.Error(), s.SessionKey) {
			t.Errorf("%s: %v", answer, err)
		}
	}
	reply, err := http.Get(s.URL + sessionPath + "?appid=wx-app&secret=wx-hush&grant_type=authorization_code&js_code=" + strings.ReplaceAll(s.Code("o"), "#", "%23"))
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	var told map[string]string
	if err := json.NewDecoder(reply.Body).Decode(&told); err != nil || told["session_key"] != s.SessionKey {
		t.Errorf("the control finds no key: %v %v", told, err)
	}
}
