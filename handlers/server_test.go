package handlers

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestDoorsRefuse(t *testing.T) {
	shop := newShop(t)
	for _, tt := range []struct {
		name, method, path, token, body string
		headers                         []string
		status                          int
		want                            string // in the body
	}{
		{"bad JSON", "POST", "/toys", "resident", `{"name":`, nil, 400, `"code":"body.malformed"`},
		{"unknown field", "POST", "/toys", "resident", `{"x":1}`, nil, 422, `"x":{"code":"field.unknown","message":"没有这个字段"}`},
		{"NUL", "POST", "/toys", "resident", `{"name":"a\u0000"}`, nil, 422, `"name":{"code":"field.text"`},
		{"compressed body", "POST", "/toys", "resident", "\x1f\x8b", []string{"Content-Encoding: gzip"}, 415, `body.encoded`},
		{"form for JSON", "POST", "/toys", "resident", "a=1", []string{"Content-Type: application/x-www-form-urlencoded"}, 415, `body.unsupported`},
		{"JSON for a form", "POST", "/pictures", "resident", `{}`, nil, 415, `body.unsupported`},
		{"no such address", "GET", "/nowhere", "", "", nil, 404, `"code":"not_found"`},
		{"case matters", "GET", "/Toys", "", "", nil, 404, `not_found`},
		{"so does the last slash", "GET", "/toys/", "", "", nil, 404, `not_found`},
		{"no such method", "PATCH", "/toys", "", "", nil, 405, `request.method`},
		{"visitor", "GET", "/toys/a1", "", "", nil, 401, `auth.required`},
		{"bad token", "GET", "/toys/a1", "nobody", "", nil, 401, `session.ended`},
		{"bad token at a public door", "GET", "/toys", "nobody", "", nil, 401, `session.ended`},
		{"another scheme", "GET", "/toys", "", "", []string{"Authorization: Basic YTpi"}, 401, `session.ended`},
		{"wrong role", "DELETE", "/toys/a1", "resident", "", nil, 403, `forbidden`},
		{"missing", "GET", "/toys/zz", "resident", "", nil, 404, `not_found`},
		{"panic", "GET", "/panic", "", "", nil, 500, `"code":"internal"`},
		{"cause stays inside", "GET", "/fail/cause", "", "", nil, 500, `"title":"系统出错了`},
		{"code without a text", "GET", "/fail/odd", "", "", nil, 409, `"title":"内容已经变化`},
		{"malformed query", "GET", "/toys?a=%zz", "", "", nil, 400, `request.malformed`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			reply, body := shop.ask(t, tt.method, Base+tt.path, tt.token, tt.body, tt.headers...)
			if reply.StatusCode != tt.status || !strings.Contains(body, tt.want) || reply.Header.Get("Content-Type") != problemType {
				t.Errorf("%d %s %s; want %d with %s", reply.StatusCode, reply.Header.Get("Content-Type"), body, tt.status, tt.want)
			}
			if id := reply.Header.Get("X-Request-Id"); id == "" || !strings.Contains(body, id) {
				t.Errorf("request id %q is not in %s", id, body)
			}
		})
	}
	if strings.Contains(shop.log.String(), "13812345678") {
		t.Error("the log tells what was thrown")
	}
}

func TestGoodReplies(t *testing.T) {
	shop := newShop(t)
	for _, tt := range []struct {
		method, path, token, body string
		status                    int
		want                      string
	}{
		{"GET", "/toys?kind=car", "", "", 200, `{"items":[],"next":"car"}`},
		{"POST", "/toys", "resident", string(good()), 201, `{"id":"a1","name":"Bruno","plays":0,"tags":[]}`},
		{"POST", "/toys/a1/play", "resident", "{}", 200, `{"id":"a1","name":"Bruno","plays":1,"tags":[]}`},
		{"POST", "/toys/a1/play", "resident", "", 200, `{"id":"a1","name":"Bruno","plays":2,"tags":[]}`},
		{"DELETE", "/toys/a1", "city_staff", "", 204, ""},
	} {
		reply, body := shop.ask(t, tt.method, Base+tt.path, tt.token, tt.body)
		if reply.StatusCode != tt.status || body != tt.want {
			t.Errorf("%s %s: %d %s", tt.method, tt.path, reply.StatusCode, body)
		}
		if at := reply.Header.Get("Location"); (tt.status == 201) != (at == Base+"/toys/a1") {
			t.Errorf("%s %s: Location %q", tt.method, tt.path, at)
		}
	}
}

func TestAllowHeader(t *testing.T) {
	reply, _ := newShop(t).ask(t, "PATCH", Base+"/toys/a1", "", "")
	if got := reply.Header.Get("Allow"); got != "GET, DELETE" {
		t.Errorf("Allow = %q", got)
	}
}

func TestLanguageOfProblems(t *testing.T) {
	shop := newShop(t)
	for accept, want := range map[string]string{"": "没有找到", "zh-CN,zh;q=0.9,en;q=0.8": "没有找到", "zh-TW": "没有找到",
		"en-GB,en": "Not found", "en;q=0.5,zh;q=0.9": "没有找到", "fr": "Not found", "*": "没有找到", ";;;": "Not found"} {
		reply, body := shop.ask(t, "GET", "/nowhere", "", "", "Accept-Language: "+accept)
		if !strings.Contains(body, want) || reply.Header.Get("Vary") != "Accept-Language" {
			t.Errorf("%q: %s", accept, body)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	shop := newShop(t)
	for code, want := range map[string]string{"later": "2", "many": "1", "odd": ""} {
		if reply, _ := shop.ask(t, "GET", Base+"/fail/"+code, "", ""); reply.Header.Get("Retry-After") != want {
			t.Errorf("%s: Retry-After %q", code, reply.Header.Get("Retry-After"))
		}
	}
}

// Opening a picture takes longer than any question to the database.
func TestUploadsHaveMoreTime(t *testing.T) {
	shop := newShop(t)
	for _, r := range shop.Routes {
		if got, want := shop.timeFor(r), map[bool]time.Duration{false: 2500 * time.Millisecond, true: uploadWork}[r.takesForm()]; got != want {
			t.Errorf("%s %s has %s, want %s", r.Method, r.Path, got, want)
		}
	}
}

func TestDeadline(t *testing.T) {
	shop := newShop(t, func(o *Options) { o.Deadline = 20 * time.Millisecond })
	reply, body := shop.ask(t, "GET", Base+"/slow", "", "")
	if reply.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "request.deadline") || reply.Header.Get("Retry-After") == "" {
		t.Errorf("%d %s", reply.StatusCode, body)
	}
}

func TestInFlightCap(t *testing.T) {
	shop := newShop(t, func(o *Options) { o.InFlight = 1 })
	first := make(chan int)
	go func() {
		reply, _ := shop.ask(t, "GET", Base+"/slow", "", "")
		first <- reply.StatusCode
	}()
	<-shop.toys.entered
	reply, body := shop.ask(t, "GET", Base+"/toys", "", "")
	if reply.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "request.busy") || reply.Header.Get("Retry-After") != "1" {
		t.Errorf("%d %s", reply.StatusCode, body)
	}
	if reply, _ := shop.ask(t, "GET", "/healthz", "", ""); reply.StatusCode != http.StatusOK {
		t.Errorf("a full house is not ill: %d", reply.StatusCode)
	}
	close(shop.toys.hold)
	if status := <-first; status != 204 {
		t.Errorf("the one inside got %d", status)
	}
	if reply, _ := shop.ask(t, "GET", Base+"/toys", "", ""); reply.StatusCode != http.StatusOK {
		t.Errorf("the place was not given back: %d", reply.StatusCode)
	}
}

func TestHeaders(t *testing.T) {
	for scheme, hsts := range map[string]bool{"http": false, "https": true} {
		shop := newShop(t, func(o *Options) { o.PublicURL = &url.URL{Scheme: scheme, Host: "delinli.test"} })
		for _, path := range []string{Base + "/toys", "/nowhere", "/healthz", Base + "/panic"} {
			reply, _ := shop.ask(t, "GET", path, "", "")
			h := reply.Header
			if h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") ||
				h.Get("Referrer-Policy") == "" || (h.Get("Strict-Transport-Security") != "") != hsts {
				t.Errorf("%s %s: %v", scheme, path, h)
			}
		}
	}
}

func TestRequestID(t *testing.T) {
	shop := newShop(t)
	for given, kept := range map[string]bool{"abcdef-12345": true, "short": false, "with space in it": false, strings.Repeat("a", 65): false} {
		reply, _ := shop.ask(t, "GET", "/healthz", "", "", "X-Request-Id: "+given)
		if got := reply.Header.Get("X-Request-Id"); (got == given) != kept || len(got) < 8 {
			t.Errorf("%q became %q", given, got)
		}
	}
}

func TestLogHasTheRouteAndNothingOfThePerson(t *testing.T) {
	shop := newShop(t)
	shop.ask(t, "GET", Base+"/toys/zz?phone=13812345678", "resident", "", "User-Agent: spy", "X-Request-Id: request-1")
	log := shop.log.String()
	if !strings.Contains(log, "route=/api/v1/toys/:id status=404") && !strings.Contains(log, "route=/api/v1/toys/:id status=422") {
		t.Errorf("log = %s", log)
	}
	for _, secret := range []string{"13812345678", "phone", "spy", "zz", "Bearer"} {
		if strings.Contains(log, secret) {
			t.Errorf("%q is in the log: %s", secret, log)
		}
	}
	shop.log.Reset()
	shop.ask(t, "GET", "/secret-path/13812345678", "", "", "X-Request-Id: request-1")
	if log := shop.log.String(); !strings.Contains(log, "route=none status=404") || strings.Contains(log, "138123") {
		t.Errorf("log = %s", log)
	}
}

// start runs the shop on a port of its own until ctx ends; ended tells how it went.
func (s toyShop) start(t *testing.T, ctx context.Context) (address string, ended <-chan error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	end := make(chan error, 1)
	go func() { end <- s.Serve(ctx, ln, 5*time.Second) }()
	return "http://" + ln.Addr().String(), end
}

// serve runs the shop until the test ends.
func (s toyShop) serve(t *testing.T) (address string) {
	t.Helper()
	address, ended := s.start(t, t.Context()) // which ends before the cleanups
	t.Cleanup(func() {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return address
}

func TestBigBodies(t *testing.T) {
	shop := newShop(t)
	address := shop.serve(t)
	for _, tt := range []struct {
		path, media string
		size        int
		status      int
	}{
		{"/toys", "application/json", 10 << 20, 413},
		{"/toys", "application/json", 1<<20 + 1, 413},
		{"/toys", "application/json", 1 << 20, 400},
		{"/pictures", "multipart/form-data; boundary=x", 13 << 20, 413},
		{"/pictures", "multipart/form-data; boundary=x", 11 << 20, 400},
		{"/nowhere", "application/json", 2 << 20, 413},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+Base+tt.path, strings.NewReader(strings.Repeat("a", tt.size)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", tt.media)
		r.Header.Set("Authorization", "Bearer resident")
		reply, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		reply.Body.Close()
		if reply.StatusCode != tt.status || reply.Header.Get("Content-Type") != problemType {
			t.Errorf("%d bytes to %s: %d %s", tt.size, tt.path, reply.StatusCode, reply.Header.Get("Content-Type"))
		}
	}
	if figures, err := shop.Metrics(); err != nil || !strings.Contains(string(figures), `route="none",status="413"} 4`) {
		t.Errorf("refused bodies are not counted:\n%s", figures)
	}
}

func TestAddressBehindProxies(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("0.0.0.0/32"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, tt := range []struct {
		trusted   []netip.Prefix
		forwarded string
		want      string
	}{
		{nil, "1.2.3.4", "0.0.0.0"},
		{proxies, "", "0.0.0.0"},
		{proxies, "1.2.3.4", "1.2.3.4"},
		{proxies, "6.6.6.6, 1.2.3.4, 10.1.1.1", "1.2.3.4"},
		{proxies, "1.2.3.4, nonsense", "0.0.0.0"},
		{proxies, "6.6.6.6 and, in a header of the proxy's own, 1.2.3.4", "1.2.3.4"},
		{nil, "6.6.6.6 and, in a header of the proxy's own, 1.2.3.4", "0.0.0.0"},
	} {
		shop := newShop(t, func(o *Options) { o.TrustedProxies = tt.trusted })
		r := httptest.NewRequest(http.MethodGet, Base+"/caller", http.NoBody)
		r.Header["X-Forwarded-For"] = strings.Split(tt.forwarded, " and, in a header of the proxy's own, ")
		reply, err := shop.Test(r)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(reply.Body); err != nil || !strings.Contains(string(body), `"`+tt.want+`"`) {
			t.Errorf("%q: %s, want %s", tt.forwarded, body, tt.want)
		}
	}
}
