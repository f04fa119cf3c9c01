package handlers

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/models"
	"delinli/models/secret"
)

// Toys is a noun of the tests alone: a door of every kind.
type Toys struct {
	mu      sync.Mutex
	made    map[string]toyView
	hold    chan struct{} // what slow waits for
	entered chan struct{} // one for each slow that has begun
	feed    toyFeed
}

type (
	listToys struct {
		Page
		Kind string `query:"kind" validate:"omitempty,oneof=bear car"`
	}
	oneToy struct {
		ID string `path:"id" validate:"len=2"`
	}
	part struct {
		Name string `json:"name" validate:"required,max=10" example:"wheel"`
		Size int8   `json:"size" validate:"min=1"`
	}
	makeToy struct {
		Name  string          `json:"name" validate:"required,min=2,max=10" example:"Bruno"`
		Area  models.AreaCode `json:"area_code" validate:"required,areacode" example:"370785001"`
		Owner models.PersonID `json:"owner" validate:"required"`
		Phone secret.Phone    `json:"phone"`
		Note  secret.Text     `json:"note" validate:"max=20"`
		At    time.Time       `json:"at"`
		Price *float64        `json:"price" validate:"omitempty,min=0"`
		Soft  bool            `json:"soft"`
		Parts []part          `json:"parts" validate:"max=3,dive"`
		Tags  map[string]int  `json:"tags"`
	}
	toyView struct {
		ID    string   `json:"id"`
		Name  string   `json:"name" validate:"max=10"`
		Plays int      `json:"plays"`
		Tags  []string `json:"tags"`
	}
	sendPicture struct {
		File Upload `form:"file"`
		Kind string `form:"kind" validate:"required,oneof=picture voice"`
	}
	picture struct {
		Size int `json:"size"`
	}
	login struct {
		Name string `json:"name" validate:"required"`
	}
	loggedIn struct {
		Token string `json:"token"`
	}
	loggedOut struct{}
)

func (v toyView) Ref() string { return "/toys/" + v.ID }

func (l loggedIn) SessionCookie() (string, time.Time) { return l.Token, time.Unix(4e9, 0) }

func (loggedOut) SessionCookie() (string, time.Time) { return "", time.Time{} }

var staff = Roles("staff", models.Staff...)

func (h *Toys) routes() []Route {
	return []Route{
		get("/toys", Public, h.list, "List toys"),
		create("/toys", SignedIn, h.make, "Make a toy"),
		get("/toys/:id", SignedIn, h.show, "Show a toy"),
		post("/toys/:id/play", SignedIn, h.play, "Play with a toy"),
		remove("/toys/:id", staff, h.drop, "Throw a toy away"),
		create("/pictures", SignedIn, h.send, "Send a picture"),
		get("/pictures/:id/size", SignedIn, h.size, "Show the size of a picture"),
		get("/pictures/:id", Public, h.fetch, "Fetch a picture"),
		post("/sessions", Public, h.login, "Log in").unkeyed(),
		remove("/session", SignedIn, h.logout, "Log out"),
		get("/slow", Public, h.slow, "Take long"),
		get("/panic", Public, h.panic, "Panic"),
		get("/fail/:code", Public, h.fail, "Fail with a code"),
		get("/caller", Public, h.caller, "Tell where the caller is"),
		stream("/stream", SignedIn, h.feed, "Hear what changes"),
	}
}

func (h *Toys) list(_ context.Context, _ models.Actor, in listToys) (ItemsOf[toyView], error) {
	return ItemsOf[toyView]{Next: in.Kind}, nil
}

func (h *Toys) make(_ context.Context, _ models.Actor, in makeToy) (toyView, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	toy := toyView{ID: string(rune('a'+len(h.made))) + "1", Name: in.Name}
	h.made[toy.ID] = toy
	return toy, nil
}

func (h *Toys) show(_ context.Context, _ models.Actor, in oneToy) (toyView, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	toy, ok := h.made[in.ID]
	if !ok {
		return toy, models.Missing
	}
	return toy, nil
}

func (h *Toys) play(_ context.Context, _ models.Actor, in oneToy) (toyView, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	toy, ok := h.made[in.ID]
	if !ok {
		return toy, models.Missing
	}
	toy.Plays++
	h.made[in.ID] = toy
	return toy, nil
}

func (h *Toys) drop(_ context.Context, _ models.Actor, in oneToy) (Nothing, error) {
	return Nothing{}, nil
}

func (h *Toys) send(_ context.Context, _ models.Actor, in sendPicture) (picture, error) {
	return picture{len(in.File.Data)}, nil
}

func (picture) Ref() string { return "/pictures/a1/size" }

func (h *Toys) size(context.Context, models.Actor, oneToy) (picture, error) { return picture{1}, nil }

type closingReader struct{ *bytes.Reader }

func (closingReader) Close() error { return nil }

func (h *Toys) fetch(context.Context, models.Actor, oneToy) (Blob, error) {
	return Blob{Type: "image/png", Name: "图.png", Size: 10, Body: closingReader{bytes.NewReader([]byte("0123456789"))}, Keep: time.Minute}, nil
}

func (h *Toys) login(context.Context, models.Actor, login) (loggedIn, error) {
	return loggedIn{"resident"}, nil
}

func (h *Toys) logout(context.Context, models.Actor, Nothing) (loggedOut, error) {
	return loggedOut{}, nil
}

func (h *Toys) slow(ctx context.Context, _ models.Actor, _ Nothing) (Nothing, error) {
	h.entered <- struct{}{}
	select {
	case <-ctx.Done():
		return Nothing{}, ctx.Err()
	case <-h.hold:
		return Nothing{}, nil
	}
}

func (h *Toys) panic(context.Context, models.Actor, Nothing) (Nothing, error) {
	panic("13812345678 is at home")
}

type callerView struct {
	Address string `json:"address"`
}

func (h *Toys) caller(ctx context.Context, _ models.Actor, _ Nothing) (callerView, error) {
	return callerView{CallerOf(ctx).Address.String()}, nil
}

var toyFailures = map[string]error{
	"cause": errors.New("the disk is on fire"),
	"later": &models.Error{Kind: models.Unavailable, Code: "unavailable", Retry: 1500 * time.Millisecond},
	"odd":   models.Fault(models.Conflict, "toy.nobody_wrote_a_text"),
	"many":  models.Fault(models.TooMany, "too_many"),
}

func (h *Toys) fail(_ context.Context, _ models.Actor, in struct {
	Code string `path:"code"`
}) (Nothing, error) {
	return Nothing{}, toyFailures[in.Code]
}

// toyFeed sends what is put into it to whoever listens.
type toyFeed struct {
	events  chan Event
	stopped chan struct{}
}

func (f toyFeed) Subscribe(context.Context, models.Actor, string) (<-chan Event, func()) {
	return f.events, func() { close(f.stopped) }
}

// toySessions knows one token for each role, by the role's name.
type toySessions struct{}

func (toySessions) Resolve(_ context.Context, token string, _ time.Time) (models.Actor, error) {
	for _, role := range models.Roles {
		if token == string(role) {
			return holder(role), nil
		}
	}
	return models.Actor{}, models.Fault(models.Unauthentic, "session.ended")
}

// toyKeys keeps keys in memory.
type toyKeys struct {
	mu   sync.Mutex
	kept map[string]*toyKey
}

type toyKey struct {
	hash   string
	status int
	ref    string
}

func (k *toyKeys) Begin(ctx context.Context, a models.Actor, key string, hash []byte) (context.Context, int, string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	old, ok := k.kept[a.Person.String()+key]
	switch {
	case !ok:
		k.kept[a.Person.String()+key] = &toyKey{hash: string(hash)}
		return ctx, 0, "", nil
	case old.hash != string(hash):
		return ctx, 0, "", models.Fault(models.Invalid, "idempotency.mismatch")
	case old.status == 0:
		return ctx, 0, "", models.Fault(models.Conflict, "idempotency.in_progress")
	}
	return ctx, old.status, old.ref, nil
}

func (k *toyKeys) Finish(_ context.Context, a models.Actor, key string, status int, ref string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept[a.Person.String()+key].status, k.kept[a.Person.String()+key].ref = status, ref
	return nil
}

func (k *toyKeys) Forget(_ context.Context, a models.Actor, key string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.kept, a.Person.String()+key)
	return nil
}

// toyShop is a server over toys, and its log.
type toyShop struct {
	*Server
	toys *Toys
	log  *bytes.Buffer
}

func newShop(t *testing.T, change ...func(*Options)) toyShop {
	t.Helper()
	toys := &Toys{made: map[string]toyView{}, hold: make(chan struct{}), entered: make(chan struct{}, 9),
		feed: toyFeed{make(chan Event), make(chan struct{})}}
	log := &bytes.Buffer{}
	o := Options{Routes: Join(toys), Sessions: toySessions{}, Keys: &toyKeys{kept: map[string]*toyKey{}},
		Ready: func(context.Context) map[string]error { return map[string]error{"database": nil} },
		Now:   func() time.Time { return time.Date(2024, 8, 15, 4, 0, 0, 0, time.UTC) }, Random: rand.Reader,
		Log: slog.New(slog.NewTextHandler(log, nil)), PublicURL: &url.URL{Scheme: "http", Host: "delinli.test"}}
	for _, f := range change {
		f(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return toyShop{s, toys, log}
}

// ask sends a request as the holder of token; headers are "Name: value".
func (s toyShop) ask(t *testing.T, method, path, token, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://delinli.test"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if r.Header.Set(name, value); name == "Host" {
			r.Host = value
		}
	}
	reply, err := s.Test(r, 5000)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply, string(b)
}
