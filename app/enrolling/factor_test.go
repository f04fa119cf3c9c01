package enrolling_test

import (
	"slices"
	"testing"
	"time"

	"delinli/app/enrolling"
	"delinli/models"
	"delinli/models/secret"
)

// hired is somebody with a new account that a security administrator made: one-time password, no second factor.
func (w *world) hired(admin models.Actor, login string) (employee, enrolling.Login) {
	w.Helper()
	issued, err := w.AddAccount(w.Context(), admin, enrolling.NewAccount{Login: login, Name: name("王芳"), Area: community,
		Seats: []models.Seat{{Role: models.CommunityStaff, Area: community}}})
	w.must(err)
	l, err := w.ByPassword(w.Context(), home, enrolling.Credentials{Login: login, Password: issued.Password})
	w.must(err)
	return employee{login: login, password: issued.Password, token: l.Token, Actor: w.resolve(l.Token)}, l
}

func TestAccountIsSettledBeforeItCounts(t *testing.T) {
	w := newWorld(t)
	admin := w.staff("an.quan", models.SecurityAdmin, city)
	e, l := w.hired(admin.Actor, "wang.fang")
	if !slices.Equal(l.Must, []string{"password", "totp"}) {
		t.Errorf("must %v", l.Must)
	}
	nobody := func() models.Actor {
		t.Helper()
		a := w.resolve(e.token)
		if a.Known() || len(a.Seats) > 0 || a.Session != l.Session {
			t.Errorf("%+v before the account is settled", a)
		}
		return a
	}
	nobody()
	w.must(w.ChangePassword(t.Context(), nobody(), e.password, secret.NewText(password)))
	factor, err := w.DrawFactor(t.Context(), nobody(), enrolling.Credentials{})
	w.must(err)
	_, err = w.ConfirmFactor(t.Context(), nobody(), "000000")
	w.wantField("a wrong code", err, "code", "totp.wrong")
	codes, err := w.ConfirmFactor(t.Context(), nobody(), w.code(factor.Secret))
	w.must(err)
	if a := w.resolve(e.token); !a.Known() || !a.Holds(grid, models.CommunityStaff) || len(codes) != 10 {
		t.Errorf("%+v with %d recovery codes", a, len(codes))
	}
	me, err := w.Me(t.Context(), w.resolve(e.token))
	if err != nil || me.Login != "wang.fang" || len(me.Must) != 0 {
		t.Errorf("%+v, %v", me, err)
	}
	for action, want := range map[string]int{"account.make": 1, "account.password_changed": 1, "account.totp_drawn": 1, "account.totp_confirmed": 1} {
		if got := w.audited(action, me.ID); got != want {
			t.Errorf("%d lines of %s", got, action)
		}
	}
	e.factor, e.password = factor.Secret, secret.NewText(password)
	_, err = w.ByPassword(t.Context(), home, enrolling.Credentials{Login: e.login, Password: e.password, TOTP: w.code(e.factor)})
	w.wantCode("the code that confirmed, at a login", err, "auth.login_wrong")
	w.must(w.enter(&e))
}

func TestOnlyAStaffSessionReachesTheAccount(t *testing.T) {
	w := newWorld(t)
	a, _ := w.resident(li)
	_, err := w.DrawFactor(t.Context(), a, enrolling.Credentials{})
	w.wantCode("draw", err, "account.none")
	_, err = w.ConfirmFactor(t.Context(), a, "123456")
	w.wantCode("confirm", err, "account.none")
	w.wantCode("password", w.ChangePassword(t.Context(), a, secret.NewText("x"), secret.NewText(password)), "account.none")
	e := w.staff("li.na", models.CommunityStaff, community)
	_, err = w.ConfirmFactor(t.Context(), e.Actor, "123456")
	w.wantCode("confirm what was not drawn", err, "totp.not_drawn")
}

func TestNewFactorNeedsTheOldOne(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.CommunityStaff, community)
	draw := func(given enrolling.Credentials) error {
		w.pass(time.Minute)
		_, err := w.DrawFactor(t.Context(), e.Actor, given)
		return err
	}
	w.wantCode("nothing shown", draw(enrolling.Credentials{}), "auth.login_wrong")
	w.wantCode("the password alone", draw(enrolling.Credentials{Password: e.password}), "auth.login_wrong")
	w.wantCode("a code alone", draw(enrolling.Credentials{TOTP: w.code(e.factor)}), "auth.login_wrong")
	w.pass(time.Minute)
	old := e.factor
	factor, err := w.DrawFactor(t.Context(), e.Actor, enrolling.Credentials{Password: e.password, TOTP: w.code(e.factor)})
	w.must(err)
	w.must(w.enter(&e)) // until the new one is confirmed, the old one counts
	other := e.token
	_, err = w.ConfirmFactor(t.Context(), e.Actor, w.code(factor.Secret))
	w.must(err)
	_, err = w.Resolve(t.Context(), other.Plain(), w.Now())
	w.wantCode("other sessions end", err, "session.ended")
	w.wantCode("the old one", w.enter(&e), "auth.login_wrong")
	e.factor = factor.Secret
	w.must(w.enter(&e))
	if old == factor.Secret {
		t.Error("the same secret twice")
	}
}

func TestRecoveryCodePassesOnce(t *testing.T) {
	w := newWorld(t)
	admin := w.staff("an.quan", models.SecurityAdmin, city)
	e, _ := w.hired(admin.Actor, "wang.fang")
	factor, err := w.DrawFactor(t.Context(), e.Actor, enrolling.Credentials{})
	w.must(err)
	codes, err := w.ConfirmFactor(t.Context(), e.Actor, w.code(factor.Secret))
	w.must(err)
	w.must(w.ChangePassword(t.Context(), e.Actor, e.password, secret.NewText(password)))
	e.password = secret.NewText(password)
	try := func(code secret.Text) func() error {
		return func() error {
			_, err := w.ByPassword(t.Context(), home, enrolling.Credentials{Login: e.login, Password: e.password, Recovery: code.Plain()})
			return err
		}
	}
	if won := w.race(6, try(codes[3])); won != 1 {
		t.Errorf("one code passed %d times", won)
	}
	w.exec(`DELETE FROM limits`)
	w.wantCode("again", try(codes[3])(), "auth.login_wrong")
	w.wantCode("another", try(codes[4])(), "")
	if w.audited("account.recovery_used", models.PersonID{}) != 2 {
		t.Error("the use left no line")
	}
	employee, err := w.Account(t.Context(), admin.Actor, w.resolve(e.token).Person)
	if err != nil || employee.Recovery != 8 {
		t.Errorf("%d codes are left, %v", employee.Recovery, err)
	}
}

func TestChangePassword(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.CommunityStaff, community)
	_, byPhone := w.resident(li)
	w.must(w.enter(&e))
	other := e.token
	w.must(w.enter(&e))
	a := w.resolve(e.token)
	next := secret.NewText("another good one")
	w.wantField("a wrong one", w.ChangePassword(t.Context(), a, secret.NewText("wrong"), next), "current", "password.wrong")
	w.wantField("the same", w.ChangePassword(t.Context(), a, e.password, e.password), "password", "password.same")
	w.wantField("a short one", w.ChangePassword(t.Context(), a, e.password, secret.NewText("short")), "password", "password.too_short")
	w.must(w.ChangePassword(t.Context(), a, e.password, next))
	w.resolve(e.token)
	w.resolve(byPhone)
	_, err := w.Resolve(t.Context(), other.Plain(), w.Now())
	w.wantCode("other sessions end", err, "session.ended")
	w.wantCode("the old password", w.enter(&e), "auth.login_wrong")
	e.password = next
	w.must(w.enter(&e))
	for range 10 {
		_ = w.ChangePassword(t.Context(), a, secret.NewText("wrong"), next)
	}
	w.wantCode("guesses behind a session are throttled too", w.ChangePassword(t.Context(), a, e.password, secret.NewText(password)), "too_many")
}

func TestChangesAtOnce(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.CommunityStaff, community)
	w.exec(`DELETE FROM limits`)
	if won := w.race(4, func() error {
		return w.ChangePassword(t.Context(), e.Actor, e.password, secret.NewText("another good one"))
	}); won != 1 {
		t.Errorf("%d changes from one password passed", won)
	}
}
