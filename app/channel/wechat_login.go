package channel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"delinli/models/secret"
)

// What may be wrong with a code of the mini-program.
var (
	ErrCode    = errors.New("the code is wrong, used or too old")
	ErrForeign = errors.New("the phone is no mobile of mainland China")
)

// badCode are the answers to a code that is good for nothing: wrong, of another mini-program, used before, missing, of a user whom
// WeChat blocks.
var badCode = []int{40029, 40163, 41008, 40226}

// foreignCode is how getPhoneNumber answers a code that another mini-program asked for; code2Session means its own AppID by it.
const foreignCode = 40013

// OpenID asks who drew the code by wx.login; it fails with ErrCode. WeChat gives a session key beside it, which is never read: whoever
// holds it could read and forge what WeChat tells of that user.
func (w *WeChat) OpenID(ctx context.Context, code secret.Text) (secret.Text, error) {
	var who struct {
		verdict
		OpenID string `json:"openid"`
	}
	err := w.call(ctx, http.MethodGet, "/sns/jscode2session", url.Values{"appid": {w.AppID}, "secret": {w.Secret},
		"js_code": {code.Plain()}, "grant_type": {"authorization_code"}}, nil, &who)
	switch {
	case err == nil && slices.Contains(badCode, who.Code):
		return secret.Text{}, fmt.Errorf("WeChat answers %d: %w", who.Code, ErrCode)
	case err == nil && who.Code == 0 && who.OpenID == "":
		err = errors.New("WeChat names nobody")
	}
	return secret.NewText(who.OpenID), orFault(err, who.Code)
}

// Phone asks for the number that its holder gave away with the code, which WeChat has verified. It fails with ErrCode, and with
// ErrForeign for a number from elsewhere.
func (w *WeChat) Phone(ctx context.Context, code secret.Text) (secret.Phone, error) {
	var found struct {
		verdict
		Phone struct {
			Number  string          `json:"purePhoneNumber"`
			Country json.RawMessage `json:"countryCode"` // "86", and in some examples 86
		} `json:"phone_info"`
	}
	err := w.authorized(ctx, "/wxa/business/getuserphonenumber", map[string]string{"code": code.Plain()}, &found)
	if err == nil && (slices.Contains(badCode, found.Code) || found.Code == foreignCode) {
		return secret.Phone{}, fmt.Errorf("WeChat answers %d: %w", found.Code, ErrCode)
	}
	if err := orFault(err, found.Code); err != nil {
		return secret.Phone{}, err
	}
	phone, err := secret.ParsePhone(found.Phone.Number)
	if err != nil || strings.Trim(string(found.Phone.Country), `"`) != "86" {
		return secret.Phone{}, ErrForeign
	}
	return phone, nil
}
