package testkit

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/models"
)

// WeChatCodeLife is how long a code of a mini-program is good, once.
const WeChatCodeLife = 5 * time.Minute

// WeChat stands in for WeChat's server. It speaks of the protocol what we use: code2Session, getStableAccessToken, getPhoneNumber and
// subscribeMessage.send, each answered with 200 and a code inside.
type WeChat struct {
	URL           string
	AppID, Secret string // of the mini-program; empty takes any
	SessionKey    string // comes with every OpenID, and must stay where it comes to
	Made          bool   // also takes made-up codes, as often as they come: code-N for openid-N, phone-13800000000 for that number

	now    models.Clock
	mu     sync.Mutex
	codes  map[string]wechatCode
	drawn  int
	tokens int
	until  time.Time           // of the last token
	next   map[string][]string // path → replies that are told before its own
	calls  map[string]int
	sent   []WeChatMessage
}

// wechatCode is a code that was drawn: for whom, and when it was.
type wechatCode struct {
	value string
	at    time.Time
}

// WeChatMessage is a subscription message that was taken.
type WeChatMessage struct {
	To       string                            `json:"touser"`
	Template string                            `json:"template_id"`
	Page     string                            `json:"page"`
	Data     map[string]struct{ Value string } `json:"data"`
}

// MadeWeChat answers made-up codes of any mini-program; serve it where it is needed.
func MadeWeChat(now models.Clock) *WeChat {
	return &WeChat{SessionKey: "session-key", Made: true, now: now, codes: map[string]wechatCode{}, next: map[string][]string{}, calls: map[string]int{}}
}

// NewWeChat starts one for a test, with the codes that the test draws.
func NewWeChat(t testing.TB, now models.Clock) *WeChat {
	w := MadeWeChat(now)
	w.AppID, w.Secret, w.SessionKey, w.Made = "wx-app", "wx-hush", "canary-session-key", false
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	w.URL = server.URL
	return w
}

// Code draws what wx.login gives to a user.
func (w *WeChat) Code(openID string) string { return w.draw("login", openID) }

// PhoneCode draws what the phone button gives to whoever has the number; one from abroad begins with + and its country, then a space.
func (w *WeChat) PhoneCode(phone string) string { return w.draw("phone", phone) }

func (w *WeChat) draw(kind, value string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.drawn++
	code := fmt.Sprintf("%s#%d", kind, w.drawn)
	w.codes[code] = wechatCode{value, w.now()}
	return code
}

// Next makes the path answer with replies, in turn, before it answers by itself again. A reply that is a number is a status.
func (w *WeChat) Next(path string, replies ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next[path] = append(w.next[path], replies...)
}

// Revoke ends the token that is out.
func (w *WeChat) Revoke() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.until = time.Time{}
}

// Calls counts the calls to a path.
func (w *WeChat) Calls(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls[path]
}

// Sent lists the messages that were taken.
func (w *WeChat) Sent() []WeChatMessage {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.sent)
}

// ServeHTTP answers a call.
func (w *WeChat) ServeHTTP(to http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls[r.URL.Path]++
	if replies := w.next[r.URL.Path]; len(replies) > 0 {
		w.next[r.URL.Path] = replies[1:]
		var status int
		if json.Unmarshal([]byte(replies[0]), &status) == nil {
			to.WriteHeader(status)
		} else {
			fmt.Fprint(to, replies[0])
		}
		return
	}
	answer := map[string]func(*http.Request) map[string]any{"GET /sns/jscode2session": w.session, "POST /cgi-bin/stable_token": w.token,
		"POST /wxa/business/getuserphonenumber": w.phone, "POST /cgi-bin/message/subscribe/send": w.message}[r.Method+" "+r.URL.Path]
	if answer == nil {
		to.WriteHeader(http.StatusNotFound)
		return
	}
	_ = json.NewEncoder(to).Encode(answer(r))
}

func wechatFault(code int, words string) map[string]any {
	return map[string]any{"errcode": code, "errmsg": words}
}

// session is code2Session.
func (w *WeChat) session(r *http.Request) map[string]any {
	q := r.URL.Query()
	if fault := w.stranger(q.Get("appid"), q.Get("secret")); fault != nil {
		return fault
	}
	openID, fault := w.spend("login", q.Get("js_code"))
	switch {
	case q.Get("grant_type") != "authorization_code":
		return wechatFault(40002, "invalid grant_type")
	case fault != nil:
		return fault
	}
	return map[string]any{"openid": openID, "session_key": w.SessionKey}
}

// stranger refuses who is not the mini-program.
func (w *WeChat) stranger(appID, secret string) map[string]any {
	switch {
	case w.AppID != "" && appID != w.AppID:
		return wechatFault(40013, "invalid appid")
	case w.Secret != "" && secret != w.Secret:
		return wechatFault(40125, "invalid appsecret")
	}
	return nil
}

// spend uses a code up.
func (w *WeChat) spend(kind, code string) (value string, fault map[string]any) {
	drawn, known := w.codes[code]
	switch made, isMade := madeUp(kind, code); {
	case w.Made && isMade:
		return made, nil
	case code == "":
		return "", wechatFault(41008, "missing code")
	case !known || !strings.HasPrefix(code, kind) || w.now().Sub(drawn.at) >= WeChatCodeLife:
		return "", wechatFault(40029, "invalid code")
	case drawn.value == "":
		return "", wechatFault(40163, "code been used")
	}
	w.codes[code] = wechatCode{at: drawn.at}
	return drawn.value, nil
}

// madeUp reads code-N and phone-13800000000.
func madeUp(kind, code string) (value string, ok bool) {
	if kind == "phone" {
		value, ok = strings.CutPrefix(code, "phone-")
		return value, ok && value != ""
	}
	n, ok := strings.CutPrefix(code, "code-")
	return "openid-" + n, ok && n != ""
}

// token is getStableAccessToken: the same one until some minutes before it ends.
func (w *WeChat) token(r *http.Request) map[string]any {
	var in struct {
		Grant  string `json:"grant_type"`
		AppID  string `json:"appid"`
		Secret string `json:"secret"`
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Grant != "client_credential" {
		return wechatFault(40002, "invalid grant_type")
	}
	if fault := w.stranger(in.AppID, in.Secret); fault != nil {
		return fault
	}
	if now := w.now(); !now.Before(w.until.Add(-5 * time.Minute)) {
		w.tokens++
		w.until = now.Add(2 * time.Hour)
	}
	return map[string]any{"access_token": fmt.Sprintf("token-%d", w.tokens), "expires_in": int(w.until.Sub(w.now()).Seconds())}
}

// unauthorized refuses a call without the token that is out.
func (w *WeChat) unauthorized(r *http.Request) map[string]any {
	if r.URL.Query().Get("access_token") != fmt.Sprintf("token-%d", w.tokens) || !w.now().Before(w.until) {
		return wechatFault(40001, "invalid credential, access_token is invalid or not latest")
	}
	return nil
}

// phone is getPhoneNumber.
func (w *WeChat) phone(r *http.Request) map[string]any {
	if fault := w.unauthorized(r); fault != nil {
		return fault
	}
	var in struct{ Code string }
	if json.NewDecoder(r.Body).Decode(&in) != nil {
		return wechatFault(47001, "data format error")
	}
	number, fault := w.spend("phone", in.Code)
	if fault != nil {
		return fault
	}
	country := "86"
	if at, pure, abroad := strings.Cut(number, " "); abroad {
		country, number = strings.TrimPrefix(at, "+"), pure
	}
	info := map[string]any{"purePhoneNumber": number, "countryCode": country, "watermark": map[string]any{"appid": w.AppID, "timestamp": w.now().Unix()}}
	return map[string]any{"errcode": 0, "errmsg": "ok", "phone_info": info}
}

// message is subscribeMessage.send.
func (w *WeChat) message(r *http.Request) map[string]any {
	if fault := w.unauthorized(r); fault != nil {
		return fault
	}
	var m WeChatMessage
	switch err := json.NewDecoder(r.Body).Decode(&m); {
	case err != nil:
		return wechatFault(47001, "data format error")
	case m.To == "":
		return wechatFault(40003, "invalid openid")
	case m.Template == "":
		return wechatFault(40037, "invalid template_id")
	case len(m.Data) == 0:
		return wechatFault(47003, "argument invalid")
	}
	w.sent = append(w.sent, m)
	return wechatFault(0, "ok")
}
