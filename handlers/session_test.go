package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestCookieSessions(t *testing.T) {
	for scheme, name := range map[string]string{"http": "delinli", "https": "__Host-delinli"} {
		shop := newShop(t, func(o *Options) { o.PublicURL = &url.URL{Scheme: scheme, Host: "delinli.test"} })
		reply, _ := shop.ask(t, "POST", Base+"/sessions", "", `{"name":"lin"}`)
		set := reply.Header.Get("Set-Cookie")
		if !strings.HasPrefix(set, name+"=resident;") || !strings.Contains(set, "HttpOnly") || !strings.Contains(set, "SameSite=Lax") ||
			strings.Contains(set, "secure") != (scheme == "https") || !strings.Contains(set, "path=/") {
			t.Errorf("%s: Set-Cookie %s", scheme, set)
		}
		if reply, _ := shop.ask(t, "GET", Base+"/toys/zz", "", "", "Cookie: "+name+"=resident"); reply.StatusCode != http.StatusNotFound {
			t.Errorf("%s: the cookie is not a login: %d", scheme, reply.StatusCode)
		}
		reply, body := shop.ask(t, "DELETE", Base+"/session", "", "", "Cookie: "+name+"=resident", "Origin: "+scheme+"://delinli.test")
		if set := reply.Header.Get("Set-Cookie"); reply.StatusCode != http.StatusNoContent || !strings.HasPrefix(set, name+"=;") || !strings.Contains(set, "1970") {
			t.Errorf("%s: logout %d %s, Set-Cookie %s", scheme, reply.StatusCode, body, set)
		}
	}
}

func TestAStaleCookieIsForgotten(t *testing.T) {
	reply, _ := newShop(t).ask(t, "POST", Base+"/sessions", "", `{"name":"lin"}`, "Cookie: delinli=stale", "Origin: http://delinli.test")
	if set := reply.Header.Get("Set-Cookie"); reply.StatusCode != http.StatusUnauthorized || !strings.HasPrefix(set, "delinli=;") {
		t.Errorf("%d, Set-Cookie %s", reply.StatusCode, set)
	}
}

func TestBearerGoesBeforeCookie(t *testing.T) {
	if reply, _ := newShop(t).ask(t, "DELETE", Base+"/toys/a1", "city_staff", "", "Cookie: delinli=resident"); reply.StatusCode != http.StatusNoContent {
		t.Errorf("status %d", reply.StatusCode)
	}
}

func TestOrigin(t *testing.T) {
	const cookie = "Cookie: delinli=resident"
	for _, tt := range []struct {
		name, scheme, method string
		headers              []string
		passes               bool
	}{
		{"our page", "https", "POST", []string{cookie, "Origin: https://delinli.test"}, true},
		{"foreign page", "https", "POST", []string{cookie, "Origin: https://evil.test"}, false},
		{"foreign page without a cookie", "https", "POST", []string{"Origin: https://evil.test"}, false},
		{"hidden origin", "https", "POST", []string{cookie, "Origin: null"}, false},
		{"our name without TLS", "https", "POST", []string{cookie, "Origin: http://delinli.test"}, false},
		{"our name at another port", "https", "POST", []string{cookie, "Origin: https://delinli.test:444"}, false},
		{"cookie and no word of the origin", "https", "POST", []string{"Cookie: __Host-delinli=resident"}, false},
		{"same site but not same origin", "https", "POST", []string{cookie, "Sec-Fetch-Site: same-site"}, false},
		{"the browser vouches", "https", "POST", []string{cookie, "Sec-Fetch-Site: same-origin"}, true},
		{"program without a cookie", "https", "POST", nil, true},
		{"reading is free", "https", "GET", []string{cookie, "Origin: https://evil.test"}, true},
		{"bearer", "https", "POST", []string{"Authorization: Bearer resident", "Origin: https://evil.test"}, true},
		{"development by another name of this host", "http", "POST", []string{cookie, "Origin: http://localhost:8080", "Host: localhost:8080"}, true},
		{"foreign page in development", "http", "POST", []string{cookie, "Origin: http://evil.test"}, false},
		{"nonsense", "http", "POST", []string{cookie, "Origin: ::"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shop := newShop(t, func(o *Options) { o.PublicURL = &url.URL{Scheme: tt.scheme, Host: "delinli.test"} })
			_, body := shop.ask(t, tt.method, Base+"/toys/a1/play", "", "", tt.headers...)
			if refused := strings.Contains(body, "request.origin"); refused == tt.passes {
				t.Error(body)
			}
		})
	}
}
