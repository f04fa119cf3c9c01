package handlers_test

import (
	"strings"
	"testing"

	"delinli/app/channel"
	"delinli/app/testkit"
)

// withWeChat gives the doors a mini-program.
func (h *hall) withWeChat() *testkit.WeChat {
	h.t.Helper()
	s := testkit.NewWeChat(h.t, h.Now)
	w, err := channel.NewWeChat(channel.WeChatOptions{API: s.URL, AppID: s.AppID, Secret: s.Secret, Now: h.Now})
	if err != nil {
		h.t.Fatal(err)
	}
	h.enrolling.MiniProgram = w
	return s
}

func TestLoginByWeChat(t *testing.T) {
	h := newHall(t)
	wechat := h.withWeChat()
	if r := h.api("", "POST", "/auth/sessions", fields{"wechat_code": wechat.Code("o-li")}).Want(422); r.Code() != "auth.phone_needed" {
		t.Error(r.Code())
	}
	first := fields{"wechat_code": wechat.Code("o-li"), "phone_code": wechat.PhoneCode(li)}
	r := h.api("", "POST", "/auth/sessions", first).Want(201)
	var o, again opened
	r.Into(&o)
	if len(o.Token) != 43 || o.Person.Phone != "138****5678" || len(o.Must) != 0 {
		t.Errorf("%s", r.Body)
	}
	for _, bare := range []string{li, "o-li", wechat.SessionKey} {
		if strings.Contains(string(r.Body), bare) {
			t.Errorf("%s tells %s", r.Body, bare)
		}
	}
	h.api("", "POST", "/auth/sessions", fields{"wechat_code": wechat.Code("o-li")}).Want(201).Into(&again)
	if again.Person.ID != o.Person.ID || again.Token == o.Token {
		t.Errorf("%+v and %+v", o, again)
	}
	h.api(again.Token, "GET", "/me", nil).Want(200)
	if r := h.api("", "POST", "/auth/sessions", first).Want(401); r.Code() != "auth.wechat_code" {
		t.Error(r.Code())
	}
	if byCode := h.resident(li); byCode.Person.ID != o.Person.ID {
		t.Error("by code comes somebody else")
	}
}

func TestLoginByWeChatThatIsAway(t *testing.T) {
	h := newHall(t)
	wechat := h.withWeChat()
	wechat.Next("/sns/jscode2session", "502")
	if r := h.api("", "POST", "/auth/sessions", fields{"wechat_code": wechat.Code("o-li")}).Want(503); r.Code() != "auth.wechat_away" || r.Header.Get("Retry-After") != "5" {
		t.Errorf("%s, %s", r.Code(), r.Header.Get("Retry-After"))
	}
	h.enrolling.MiniProgram = nil
	if r := h.api("", "POST", "/auth/sessions", fields{"wechat_code": wechat.Code("o-li")}).Want(422); r.Code() != "auth.wechat_not_set_up" {
		t.Error(r.Code())
	}
}

func TestBadInputAtLoginByWeChat(t *testing.T) {
	h := newHall(t)
	wechat := h.withWeChat()
	h.refuses([]refusal{
		{"", "POST", "/auth/sessions", fields{"phone_code": "x"}, 422, "wechat_code"},
		{"", "POST", "/auth/sessions", fields{"wechat_code": "", "phone_code": "x"}, 422, "wechat_code"},
		{"", "POST", "/auth/sessions", fields{"wechat_code": 7}, 422, "wechat_code"},
		{"", "POST", "/auth/sessions", fields{"wechat_code": strings.Repeat("x", 129)}, 422, "wechat_code"},
		{"", "POST", "/auth/sessions", fields{"wechat_code": "x", "phone_code": strings.Repeat("x", 129)}, 422, "phone_code"},
		{"", "POST", "/auth/sessions", fields{"wechat_code": "x", "login": "li.na", "password": "x"}, 422, "wechat_code"},
		{"", "POST", "/auth/sessions", fields{"wechat_code": "x", "phone": li, "code": "1", "challenge": nobody[1:]}, 422, "wechat_code"},
		{"", "POST", "/auth/sessions", fields{"wechat_code": "x&appid=y\n"}, 401, ""},
		{"", "POST", "/auth/sessions", fields{"wechat_code": wechat.Code("o"), "phone_code": wechat.PhoneCode("+1 3812345678")}, 422, "phone_code"},
	})
	if n := wechat.Calls("/sns/jscode2session"); n != 2 {
		t.Errorf("WeChat was asked %d times, want of what could be read alone", n)
	}
}
