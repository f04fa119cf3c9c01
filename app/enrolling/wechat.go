package enrolling

import (
	"context"
	"errors"
	"time"

	"delinli/app/channel"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/limits"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/secret"
)

// MiniProgram asks WeChat about codes of our mini-program. Each code is good once; one that is not fails with channel.ErrCode, a phone
// from abroad with channel.ErrForeign.
type MiniProgram interface {
	OpenID(ctx context.Context, code secret.Text) (secret.Text, error)
	Phone(ctx context.Context, code secret.Text) (secret.Phone, error)
}

// WeChatCodes are what a mini-program logs in with: the code of wx.login and, where that user is not known yet, the code of the
// phone button.
type WeChatCodes struct{ Login, Phone secret.Text }

var (
	errNoWeChat    = models.Fault(models.Invalid, "auth.wechat_not_set_up")
	errWeChatCode  = models.Fault(models.Unauthentic, "auth.wechat_code")
	errWeChatPhone = models.BadField("phone_code", "auth.wechat_phone")
	errPhoneNeeded = models.Fault(models.Invalid, "auth.phone_needed")
)

// WeChatPause is when coming back makes sense while WeChat does not answer.
const WeChatPause = 5 * time.Second

// refusedOfAddress is how often codes from one address may be refused.
var refusedOfAddress = limits.Limit{Name: "wechat.address", Most: 30, Window: 15 * time.Minute}

// user is who uses the mini-program, as WeChat vouches; Phone is the zero Phone where none was given.
type user struct {
	OpenID secret.Text
	Phone  secret.Phone
}

// ByWeChat opens a session for whoever uses the mini-program. An OpenID that nobody has, without a phone, is Invalid
// "auth.phone_needed". With a phone the session is that of whoever has it, who comes for the first time becomes a resident, and the OpenID
// becomes theirs: a verified phone proves more than an OpenID, so it is taken from whoever had it, and takes the place of the one they had.
// A code that WeChat refuses is Unauthentic "auth.wechat_code"; WeChat that does not answer is Unavailable.
func (s *Service) ByWeChat(ctx context.Context, c Caller, given WeChatCodes) (l Login, err error) {
	u, err := s.ask(ctx, c, given)
	if err != nil {
		return l, err
	}
	err = s.write(ctx, models.Actor{}, func(t inTx) error {
		who, err := t.holder(u)
		if err != nil {
			return err
		}
		l, err = t.openSession(c, who, false)
		return err
	})
	return l, err
}

// ask asks WeChat. It counts as refused until it turns out well, so that those who guess at once are all counted.
func (s *Service) ask(ctx context.Context, c Caller, given WeChatCodes) (user, error) {
	if s.MiniProgram == nil {
		return user{}, errNoWeChat
	}
	subject := s.blind(byAddress, c.network())
	if err := s.countFailure(ctx, refusedOfAddress, subject); err != nil {
		return user{}, err
	}
	u, err := s.vouched(ctx, given)
	if err = s.told(err); errors.Is(err, errWeChatCode) {
		return user{}, err
	}
	return u, errors.Join(err, s.DB.Alone(ctx, func(tx *store.Tx) error { return limits.GiveBack(tx, refusedOfAddress, subject) }))
}

// weChatTime is how long WeChat may take, which leaves some of a request's time to tell the user.
const weChatTime = 2 * time.Second

func (s *Service) vouched(ctx context.Context, given WeChatCodes) (u user, err error) {
	ctx, stop := context.WithTimeout(ctx, weChatTime)
	defer stop()
	if u.OpenID, err = s.MiniProgram.OpenID(ctx, given.Login); err == nil && !given.Phone.IsZero() {
		u.Phone, err = s.MiniProgram.Phone(ctx, given.Phone)
	}
	return u, err
}

// told is what the user learns of a failure of WeChat; what they cannot mend is for the operators too.
func (s *Service) told(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, channel.ErrCode):
		return errWeChatCode
	case errors.Is(err, channel.ErrForeign):
		return errWeChatPhone
	}
	s.Log.Error("WeChat tells nothing of a user", "err", err)
	return &models.Error{Kind: models.Unavailable, Code: "auth.wechat_away", Retry: WeChatPause, Err: err}
}

// holder finds whose session it is to be.
func (t inTx) holder(u user) (models.PersonID, error) {
	index := t.Keys.BlindIndex(vault.OpenIDIndex, u.OpenID.Plain())
	if u.Phone.IsZero() {
		who, err := people.ByOpenID(t.tx, index)
		if err == nil && who.IsZero() {
			err = errPhoneNeeded
		}
		return who, err
	}
	who, err := t.resident(t.Keys.BlindIndex(vault.PhoneIndex, u.Phone.Plain()), u.Phone)
	if err != nil {
		return who, err
	}
	return who, t.bind(who, u.OpenID, index)
}

// bind makes the OpenID that of the person. Somebody who was erased meanwhile has to begin anew.
func (t inTx) bind(who models.PersonID, openID secret.Text, index []byte) error {
	if err := people.HoldOpenID(t.tx, index, who); err != nil {
		return err
	}
	before, err := people.ByOpenID(t.tx, index)
	if err != nil || before == who {
		return err
	}
	p, err := people.Get(t.tx, who)
	if err == nil && p.ErasedAt != nil {
		err = errWeChatCode
	}
	if err != nil {
		return err
	}
	if !before.IsZero() {
		if err := t.unbind(before); err != nil {
			return err
		}
	}
	sealed, err := t.seal(p, "openid", openID.Plain())
	if err != nil {
		return err
	}
	if err := people.BindOpenID(t.tx, who, sealed, index); err != nil {
		return err
	}
	return t.log("wechat.bind", who, map[string]any{"moved": !before.IsZero()})
}

func (t inTx) unbind(who models.PersonID) error {
	if err := people.UnbindOpenID(t.tx, who); err != nil {
		return err
	}
	return t.log("wechat.unbind", who, nil)
}

// OpenID is the WeChat account of a person, for messages to them; the zero Text is none.
func (s *Service) OpenID(tx *store.Tx, who models.PersonID) (secret.Text, error) {
	sealed, key, err := people.OpenID(tx, who)
	if err != nil || len(sealed) == 0 {
		return secret.Text{}, err
	}
	plain, err := s.Vault.Open(key, people.Place(who, "openid"), sealed)
	return secret.NewText(plain), err
}
