package handlers

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"delinli/models"
)

func TestKeyedRequests(t *testing.T) {
	shop := newShop(t)
	const key = "Idempotency-Key: k-1"
	first, made := shop.ask(t, "POST", Base+"/toys", "resident", string(good()), key)
	again, same := shop.ask(t, "POST", Base+"/toys", "resident", string(good()), key)
	if first.StatusCode != http.StatusCreated || again.StatusCode != http.StatusCreated || made != same || again.Header.Get("Location") != Base+"/toys/a1" {
		t.Errorf("%d %s, then %d %s", first.StatusCode, made, again.StatusCode, same)
	}
	if len(shop.toys.made) != 1 {
		t.Errorf("%d toys were made", len(shop.toys.made))
	}
	for _, tt := range []struct {
		name, path, body, header string
		status                   int
		want                     string
	}{
		{"another body", "/toys", string(good(`soft=true`)), key, 422, "idempotency.mismatch"},
		{"another address", "/toys/a1/play", "", key, 422, "idempotency.mismatch"},
		{"malformed key", "/toys", string(good()), "Idempotency-Key: " + strings.Repeat("k", 129), 422, "idempotency.malformed"},
		{"without a key", "/toys", string(good()), "X: y", 201, `"b1"`},
	} {
		if reply, body := shop.ask(t, "POST", Base+tt.path, "resident", tt.body, tt.header); reply.StatusCode != tt.status || !strings.Contains(body, tt.want) {
			t.Errorf("%s: %d %s", tt.name, reply.StatusCode, body)
		}
	}
}

func TestKeyedUploads(t *testing.T) {
	shop := newShop(t)
	for _, tt := range []struct {
		name   string
		parts  []string
		status int
	}{
		{"first", []string{"@file", "kind=picture"}, 201},
		{"the same under another boundary", []string{"@file", "kind=picture"}, 201},
		{"another text", []string{"@file", "kind=voice"}, 422},
		{"another file", []string{"@file", "@file", "kind=picture"}, 422},
	} {
		body, media := form(t, tt.parts...)
		reply, got := shop.ask(t, "POST", Base+"/pictures", "resident", body, "Content-Type: "+media, "Idempotency-Key: k-1")
		if reply.StatusCode != tt.status || tt.status == 422 && !strings.Contains(got, "idempotency.mismatch") {
			t.Errorf("%s: %d %s", tt.name, reply.StatusCode, got)
		}
	}
}

func TestARepeatShowsTheStateOfToday(t *testing.T) {
	shop := newShop(t)
	shop.ask(t, "POST", Base+"/toys", "resident", string(good()))
	shop.ask(t, "POST", Base+"/toys/a1/play", "resident", "", "Idempotency-Key: k-1")
	shop.ask(t, "POST", Base+"/toys/a1/play", "resident", "", "Idempotency-Key: k-2")
	if _, body := shop.ask(t, "POST", Base+"/toys/a1/play", "resident", "", "Idempotency-Key: k-1"); !strings.Contains(body, `"plays":2`) {
		t.Errorf("the repeat played again or shows the past: %s", body)
	}
	delete(shop.toys.made, "a1")
	if reply, _ := shop.ask(t, "POST", Base+"/toys/a1/play", "resident", "", "Idempotency-Key: k-1"); reply.StatusCode != http.StatusNotFound {
		t.Errorf("what may not be seen today was shown: %d", reply.StatusCode)
	}
}

func TestAFailedRequestMayBeTriedAgain(t *testing.T) {
	shop := newShop(t)
	const key = "Idempotency-Key: k-1"
	if reply, _ := shop.ask(t, "POST", Base+"/toys/a1/play", "resident", "", key); reply.StatusCode != http.StatusNotFound {
		t.Fatal(reply.StatusCode)
	}
	shop.ask(t, "POST", Base+"/toys", "resident", string(good()))
	if reply, body := shop.ask(t, "POST", Base+"/toys/a1/play", "resident", "", key); reply.StatusCode != http.StatusOK {
		t.Errorf("%d %s", reply.StatusCode, body)
	}
}

func TestARequestThatStillRuns(t *testing.T) {
	keys := &toyKeys{kept: map[string]*toyKey{}}
	shop := newShop(t, func(o *Options) { o.Keys = lostKeys{keys} })
	const key = "Idempotency-Key: k-1"
	shop.ask(t, "POST", Base+"/toys", "resident", string(good()), key)
	reply, body := shop.ask(t, "POST", Base+"/toys", "resident", string(good()), key)
	if reply.StatusCode != http.StatusConflict || !strings.Contains(body, "idempotency.in_progress") {
		t.Errorf("%d %s", reply.StatusCode, body)
	}
	if !strings.Contains(shop.log.String(), "was not kept") {
		t.Error("nobody is told of a key that was not kept")
	}
}

// lostKeys never hear of the end of a request.
type lostKeys struct{ *toyKeys }

func (lostKeys) Finish(context.Context, models.Actor, string, int, string) error {
	return errors.New("connection lost")
}

func TestAfterAFaultOfOursTheClaimStays(t *testing.T) {
	keys := &toyKeys{kept: map[string]*toyKey{}}
	shop := newShop(t, func(o *Options) { o.Keys = keys })
	broken := Route{Status: 200, serve: func(context.Context, models.Actor, *request) (any, error) { return nil, errors.New("broken") }}
	keys.kept["k"] = &toyKey{}
	if _, err := shop.first(t.Context(), models.Actor{}, broken, nil, "k"); err == nil || keys.kept["k"] == nil {
		t.Errorf("err = %v, kept = %v", err, keys.kept)
	}
}

func TestRepeatsWithoutAThingToShow(t *testing.T) {
	shop := newShop(t)
	for ref, want := range map[string]error{"": nil, "/nowhere": models.Missing, "/stream": models.Missing} {
		if d, err := shop.again(t.Context(), holder(models.Resident), Route{Status: 204}, nil, ref); !errors.Is(err, want) || err == nil && d.status != 204 {
			t.Errorf("%q: %v %v", ref, d, err)
		}
	}
	if _, err := shop.again(t.Context(), models.Actor{}, Route{Status: 200}, nil, "/toys/a1"); models.KindOf(err) != models.Unauthentic {
		t.Errorf("the access of the GET route was not asked: %v", err)
	}
}
