package enrolling_test

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"delinli/app/enrolling"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

func TestStaffLogin(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.CommunityStaff, community)
	w.must(w.enter(&e))
	a := w.resolve(e.token)
	if !a.Known() || !a.Holds(grid, models.CommunityStaff) || a.Phone {
		t.Errorf("%+v", a)
	}
	if n := w.number(`SELECT count(*) FROM sessions WHERE staff AND expires_at = created_at + interval '12 hours'`); n != 2 {
		t.Errorf("%d sessions of twelve hours", n)
	}
}

func TestStaffLoginRefuses(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.CommunityStaff, community)
	good := func() enrolling.Credentials {
		w.exec(`DELETE FROM limits`)
		w.pass(time.Minute)
		return enrolling.Credentials{Login: e.login, Password: e.password, TOTP: w.code(e.factor)}
	}
	try := func(what string, given enrolling.Credentials) {
		t.Helper()
		l, err := w.ByPassword(t.Context(), home, given)
		w.wantCode(what, err, "auth.login_wrong")
		if !l.Token.IsZero() {
			t.Errorf("%s: a token came with it", what)
		}
	}
	given := good()
	given.Password = secret.NewText("wrong")
	try("a wrong password", given)
	given = good()
	given.Login = "li.ni"
	try("a login that nobody has", given)
	given = good()
	given.TOTP = ""
	try("no code", given)
	given = good()
	given.TOTP = "000000"
	try("a wrong code", given)
	given = good()
	w.pass(2 * time.Minute)
	try("an old code", given)
	given = good()
	given.TOTP, given.Recovery = "", "AAAA-AAAA-AAAA-AAAA"
	try("a recovery code that was never given", given)
	if w.audited("login.refused", models.PersonID{}) != 6 || w.audited("login.refused", e.Person) != 5 {
		t.Error("the failures left no lines")
	}
	w.exec(`UPDATE accounts SET disabled_at = created_at`)
	try("a disabled account", good())
	w.exec(`UPDATE accounts SET disabled_at = NULL, password_until = @now`, store.Args{"now": w.Now()})
	try("a one-time password that is too old", good())
	w.exec(`UPDATE accounts SET password_until = NULL`)
	if _, err := w.ByPassword(t.Context(), home, good()); err != nil {
		t.Errorf("all is right: %v", err)
	}
}

// Of eight who show one code at once, and any number later, one passes.
func TestCodeOfSecondFactorPassesOnce(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.CommunityStaff, community)
	w.pass(30 * time.Second)
	given := enrolling.Credentials{Login: e.login, Password: e.password, TOTP: w.code(e.factor)}
	if won := w.race(8, func() error { _, err := w.ByPassword(context.Background(), home, given); return err }); won != 1 {
		t.Errorf("%d passed", won)
	}
	_, err := w.ByPassword(t.Context(), home, given)
	w.wantCode("the same code again", err, "auth.login_wrong")
	w.must(w.enter(&e))
}

// race counts how many of n at once succeed; the others must be refused.
func (w *world) race(n int, try func() error) int {
	var won atomic.Int32
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			err := try()
			if err == nil {
				won.Add(1)
			} else if models.KindOf(err) == models.Internal {
				w.Error(err)
			}
		})
	}
	wg.Wait()
	return int(won.Load())
}

func TestLoginsAreThrottled(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.CommunityStaff, community)
	wrong := enrolling.Credentials{Login: e.login, Password: secret.NewText("wrong")}
	from := func(i int) enrolling.Caller {
		return enrolling.Caller{Address: netip.MustParseAddr(fmt.Sprintf("198.51.100.%d", i))}
	}
	for i := range 10 {
		_, err := w.ByPassword(t.Context(), from(i), wrong)
		w.wantCode("a failure", err, "auth.login_wrong")
	}
	_, err := w.ByPassword(t.Context(), from(11), wrong)
	w.wantCode("the eleventh of a login", err, "too_many")
	w.wantCode("even the right password", w.enter(&e), "too_many")
	w.pass(15 * time.Minute)
	w.wantCode("a quarter of an hour later", w.enter(&e), "")

	for i := range 30 {
		_, err := w.ByPassword(t.Context(), from(99), enrolling.Credentials{Login: fmt.Sprintf("nobody%d", i)})
		w.wantCode("a failure", err, "auth.login_wrong")
	}
	_, err = w.ByPassword(t.Context(), from(99), enrolling.Credentials{Login: "nobody"})
	w.wantCode("the 31st of an address", err, "too_many")
	w.wantCode("another address", w.enter(&e), "")
}

// An office of many behind one address logs in each morning.
func TestLoginsThatSucceedDoNotCount(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.CommunityStaff, community)
	for range 12 {
		w.must(w.enter(&e))
	}
	if n := w.number(`SELECT CAST(sum(used) AS int) FROM limits WHERE key LIKE 'login.address%'`); n != 0 {
		t.Errorf("%d are counted", n)
	}
}

func TestGuessesAtOnceAreAllCounted(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.CommunityStaff, community)
	w.exec(`DELETE FROM limits`)
	var guessed atomic.Int32
	w.race(24, func() error {
		_, err := w.ByPassword(context.Background(), home, enrolling.Credentials{Login: e.login, Password: secret.NewText("wrong")})
		if models.CodeOf(err) == "auth.login_wrong" {
			guessed.Add(1)
		}
		return err
	})
	if guessed.Load() != 10 {
		t.Errorf("%d guesses passed the limit of 10", guessed.Load())
	}
}

// A session by phone gives no power over others: official seats count only behind password and second factor, and workers of a grid are its stewards.
func TestPhoneSessionHasNoOfficialSeats(t *testing.T) {
	w := newWorld(t)
	a, token := w.resident(li)
	for _, role := range []models.Role{models.CommunityStaff, models.Auditor} {
		w.exec(`INSERT INTO seats (id, person_id, role, area_code, from_at) VALUES (gen_random_uuid(), @who, @role, '370785001005', @at)`,
			store.Args{"who": a.Person, "role": string(role), "at": w.Now()})
	}
	w.exec(`INSERT INTO seats (id, person_id, role, area_code, from_at) VALUES (gen_random_uuid(), @who, 'grid_worker', '370785001005003', @at)`,
		store.Args{"who": a.Person, "at": w.Now()})
	a = w.resolve(token)
	if a.Has(person.Official...) || a.Has(models.GridWorker) || !a.Holds(grid, models.Steward) || len(a.Seats) != 2 {
		t.Errorf("%+v", a.Seats)
	}
}

// TestWhoLogsInHasCome: since the first time, however often they do.
func TestWhoLogsInHasCome(t *testing.T) {
	w := newWorld(t)
	a, _ := w.resident(li)
	first := w.Now()
	w.resident(li)
	if n := w.number(`SELECT count(*) FROM persons WHERE id = @id AND came_at = @at`, store.Args{"id": a.Person, "at": first}); n != 1 {
		t.Error("it is not kept when they came")
	}
	if n := w.number(`SELECT count(*) FROM persons WHERE came_at IS NOT NULL`); n != 1 {
		t.Errorf("%d have come", n)
	}
}

// TestAOneTimePasswordIsUsedUpByItsFirstLogin: the session that it opened may still set a password, and nothing else opens another.
func TestAOneTimePasswordIsUsedUpByItsFirstLogin(t *testing.T) {
	w := newWorld(t)
	issued, err := w.AddStaff(t.Context(), "li.na", name("李娜"), city, []models.Role{models.SystemAdmin})
	w.must(err)
	e := employee{login: issued.Login, password: issued.Password, factor: issued.TOTP.Secret}
	given := enrolling.Credentials{Login: e.login, Password: e.password, TOTP: "000000"}
	_, err = w.ByPassword(t.Context(), home, given)
	w.wantCode("a wrong code, which uses up nothing", err, "auth.login_wrong")
	w.must(w.enter(&e))
	first := w.resolve(e.token)
	w.wantCode("a second login", w.enter(&e), "auth.login_wrong")
	w.must(w.ChangePassword(t.Context(), first, issued.Password, secret.NewText(password)))
	e.password = secret.NewText(password)
	w.must(w.enter(&e))
	admin := w.town.Person(models.SecurityAdmin, city)
	again, err := w.ResetPassword(t.Context(), admin, issued.Person)
	w.must(err)
	e.password = again.Password
	w.must(w.enter(&e))
	w.wantCode("a second login after a reset", w.enter(&e), "auth.login_wrong")
}

// TestAOneTimePasswordOpensOneSession, however many log in with it at once.
func TestAOneTimePasswordOpensOneSession(t *testing.T) {
	w := newWorld(t)
	admin := w.town.Person(models.SecurityAdmin, city)
	issued, err := w.AddAccount(t.Context(), admin, enrolling.NewAccount{Login: "li.na", Name: name("李娜"), Area: city})
	w.must(err)
	var crew sync.WaitGroup
	for range 4 {
		crew.Go(func() {
			if _, err := w.ByPassword(t.Context(), home, enrolling.Credentials{Login: "li.na", Password: issued.Password}); err != nil {
				w.wantCode("one of several", err, "auth.login_wrong")
			}
		})
	}
	crew.Wait()
	if n := w.number(`SELECT count(*) FROM sessions`); n != 1 {
		t.Errorf("%d sessions were opened", n)
	}
}
