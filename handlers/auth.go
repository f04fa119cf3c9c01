package handlers

import (
	"context"
	"strings"
	"time"

	"delinli/app/enrolling"
	"delinli/models"
	"delinli/models/secret"
)

// Auth are the doors by which people come in and go out.
type Auth struct{ Enrolling *enrolling.Service }

// AnySession lets in every session, also one whose account is not settled yet: its holder must change a one-time password or enrol a
// second factor, and is nobody behind all other doors.
var AnySession = Access{"any session", func(a models.Actor) bool { return a.Known() || !a.Session.IsZero() }}

func (h Auth) routes() []Route {
	return []Route{
		post("/auth/codes", Public, h.code, "Ask for a code by SMS, the first step of a login by phone").answers(202).unkeyed(),
		create("/auth/sessions", Public, h.open, "Log in by phone and code, by the codes of the mini-program, or by login, password and second factor").unkeyed(),
		remove("/auth/session", AnySession, h.end, "Log out"),
	}
}

// caller tells the verbs where a request comes from.
func caller(ctx context.Context) enrolling.Caller {
	c := CallerOf(ctx)
	return enrolling.Caller{Address: c.Address, Device: c.Agent}
}

type askCode struct {
	Phone secret.Phone `json:"phone" validate:"required" example:"13800000000"`
}

type challengeView struct {
	Challenge models.ChallengeID `json:"challenge"`
}

func (h Auth) code(ctx context.Context, _ models.Actor, in askCode) (challengeView, error) {
	challenge, err := h.Enrolling.AskCode(ctx, caller(ctx), in.Phone)
	return challengeView{challenge}, err
}

// openSession holds one of three ways to log in: phone, code and challenge; login and password with totp or recovery_code;
// wechat_code with phone_code.
type openSession struct {
	Phone     secret.Phone       `json:"phone,omitzero" example:"13800000000"`
	Code      secret.Text        `json:"code,omitzero" validate:"required_with=Phone,max=16" example:"482913"`
	Challenge models.ChallengeID `json:"challenge,omitzero" validate:"required_with=Phone"`

	Login    string      `json:"login,omitempty" validate:"max=64" example:"li.na"`
	Password secret.Text `json:"password,omitzero" validate:"required_with=Login,max=128"`
	TOTP     string      `json:"totp,omitempty" validate:"max=16" example:"287082"`
	Recovery string      `json:"recovery_code,omitempty" validate:"max=32"`

	WeChat      secret.Text `json:"wechat_code,omitzero" validate:"required_with=WeChatPhone,max=128" doc:"of wx.login"`
	WeChatPhone secret.Text `json:"phone_code,omitzero" validate:"max=128" doc:"of the phone button, after auth.phone_needed"`
}

// sessionView shows the token this once. Must lists what the holder has to do before other doors open: "password", "totp".
type sessionView struct {
	Token     string     `json:"token"`
	ExpiresAt time.Time  `json:"expires_at"`
	Person    personView `json:"person"`
	Must      []string   `json:"must"`
}

// SessionCookie lets a browser keep the token.
func (v sessionView) SessionCookie() (string, time.Time) { return v.Token, v.ExpiresAt }

func (h Auth) open(ctx context.Context, _ models.Actor, in openSession) (sessionView, error) {
	login, err := h.enter(ctx, in)
	if err != nil {
		return sessionView{}, err
	}
	me, err := h.Enrolling.Me(ctx, models.Actor{Person: login.Person, Session: login.Session})
	return sessionView{login.Token.Plain(), login.Until, personOf(me), login.Must}, err
}

func (h Auth) enter(ctx context.Context, in openSession) (enrolling.Login, error) {
	switch byPhone, byLogin, byWeChat := !in.Phone.IsZero(), in.Login != "", !in.WeChat.IsZero(); {
	case byPhone && byLogin:
		return enrolling.Login{}, models.BadField("login", "auth.one_way")
	case byWeChat && (byPhone || byLogin):
		return enrolling.Login{}, models.BadField("wechat_code", "auth.one_way")
	case byWeChat:
		return h.Enrolling.ByWeChat(ctx, caller(ctx), enrolling.WeChatCodes{Login: in.WeChat, Phone: in.WeChatPhone})
	case byPhone:
		return h.Enrolling.ByCode(ctx, caller(ctx), in.Phone, in.Challenge, in.Code)
	case byLogin:
		return h.Enrolling.ByPassword(ctx, caller(ctx), enrolling.Credentials{Login: strings.ToLower(strings.TrimSpace(in.Login)),
			Password: in.Password, TOTP: in.TOTP, Recovery: in.Recovery})
	}
	return enrolling.Login{}, models.BadField("phone", "field.required")
}

// sessionEnded makes a browser forget its token.
type sessionEnded struct{}

// SessionCookie is empty.
func (sessionEnded) SessionCookie() (string, time.Time) { return "", time.Time{} }

func (h Auth) end(ctx context.Context, a models.Actor, _ Nothing) (sessionEnded, error) {
	return sessionEnded{}, h.Enrolling.Logout(ctx, a)
}
