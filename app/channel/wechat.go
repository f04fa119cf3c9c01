package channel

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"delinli/models"
	"delinli/models/notice"
)

// WeChatOptions are the mini-program's own data.
type WeChatOptions struct {
	API           string // https://api.weixin.qq.com
	AppID, Secret string
	Template      string // of the subscription message
	Field         string // of the template that holds the text, such as "thing1"
	Now           models.Clock
}

// WeChat knows who uses a mini-program and sends them subscription messages (developers.weixin.qq.com: code2Session, getPhoneNumber,
// subscribeMessage.send, getStableAccessToken).
type WeChat struct {
	WeChatOptions
	to *caller

	mu    sync.Mutex // guards token and until, and lets one ask for a new token
	token string
	until time.Time
}

// NewWeChat fails when the address is no URL.
func NewWeChat(o WeChatOptions) (*WeChat, error) {
	to, err := newCaller(o.API)
	return &WeChat{WeChatOptions: o, to: to}, err
}

// Name is WeChat.
func (*WeChat) Name() notice.Channel { return notice.WeChat }

// The codes by which WeChat answers.
var (
	staleToken = []int{40001, 40014, 42001}
	inVain     = []int{40003, 40037, 41030, 43101, 43107, 47003} // openid, template, page, no consent, blocked, fields
)

// verdict is what every reply of WeChat holds.
type verdict struct {
	Code int `json:"errcode"` // zero when all is well
}

func (v verdict) code() int { return v.Code }

// answer is a reply of WeChat.
type answer interface{ code() int }

// Send sends the message to the OpenID. One consent of the reader is good for one message; without it the message is refused for good.
func (w *WeChat) Send(ctx context.Context, m Message) error {
	var done verdict
	err := w.authorized(ctx, "/cgi-bin/message/subscribe/send", map[string]any{"touser": m.OpenID.Plain(), "template_id": w.Template,
		"page": m.Page, "data": map[string]any{w.Field: map[string]string{"value": m.Text}}}, &done)
	if err == nil && slices.Contains(inVain, done.Code) {
		return fmt.Errorf("WeChat answers %d: %w", done.Code, ErrRefused)
	}
	return orFault(err, done.Code)
}

// orFault is err, or what a code other than zero is called.
func orFault(err error, code int) error {
	if err == nil && code != 0 {
		return fmt.Errorf("WeChat answers %d", code)
	}
	return err
}

// authorized posts the body with the token. A token that has just gone stale is replaced once.
func (w *WeChat) authorized(ctx context.Context, path string, body any, to answer) error {
	for range 2 {
		token, err := w.fresh(ctx)
		if err != nil {
			return err
		}
		if err := w.post(ctx, path, url.Values{"access_token": {token}}, body, to); err != nil {
			return err
		}
		if !slices.Contains(staleToken, to.code()) {
			return nil
		}
		w.drop(token)
	}
	return errors.New("WeChat takes no token")
}

// fresh gives the token, asking for a new one some minutes before the old one ends. The stable token is the same for all processes that
// ask, so that none makes another's void.
func (w *WeChat) fresh(ctx context.Context) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.token != "" && w.Now().Before(w.until) {
		return w.token, nil
	}
	var given struct {
		verdict
		Token string `json:"access_token"`
		Life  int    `json:"expires_in"` // seconds
	}
	if err := w.post(ctx, "/cgi-bin/stable_token", nil,
		map[string]any{"grant_type": "client_credential", "appid": w.AppID, "secret": w.Secret}, &given); err != nil {
		return "", err
	}
	if given.Token == "" {
		return "", fmt.Errorf("WeChat gives no token: %d", given.Code)
	}
	w.token, w.until = given.Token, w.Now().Add(time.Duration(given.Life)*time.Second-5*time.Minute)
	return w.token, nil
}

// drop forgets the token unless it has been replaced meanwhile.
func (w *WeChat) drop(token string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.token == token {
		w.token = ""
	}
}

func (w *WeChat) post(ctx context.Context, path string, query url.Values, body any, to answer) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return w.call(ctx, http.MethodPost, path, query, text, to)
}

// call asks WeChat, which answers 200 whatever it says. Nothing of a reply but what `to` takes is kept or told.
func (w *WeChat) call(ctx context.Context, method, path string, query url.Values, body []byte, to answer) error {
	at := w.to.base.JoinPath(path)
	at.RawQuery = query.Encode()
	r, err := http.NewRequestWithContext(ctx, method, at.String(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	got, err := w.to.do(r)
	if err != nil {
		return err
	}
	if got.status != http.StatusOK {
		return fmt.Errorf("WeChat answers with status %d", got.status)
	}
	if err := json.Unmarshal(got.body, to); err != nil {
		return errors.New("WeChat answers with something that is not its JSON")
	}
	return nil
}
