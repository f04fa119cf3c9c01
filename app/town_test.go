package main

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"delinli/app/demo"
	"delinli/app/testkit"
	"delinli/handlers/conform"
)

// js is a JSON body.
type js = map[string]any

// town is the whole program with the demo town in it, over a database of its own and behind a real listener.
type town struct {
	*house
	people
	ahead atomic.Int64 // how far the town's clock is ahead of the machine's
	end   func()       // tells the program to stop, and waits until it has
}

// newTown starts the program as serve does; its environment has what vars say beside.
func newTown(t *testing.T, vars ...string) *town {
	t.Helper()
	n, dir := &town{}, t.TempDir()
	environ := append([]string{"APP_ENV=development", "DATA_DIR=" + dir, "LOG_LEVEL=error", "LISTEN=127.0.0.1:0"}, vars...)
	if !slices.ContainsFunc(vars, func(v string) bool { return strings.HasPrefix(v, "DATABASE_URL=") }) {
		environ = append(environ, "DATABASE_URL="+testkit.Database(t).AppURL)
	}
	var err error
	n.house, err = open(t.Context(), environ, func() time.Time { return time.Now().Add(time.Duration(n.ahead.Load())) })
	must(t, err)
	s, err := n.begin(t.Context(), true)
	must(t, err)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, ln, grace) }()
	n.end = sync.OnceFunc(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := n.close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(n.end)
	n.people = peopleOf(t, dir, "http://"+ln.Addr().String())
	return n
}

// people are those of the demo town, who log in when they are first asked for.
type people struct {
	dir, base string
	logins    []demo.Login
	document  json.RawMessage
	visitor   conform.Client
	mu        *sync.Mutex
	tokens    map[string]string
}

// peopleOf meets the people of a running program; dir is its DATA_DIR.
func peopleOf(t *testing.T, dir, base string) people {
	t.Helper()
	p := people{dir: dir, base: base, mu: &sync.Mutex{}, tokens: map[string]string{}}
	b, err := os.ReadFile(filepath.Join(dir, "demo-logins.json"))
	must(t, err)
	must(t, json.Unmarshal(b, &p.logins))
	reply, err := http.Get(base + "/api/v1/openapi.json")
	must(t, err)
	defer reply.Body.Close()
	must(t, json.NewDecoder(reply.Body).Decode(&p.document))
	p.visitor = conform.New(t, p.document, base, http.DefaultClient.Do)
	return p
}

// as asks as somebody of the demo town; the empty name is a visitor.
func (p *people) as(t *testing.T, name string) caller {
	t.Helper()
	c := caller{p.visitor.In(t), t, name}
	if name == "" {
		return c
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens[name] == "" {
		p.tokens[name] = p.logIn(c, p.login(t, name))
	}
	c.Client = c.As(p.tokens[name])
	return c
}

func (p *people) login(t *testing.T, name string) demo.Login {
	t.Helper()
	at := slices.IndexFunc(p.logins, func(l demo.Login) bool { return l.Name == name })
	if at < 0 {
		t.Fatalf("nobody is called %s", name)
	}
	return p.logins[at]
}

func (p *people) logIn(c caller, l demo.Login) (token string) {
	c.t.Helper()
	body := js{"login": l.Login, "password": l.Password}
	if l.Login == "" {
		body = js{"phone": l.Phone, "challenge": c.post("/auth/codes", js{"phone": l.Phone}).Want(202).text("challenge")}
		eventually(c.t, "a code arrives", func() bool { body["code"] = p.codeFor(c.t, l.Phone); return body["code"] != "" })
	} else {
		code, err := totp.GenerateCode(l.TOTP, time.Now())
		must(c.t, err)
		body["totp"] = code
	}
	var r reply
	eventually(c.t, "there is room for a login", func() bool { r = c.post("/auth/sessions", body); return r.Status != 503 }) // passwords wait for a core
	return r.Want(201).text("token")
}

// codeFor is the last login code that was sent to a phone.
func (p *people) codeFor(t *testing.T, phone string) (code string) {
	t.Helper()
	f, err := os.Open(filepath.Join(p.dir, "outbox", "sms.jsonl"))
	if err != nil {
		return ""
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var sms struct{ Phone, Code string }
		if json.Unmarshal(lines.Bytes(), &sms) == nil && sms.Phone == phone && sms.Code != "" {
			code = sms.Code
		}
	}
	return code
}

// caller is one person at the API; every reply is held against the document.
type caller struct {
	conform.Client
	t    *testing.T
	name string
}

type reply struct{ conform.Reply }

func (c caller) get(path string) reply { c.t.Helper(); return reply{c.Do("GET", "/api/v1"+path, nil)} }
func (c caller) post(path string, body any) reply {
	c.t.Helper()
	return reply{c.Do("POST", "/api/v1"+path, body)}
}

// keyed asks under an idempotency key.
func (c caller) keyed(key string) caller {
	c.Client = c.With("Idempotency-Key", key)
	return c
}

// Want fails the test unless the reply has the status, as it does in conform.
func (r reply) Want(status int) reply { return reply{r.Reply.Want(status)} }

func (r reply) text(field string) string {
	var all map[string]any
	r.Into(&all)
	text, _ := all[field].(string)
	return text
}

func (r reply) number(field string) int {
	var all map[string]any
	r.Into(&all)
	number, _ := all[field].(float64)
	return int(number)
}

// refused fails the test unless the reply is the problem with the status and code.
func (r reply) refused(t *testing.T, status int, code string) {
	t.Helper()
	if r.Status != status || r.Code() != code {
		t.Fatalf("%d %s, want %d %s: %s", r.Status, r.Code(), status, code, r.Body)
	}
}

// faulty fails the test unless the reply names the field with the code.
func (r reply) faulty(t *testing.T, field, code string) {
	t.Helper()
	var p struct {
		Fields map[string]struct{ Code string }
	}
	r.Into(&p)
	if r.Status != 422 || p.Fields[field].Code != code {
		t.Fatalf("%d, want 422 with %s %s: %s", r.Status, field, code, r.Body)
	}
}

// view is what the tests read of an order.
type view struct {
	Area                                            string `json:"area_code"`
	ID, Number, State, Title, Detail, Result, Route string
	Version, Slots, Followers, Urges                int
	PublicTitle                                     string `json:"public_title"`
	PublicReason                                    string `json:"public_reason"`
	Code                                            string `json:"sign_in_code"`
	Assignee                                        string `json:"assignee_id"`
	SlotOf                                          string `json:"slot_of"`
	MergedInto                                      string `json:"merged_into"`
	ReferredTo                                      string `json:"referred_to"`
	Extended, Provisional                           bool
	Card, Lamp                                      string
	Can, Emergency, Warnings, Files                 []string
	Pending                                         []struct{ ID, Event string }
	Timeline                                        []struct{ Event, By, Note string }
	Visitors                                        []struct{ Name, Number string }
	Contact                                         *struct {
		Name, Phone string
		Address     *struct{ Detail string }
	}
	Requester string `json:"requester_id"`
	Rating    *struct{ Stars int }
}

func (r reply) order() (v view) {
	r.Into(&v)
	return v
}

// place puts an order in; what body does not say is a small wish.
func (c caller) place(body js) view {
	c.t.Helper()
	all := js{"kind": "wish", "area_code": "370785001001001", "title": "想要一副老花镜", "detail": ""}
	for k, v := range body {
		all[k] = v
	}
	return c.post("/orders", all).Want(201).order()
}

// act raises an event that must go well.
func (c caller) act(id, event string, body js) view {
	c.t.Helper()
	if body == nil {
		body = js{}
	}
	return c.post("/orders/"+id+"/"+event, body).Want(200).order()
}

// no raises an event that must be refused.
func (c caller) no(id, event string, body js, status int, code string) {
	c.t.Helper()
	c.post("/orders/"+id+"/"+event, body).refused(c.t, status, code)
}

func (c caller) show(id string) view {
	c.t.Helper()
	return c.get("/orders/" + id).Want(200).order()
}

// state fails the test unless the order stands there for this reader.
func (c caller) state(id, want string) view {
	c.t.Helper()
	v := c.show(id)
	if v.State != want {
		c.t.Fatalf("%s sees the order %s, want %s", c.name, v.State, want)
	}
	return v
}

var because = js{"reason": "请尽快处理"}

// eventually waits for something that the program does by itself.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(3 * time.Minute); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("still not: %s", what)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
