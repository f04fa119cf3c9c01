package handlers_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"delinli/app/enrolling"
	"delinli/app/keeping"
	vault "delinli/app/secret"
	"delinli/app/store/keys"
	"delinli/app/testkit"
	"delinli/handlers"
	"delinli/handlers/conform"
	"delinli/models"
	"delinli/models/secret"
)

// hall is the doors to people over a town, with real sessions.
type hall struct {
	conform.Client
	*testkit.World
	enrolling *enrolling.Service
	t         *testing.T

	mu   sync.Mutex
	sent map[string]string // phone → last code
}

// SendCode keeps what would be sent.
func (h *hall) SendCode(_ context.Context, phone secret.Phone, code string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sent[phone.Plain()] = code
	return nil
}

func newHall(t *testing.T) *hall {
	t.Helper()
	w := testkit.NewWorld(t)
	h := &hall{World: w, t: t, sent: map[string]string{}}
	log := slog.New(slog.DiscardHandler)
	h.enrolling = &enrolling.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Passwords: vault.NewPasswords(rand.Reader), Sender: h,
		Looks: &keeping.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader}, Now: w.Now, Town: w.Now, Random: rand.Reader, Log: log}
	routes := handlers.Join(handlers.Auth{Enrolling: h.enrolling}, handlers.Me{Enrolling: h.enrolling}, handlers.People{Enrolling: h.enrolling},
		handlers.Seats{Enrolling: h.enrolling}, handlers.Accounts{Enrolling: h.enrolling})
	s, err := handlers.New(handlers.Options{Routes: routes, Sessions: h.enrolling, Keys: &keys.Service{DB: w.Store, Now: w.Now, Blind: w.Blind}, Now: w.Now,
		Random: rand.Reader, Log: log, PublicURL: &url.URL{Scheme: "http", Host: "delinli.test"},
		Ready: func(context.Context) map[string]error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	h.Client = conform.New(t, handlers.Document(routes), "http://delinli.test", func(q *http.Request) (*http.Response, error) {
		return s.App.Test(q, 10_000)
	})
	return h
}

// api is a shorter way to ask as the holder of a token.
func (h *hall) api(token, method, path string, body any) conform.Reply {
	h.t.Helper()
	return h.As(token).Do(method, "/api/v1"+path, body)
}

type (
	fields = map[string]any
	opened struct {
		Token  string
		Person struct{ ID, Phone string }
		Must   []string
	}
)

// ask asks for a code and gives the body that answers it.
func (h *hall) ask(phone string) fields {
	h.t.Helper()
	h.Pass(time.Minute)
	var asked struct{ Challenge string }
	h.api("", "POST", "/auth/codes", fields{"phone": phone}).Want(202).Into(&asked)
	h.enrolling.Wait()
	return fields{"phone": phone, "challenge": asked.Challenge, "code": h.sent[phone]}
}

func (h *hall) resident(phone string) (o opened) {
	h.t.Helper()
	h.api("", "POST", "/auth/sessions", h.ask(phone)).Want(201).Into(&o)
	return o
}

const goodPassword = "correct horse battery"

// staff makes an account at the machine, settles it and logs in, all but the making through the doors.
func (h *hall) staff(login string, role models.Role, area models.AreaCode) (o opened) {
	h.t.Helper()
	name, err := secret.ParseName("李娜")
	if err != nil {
		h.t.Fatal(err)
	}
	issued, err := h.enrolling.AddStaff(h.t.Context(), login, name, area, []models.Role{role})
	if err != nil {
		h.t.Fatal(err)
	}
	h.api("", "POST", "/auth/sessions", fields{"login": login, "password": issued.Password.Plain(), "totp": h.code(issued.TOTP.Secret.Plain())}).Want(201).Into(&o)
	h.api(o.Token, "POST", "/me/password", fields{"current": issued.Password.Plain(), "password": goodPassword}).Want(204)
	return o
}

func (h *hall) code(factor string) string {
	h.t.Helper()
	code, err := totp.GenerateCode(factor, h.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	return code
}

const li = "13812345678"

func TestLoginByPhone(t *testing.T) {
	h := newHall(t)
	answer := h.ask(li)
	wrong := fields{"phone": li, "challenge": answer["challenge"], "code": "x" + h.sent[li][1:]}
	if r := h.api("", "POST", "/auth/sessions", wrong).Want(401); r.Code() != "auth.code_wrong" {
		t.Error(r.Code())
	}
	r := h.api("", "POST", "/auth/sessions", answer).Want(201)
	var o opened
	r.Into(&o)
	if len(o.Token) != 43 || o.Person.Phone != "138****5678" || len(o.Must) != 0 {
		t.Errorf("%s", r.Body)
	}
	cookie := r.Header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "delinli="+o.Token) || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Error(cookie)
	}
	browser := h.With("Cookie", "delinli="+o.Token)
	browser.Do("GET", "/api/v1/me", nil).Want(200)
	if r := browser.Do("DELETE", "/api/v1/auth/session", nil); r.Code() != "request.origin" {
		t.Errorf("a foreign page logged somebody out: %d", r.Status)
	}
	if r := h.api(o.Token, "DELETE", "/auth/session", nil).Want(204); !strings.HasPrefix(r.Header.Get("Set-Cookie"), "delinli=;") {
		t.Error(r.Header.Get("Set-Cookie"))
	}
	if r := h.api(o.Token, "GET", "/me", nil).Want(401); r.Code() != "session.ended" {
		t.Error(r.Code())
	}
	if r := h.api("", "POST", "/auth/sessions", answer).Want(401); r.Code() != "auth.code_wrong" {
		t.Error(r.Code())
	}
}

// Whoever asks for codes learns nothing of who is known, and is told when to come back.
func TestCodesTellNothing(t *testing.T) {
	h := newHall(t)
	h.resident(li)
	h.Pass(time.Minute)
	known, unknown := h.api("", "POST", "/auth/codes", fields{"phone": li}), h.api("", "POST", "/auth/codes", fields{"phone": "139 1234 5678"})
	if known.Status != unknown.Status || len(known.Body) != len(unknown.Body) {
		t.Errorf("%s and %s", known.Body, unknown.Body)
	}
	h.Pass(10 * time.Second)
	if r := h.api("", "POST", "/auth/codes", fields{"phone": li}).Want(429); r.Code() != "too_many" || r.Header.Get("Retry-After") != "50" {
		t.Errorf("%s %s", r.Code(), r.Header.Get("Retry-After"))
	}
}

func TestUnsettledAccountOpensFewDoors(t *testing.T) {
	h := newHall(t)
	admin := h.staff("an.quan", models.SecurityAdmin, testkit.City)
	var made struct {
		ID       string
		Password struct{ Once string }
	}
	h.api(admin.Token, "POST", "/accounts", fields{"login": "wang.fang", "name": "王芳", "area_code": testkit.Community,
		"seats": []fields{{"role": "community_staff", "area_code": testkit.Community}}}).Want(201).Into(&made)
	var o opened
	h.api("", "POST", "/auth/sessions", fields{"login": " Wang.Fang", "password": made.Password.Once}).Want(201).Into(&o)
	if strings.Join(o.Must, " ") != "password totp" {
		t.Errorf("must %v", o.Must)
	}
	h.api(o.Token, "GET", "/me", nil).Want(200)
	for _, closed := range []string{"/me/devices", "/seats", "/people/" + made.ID} {
		if r := h.api(o.Token, "GET", closed, nil).Want(403); r.Code() != "auth.unsettled" {
			t.Errorf("%s: %s", closed, r.Code())
		}
	}
	h.api(o.Token, "POST", "/me/password", fields{"current": made.Password.Once, "password": goodPassword}).Want(204)
	var factor struct {
		Secret string
		URL    string `json:"otpauth_url"`
	}
	h.api(o.Token, "POST", "/me/totp", nil).Want(200).Into(&factor)
	if !strings.HasPrefix(factor.URL, "otpauth://totp/Delinli:wang.fang?") {
		t.Error(factor.URL)
	}
	h.api(o.Token, "POST", "/me/totp/confirm", fields{"code": "abcdef"}).Want(422)
	var recovery struct {
		Codes []string `json:"recovery_codes"`
	}
	h.api(o.Token, "POST", "/me/totp/confirm", fields{"code": h.code(factor.Secret)}).Want(200).Into(&recovery)
	h.api(o.Token, "GET", "/seats", nil).Want(403) // community staff give no seats, but they are somebody now
	h.api(o.Token, "GET", "/people/"+made.ID, nil).Want(200)
	login := fields{"login": "wang.fang", "password": goodPassword, "recovery_code": strings.ToLower(recovery.Codes[0])}
	h.api("", "POST", "/auth/sessions", login).Want(201)
	if r := h.api("", "POST", "/auth/sessions", login).Want(401); r.Code() != "auth.login_wrong" {
		t.Error(r.Code())
	}
}

func TestProfileDoors(t *testing.T) {
	h := newHall(t)
	o := h.resident(li)
	r := h.api(o.Token, "PATCH", "/me", fields{"name": "李小明", "address": "3号楼2单元501", "area_code": testkit.Community}).Want(200)
	for _, plain := range []string{li, "小明", "2单元"} {
		if strings.Contains(string(r.Body), plain) {
			t.Errorf("%s shows %s", r.Body, plain)
		}
	}
	var seen struct{ Name, Phone, Address string }
	h.api(o.Token, "POST", "/me/look", fields{"fields": []string{"phone", "address"}}).Want(200).Into(&seen)
	if seen.Phone != li || seen.Address != "3号楼2单元501" || seen.Name != "" {
		t.Errorf("%+v", seen)
	}
	again := h.resident(li)
	var devices struct {
		Items []struct {
			ID      string
			Current bool
		}
	}
	h.api(again.Token, "GET", "/me/devices", nil).Want(200).Into(&devices)
	if len(devices.Items) != 2 || !devices.Items[0].Current || devices.Items[1].Current {
		t.Errorf("%+v", devices)
	}
	h.api(again.Token, "DELETE", "/me/devices/"+devices.Items[1].ID, nil).Want(204)
	h.api(again.Token, "DELETE", "/me/devices/"+devices.Items[1].ID, nil).Want(404)
	h.api(o.Token, "GET", "/me", nil).Want(401)
	h.api(again.Token, "DELETE", "/me/devices", nil).Want(204)
	h.api(again.Token, "GET", "/me", nil).Want(200)
}

func TestPeopleDoors(t *testing.T) {
	h := newHall(t)
	o := h.resident(li)
	h.api(o.Token, "PATCH", "/me", fields{"name": "李小明", "area_code": testkit.Grid}).Want(200)
	kin := h.resident("13912345678")
	h.api(kin.Token, "PATCH", "/me", fields{"area_code": testkit.Grid}).Want(200)
	staff := h.staff("wang.fang", models.CommunityStaff, testkit.Community)
	far := h.staff("zhao.yuan", models.CommunityStaff, testkit.Elsewhere)

	r := h.api(staff.Token, "POST", "/people/search", fields{"phone": li}).Want(200)
	if !strings.Contains(string(r.Body), o.Person.ID) || strings.Contains(string(r.Body), li) || strings.Contains(string(r.Body), "小明") {
		t.Errorf("%s", r.Body)
	}
	h.api(far.Token, "POST", "/people/search", fields{"phone": li}).Want(404)
	at := "/people/" + o.Person.ID
	h.api(staff.Token, "GET", at, nil).Want(200)
	var seen struct{ Name, Phone string }
	h.api(staff.Token, "POST", at+"/look", fields{"fields": []string{"name"}, "reason": "visit", "words": "走访"}).Want(200).Into(&seen)
	if seen.Name != "李小明" || seen.Phone != "" {
		t.Errorf("%+v", seen)
	}
	h.api(staff.Token, "POST", at+"/household", fields{"with": kin.Person.ID}).Want(200)
	var members struct{ Items []struct{ ID string } }
	h.api(staff.Token, "GET", "/people/"+kin.Person.ID+"/household", nil).Want(200).Into(&members)
	if len(members.Items) != 2 {
		t.Errorf("%+v", members)
	}
	h.api(staff.Token, "DELETE", at+"/household", nil).Want(204)
	for _, d := range []struct {
		method, path string
		body         any
	}{
		{"GET", at, nil}, {"POST", at + "/look", fields{"fields": []string{"name"}, "reason": "visit"}}, {"GET", at + "/household", nil},
		{"POST", at + "/household", fields{"with": kin.Person.ID}}, {"DELETE", at + "/household", nil},
	} {
		h.api(far.Token, d.method, d.path, d.body).Want(404)
		h.api(o.Token, d.method, d.path, d.body).Want(403)
	}
}

func TestSeatAndAccountDoors(t *testing.T) {
	h := newHall(t)
	o := h.resident(li)
	admin := h.staff("an.quan", models.SecurityAdmin, testkit.City)
	give := fields{"person_id": o.Person.ID, "role": "steward", "area_code": testkit.Grid}
	keyed := h.As(admin.Token).With("Idempotency-Key", "one-seat")
	first, again := keyed.Do("POST", "/api/v1/seats", give).Want(201), keyed.Do("POST", "/api/v1/seats", give).Want(201)
	if string(first.Body) != string(again.Body) || !strings.HasPrefix(first.Header.Get("Location"), "/api/v1/seats/") {
		t.Errorf("%s and %s at %s", first.Body, again.Body, first.Header.Get("Location"))
	}
	if r := h.api(admin.Token, "POST", "/seats", give).Want(409); r.Code() != "seat.held_before" {
		t.Error(r.Code())
	}
	var seat struct{ ID string }
	first.Into(&seat)
	h.api(admin.Token, "GET", "/seats?role=steward&area="+string(testkit.Community)+"&person="+o.Person.ID, nil).Want(200)
	h.api(admin.Token, "DELETE", "/seats/"+seat.ID, nil).Want(204)
	h.api(admin.Token, "GET", "/seats/"+seat.ID, nil).Want(404)

	keyed = h.As(admin.Token).With("Idempotency-Key", "one-account")
	hire := fields{"login": "li.na", "name": "李娜", "area_code": testkit.Community}
	var made struct {
		ID       string
		Password *struct{ Once string }
	}
	keyed.Do("POST", "/api/v1/accounts", hire).Want(201).Into(&made)
	if r := keyed.Do("POST", "/api/v1/accounts", hire).Want(201); strings.Contains(string(r.Body), made.Password.Once) || !strings.Contains(string(r.Body), made.ID) {
		t.Errorf("a repeat shows the password again: %s", r.Body)
	}
	at := "/accounts/" + made.ID
	for _, act := range []string{"/disable", "/enable", "/reset-password", "/reset-totp"} {
		h.api(admin.Token, "POST", at+act, nil).Want(200)
		if r := h.api(admin.Token, "POST", "/accounts/"+admin.Person.ID+act, nil).Want(403); r.Code() != "account.own" {
			t.Errorf("%s of one's own: %s", act, r.Code())
		}
		h.api(o.Token, "POST", at+act, nil).Want(403)
	}
	h.api(admin.Token, "GET", at, nil).Want(200)
	h.api(admin.Token, "GET", "/accounts?limit=1", nil).Want(200)
}

// refusal is a request that a door cannot read or use, and the field that it names.
type refusal struct {
	token, method, path string
	body                any
	status              int
	field               string
}

func (h *hall) refuses(cases []refusal) {
	h.t.Helper()
	for _, c := range cases {
		r := h.api(c.token, c.method, c.path, c.body)
		var p struct{ Fields map[string]any }
		r.Into(&p)
		if _, named := p.Fields[c.field]; r.Status != c.status || c.field != "" && !named {
			h.t.Errorf("%s %s %v: %d %s, want %d about %q", c.method, c.path, c.body, r.Status, r.Body, c.status, c.field)
		}
	}
}

// nobody is the end of the path to somebody, or something, that is not there.
const nobody = "/0193f2a0-0000-7000-8000-000000000000"

func TestBadInputAtTheDoorsOfLogin(t *testing.T) {
	h := newHall(t)
	h.refuses([]refusal{
		{"", "POST", "/auth/codes", "{", 400, ""},
		{"", "POST", "/auth/codes", fields{}, 422, "phone"},
		{"", "POST", "/auth/codes", fields{"phone": "12345"}, 422, "phone"},
		{"", "POST", "/auth/codes", fields{"phone": 13812345678}, 422, "phone"},
		{"", "POST", "/auth/codes", fields{"phone": "138\u00001234567"}, 422, "phone"},
		{"", "POST", "/auth/codes", fields{"phone": li, "known": true}, 422, "known"},
		{"", "POST", "/auth/sessions", fields{}, 422, "phone"},
		{"", "POST", "/auth/sessions", fields{"phone": li}, 422, "code"},
		{"", "POST", "/auth/sessions", fields{"phone": li, "code": "123456", "challenge": "x"}, 422, "challenge"},
		{"", "POST", "/auth/sessions", fields{"phone": li, "code": "123456"}, 422, "challenge"},
		{"", "POST", "/auth/sessions", fields{"login": "li.na"}, 422, "password"},
		{"", "POST", "/auth/sessions", fields{"login": "li.na", "password": strings.Repeat("x", 129)}, 422, "password"},
		{"", "POST", "/auth/sessions", fields{"login": "li.na", "password": "x", "phone": li, "code": "1", "challenge": nobody[1:]}, 422, "login"},
		{"", "POST", "/auth/sessions", fields{"wechat_code": "x"}, 422, ""},
		{"", "DELETE", "/auth/session", nil, 401, ""},
	})
}

func TestBadInputAtTheDoorsOfMe(t *testing.T) {
	h := newHall(t)
	o := h.resident(li)
	staff := h.staff("wang.fang", models.CommunityStaff, testkit.Community)
	h.refuses([]refusal{
		{"", "GET", "/me", nil, 401, ""},
		{"nonsense", "GET", "/me", nil, 401, ""},
		{o.Token, "PATCH", "/me", fields{"name": "李*"}, 422, "name"},
		{o.Token, "PATCH", "/me", fields{"name": strings.Repeat("李", 51)}, 422, "name"},
		{o.Token, "PATCH", "/me", fields{"address": strings.Repeat("号", 201)}, 422, "address"},
		{o.Token, "PATCH", "/me", fields{"area_code": "37078"}, 422, "area_code"},
		{o.Token, "PATCH", "/me", fields{"area_code": "370799"}, 422, "area_code"},
		{o.Token, "PATCH", "/me", fields{"phone": "13912345678"}, 422, "phone"},
		{o.Token, "POST", "/me/look", fields{"fields": []string{}}, 422, "fields"},
		{o.Token, "POST", "/me/look", fields{"fields": []string{"id_number"}}, 422, "fields[0]"},
		{o.Token, "DELETE", "/me/devices/x", nil, 422, "id"},
		{o.Token, "DELETE", "/me/devices" + nobody, nil, 404, ""},
		{o.Token, "POST", "/me/password", fields{"current": "x"}, 422, "password"},
		{o.Token, "POST", "/me/password", fields{"current": "x", "password": goodPassword}, 409, ""},
		{staff.Token, "POST", "/me/password", fields{"current": "x", "password": goodPassword}, 422, "current"},
		{staff.Token, "POST", "/me/password", fields{"current": goodPassword, "password": "short"}, 422, "password"},
		{o.Token, "POST", "/me/totp", fields{}, 409, ""},
		{staff.Token, "POST", "/me/totp", fields{}, 401, ""},
		{staff.Token, "POST", "/me/totp/confirm", fields{"code": "123456"}, 409, ""},
		{staff.Token, "POST", "/me/totp/confirm", fields{}, 422, "code"},
	})
}

func TestBadInputAtTheDoorsOfPeople(t *testing.T) {
	h := newHall(t)
	staff := h.staff("wang.fang", models.CommunityStaff, testkit.Community)
	h.refuses([]refusal{
		{staff.Token, "POST", "/people/search", fields{"phone": "x"}, 422, "phone"},
		{staff.Token, "GET", "/people/x", nil, 422, "id"},
		{staff.Token, "GET", "/people" + nobody, nil, 404, ""},
		{staff.Token, "POST", "/people" + nobody + "/look", fields{"fields": []string{"name"}}, 422, "reason"},
		{staff.Token, "POST", "/people" + nobody + "/look", fields{"fields": []string{"name"}, "reason": "curious"}, 422, "reason"},
		{staff.Token, "POST", "/people" + nobody + "/household", fields{}, 422, "with"},
		{staff.Token, "DELETE", "/people" + nobody + "/household", nil, 404, ""},
	})
}

func TestBadInputAtTheDoorsOfSeats(t *testing.T) {
	h := newHall(t)
	o := h.resident(li)
	admin := h.staff("an.quan", models.SecurityAdmin, testkit.City)
	h.refuses([]refusal{
		{admin.Token, "GET", "/seats?limit=0", nil, 422, "limit"},
		{admin.Token, "GET", "/seats?cursor=x", nil, 422, "cursor"},
		{admin.Token, "GET", "/seats?area=3707", nil, 422, "area"},
		{admin.Token, "POST", "/seats", fields{"person_id": o.Person.ID, "role": "mayor", "area_code": "370785"}, 422, "role"},
		{admin.Token, "POST", "/seats", fields{"person_id": o.Person.ID, "role": "steward", "area_code": "370785"}, 422, "area_code"},
		{admin.Token, "POST", "/seats", fields{"person_id": o.Person.ID, "role": "auditor", "area_code": "370785", "unit": "x"}, 422, "unit"},
		{admin.Token, "POST", "/seats", fields{"person_id": nobody[1:], "role": "auditor", "area_code": "370785"}, 422, "person_id"},
		{admin.Token, "POST", "/seats", fields{"person_id": o.Person.ID, "role": "auditor", "area_code": "370785", "until_at": "2020-01-01T00:00:00Z"}, 422, "until_at"},
		{admin.Token, "DELETE", "/seats" + nobody, nil, 404, ""},
	})
}

func TestBadInputAtTheDoorsOfAccounts(t *testing.T) {
	h := newHall(t)
	admin := h.staff("wang.fang", models.SecurityAdmin, testkit.City)
	h.refuses([]refusal{
		{admin.Token, "POST", "/accounts", fields{"login": "li.na", "name": "李娜", "area_code": "370785", "seats": []fields{
			{"role": "community_staff", "area_code": testkit.Community}, {"role": "resident", "area_code": "370785"}}}, 422, "seats[1].role"},
		{admin.Token, "POST", "/accounts", fields{"login": "Li Na", "name": "李娜", "area_code": "370785"}, 422, "login"},
		{admin.Token, "POST", "/accounts", fields{"login": "wang.fang", "name": "王芳", "area_code": "370785"}, 422, "login"},
		{admin.Token, "POST", "/accounts", fields{"login": "li.na", "area_code": "370785"}, 422, "name"},
		{admin.Token, "POST", "/accounts", fields{"login": "li.na", "name": "李娜", "area_code": "370785", "seats": []fields{{"role": "steward"}}}, 422, "seats[0].area_code"},
		{admin.Token, "POST", "/accounts" + nobody + "/disable", nil, 404, ""},
		{admin.Token, "GET", "/accounts" + nobody, nil, 404, ""},
	})
}

// Who may knock at which of the doors: a visitor at those of the login, a resident at those of the profile.
func TestDoorsOfPeopleAreClosedToOthers(t *testing.T) {
	h := newHall(t)
	o := h.resident(li)
	system := h.staff("xi.tong", models.SystemAdmin, testkit.City)
	id := "/" + o.Person.ID
	for _, door := range []string{"PATCH /me", "POST /me/look", "GET /me/devices", "DELETE /me/devices", "DELETE /me/devices" + id, "POST /me/password",
		"POST /me/totp", "POST /me/totp/confirm"} {
		method, path, _ := strings.Cut(door, " ")
		h.api("", method, path, nil).Want(401)
	}
	for _, door := range []string{"POST /people/search", "GET /people" + id, "POST /people" + id + "/look", "GET /people" + id + "/household",
		"POST /people" + id + "/household", "DELETE /people" + id + "/household", "GET /seats", "POST /seats", "GET /seats" + id, "DELETE /seats" + id,
		"GET /accounts", "POST /accounts", "GET /accounts" + id, "POST /accounts" + id + "/disable", "POST /accounts" + id + "/enable",
		"POST /accounts" + id + "/reset-password", "POST /accounts" + id + "/reset-totp"} {
		method, path, _ := strings.Cut(door, " ")
		h.api("", method, path, nil).Want(401)
		h.api(o.Token, method, path, nil).Want(403)
		h.api(system.Token, method, path, nil).Want(403)
	}
}
