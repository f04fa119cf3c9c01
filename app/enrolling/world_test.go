package enrolling_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"delinli/app/enrolling"
	"delinli/app/keeping"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/secret"
)

const (
	city      = testkit.City
	street    = testkit.Street
	community = testkit.Community
	grid      = testkit.Grid
	elsewhere = testkit.Elsewhere
)

// world is a town with the verbs of people, and a drawer for what is sent.
type world struct {
	*testing.T
	*enrolling.Service
	town *testkit.World
	logs *bytes.Buffer

	mu   sync.Mutex
	sent map[string]string // phone → last code
	lost int               // how many sends fail from now on
}

func newWorld(t *testing.T) *world {
	t.Helper()
	town := testkit.NewWorld(t)
	w := &world{T: t, town: town, logs: &bytes.Buffer{}, sent: map[string]string{}}
	w.Service = &enrolling.Service{DB: town.Store, Vault: town.Vault, Keys: town.Keys, Passwords: vault.NewPasswords(rand.Reader), Sender: w,
		Looks: &keeping.Service{DB: town.Store, Vault: town.Vault, Now: town.Now, Random: rand.Reader}, Now: town.Now, Town: town.Now,
		Random: rand.Reader, Log: slog.New(slog.NewTextHandler(w.logs, nil))}
	return w
}

// pass moves the clock on.
func (w *world) pass(d time.Duration) { w.town.Pass(d) }

// SendCode keeps what would be sent.
func (w *world) SendCode(_ context.Context, phone secret.Phone, code string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lost > 0 {
		w.lost--
		return errors.New("the gateway is away")
	}
	w.sent[phone.Plain()] = code
	return nil
}

// exec and number run a statement with the named arguments of the store.
func (w *world) exec(sql string, args ...store.Args) {
	w.Helper()
	w.town.Exec(sql, slices.Concat(args, []store.Args{nil})[0])
}

func (w *world) number(sql string, args ...store.Args) int {
	w.Helper()
	return w.town.Count(sql, slices.Concat(args, []store.Args{nil})[0])
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// wantCode fails unless err has the code; empty is no error.
func (w *world) wantCode(what string, err error, code string) {
	w.Helper()
	got := ""
	if err != nil {
		got = models.CodeOf(err)
	}
	if got != code {
		w.Errorf("%s: %v, want %q", what, err, code)
	}
}

// wantField fails unless err is about the field, with the code.
func (w *world) wantField(what string, err error, field, code string) {
	w.Helper()
	if e, _ := errors.AsType[*models.Error](err); e == nil || e.Fields[field] != code {
		w.Errorf("%s: %v, want %s=%s", what, err, field, code)
	}
}

func phone(s string) secret.Phone {
	p, err := secret.ParsePhone(s)
	if err != nil {
		panic(err)
	}
	return p
}

func name(s string) secret.Name {
	n, err := secret.ParseName(s)
	if err != nil {
		panic(err)
	}
	return n
}

var home = enrolling.Caller{Address: netip.MustParseAddr("192.0.2.1"), Device: "a phone"}

// ask asks for a code and waits until it is sent.
func (w *world) ask(number string) (models.ChallengeID, secret.Text) {
	w.Helper()
	id, err := w.AskCode(w.Context(), home, phone(number))
	w.must(err)
	w.Wait()
	return id, secret.NewText(w.sent[number])
}

// resident logs somebody in by phone. The clock goes on by a minute, and the address forgets its codes.
func (w *world) resident(number string) (models.Actor, secret.Text) {
	w.Helper()
	w.pass(time.Minute)
	w.exec(`DELETE FROM limits WHERE key LIKE 'code.address%'`)
	id, code := w.ask(number)
	login, err := w.ByCode(w.Context(), home, phone(number), id, code)
	w.must(err)
	return w.resolve(login.Token), login.Token
}

func (w *world) resolve(token secret.Text) models.Actor {
	w.Helper()
	a, err := w.Resolve(w.Context(), token.Plain(), w.Now())
	w.must(err)
	return a
}

// employee is somebody with a settled account.
type employee struct {
	models.Actor
	login    string
	password secret.Text
	factor   secret.Text
	token    secret.Text
}

const password = "correct horse battery"

// staff makes an account with the role at the machine and settles it.
func (w *world) staff(login string, role models.Role, area models.AreaCode) employee {
	w.Helper()
	issued, err := w.AddStaff(w.Context(), login, name("李娜"), area, []models.Role{role})
	w.must(err)
	e := employee{login: login, password: issued.Password, factor: issued.TOTP.Secret}
	w.must(w.enter(&e))
	w.must(w.ChangePassword(w.Context(), w.resolve(e.token), e.password, secret.NewText(password)))
	e.password, e.Actor = secret.NewText(password), w.resolve(e.token)
	return e
}

// enter logs the employee in with the next code of the second factor.
func (w *world) enter(e *employee) error {
	w.Helper()
	w.pass(30 * time.Second)
	l, err := w.ByPassword(w.Context(), home, enrolling.Credentials{Login: e.login, Password: e.password, TOTP: w.code(e.factor)})
	e.token = l.Token
	return err
}

// code is the code of a second factor now.
func (w *world) code(factor secret.Text) string {
	w.Helper()
	code, err := totp.GenerateCode(factor.Plain(), w.Now())
	w.must(err)
	return code
}

// audited counts the lines of an action about a person, the zero id for anybody.
func (w *world) audited(action string, who models.PersonID) int {
	w.Helper()
	return w.number(`SELECT count(*) FROM audit WHERE action = @action AND (CAST(@who AS uuid) IS NULL OR person_id = @who)`,
		store.Args{"action": action, "who": who})
}
