package handlers

import (
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

var site = fstest.MapFS{
	"index.html":                   file("<!doctype html>home"),
	"assets/index-BpX3k9aZ.js":     file("let plain"),
	"assets/index-BpX3k9aZ.js.gz":  file("GZIP"),
	"assets/index-BpX3k9aZ.js.zst": file("ZSTD"),
	"static/logo.svg":              file("<svg/>"),
	"data.gz":                      file("a file of its own"),
	"odd":                          file("plain text"),
	"sw.js":                        file("self"),
	"static/app.webmanifest":       file("{}"),
}

func TestPages(t *testing.T) {
	shop := newShop(t, func(o *Options) { o.Resident, o.Desk = site, site })
	for _, tt := range []struct {
		path, accept string
		status       int
		body         string
		headers      string // "Name: value" that must be there
	}{
		{"/", "", 200, "<!doctype html>home", "Content-Type: text/html; charset=utf-8"},
		{"/", "", 200, "<!doctype html>home", "Cache-Control: no-cache"},
		{"/desk/", "", 200, "<!doctype html>home", ""},
		{"/desk", "", 308, "", "Location: /desk/"},
		{"/assets/index-BpX3k9aZ.js", "", 200, "let plain", "Cache-Control: public, max-age=31536000, immutable"},
		{"/assets/index-BpX3k9aZ.js", "gzip, br", 200, "GZIP", "Content-Encoding: gzip"},
		{"/assets/index-BpX3k9aZ.js", "gzip, zstd", 200, "ZSTD", "Content-Type: text/javascript; charset=utf-8"},
		{"/assets/index-BpX3k9aZ.js", "gzip, zstd;q=0", 200, "GZIP", "Vary: Accept-Encoding"},
		{"/assets/index-BpX3k9aZ.js", "zstd; q=0.5", 200, "ZSTD", "Content-Encoding: zstd"},
		{"/assets/index-BpX3k9aZ.js.gz", "", 404, "", ""},
		{"/desk/static/logo.svg", "gzip", 200, "<svg/>", "Content-Type: image/svg+xml"},
		{"/data.gz", "", 200, "a file of its own", "Cache-Control: no-cache"},
		{"/odd", "", 200, "plain text", "Content-Type: text/plain; charset=utf-8"},
		{"/sw.js", "", 200, "self", "Content-Type: text/javascript; charset=utf-8"},
		{"/sw.js", "", 200, "self", "Cache-Control: no-cache"}, // a worker that is kept would keep an old app alive
		{"/static/app.webmanifest", "", 200, "{}", "Content-Type: application/manifest+json"},
		{"/../go.mod", "", 404, "", ""},
		{"/index.html", "", 404, "", ""},
	} {
		reply, body := shop.ask(t, "GET", tt.path, "", "", "Accept-Encoding: "+tt.accept)
		name, value, _ := strings.Cut(tt.headers, ": ")
		if reply.StatusCode != tt.status || tt.body != "" && body != tt.body || reply.Header.Get(name) != value {
			t.Errorf("%s for %q: %d %q, %s is %q", tt.path, tt.accept, reply.StatusCode, body, name, reply.Header.Get(name))
		}
	}
	if reply, _ := shop.ask(t, "POST", "/", "", ""); reply.StatusCode != http.StatusNotFound {
		t.Errorf("a page takes POST: %d", reply.StatusCode)
	}
	if reply, body := shop.ask(t, "HEAD", "/", "", ""); reply.StatusCode != http.StatusOK || body != "" || reply.ContentLength != 19 {
		t.Errorf("HEAD: %d %q %d", reply.StatusCode, body, reply.ContentLength)
	}
}

func TestPagesAreNotSentTwice(t *testing.T) {
	shop := newShop(t, func(o *Options) { o.Resident = site })
	const path = "/assets/index-BpX3k9aZ.js"
	plain, _ := shop.ask(t, "GET", path, "", "")
	packed, _ := shop.ask(t, "GET", path, "", "", "Accept-Encoding: gzip")
	tag := packed.Header.Get("Etag")
	if tag == "" || tag == plain.Header.Get("Etag") || strings.HasPrefix(tag, "W/") {
		t.Errorf("tags %s and %s", tag, plain.Header.Get("Etag"))
	}
	reply, body := shop.ask(t, "GET", path, "", "", "Accept-Encoding: gzip", "If-None-Match: \"old\", "+tag)
	if reply.StatusCode != http.StatusNotModified || body != "" || reply.Header.Get("Etag") != tag {
		t.Errorf("%d %q", reply.StatusCode, body)
	}
}

func TestPagesThatAreNotBuilt(t *testing.T) {
	shop := newShop(t, func(o *Options) { o.Desk = fstest.MapFS{} })
	for _, path := range []string{"/", "/desk/"} {
		if reply, body := shop.ask(t, "GET", path, "", ""); reply.StatusCode != http.StatusOK || !strings.Contains(body, "make build") {
			t.Errorf("%s: %d %s", path, reply.StatusCode, body)
		}
	}
	if _, err := newPages(nil, brokenFS{}); err == nil {
		t.Error("a front end that cannot be read was taken")
	}
}

type brokenFS struct{}

func (brokenFS) Open(string) (fs.File, error) { return nil, errors.New("broken") }
