package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// served is a server with one answer and the address at which it gives it.
func served(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

func TestDo(t *testing.T) {
	addr := served(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if string(body) == "no" {
			w.WriteHeader(http.StatusConflict)
		}
		_, _ = io.WriteString(w, r.Method+r.URL.String()+string(body)+r.Header.Get("Authorization")+r.Header.Get("Idempotency-Key"))
	})
	c, err := dial(t.Context(), addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	for range 2 { // over one connection
		reply, err := c.do(request{method: "POST", path: "/orders?x=1", body: "{}", who: 7, key: "k1"})
		if want := "POST/api/v1/orders?x=1{}Bearer bench-7k1"; string(reply) != want || err != nil {
			t.Errorf("%s, %v; want %s", reply, err, want)
		}
	}
	if reply, err := c.do(request{method: "GET", path: "/", who: 7, token: "own"}); string(reply) != "GET/api/v1/Bearer own" || err != nil {
		t.Errorf("%s, %v with a token of one's own", reply, err)
	}
	if _, err := c.do(request{method: "POST", path: "/x", body: "no"}); err == nil {
		t.Error("a conflict counts as an answer")
	}
}

func TestDrive(t *testing.T) {
	var asked atomic.Int64
	addr := served(t, func(http.ResponseWriter, *http.Request) {
		asked.Add(1)
		time.Sleep(20 * time.Millisecond)
	})
	of := func(int64, int64) request { return request{method: "GET", path: "/"} }
	speed, made, err := drive(t.Context(), addr, 100*time.Millisecond, 400*time.Millisecond, of)
	if err != nil || speed <= 0 || speed > clients*50*1.3 {
		t.Errorf("%.0f a second, %v", speed, err)
	}
	if total := asked.Load(); made < total/clients || made > total {
		t.Errorf("the busiest made %d of %d", made, total)
	}
	broken := served(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	if _, _, err := drive(t.Context(), broken, time.Millisecond, 50*time.Millisecond, of); err == nil {
		t.Error("errors have a speed")
	}
}
