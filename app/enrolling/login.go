package enrolling

import (
	"context"
	"errors"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/limits"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

// Login is a session that was just opened. Token is shown this once.
type Login struct {
	Token   secret.Text
	Until   time.Time
	Session models.SessionID
	Person  models.PersonID
	Must    []string // what the holder has to do before the account counts, as of person.Account.Must
}

var (
	errCode  = models.Fault(models.Unauthentic, "auth.code_wrong")
	errLogin = models.Fault(models.Unauthentic, "auth.login_wrong")
)

// ByCode opens a session for whoever answers the challenge of their phone. Who comes for the first time becomes a resident. A wrong,
// late or used code, and one after too many guesses, are all Unauthentic "auth.code_wrong".
func (s *Service) ByCode(ctx context.Context, c Caller, phone secret.Phone, challenge models.ChallengeID, code secret.Text) (l Login, err error) {
	right := false
	answer := people.Challenge{ID: challenge, PhoneIndex: s.Keys.BlindIndex(vault.PhoneIndex, phone.Plain()), CodeHash: s.codeHash(challenge, code)}
	err = s.write(ctx, models.Actor{}, func(t inTx) (err error) {
		if right, err = people.Answer(t.tx, answer, t.now); err != nil || !right {
			return err // a wrong guess stays counted
		}
		who, err := t.resident(answer.PhoneIndex, phone)
		if err != nil {
			return err
		}
		l, err = t.openSession(c, who, false)
		return err
	})
	if err == nil && !right {
		err = errCode
	}
	return l, err
}

// resident finds who has the phone, or makes them. Whoever the register knew before they came has no seat until they come.
func (t inTx) resident(index []byte, phone secret.Phone) (models.PersonID, error) {
	who, err := people.ByPhone(t.tx, index)
	if err != nil {
		return who, err
	}
	if !who.IsZero() {
		return who, t.welcome(who)
	}
	city, err := people.City(t.tx)
	if err != nil {
		return who, err
	}
	return t.someone(Newcomer{Phone: phone, Area: city})
}

// welcome gives a resident's seat to whoever never had one. Of two logins at once one does. Whoever had one is not locked here, since they may
// have an OpenID, whose holders are locked in their own order.
func (t inTx) welcome(who models.PersonID) error {
	before, err := people.HadSeat(t.tx, who, models.Resident)
	if err != nil || before {
		return err
	}
	if _, err := people.Lock(t.tx, who); err != nil {
		return err
	}
	if before, err = people.HadSeat(t.tx, who, models.Resident); err != nil || before {
		return err
	}
	return t.makeResident(who)
}

// openSession writes a session and draws its token.
func (t inTx) openSession(c Caller, who models.PersonID, staff bool) (Login, error) {
	token, hash := vault.Token(t.Random)
	session := person.Session{ID: models.NewID[models.SessionID](t.Random), Person: who, Device: c.Device, Staff: staff,
		CreatedAt: t.now, ExpiresAt: person.Expiry(staff, t.now)}
	if err := people.Open(t.tx, session, hash); err != nil {
		return Login{}, err
	}
	t.a = models.Actor{Person: who, Session: session.ID}
	return Login{Token: token, Until: session.ExpiresAt, Session: session.ID, Person: who},
		t.log("session.open", who, map[string]any{"staff": staff})
}

// Credentials are what an account logs in with: the password and, once a second factor is enrolled, a code of it or a recovery code.
type Credentials struct {
	Login    string
	Password secret.Text
	TOTP     string
	Recovery string
}

// How often logins may fail.
var (
	failuresOfLogin   = limits.Limit{Name: "login.login", Most: 10, Window: 15 * time.Minute}
	failuresOfAddress = limits.Limit{Name: "login.address", Most: 30, Window: 15 * time.Minute}
)

// ByPassword opens a session for an account. Whatever is wrong is Unauthentic "auth.login_wrong" and takes the same time, also for a
// login that nobody has; too many failures are TooMany.
func (s *Service) ByPassword(ctx context.Context, c Caller, given Credentials) (Login, error) {
	if err := s.countFailure(ctx, failuresOfAddress, s.blind(byAddress, c.network())); err != nil {
		return Login{}, err
	}
	account, err := people.AccountByLogin(s.DB.Read(ctx), given.Login)
	if err != nil {
		return Login{}, err
	}
	right, err := s.passwordOf(ctx, given.Login, account, given.Password)
	if err != nil {
		return Login{}, err
	}
	var l Login
	err = s.write(ctx, models.Actor{}, func(t inTx) (err error) {
		l, err = t.enter(c, account, given, right)
		return err
	})
	if errors.Is(err, errLogin) {
		return Login{}, s.refuse(ctx, account.Person)
	}
	return l, err
}

// refuse leaves a line of the failure, also of a login that nobody has.
func (s *Service) refuse(ctx context.Context, who models.PersonID) error {
	if err := s.write(ctx, models.Actor{}, func(t inTx) error { return t.log("login.refused", who, nil) }); err != nil {
		return err
	}
	return errLogin
}

// countFailure counts an attempt as failed until it turns out well, so that those who try at once are all counted.
func (s *Service) countFailure(ctx context.Context, l limits.Limit, subject string) error {
	return s.DB.Alone(ctx, func(tx *store.Tx) error { return limits.Take(tx, l, subject, s.Now()) })
}

// passwordOf says whether the password is that of the account, and counts the attempt against the login.
func (s *Service) passwordOf(ctx context.Context, login string, account person.Account, given secret.Text) (bool, error) {
	if err := s.countFailure(ctx, failuresOfLogin, s.blind(byLogin, login)); err != nil {
		return false, err
	}
	return s.Passwords.Check(ctx, account.PasswordHash, given)
}

// enter opens the session when all is right, and uses up a one-time password. It reads the account anew and holds it: what was changed meanwhile counts.
func (t inTx) enter(c Caller, seen person.Account, given Credentials, right bool) (Login, error) {
	account, err := people.AccountOf(t.tx, seen.Person)
	if err != nil {
		return Login{}, err
	}
	right = right && account.PasswordHash == seen.PasswordHash && account.Admits(t.now)
	if right {
		if right, err = t.secondFactor(account, given); err != nil {
			return Login{}, err
		}
	}
	if !right {
		return Login{}, errLogin
	}
	l, err := t.openSession(c, account.Person, true)
	if err != nil {
		return l, err
	}
	if err := people.SpendPassword(t.tx, account.Person, t.now); err != nil {
		return l, err
	}
	l.Must = account.Must()
	if err := limits.GiveBack(t.tx, failuresOfAddress, t.blind(byAddress, c.network())); err != nil {
		return l, err
	}
	return l, t.proved(account)
}

// proved takes back that an attempt was counted as failed.
func (t inTx) proved(account person.Account) error {
	return limits.GiveBack(t.tx, failuresOfLogin, t.blind(byLogin, account.Login))
}

// secondFactor uses up the code of the second factor, or a recovery code. An account that has none yet passes: its session can do
// nothing but enrol one.
func (t inTx) secondFactor(account person.Account, given Credentials) (bool, error) {
	switch {
	case !account.Enrolled():
		return true, nil
	case given.Recovery != "":
		ok, err := people.SpendRecovery(t.tx, account.Person, vault.HashRecoveryCode(given.Recovery))
		if err != nil || !ok {
			return false, err
		}
		return true, t.log("account.recovery_used", account.Person, nil)
	}
	key, err := t.openFactor(account, account.TOTP)
	if err != nil {
		return false, err
	}
	step, ok := vault.CheckTOTP(key, given.TOTP, t.now)
	if !ok {
		return false, nil
	}
	return people.SpendStep(t.tx, account.Person, step)
}
