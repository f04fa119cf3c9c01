package channel

import (
	"bytes"
	"context"
	"encoding/json"
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

// WeChat sends subscription messages of a mini-program (developers.weixin.qq.com: subscribeMessage.send, getStableAccessToken). One
// consent of the reader is good for one message; without it the message is refused for good.
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

// weChatReply is what every call answers.
type weChatReply struct {
	Code  int    `json:"errcode"`
	Token string `json:"access_token"`
	Life  int    `json:"expires_in"` // seconds
}

// Send sends the message to the OpenID. A token that has just gone stale is replaced once.
func (w *WeChat) Send(ctx context.Context, m Message) error {
	body := map[string]any{"touser": m.OpenID.Plain(), "template_id": w.Template, "page": m.Page,
		"data": map[string]any{w.Field: map[string]string{"value": m.Text}}}
	for range 2 {
		token, err := w.fresh(ctx)
		if err != nil {
			return err
		}
		answer, err := w.post(ctx, "/cgi-bin/message/subscribe/send", url.Values{"access_token": {token}}, body)
		switch {
		case err != nil:
			return err
		case answer.Code == 0:
			return nil
		case slices.Contains(inVain, answer.Code):
			return fmt.Errorf("WeChat answers %d: %w", answer.Code, ErrRefused)
		case !slices.Contains(staleToken, answer.Code):
			return fmt.Errorf("WeChat answers %d", answer.Code)
		}
		w.drop(token)
	}
	return fmt.Errorf("WeChat takes no token")
}

// fresh gives the token, asking for a new one some minutes before the old one ends. The stable token is the same for all processes that
// ask, so that none makes another's void.
func (w *WeChat) fresh(ctx context.Context) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.token != "" && w.Now().Before(w.until) {
		return w.token, nil
	}
	answer, err := w.post(ctx, "/cgi-bin/stable_token", nil,
		map[string]any{"grant_type": "client_credential", "appid": w.AppID, "secret": w.Secret})
	if err != nil {
		return "", err
	}
	if answer.Token == "" {
		return "", fmt.Errorf("WeChat gives no token: %d", answer.Code)
	}
	w.token, w.until = answer.Token, w.Now().Add(time.Duration(answer.Life)*time.Second-5*time.Minute)
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

func (w *WeChat) post(ctx context.Context, path string, query url.Values, body any) (answer weChatReply, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return answer, err
	}
	to := w.to.base.JoinPath(path)
	to.RawQuery = query.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), bytes.NewReader(text))
	if err != nil {
		return answer, err
	}
	r.Header.Set("Content-Type", "application/json")
	got, err := w.to.do(r)
	if err != nil {
		return answer, err
	}
	if got.status != http.StatusOK {
		return answer, fmt.Errorf("WeChat answers with status %d", got.status)
	}
	if err := json.Unmarshal(got.body, &answer); err != nil {
		return answer, fmt.Errorf("WeChat answers with something that is no JSON")
	}
	return answer, nil
}
